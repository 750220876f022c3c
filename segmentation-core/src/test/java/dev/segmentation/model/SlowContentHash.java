package dev.segmentation.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@link ContentHash} by its description, of JSON as any program sees it: all bytes first, then the hash. */
final class SlowContentHash {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private SlowContentHash() {}

    static String of(JsonNode content) throws NoSuchAlgorithmException {
        SlowContentHash hash = new SlowContentHash();
        hash.add(content);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(hash.bytes.toByteArray()));
    }

    private void add(JsonNode value) {
        if (value.isTextual()) {
            text(value.asText());
        } else if (value.isInt()) {
            start('I', value.asInt());
        } else if (value.isDouble()) {
            bytes.write('D');
            bytes.writeBytes(
                    ByteBuffer.allocate(8).putDouble(value.asDouble()).array());
        } else if (value.isArray()) {
            start('L', value.size());
            value.forEach(this::add);
        } else {
            boolean whole = value.has("checksum");
            start('R', value.size() - (whole ? 1 : 0));
            value.fields().forEachRemaining(field -> {
                if (!field.getKey().equals("checksum")) {
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
