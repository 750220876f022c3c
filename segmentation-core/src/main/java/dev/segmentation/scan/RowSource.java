package dev.segmentation.scan;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import java.util.List;

/**
 * Rows that can be scanned, wherever they are: in memory, in a file, in an engine. What an engine adapter implements.
 */
public interface RowSource {

    /**
     * The names of the features, in column order.
     *
     * @return d unique names
     */
    List<String> featureNames();

    /**
     * Scans every row once.
     *
     * @param <A> the accumulator
     * @param scan what to learn
     * @param execution how to run
     * @return the accumulator that has seen every row; the same bits for any number of threads
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
}
