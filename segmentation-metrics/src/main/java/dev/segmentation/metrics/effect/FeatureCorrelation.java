package dev.segmentation.metrics.effect;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Cholesky;
import dev.segmentation.metrics.internal.Normal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which features say the same: correlations of all pairs, of values (Pearson) or of ranks (Spearman), and how well each
 * feature is determined by all others. Features that repeat one another count double in every distance.
 *
 * <p><b>Input:</b> n × d matrix without missing values; row weights are not used. Nothing is modified.
 * <br><b>Undefined:</b> a correlation with a constant column ({@link Reason#ZERO_VARIANCE}); any without rows ({@link
 * Reason#NO_OBSERVATIONS}); intervals with fewer than four rows ({@link Reason#NO_OBSERVATIONS}).
 * <br><b>Cost:</b> O(n·d²) time, O(d²) memory and O(n) per thread; ranks O(n·d) memory more. The same bits on any number of
 * threads.
 * <br><b>References:</b> R. A. Fisher (1921), Metron 1, 3–32 (the interval); E. C. Fieller, H. O. Hartley and E. S. Pearson
 * (1957), Biometrika 44, 470–481, doi:10.1093/biomet/44.3-4.470 (that of ranks).
 */
public final class FeatureCorrelation {

    /** The variance of Fisher's z of ranks is this much larger. */
    private static final double RANKS = 1.06;

    private final double[][] products;
    private final double rows;
    private final double inflation;
    private final @Nullable Cholesky factor;

    private FeatureCorrelation(Scatter scatter, double inflation) {
        this.products = scatter.products[0];
        this.rows = scatter.weight(0);
        this.inflation = inflation;
        this.factor =
                rows > scatter.features ? Cholesky.of(scatter.covariance(0)).orElse(null) : null;
    }

    /**
     * Correlates values: how well a straight line describes one by the other.
     *
     * @param features n × d
     * @param execution how to run; columns are worked on side by side
     * @return Pearson's correlations
     * @throws InvalidInputException if a value is missing ({@link Reason#NON_FINITE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static FeatureCorrelation ofValues(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(features, "features");
        Arguments.noMissing(features, "FeatureCorrelation.ofValues");
        return of(unweighted(features), execution, 1);
    }

    /**
     * Correlates ranks, equal values sharing theirs: how well one rises with the other, whatever the curve. A few huge values
     * cannot change it.
     *
     * @param features n × d
     * @param execution how to run; columns are worked on side by side
     * @return Spearman's correlations
     * @throws InvalidInputException if a value is missing ({@link Reason#NON_FINITE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static FeatureCorrelation ofRanks(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(features, "features");
        Arguments.noMissing(features, "FeatureCorrelation.ofRanks");
        List<double[]> columns;
        try (Workers workers = execution.start()) {
            columns = workers.map(features.featureCount(), j -> {
                double[] column = features.column(features.featureNames().get(j));
                SortedValues sorted = SortedValues.of(column);
                return Arrays.stream(column).map(sorted::midrank).toArray();
            });
        }
        FeatureMatrix.Builder ranks = FeatureMatrix.builder(features.featureNames());
        for (int i = 0; i < features.rowCount(); i++) {
            int row = i;
            ranks.addRow(columns.stream().mapToDouble(column -> column[row]).toArray());
        }
        return of(ranks.build(), execution, RANKS);
    }

    private static FeatureMatrix unweighted(FeatureMatrix features) {
        double[] ones = new double[features.rowCount()];
        Arrays.fill(ones, 1);
        return features.isWeighted() ? features.weightedBy(ones) : features;
    }

    private static FeatureCorrelation of(FeatureMatrix features, Execution execution, double inflation) {
        try (Workers workers = execution.start()) {
            return new FeatureCorrelation(Scatter.of(workers, features, new int[features.rowCount()], 1), inflation);
        }
    }

    /**
     * The correlation of two features.
     *
     * @param first the position of one
     * @param second the position of the other
     * @return in [−1, 1]; NaN if undefined
     * @throws IndexOutOfBoundsException if there is no such feature
     */
    public double value(int first, int second) {
        Objects.checkIndex(first, products.length);
        Objects.checkIndex(second, products.length);
        double one = products[first][first];
        double other = products[second][second];
        if (!(one > 0 && other > 0)) {
            return Double.NaN;
        }
        double found = products[first][second] / Math.sqrt(one) / Math.sqrt(other);
        return first == second ? 1 : Math.max(-1, Math.min(1, found));
    }

    /**
     * The correlation of two features, with Fisher's interval.
     *
     * @param first the position of one
     * @param second the position of the other
     * @param level the confidence level, in (0, 1)
     * @return in [−1, 1]
     * @throws InvalidInputException if the level is out of range
     * @throws IndexOutOfBoundsException if there is no such feature
     */
    public Estimate estimate(int first, int second, double level) {
        Arguments.openUnit(level, "FeatureCorrelation.estimate", "level");
        double found = value(first, second);
        if (rows < 4) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, (long) rows);
        }
        if (Double.isNaN(found)) {
            return Estimate.undefined(Reason.ZERO_VARIANCE, (long) rows);
        }
        double half = Normal.twoSidedQuantile(level) * Math.sqrt(inflation / (rows - 3));
        double z = (StrictMath.log1p(found) - StrictMath.log1p(-found)) / 2; // infinite at ±1, where tanh is ±1
        return Estimate.of(
                found,
                Math.min(found, StrictMath.tanh(z - half)),
                Math.max(found, StrictMath.tanh(z + half)),
                level,
                (long) rows);
    }

    /**
     * The variance inflation of a feature, 1/(1 − R²) with the share R² of its variance that all others together explain. 1
     * says nothing that others say; above 5 or 10 it is mostly a repetition.
     *
     * @param feature its position
     * @return at least 1; NaN if the covariance has no inverse, see {@link #undefinedInflation()}
     * @throws IndexOutOfBoundsException if there is no such feature
     */
    public double varianceInflation(int feature) {
        Objects.checkIndex(feature, products.length);
        if (factor == null) {
            return Double.NaN;
        }
        double[] unit = new double[products.length];
        unit[feature] = Math.sqrt(products[feature][feature] / (rows - 1));
        return factor.squaredLength(unit);
    }

    /**
     * Why variance inflation is undefined.
     *
     * @return {@link Reason#SINGULAR_COVARIANCE} if a feature is constant or determined by others, or rows are too few; empty
     *     if it is defined
     */
    public Optional<Reason> undefinedInflation() {
        return factor == null ? Optional.of(Reason.SINGULAR_COVARIANCE) : Optional.empty();
    }

    @Override
    public String toString() {
        return "FeatureCorrelation[" + products.length + " features, " + (long) rows + " rows"
                + (inflation == 1 ? "]" : ", ranks]");
    }
}
