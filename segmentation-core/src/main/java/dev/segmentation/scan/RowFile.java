package dev.segmentation.scan;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FitException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Rows in a binary file, for data that do not fit in memory: written once as a stream by {@link RowFileWriter}, then
 * scanned any number of times, block by block, in the layout in which the kernels want them.
 *
 * <p>A scan gives the bits that the same rows in a matrix give, on any number of threads. Damage is noticed: every block
 * has a checksum, and so has the header. The file is opened anew by each scan and closed at its end; it must not change in
 * between. Immutable and thread-safe.
 *
 * <p><b>Memory:</b> about 16 KB per feature and thread, whatever the number of rows.
 *
 * <p><b>Format, version 1.</b> All numbers are little-endian; n rows, d features.
 *
 * <pre>
 * header
 *    0   8 bytes   89 53 45 47 52 4F 57 0A (hexadecimal; "SEGROW" in it)
 *    8   int       version, 1
 *   12   int       length of the header in bytes, H, the least multiple of 8
 *   16   long      n, at least 0
 *   24   int       d, at least 1
 *   28   int       flags: 1 values are floats, not doubles; 2 rows have weights; others 0
 *   32   d ×       int, the length of a name in bytes, and the name in UTF-8; unique, not blank
 *        zeros     up to H − 8
 *  H−8   long      CRC-32C of the bytes 0 … H − 9
 * blocks, from H, one after the other; block b holds rows 1024·b … min(n, 1024·(b + 1)) − 1
 *        doubles   the weights of its rows, where there are weights: finite, at least 0
 *        values    its rows in tiles of 32, the last one as wide as the rows that remain; in a tile feature by
 *                  feature, in a feature row by row; floats or doubles, NaN is missing, never infinite
 *        long      CRC-32C of the block: of b as a long, then of its weights and values
 * </pre>
 *
 * <p>The file ends with the last block. A reader refuses versions later than the one it knows.
 */
public final class RowFile implements RowSource {

    private final Path path;
    private final RowFileHeader header;
    private final RowFileStamp stamp;

    private RowFile(Path path, RowFileHeader header, RowFileStamp stamp) {
        this.path = path;
        this.header = header;
        this.stamp = stamp;
    }

    /**
     * Begins a file. Nothing is seen under its name until {@link RowFileWriter#commit}; a file that is there already is
     * then replaced.
     *
     * @param path where the file will be; its directory must exist
     * @param featureNames d unique names
     * @return a writer, to be committed and closed
     * @throws dev.segmentation.InvalidInputException if names are missing or repeated, or there are so many features that
     *     a block of rows passes 2 GB ({@link Reason#RESOURCE_LIMIT})
     * @throws FitException if the file cannot be written ({@link Reason#IO_FAILED})
     */
    public static RowFileWriter create(Path path, List<String> featureNames) {
        Objects.requireNonNull(path, "path");
        return new RowFileWriter(path, Arguments.featureNames(featureNames, "RowFile.create"));
    }

    /**
     * Opens a file: reads its header, and compares its length with what the header says. Blocks are checked when they are
     * read.
     *
     * @param path a file written by {@link RowFileWriter}, or by anything that follows the format
     * @return its rows
     * @throws dev.segmentation.InvalidInputException if it is not such a file, damaged or cut short ({@link
     *     Reason#BAD_FILE}), or of a later version ({@link Reason#NEWER_VERSION})
     * @throws FitException if it cannot be read ({@link Reason#IO_FAILED})
     * @throws CancelledException if the thread is interrupted
     */
    public static RowFile open(Path path) {
        Objects.requireNonNull(path, "path");
        try {
            RowFileStamp stamp = RowFileStamp.of(path);
            return new RowFile(path, RowFileHeader.read(path, stamp.size()), stamp);
        } catch (ClosedByInterruptException thrown) {
            throw new CancelledException("cancelled by an interrupt of the calling thread; inputs are untouched");
        } catch (IOException thrown) {
            throw new FitException(Reason.IO_FAILED, "RowFile.open: cannot read " + path + "; see the cause", thrown);
        }
    }

    @Override
    public List<String> featureNames() {
        return header.featureNames();
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.of(header.rowCount());
    }

    /**
     * Whether values are kept as floats.
     *
     * @return false if as doubles
     */
    public boolean hasFloatStorage() {
        return header.isNarrow();
    }

    /**
     * Whether rows have weights.
     *
     * @return false if every weight is 1
     */
    public boolean isWeighted() {
        return header.isWeighted();
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.segmentation.InvalidInputException if a block is damaged ({@link Reason#BAD_FILE}) or the file has
     *     changed since it was opened ({@link Reason#SOURCE_CHANGED})
     * @throws FitException if the file cannot be read ({@link Reason#IO_FAILED})
     */
    @Override
    public <A> A scan(Scan<A> scan, Execution execution) {
        return BlockRuns.scan(
                scan,
                execution,
                header.blockCount(),
                workers -> new RowFileReader(path, header, stamp, workers::checkCancelled));
    }

    /** Where, shape and names, never values. */
    @Override
    public String toString() {
        return "RowFile[" + path + ", " + header.rowCount() + " × " + header.featureCount() + " "
                + Arguments.shown(header.featureNames()) + (header.isNarrow() ? ", floats" : "")
                + (header.isWeighted() ? ", weighted" : "") + "]";
    }
}
