package dev.segmentation.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** The checksum of saved models by its description, of JSON as any program sees it: all bytes first, then the hash. */
public final class SlowContentHash {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private SlowContentHash() {}

    /** As 64 hexadecimal digits; of an object that has a member of the name checksum, all the others count. */
    public static String of(JsonNode content) {
        SlowContentHash hash = new SlowContentHash();
        hash.add(content);
        return sha256(hash.bytes.toByteArray());
    }

    /** As 64 hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(JsonNode value) {
        if (value.isTextual()) {
            text(value.asText());
        } else if (value.isInt()) {
            start('I', value.asInt());
        } else if (value.isDouble()) {
            bytes.write('D');
            bytes.writeBytes(ByteBuffer.allocate(8).putDouble(value.asDouble()).array());
        } else if (value.isBoolean()) {
            bytes.write('B');
            bytes.write(value.asBoolean() ? 1 : 0);
        } else if (value.isArray()) {
            start('L', value.size());
            value.forEach(this::add);
        } else {
            Set<String> others = new HashSet<>(Set.of("checksum"));
            if (value.path("version").asText().equals("1.0")) {
                others.add("models"); // later than that version
                others.add("encoding");
            } else if (value.path("version").asText().equals("1.1")) {
                others.add("encoding");
            }
            others.removeIf(name -> !value.has(name));
            start('R', value.size() - others.size());
            value.properties().forEach(field -> {
                if (!others.contains(field.getKey())) {
                    text(field.getKey());
                    add(field.getValue());
                }
            });
        }
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        start('S', utf8.length);
        bytes.writeBytes(utf8);
    }

    private void start(char type, int number) {
        bytes.write(type);
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
    }
}
