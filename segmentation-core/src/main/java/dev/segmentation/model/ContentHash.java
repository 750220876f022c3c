package dev.segmentation.model;

import dev.segmentation.internal.SavedParts;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 of the content of records, however they are written as text.
 *
 * <p>Each value is a letter for its type and then its bytes, numbers with the highest byte first: {@code I} an int;
 * {@code D} the bits of a double; {@code S} the number of bytes of the text in UTF-8 as an int, and these; {@code L} the
 * number of elements as an int, and each; {@code R} the number of components as an int, and for each its name, as a text,
 * and its value. Constants of enums are texts. Of a saved model all components but the last one, the checksum, count;
 * what a later minor version adds counts in models of that version only. This is part of the format and never changes.
 */
final class ContentHash {

    private final DataOutputStream out;

    private ContentHash(DataOutputStream out) {
        this.out = out;
    }

    /** As 64 hexadecimal digits in lower case. */
    static String of(SavedModel model) {
        return of((Object) model);
    }

    static String ofNames(List<String> names) {
        return of((Object) names);
    }

    private static String of(Object content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DataOutputStream out =
                    new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
                new ContentHash(out).add(content);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (CharacterCodingException invalid) {
            throw SavedParts.damaged("SavedModel", "a text is no valid Unicode");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written anywhere
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void add(Object value) throws IOException {
        if (value instanceof Double number) {
            out.writeByte('D');
            out.writeDouble(number);
        } else if (value instanceof Integer number) {
            out.writeByte('I');
            out.writeInt(number);
        } else if (value instanceof String text) {
            addText(text);
        } else if (value instanceof Enum<?> constant) {
            addText(constant.name());
        } else if (value instanceof List<?> list) {
            out.writeByte('L');
            out.writeInt(list.size());
            for (Object element : list) {
                add(element);
            }
        } else if (value instanceof Record record) {
            addRecord(record);
        } else {
            throw new IllegalStateException("no part of a saved model: " + value.getClass());
        }
    }

    private void addText(String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        out.writeByte('S');
        out.writeInt(bytes.remaining());
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    private void addRecord(Record record) throws IOException {
        RecordComponent[] components = record.getClass().getRecordComponents();
        int count = record instanceof SavedModel ? components.length - 1 : components.length;
        out.writeByte('R');
        out.writeInt(count);
        for (int c = 0; c < count; c++) {
            addText(components[c].getName());
            add(value(components[c], record));
        }
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("records of saved models are public", e);
        }
    }
}
