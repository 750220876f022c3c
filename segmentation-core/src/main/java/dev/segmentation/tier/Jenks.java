package dev.segmentation.tier;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.rule.RuleSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Natural breaks of one column, after Fisher and Jenks: the k tiers whose weighted sum of squares about their means is the
 * least there is. This is the exact optimum of k-means in one dimension; there are no restarts and no seed.
 *
 * <p>A break is the highest value of the lower tier; whoever is at it belongs there, and whoever comes later above it to the
 * higher one. Of several optima the one with the lowest breaks is taken, as far as rounding lets them be told apart.
 * Segment 0 has the highest values, so that tiers are numbered by level, not by size.
 *
 * <p><b>Input:</b> n × 1 matrix without missing values, k ≤ its distinct values. A row of weight w counts as w rows; rows of
 * weight 0 are labelled but have no influence.
 * <br><b>Degenerate:</b> equal values share a tier. Values beyond 1e130 and spreads below 1e-130 are refused ({@link
 * Reason#RANGE}). Sums have twice the digits of a double, so that breaks are right far from the origin.
 * <br><b>Cost:</b> O(k·n log n) time; 4 bytes per tier and distinct value, 100 bytes per row.
 * <br><b>Reference:</b> W. D. Fisher (1958), On grouping for maximum homogeneity, J. Amer. Statist. Assoc. 53, 789–798,
 * doi:10.1080/01621459.1958.10501479; G. F. Jenks and F. C. Caspall (1971), doi:10.1111/j.1467-8306.1971.tb00779.x.
 */
public final class Jenks implements Segmenter<RuleSet> {

    private static final String FIT = "Jenks.fit";

    private static final double LARGEST = 1e130;
    private static final double SMALLEST_SPREAD = 1e-130;

    private final List<String> names;

    private Jenks(List<String> names) {
        this.names = names;
    }

    /**
     * Natural breaks between tiers called {@code Tier 1} for the highest, {@code Tier 2}, ….
     *
     * @param tierCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static Jenks of(int tierCount) {
        Arguments.atLeast(1, tierCount, "Jenks.of", "tierCount", "1 puts every row into one tier");
        return new Jenks(TierRules.numbered(tierCount));
    }

    /**
     * Names the tiers.
     *
     * @param value k names, that of the highest tier first
     * @return a new configuration
     * @throws InvalidInputException if there are not k of them ({@link Reason#SCHEMA_MISMATCH}), or one is blank or used
     *     twice ({@link Reason#BAD_NAME})
     */
    public Jenks withNames(List<String> value) {
        return new Jenks(TierRules.checked(value, names.size(), "Jenks.withNames"));
    }

    /**
     * The names of the tiers.
     *
     * @return k names, that of the highest tier first
     */
    public List<String> names() {
        return names;
    }

    /** {@inheritDoc} */
    @Override
    public boolean usesWeights() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The objective is the weighted sum of squares about the means of the tiers.
     *
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), there is not one feature ({@link
     *     Reason#SCHEMA_MISMATCH}), k exceeds the rows ({@link Reason#K_GT_N}) or the distinct values ({@link
     *     Reason#FEWER_DISTINCT_THAN_K}), a value is missing ({@link Reason#NON_FINITE}) or out of range ({@link
     *     Reason#RANGE}), or memory does not suffice ({@link Reason#RESOURCE_LIMIT})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<RuleSet> fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            int k = names.size();
            SortedValues sorted = SortedValues.of(features, k, workers, FIT);
            sorted.checkDistinct(k, FIT);
            String feature = features.featureNames().get(0);
            checkRange(sorted, feature);
            OptimalBreaks.checkMemory(sorted.count(), k, FIT);
            SquaresOfRuns squares = new SquaresOfRuns(sorted);
            int[] begins = OptimalBreaks.of(squares, sorted.count(), k, workers);
            List<Double> cuts = new ArrayList<>();
            double objective = 0;
            int end = sorted.count();
            for (int t = 0; t < k; t++) {
                int begin = t < begins.length ? begins[begins.length - 1 - t] : 0;
                objective += squares.of(begin, end);
                if (begin > 0) {
                    cuts.add(sorted.values[begin - 1]);
                }
                end = begin;
            }
            RuleSet model = TierRules.of(feature, names, cuts, TierRules.Cut.BELONGS_BELOW);
            workers.tell(new FitProgress("natural breaks", k, k, squares.unscaled(objective)));
            FitReport report = FitReport.builder("natural breaks")
                    .objective(squares.unscaled(objective))
                    .build();
            return new Fit<>(model, model.assign(features), report);
        }
    }

    private static void checkRange(SortedValues sorted, String feature) {
        double low = sorted.values[0];
        double high = sorted.values[sorted.count() - 1];
        if (!(Math.max(Math.abs(low), Math.abs(high)) <= LARGEST)) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    feature,
                    FIT + ": feature \"" + feature
                            + "\" has values beyond 1e130, so that squares would overflow; scale it first");
        }
        if (high > low && high - low < SMALLEST_SPREAD) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    feature,
                    FIT + ": feature \"" + feature
                            + "\" varies by less than 1e-130, so that squares would vanish; scale it" + " first");
        }
    }

    /**
     * Goodness of variance fit (GVF): the share of the sum of squares that tiers explain, 1 − SSW/SST, for any tiers of one
     * column, however they were found.
     *
     * <p>Range [0, 1], higher is better; it never falls with more natural breaks. <b>Degenerate:</b> NaN if all values are
     * equal, or there are no rows.
     *
     * @param features n × 1, none missing; row weights count
     * @param tiers n labels
     * @return the share
     * @throws InvalidInputException if there is not one feature or not one label per row ({@link Reason#SCHEMA_MISMATCH}),
     *     or a value is missing ({@link Reason#NON_FINITE})
     */
    public static double varianceFit(FeatureMatrix features, Assignment tiers) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(tiers, "tiers");
        String where = "Jenks.varianceFit";
        SortedValues.checkWidth(features, where);
        Arguments.sameSize(features.rowCount(), tiers.size(), where, "tiers", "row");
        Arguments.noMissing(features, where);
        double within = sumOfSquares(features, tiers.toArray(), tiers.segmentCount());
        double total = sumOfSquares(features, new int[tiers.size()], 1);
        return total > 0 ? Math.max(0, 1 - within / total) : Double.NaN;
    }

    private static double sumOfSquares(FeatureMatrix features, int[] labels, int count) {
        double[] weights = new double[count];
        double[] means = new double[count];
        double[] squares = new double[count];
        for (int i = 0; i < labels.length; i++) {
            double weight = features.weight(i);
            if (weight > 0) {
                int s = labels[i];
                weights[s] += weight;
                double difference = features.value(i, 0) - means[s];
                means[s] += difference * (weight / weights[s]);
                squares[s] += weight * difference * (features.value(i, 0) - means[s]);
            }
        }
        return Arrays.stream(squares).sum();
    }

    @Override
    public String toString() {
        return "Jenks[names=" + Arguments.shown(names) + "]";
    }
}
