package dev.segmentation.scan;

import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Rows that the caller gives one after the other, for {@link RowSource#of(java.util.List,
 * java.util.concurrent.Callable)}. A lambda will do where nothing needs closing.
 */
@FunctionalInterface
public interface RowCursor {

    /**
     * Goes to the next row.
     *
     * @param values gets the d values of the row, in the order of the feature names; all NaN, which is missing, before
     *     the call, and not to be kept after it
     * @return false if there are no more rows
     * @throws Exception if the row cannot be read
     */
    boolean next(double[] values) throws Exception;

    /**
     * The weight of the row that {@link #next} went to.
     *
     * @return 1 unless overridden; finite, at least 0
     */
    default double weight() {
        return 1;
    }

    /**
     * Called once, when the scan has ended in whatever way.
     *
     * @throws Exception if closing fails, which fails the scan
     */
    default void close() throws Exception {}

    /**
     * The rows of an iterator, which is closed with the cursor if it is {@link AutoCloseable}.
     *
     * @param rows arrays of d values each, which are copied
     * @return a cursor, to be used once
     */
    static RowCursor of(Iterator<double[]> rows) {
        return new IteratorCursor(rows, rows instanceof AutoCloseable closeable ? closeable : () -> {});
    }

    /**
     * The rows of a stream, which is closed with the cursor, such as {@code Files.lines(path).map(…)}.
     *
     * @param rows arrays of d values each, which are copied
     * @return a cursor, to be used once
     */
    static RowCursor of(Stream<double[]> rows) {
        return new IteratorCursor(rows.iterator(), rows);
    }
}
