package dev.segmentation.scan;

import dev.segmentation.FitException;
import dev.segmentation.Reason;
import dev.segmentation.internal.BlockStore;
import dev.segmentation.internal.Blocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Reads the blocks of a {@link RowFile} on one thread, with a channel of its own: an interrupt closes the channel that it
 * meets, and must not close those of the others.
 */
final class RowFileReader implements BlockRuns.Reader {

    private final Path path;
    private final RowFileHeader header;
    private final RowFileStamp stamp;
    private final Runnable poll;
    private final ByteBuffer bytes;
    private final double[] packed;
    private final float[] floats;
    private final double[] weights;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer index = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private FileChannel channel;

    /** The poll throws if the scan is cancelled. */
    RowFileReader(Path path, RowFileHeader header, RowFileStamp stamp, Runnable poll) {
        this.path = path;
        this.header = header;
        this.stamp = stamp;
        this.poll = poll;
        int rows = header.rowsIn(0);
        int values = rows * header.featureCount();
        this.bytes = ByteBuffer.allocateDirect((int) header.blockBytes(rows)).order(ByteOrder.LITTLE_ENDIAN);
        this.packed = new double[values];
        this.floats = new float[header.isNarrow() ? values : 0];
        this.weights = new double[header.isWeighted() ? rows : 0];
        try {
            this.channel = open();
        } catch (IOException thrown) {
            throw failed(thrown);
        }
    }

    @Override
    public PackedBlock read(long block) {
        int rows = header.rowsIn(block);
        int values = rows * header.featureCount();
        int end = (int) header.blockBytes(rows) - Long.BYTES;
        try {
            fill(header.position(block), end + Long.BYTES);
        } catch (IOException thrown) {
            throw failed(thrown);
        }
        if (bytes.getLong(end) != checksum(block, end)) {
            throw damaged(block);
        }
        bytes.rewind();
        if (header.isWeighted()) {
            bytes.asDoubleBuffer().get(weights, 0, rows);
            bytes.position(rows * Double.BYTES);
        }
        if (header.isNarrow()) {
            bytes.asFloatBuffer().get(floats, 0, values);
            for (int at = 0; at < values; at++) {
                packed[at] = floats[at];
            }
        } else {
            bytes.asDoubleBuffer().get(packed, 0, values);
        }
        checkValues(block, rows, values);
        return new PackedBlock(
                block * Blocks.ROWS,
                rows,
                header.featureCount(),
                packed,
                header.isWeighted() ? i -> weights[i] : i -> 1);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException thrown) {
            throw failed(thrown);
        }
    }

    private void fill(long position, int length) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    readFully(position, length);
                    return;
                } catch (ClosedByInterruptException closed) {
                    poll.run(); // on the calling thread an interrupt cancels
                    interrupted |= Thread.interrupted(); // on a thread of the caller's executor it is not for us
                    channel = open();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void readFully(long position, int length) throws IOException {
        bytes.clear().limit(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw RowFileHeader.bad(path, "was cut short while it was read");
            }
        }
    }

    private FileChannel open() throws IOException {
        FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
        try {
            stamp.checkUnchanged(path);
            return opened;
        } catch (IOException | RuntimeException thrown) {
            opened.close();
            throw thrown;
        }
    }

    private long checksum(long block, int end) {
        checksum.reset();
        checksum.update(index.putLong(0, block).array());
        checksum.update(bytes.rewind().limit(end));
        return checksum.getValue();
    }

    /** Files may come from anywhere: a value that no writer of ours lets in must not get further. */
    private void checkValues(long block, int rows, int values) {
        boolean bad = false;
        if (!BlockStore.allFinite(packed, values)) {
            for (int at = 0; at < values; at++) {
                bad |= Double.isInfinite(packed[at]);
            }
        }
        for (int i = 0; i < rows && header.isWeighted(); i++) {
            bad |= !(weights[i] >= 0 && weights[i] <= Double.MAX_VALUE);
        }
        if (bad) {
            throw RowFileHeader.bad(path, "has an infinite value or a bad weight in " + rowsOf(block));
        }
    }

    private RuntimeException damaged(long block) {
        return RowFileHeader.bad(path, "is damaged in " + rowsOf(block));
    }

    private String rowsOf(long block) {
        long first = block * Blocks.ROWS;
        return "rows " + first + " to " + (first + header.rowsIn(block) - 1);
    }

    private FitException failed(IOException thrown) {
        return new FitException(Reason.IO_FAILED, "RowFile: cannot read " + path + "; see the cause", thrown);
    }
}
