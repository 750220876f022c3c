package dev.segmentation.model;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * SHA-256 of the content of records, however they are written as text.
 *
 * <p>Each value is a letter for its type and then its bytes, numbers with the highest byte first: {@code I} an int;
 * {@code D} the bits of a double; {@code B} a byte, 1 for true and 0 for false; {@code S} the number of bytes of the text in UTF-8 as an int, and these; {@code L} the
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
        Map<String, Object> members = new LinkedHashMap<>(model.members());
        members.remove("checksum");
        return of((Object) members);
    }

    /** Of the names of columns, and of their types if one is not numeric. */
    static String ofSchema(List<ColumnRecord> columns) {
        return columns.stream().allMatch(column -> column.levels().isEmpty() && column.type() == ColumnKind.NUMERIC)
                ? ofNames(columns.stream().map(ColumnRecord::name).toList())
                : of(columns);
    }

    static String ofNames(List<String> names) {
        return of((Object) names);
    }

    /** Gives all numbers and texts of a part, however deep. */
    static void forEachLeaf(Object part, Consumer<Object> consumer) {
        if (part instanceof List<?> list) {
            list.forEach(element -> forEachLeaf(element, consumer));
        } else if (part instanceof Record record) {
            members(record).values().forEach(value -> forEachLeaf(value, consumer));
        } else {
            consumer.accept(part);
        }
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
        } else if (value instanceof Boolean truth) {
            out.writeByte('B');
            out.writeByte(truth ? 1 : 0);
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
            addMembers(members(record));
        } else if (value instanceof Map<?, ?> members) {
            addMembers(members);
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

    private void addMembers(Map<?, ?> members) throws IOException {
        out.writeByte('R');
        out.writeInt(members.size());
        for (Map.Entry<?, ?> member : members.entrySet()) {
            addText((String) member.getKey());
            add(member.getValue());
        }
    }

    private static Map<String, Object> members(Record record) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            members.put(component.getName(), value(component, record));
        }
        return members;
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("records of saved models are public", e);
        }
    }
}
