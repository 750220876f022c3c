package dev.segmentation.scan;

import dev.segmentation.CancelledException;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.BlockStore;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link RowFile} as a stream of rows: to a temporary file beside it, which takes its name when {@link #commit}
 * is called and is deleted when the writer is closed without it, so that no half-written file is ever seen.
 *
 * <p>Use in a {@code try} block. Not thread-safe. The file can be read by its owner alone, where the file system knows
 * owners. <b>Memory:</b> about 24 KB per feature.
 */
public final class RowFileWriter implements AutoCloseable {

    private static final String WHERE = "RowFileWriter";

    private final Path path;
    private final List<String> names;
    private final Path temporary;
    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer index = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final double[] pending; // row-major
    private final double[] packed;
    private final double[] weights = new double[Blocks.ROWS];
    private RowFileHeader header;
    private @Nullable ByteBuffer bytes;
    private int pendingRows;
    private boolean counts; // some row has a positive weight
    private boolean closed;

    RowFileWriter(Path path, List<String> featureNames) {
        this.path = path;
        this.names = featureNames;
        this.header = new RowFileHeader(featureNames, 0, false, false);
        header.checkWidth("RowFile.create");
        this.pending = new double[Blocks.ROWS * featureNames.size()];
        this.packed = new double[pending.length];
        Path target = path.toAbsolutePath();
        Path directory = Objects.requireNonNull(target.getParent(), "directory");
        try {
            this.temporary = Files.createTempFile(directory, Objects.toString(target.getFileName()) + ".", ".tmp");
        } catch (IOException thrown) {
            throw failed(thrown);
        }
        try {
            this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        } catch (IOException thrown) {
            FitException failure = failed(thrown);
            delete(failure);
            throw failure;
        }
    }

    /**
     * Keeps values as floats, each rounded to the nearest one, in half the space. Call it before the first row.
     *
     * @return this writer
     * @throws InvalidInputException if there are rows already
     */
    public RowFileWriter withFloatStorage() {
        checkEmpty("withFloatStorage");
        header = new RowFileHeader(names, 0, true, header.isWeighted());
        return this;
    }

    /**
     * Keeps a weight for each row, 8 bytes. Call it before the first row.
     *
     * @return this writer
     * @throws InvalidInputException if there are rows already
     */
    public RowFileWriter withWeights() {
        checkEmpty("withWeights");
        header = new RowFileHeader(names, 0, header.isNarrow(), true);
        return this;
    }

    /**
     * Adds a row of weight 1. A row that is refused, or that could not be written, is not added.
     *
     * @param values d values in the order of the names, NaN for missing
     * @return this writer
     * @throws InvalidInputException if the number of values differs ({@link Reason#RAGGED}), one is infinite ({@link
     *     Reason#NON_FINITE}), or too large for a float where floats are kept ({@link Reason#RANGE})
     * @throws FitException if the file cannot be written ({@link Reason#IO_FAILED})
     * @throws CancelledException if the thread is interrupted
     */
    public RowFileWriter addRow(double... values) {
        return add(1, values);
    }

    /**
     * Adds a row with a weight; only {@link #withWeights}.
     *
     * @param weight finite, at least 0
     * @param values d values in the order of the names, NaN for missing
     * @return this writer
     * @throws InvalidInputException as {@link #addRow}; if the weight is refused ({@link Reason#BAD_WEIGHT}, {@link
     *     Reason#RANGE}); or without {@link #withWeights} ({@link Reason#BAD_PARAM})
     * @throws FitException if the file cannot be written ({@link Reason#IO_FAILED})
     * @throws CancelledException if the thread is interrupted
     */
    public RowFileWriter addWeightedRow(double weight, double... values) {
        if (!header.isWeighted()) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "weight",
                    WHERE + ".addWeightedRow: this file keeps no weights; call withWeights before the first row");
        }
        return add(Weights.check(weight, rowCount(), WHERE), values);
    }

    /**
     * Adds all rows of a matrix, with their weights where the file keeps weights.
     *
     * @param rows with the features of the file, in its order
     * @return this writer
     * @throws InvalidInputException if features differ ({@link Reason#SCHEMA_MISMATCH}), the rows are weighted but the
     *     file keeps no weights ({@link Reason#BAD_PARAM}), or a value is too large for a float ({@link Reason#RANGE})
     * @throws FitException if the file cannot be written ({@link Reason#IO_FAILED})
     * @throws CancelledException if the thread is interrupted
     */
    public RowFileWriter addAll(FeatureMatrix rows) {
        if (!rows.featureNames().equals(names)) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    WHERE + ".addAll: the features of the rows are not those of the file, in this order; use"
                            + " FeatureMatrix.select");
        }
        for (int i = 0; i < rows.rowCount(); i++) {
            if (rows.isWeighted()) {
                addWeightedRow(rows.weight(i), rows.row(i));
            } else {
                add(1, rows.row(i));
            }
        }
        return this;
    }

    /**
     * The rows so far.
     *
     * @return how many rows were added
     */
    public long rowCount() {
        return header.rowCount() + pendingRows;
    }

    /**
     * Completes the file, gives it its name, and opens it. The rows are on the disk then.
     *
     * @return the file
     * @throws InvalidInputException if there are rows but all weights are 0 ({@link Reason#BAD_WEIGHT})
     * @throws FitException if the file cannot be written ({@link Reason#IO_FAILED})
     * @throws CancelledException if the thread is interrupted
     */
    public RowFile commit() {
        checkOpen();
        if (rowCount() > 0 && !counts) {
            throw Weights.allZero(WHERE);
        }
        try {
            if (pendingRows > 0) {
                writeBlock();
            }
            write(header.toBytes(), 0);
            channel.force(true);
            channel.close();
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException thrown) {
            throw failedOrCancelled(thrown);
        }
        closed = true;
        return RowFile.open(path);
    }

    /** Deletes the temporary file unless {@link #commit} was called; idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException thrown) {
            FitException failure = failed(thrown);
            delete(failure);
            throw failure;
        }
        delete(null);
    }

    private RowFileWriter add(double weight, double... values) {
        checkOpen();
        if (values.length != names.size()) {
            throw new InvalidInputException(
                    Reason.RAGGED,
                    WHERE + ": row " + rowCount() + " has " + values.length + " values, expected " + names.size()
                            + ", one per feature");
        }
        BlockStore.Kind kind = header.isNarrow() ? BlockStore.Kind.FLOATS : BlockStore.Kind.DOUBLES;
        for (int j = 0; j < values.length; j++) {
            BlockStore.check(values[j], kind, rowCount(), names.get(j), WHERE);
        }
        if (pendingRows == Blocks.ROWS) { // before the row is added, so that a failure leaves what there was
            try {
                writeBlock();
            } catch (IOException thrown) {
                throw failedOrCancelled(thrown);
            }
        }
        System.arraycopy(values, 0, pending, pendingRows * values.length, values.length);
        weights[pendingRows] = weight;
        counts |= weight > 0;
        pendingRows++;
        return this;
    }

    private void writeBlock() throws IOException {
        int rows = pendingRows;
        long block = header.rowCount() / Blocks.ROWS;
        ByteBuffer to = space();
        if (header.isWeighted()) {
            to.asDoubleBuffer().put(weights, 0, rows);
            to.position(rows * Double.BYTES);
        }
        Blocks.pack(pending, 0, rows, names.size(), packed);
        for (int at = 0; at < rows * names.size(); at++) {
            if (header.isNarrow()) {
                to.putFloat((float) packed[at]);
            } else {
                to.putDouble(packed[at]);
            }
        }
        to.flip();
        checksum.reset();
        checksum.update(index.putLong(0, block).array());
        checksum.update(to);
        to.limit(to.limit() + Long.BYTES).putLong(to.position(), checksum.getValue());
        to.rewind();
        write(to, header.position(block));
        header = header.withRowCount(header.rowCount() + rows);
        pendingRows = 0;
    }

    private ByteBuffer space() {
        ByteBuffer space = bytes;
        if (space == null) {
            space = ByteBuffer.allocateDirect((int) header.blockBytes(Blocks.ROWS))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes = space;
        }
        return space.clear();
    }

    private void write(ByteBuffer from, long position) throws IOException {
        while (from.hasRemaining()) {
            channel.write(from, position + from.position());
        }
    }

    private void checkEmpty(String option) {
        if (rowCount() > 0) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    WHERE + "." + option + ": there are " + rowCount() + " rows; call it before the first one");
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(WHERE + ": already closed; begin a new file");
        }
    }

    private RuntimeException failedOrCancelled(IOException thrown) {
        return thrown instanceof ClosedByInterruptException
                ? new CancelledException("cancelled by an interrupt of the writing thread; the file is not there")
                : failed(thrown);
    }

    private FitException failed(IOException thrown) {
        return new FitException(Reason.IO_FAILED, WHERE + ": cannot write " + path + "; see the cause", thrown);
    }

    private void delete(@Nullable Throwable primary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException thrown) {
            if (primary == null) {
                throw failed(thrown);
            }
            primary.addSuppressed(thrown);
        }
    }
}
