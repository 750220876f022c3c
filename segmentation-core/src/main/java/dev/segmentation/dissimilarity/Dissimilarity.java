package dev.segmentation.dissimilarity;

import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import java.util.Objects;
import java.util.function.ToDoubleBiFunction;

/**
 * A way to say how unlike two rows are: an immutable configuration, which learns from the training rows what it needs, such
 * as ranges, so that later snapshots are measured by the same rule.
 *
 * <p>For numeric columns of one unit, or scaled ones: {@link #euclidean}, {@link #squaredEuclidean} and {@link #manhattan};
 * for mixed columns: {@link Gower}; for anything else: {@link #numeric a function of your own}, an implementation of this
 * interface, or a {@link DissimilarityMatrix} computed elsewhere.
 */
public interface Dissimilarity {

    /**
     * Learns what is needed to compare rows.
     *
     * @param table the training rows; not modified
     * @return what compares rows
     * @throws InvalidInputException if columns or values do not fit
     */
    DissimilarityModel fit(FeatureTable table);

    /**
     * The Euclidean distance of numeric columns, √Σ(x − y)², in the unit of the columns, which should be scaled first.
     *
     * <p><b>Missing values:</b> the columns known for both rows are compared, and the sum of squares is multiplied by p / g,
     * where g of p columns are known for both; NaN if none is. Values beyond 1e150 are refused ({@link
     * dev.segmentation.Reason#RANGE}); differences below 1e-150 count as none.
     *
     * @return needs no more than the names of the columns from training rows
     */
    static Dissimilarity euclidean() {
        return Metric.EUCLIDEAN;
    }

    /**
     * The squared Euclidean distance of numeric columns, Σ(x − y)²: far rows count more than by {@link #euclidean}, and a
     * triangle of rows may be longer by two sides than by the third. Missing and large values as there.
     *
     * @return needs no more than the names of the columns from training rows
     */
    static Dissimilarity squaredEuclidean() {
        return Metric.SQUARED_EUCLIDEAN;
    }

    /**
     * The Manhattan distance of numeric columns, Σ|x − y|: far values count less than by {@link #euclidean}. Under missing
     * values the sum is multiplied by p / g as there; large values as there.
     *
     * @return needs no more than the names of the columns from training rows
     */
    static Dissimilarity manhattan() {
        return Metric.MANHATTAN;
    }

    /**
     * A function of the caller's own, of two rows of numeric columns.
     *
     * <p>The function gets the values of the columns in the order of the training rows, NaN for a missing one, must not
     * change them, and is called by several threads at a time. It must be 0 from a row to itself, the same in both
     * directions, and at least 0, or NaN if nothing can be compared; it need not be a metric. What is negative or infinite
     * is refused when it is met; that both directions agree, but for rounding, is looked at for neighboring rows only.
     *
     * @param function of two rows
     * @return the dissimilarity
     */
    static Dissimilarity numeric(ToDoubleBiFunction<double[], double[]> function) {
        Objects.requireNonNull(function, "function");
        return new OwnFunction(function);
    }
}
