package dev.segmentation.scan;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/**
 * Rows that can be scanned, wherever they are: in memory, in a file ({@link RowFile}), behind a cursor, in an engine. What
 * an engine adapter implements.
 *
 * <p>A source can be scanned any number of times, also by several threads at once, and gives the same rows each time.
 */
public interface RowSource {

    /**
     * The names of the features, in column order.
     *
     * @return d unique names
     */
    List<String> featureNames();

    /**
     * How many rows there are, where that is known without reading them.
     *
     * @return n, or empty
     */
    default OptionalLong rowCount() {
        return OptionalLong.empty();
    }

    /**
     * Scans every row once.
     *
     * @param <A> the accumulator
     * @param scan what to learn
     * @param execution how to run
     * @return the accumulator that has seen every row; the same bits for any number of threads
     * @throws dev.segmentation.InvalidInputException if the rows are not what the source must give
     * @throws dev.segmentation.FitException if the rows cannot be read, with the cause
     * @throws dev.segmentation.CancelledException if cancelled
     */
    <A> A scan(Scan<A> scan, Execution execution);

    /**
     * The rows of a matrix. Blocks have a fixed size and are merged in order, so that the result has the same bits on
     * any number of threads, even where additions round.
     *
     * @param matrix n × d; not copied
     * @return its rows
     */
    static RowSource of(FeatureMatrix matrix) {
        return new MatrixRows(matrix);
    }

    /**
     * The rows that a cursor of the caller's gives, such as one of a database; a new cursor for each scan.
     *
     * <p>The cursor is opened, read and closed on the thread that calls {@link #scan}; other threads work on the rows that
     * were read. It is closed in any case, also when the scan fails or is cancelled. What it throws ends the scan with a
     * {@link dev.segmentation.FitException} that has it as cause. Rows are cut into groups of 4096 that are merged in
     * order, so that the result has the same bits on any number of threads, even where additions round; where they round,
     * the bits are not those of the same rows in a matrix or file, which know their number beforehand.
     *
     * <p><b>Memory:</b> 40 KB per feature and thread.
     *
     * @param featureNames d unique names
     * @param cursors opens the rows from the first one; called once for each scan, and must give the same rows each time
     * @return the rows
     * @throws dev.segmentation.InvalidInputException if names are missing or repeated
     */
    static RowSource of(List<String> featureNames, Callable<? extends RowCursor> cursors) {
        return new CursorRows(featureNames, cursors);
    }
}
