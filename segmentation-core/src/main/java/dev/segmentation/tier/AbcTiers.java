package dev.segmentation.tier;

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
import dev.segmentation.internal.ExactSum;
import dev.segmentation.rule.RuleSet;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * ABC tiers of one column of value, after Pareto: sorted by value from the top, customers are A until they make 80 % of the
 * sum together, B until 95 %, C the rest.
 *
 * <p>Whoever crosses a line belongs to the higher tier, and equal values stay together there; a line is reached by a sum that
 * lacks no more of it than rounding takes. The lowest value of each tier
 * is its cut, so that later customers are assigned by value, whatever the others spend then. Segment 0 is A: tiers are
 * numbered by level, not by size, and their number is a maximum.
 *
 * <p><b>Input:</b> n × 1 matrix of values of at least 0, without missing values. A row of weight w counts as w customers of
 * its value each; rows of weight 0 are labelled but have no influence.
 * <br><b>Degenerate:</b> a tier in which nobody is, because few customers or equal values make most of the sum, is left out
 * ({@link Reason#TIED_CUTS}). If the sum is 0 there are no shares, which is refused.
 * <br><b>Cost:</b> O(n log n) time, 32 bytes per row.
 * <br><b>Reference:</b> H. F. Dickie (1951), ABC inventory analysis shoots for dollars not pennies, Factory Management and
 * Maintenance 109(7), 92–94.
 */
public final class AbcTiers implements Segmenter<RuleSet> {

    private static final String FIT = "AbcTiers.fit";

    private final double[] shares;
    private final List<String> names;

    private AbcTiers(double[] shares, List<String> names) {
        this.shares = shares;
        this.names = names;
    }

    /**
     * A until 80 % of the sum, B until 95 %, C the rest.
     *
     * @return the configuration
     */
    public static AbcTiers standard() {
        return of(0.8, 0.95);
    }

    /**
     * Tiers called {@code A}, {@code B}, {@code C}, … up to 26 of them, {@code Tier 1}, … if there are more.
     *
     * @param cumulativeShares where all tiers but the last end, strictly ascending, more than 0 and at most 1; none for a
     *     single tier; not modified, not kept
     * @return the configuration
     * @throws InvalidInputException if they are not such shares ({@link Reason#BAD_PARAM})
     */
    public static AbcTiers of(double... cumulativeShares) {
        Objects.requireNonNull(cumulativeShares, "cumulativeShares");
        double[] shares = cumulativeShares.clone();
        double last = 0;
        for (double share : shares) {
            if (!(share > last && share <= 1)) {
                throw Arguments.badParameter(
                        "AbcTiers.of", "cumulativeShares", share, "more than " + last + " and at most 1, ascending");
            }
            last = share;
        }
        int count = shares.length + 1;
        List<String> letters = IntStream.range(0, Math.min(count, 26))
                .mapToObj(t -> String.valueOf((char) ('A' + t)))
                .toList();
        return new AbcTiers(shares, count <= letters.size() ? letters : TierRules.numbered(count));
    }

    /**
     * Names the tiers.
     *
     * @param value one more than shares, that of the highest tier first
     * @return a new configuration
     * @throws InvalidInputException if there are not so many ({@link Reason#SCHEMA_MISMATCH}), or one is blank or used
     *     twice ({@link Reason#BAD_NAME})
     */
    public AbcTiers withNames(List<String> value) {
        return new AbcTiers(shares, TierRules.checked(value, names.size(), "AbcTiers.withNames"));
    }

    /**
     * Where all tiers but the last end.
     *
     * @return cumulative shares of the sum, ascending, a new array
     */
    public double[] cumulativeShares() {
        return shares.clone();
    }

    /**
     * The names of the tiers.
     *
     * @return one more than shares, that of the highest tier first
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
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), there is not one feature ({@link
     *     Reason#SCHEMA_MISMATCH}), a value is missing ({@link Reason#NON_FINITE}) or negative ({@link
     *     Reason#NEGATIVE_VALUE}), or the sum is 0 ({@link Reason#NO_OBSERVATIONS}) or too large ({@link Reason#RANGE})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<RuleSet> fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            SortedValues sorted =
                    SortedRows.of(features, 1, workers, FIT).counted().distinct();
            String feature = features.featureNames().get(0);
            checkSigns(features);
            double[] amounts = new double[sorted.count()];
            ExactSum sum = new ExactSum();
            for (int i = 0; i < amounts.length; i++) {
                amounts[i] = sorted.values[i] * sorted.weights[i];
                sum.add(amounts[i]);
            }
            double total = sum.value();
            checkTotal(total, feature);
            double[] lines = Arrays.stream(shares).map(share -> share * total).toArray();
            int[] tier = Cumulative.tiers(amounts, lines, workers);
            TierRules.Kept kept = TierRules.keep(names, tier, Cumulative.lowest(sorted.values, tier, names.size()));
            FitReport.Builder report = FitReport.builder("ABC tiers");
            kept.notice(FIT).ifPresent(report::notice);
            RuleSet model = TierRules.of(feature, kept.names(), kept.cuts(), TierRules.Cut.BELONGS_ABOVE);
            workers.tell(new FitProgress("ABC tiers", 1, 1, Double.NaN));
            return new Fit<>(model, model.assign(features), report.build());
        }
    }

    private static void checkSigns(FeatureMatrix features) {
        for (int i = 0; i < features.rowCount(); i++) {
            if (features.value(i, 0) < 0) {
                String name = features.featureNames().get(0);
                throw new InvalidInputException(
                        Reason.NEGATIVE_VALUE,
                        i,
                        name,
                        FIT + ": the value at row " + i + ", feature \"" + name
                                + "\" is negative, expected at least 0, since shares of a sum need that; cut these"
                                + " customers off first, or use QuantileTiers");
            }
        }
    }

    private static void checkTotal(double total, String feature) {
        if (!(total > 0)) {
            throw new InvalidInputException(
                    Reason.NO_OBSERVATIONS,
                    feature,
                    FIT + ": the values of \"" + feature
                            + "\" sum to 0, so that there are no shares of the sum; leave out" + " this column");
        }
        if (!(total <= Double.MAX_VALUE)) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    feature,
                    FIT + ": the values of \"" + feature
                            + "\" sum to more than a double can hold; choose a larger unit");
        }
    }

    @Override
    public String toString() {
        return "AbcTiers[names=" + Arguments.shown(names) + ", cumulativeShares=" + Arrays.toString(shares) + "]";
    }
}
