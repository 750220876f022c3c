package dev.segmentation.scan;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** The header of a {@link RowFile}, where its format is told, and where blocks are that follow from it. */
final class RowFileHeader {

    private static final byte[] MAGIC = {(byte) 0x89, 'S', 'E', 'G', 'R', 'O', 'W', '\n'};
    private static final int VERSION = 1;
    private static final int FIXED = 32;
    private static final int SHORTEST = FIXED + 2 * Long.BYTES;
    private static final int FLOATS = 1;
    private static final int WEIGHTS = 2;

    private final List<String> featureNames;
    private final long rowCount;
    private final boolean narrow;
    private final boolean weighted;
    private final int length;

    RowFileHeader(List<String> featureNames, long rowCount, boolean narrow, boolean weighted) {
        this.featureNames = featureNames;
        this.rowCount = rowCount;
        this.narrow = narrow;
        this.weighted = weighted;
        long needed = FIXED + (long) Integer.BYTES * featureNames.size() + Long.BYTES;
        for (String name : featureNames) {
            needed += name.getBytes(StandardCharsets.UTF_8).length;
        }
        this.length = Math.toIntExact((needed + 7) / 8 * 8);
    }

    List<String> featureNames() {
        return featureNames;
    }

    int featureCount() {
        return featureNames.size();
    }

    long rowCount() {
        return rowCount;
    }

    boolean isNarrow() {
        return narrow;
    }

    boolean isWeighted() {
        return weighted;
    }

    RowFileHeader withRowCount(long rows) {
        return new RowFileHeader(featureNames, rows, narrow, weighted);
    }

    long blockCount() {
        return rowCount / Blocks.ROWS + (rowCount % Blocks.ROWS == 0 ? 0 : 1);
    }

    int rowsIn(long block) {
        return (int) Math.min(Blocks.ROWS, rowCount - block * Blocks.ROWS);
    }

    /** Bytes of a block of so many rows, checksum included. */
    long blockBytes(int rows) {
        int perValue = narrow ? Float.BYTES : Double.BYTES;
        int perRow = weighted ? Double.BYTES : 0;
        return rows * ((long) perValue * featureCount() + perRow) + Long.BYTES;
    }

    /** Where a block begins. */
    long position(long block) {
        return length + block * blockBytes(Blocks.ROWS);
    }

    /** Refuses rows so wide that a block of them cannot be read at once. */
    void checkWidth(String where) {
        if (blockBytes(Blocks.ROWS) > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    where + ": " + featureCount() + " features, so that " + Blocks.ROWS
                            + " rows pass 2 GB; leave features out, or write several files");
        }
    }

    /** The bytes of the header. */
    ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putInt(VERSION).putInt(length).putLong(rowCount).putInt(featureCount());
        bytes.putInt((narrow ? FLOATS : 0) | (weighted ? WEIGHTS : 0));
        for (String name : featureNames) {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            bytes.putInt(utf8.length).put(utf8);
        }
        bytes.putLong(length - Long.BYTES, checksum(bytes, length - Long.BYTES));
        return bytes.rewind();
    }

    /** Reads and checks the header of a file of so many bytes. */
    static RowFileHeader read(Path path, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer start = bytes(channel, path, size, SHORTEST);
            byte[] magic = new byte[MAGIC.length];
            start.get(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw bad(path, "is not a row file; it begins with other bytes");
            }
            int version = start.getInt();
            if (version > VERSION) {
                throw new InvalidInputException(
                        Reason.NEWER_VERSION,
                        "RowFile: " + path + " has format version " + version + ", expected at most " + VERSION
                                + "; read it with a later version of this library");
            }
            int length = start.getInt();
            if (version < 1 || length < SHORTEST || length > size || length % 8 != 0) {
                throw bad(path, "is damaged in its header");
            }
            ByteBuffer bytes = bytes(channel, path, size, length);
            if (bytes.getLong(length - Long.BYTES) != checksum(bytes, length - Long.BYTES)) {
                throw bad(path, "is damaged in its header");
            }
            RowFileHeader header = parsed(bytes, path);
            long expected = header.rowCount == 0
                    ? length
                    : header.position(header.blockCount() - 1)
                            + header.blockBytes(header.rowsIn(header.blockCount() - 1));
            if (header.length != length || expected != size) {
                throw bad(path, "has " + size + " bytes, expected " + expected + ", so it was cut short or added to");
            }
            header.checkWidth("RowFile.open");
            return header;
        }
    }

    private static ByteBuffer bytes(FileChannel channel, Path path, long size, int length) throws IOException {
        if (size < length) {
            throw bad(path, "is too short for a row file");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, bytes.position()) < 0) {
                throw bad(path, "is too short for a row file");
            }
        }
        return bytes.flip();
    }

    /** Of a header whose checksum is right: what is wrong now was written so. */
    private static RowFileHeader parsed(ByteBuffer bytes, Path path) {
        int end = bytes.limit() - Long.BYTES;
        bytes.position(FIXED / 2);
        long rows = bytes.getLong();
        int features = bytes.getInt();
        int flags = bytes.getInt();
        List<String> names = new ArrayList<>();
        while (names.size() < features && end - bytes.position() >= Integer.BYTES) {
            int count = bytes.getInt();
            if (count < 0 || count > end - bytes.position()) {
                break;
            }
            byte[] utf8 = new byte[count];
            bytes.get(utf8);
            names.add(new String(utf8, StandardCharsets.UTF_8));
        }
        boolean known = (flags & ~(FLOATS | WEIGHTS)) == 0;
        if (rows < 0 || features < 1 || rows > Long.MAX_VALUE / 16 / features || names.size() != features || !known) {
            throw bad(path, "has a header that says what cannot be");
        }
        return new RowFileHeader(checked(names, path), rows, (flags & FLOATS) != 0, (flags & WEIGHTS) != 0);
    }

    private static List<String> checked(List<String> names, Path path) {
        try {
            return Arguments.featureNames(names, "RowFile.open");
        } catch (InvalidInputException unusable) {
            throw bad(path, "has feature names that are blank or repeated");
        }
    }

    static InvalidInputException bad(Path path, String what) {
        return new InvalidInputException(Reason.BAD_FILE, "RowFile: " + path + " " + what + "; write it again");
    }

    private static long checksum(ByteBuffer bytes, int count) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate().position(0).limit(count));
        return checksum.getValue();
    }
}
