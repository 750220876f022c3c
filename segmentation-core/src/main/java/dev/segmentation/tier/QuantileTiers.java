package dev.segmentation.tier;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.QuantileType;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.internal.Quantiles;
import dev.segmentation.rule.RuleSet;
import java.util.List;
import java.util.Objects;

/**
 * Quantile tiers of one column, such as deciles: about equally many customers in each, the highest values first.
 *
 * <p>Which tie rule is used must be named, since programs differ: {@link QuantileRule#CUTS}, the default, at quantiles of
 * {@link QuantileType#TYPE_7} or another {@linkplain #withQuantileType definition}, or {@link QuantileRule#EQUAL_COUNTS}. By both, equal values share a tier, so that a tier is a matter of the customer and not of the
 * order of rows; the cuts are kept, so that nobody moves later because others did.
 *
 * <p>Segment 0 is the highest tier, so that tiers are numbered by level, not by size.
 *
 * <p><b>Input:</b> n × 1 matrix without missing values. Row weights that are all whole count as so many customers, others by
 * their ratios, so that equal ones are none, as {@link QuantileType} and {@link QuantileRule} say; rows of weight 0 are
 * labelled but have no influence.
 * <br><b>Degenerate:</b> a tier in which nobody is, because many values are equal, is left out ({@link Reason#TIED_CUTS});
 * the others keep their names, and the tier below it takes its values. {@code Rfm} differs in that: there, a cut at the
 * lowest value is dropped.
 * <br><b>Cost:</b> O(n log n) time, about 80 bytes per row.
 * <br><b>Reference:</b> R. J. Hyndman and Y. Fan (1996), The American Statistician 50, 361–365,
 * doi:10.1080/00031305.1996.10473566.
 */
public final class QuantileTiers implements Segmenter<RuleSet> {

    private static final String FIT = "QuantileTiers.fit";

    private final QuantileRule rule;
    private final QuantileType type;
    private final List<String> names;

    private QuantileTiers(QuantileRule rule, QuantileType type, List<String> names) {
        this.rule = rule;
        this.type = type;
        this.names = names;
    }

    /**
     * Tiers that end at quantiles of type 7, called {@code Tier 1} for the highest, {@code Tier 2}, ….
     *
     * @param tierCount k, at least 1; 10 for deciles
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static QuantileTiers of(int tierCount) {
        Arguments.atLeast(1, tierCount, "QuantileTiers.of", "tierCount", "1 puts every row into one tier");
        return new QuantileTiers(QuantileRule.CUTS, QuantileType.TYPE_7, TierRules.numbered(tierCount));
    }

    /**
     * Sets where tiers end, by default at quantiles.
     *
     * @param value the rule
     * @return a new configuration
     */
    public QuantileTiers withRule(QuantileRule value) {
        return new QuantileTiers(Objects.requireNonNull(value, "rule"), type, names);
    }

    /**
     * Sets what a quantile is, by default {@link QuantileType#TYPE_7}; {@link QuantileRule#EQUAL_COUNTS} does not use it.
     *
     * @param value the definition
     * @return a new configuration
     */
    public QuantileTiers withQuantileType(QuantileType value) {
        return new QuantileTiers(rule, Objects.requireNonNull(value, "type"), names);
    }

    /**
     * Names the tiers.
     *
     * @param value k names, that of the highest tier first
     * @return a new configuration
     * @throws InvalidInputException if there are not k of them ({@link Reason#SCHEMA_MISMATCH}), or one is blank or used
     *     twice ({@link Reason#BAD_NAME})
     */
    public QuantileTiers withNames(List<String> value) {
        return new QuantileTiers(rule, type, TierRules.checked(value, names.size(), "QuantileTiers.withNames"));
    }

    /**
     * Where tiers end.
     *
     * @return the rule
     */
    public QuantileRule rule() {
        return rule;
    }

    /**
     * What a quantile is, where tiers end at quantiles.
     *
     * @return the definition
     */
    public QuantileType quantileType() {
        return type;
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
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), there is not one feature ({@link
     *     Reason#SCHEMA_MISMATCH}), k exceeds the rows ({@link Reason#K_GT_N}) or the distinct values ({@link
     *     Reason#FEWER_DISTINCT_THAN_K}), or a value is missing ({@link Reason#NON_FINITE})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<RuleSet> fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            SortedRows rows =
                    SortedRows.of(features, names.size(), workers, FIT).counted();
            SortedValues sorted = rows.distinct();
            sorted.checkDistinct(names.size(), FIT);
            String feature = features.featureNames().get(0);
            FitReport.Builder report = FitReport.builder("quantile tiers");
            TierRules.Kept kept = rule == QuantileRule.CUTS ? atQuantiles(rows, sorted) : equalCounts(sorted, workers);
            kept.notice(FIT).ifPresent(report::notice);
            TierRules.Cut cut = rule == QuantileRule.CUTS ? TierRules.Cut.BELONGS_BELOW : TierRules.Cut.BELONGS_ABOVE;
            RuleSet model = TierRules.of(feature, kept.names(), kept.cuts(), cut);
            workers.tell(new FitProgress("quantile tiers", 1, 1, Double.NaN));
            return new Fit<>(model, model.assign(features), report.build());
        }
    }

    private TierRules.Kept atQuantiles(SortedRows rows, SortedValues sorted) {
        int k = names.size();
        Quantiles quantiles = Quantiles.of(rows.values, rows.weights);
        double[] below = new double[k]; // each tier; that of the lowest is not used
        for (int t = 0; t < k - 1; t++) {
            below[t] = quantiles.at(k - 1 - t, k, type) + 0.0; // no negative zero
        }
        int[] tier = new int[sorted.count()];
        for (int i = 0; i < tier.length; i++) {
            while (tier[i] < k - 1 && !(sorted.values[i] > below[tier[i]])) {
                tier[i]++;
            }
        }
        return TierRules.keep(names, tier, below);
    }

    private TierRules.Kept equalCounts(SortedValues sorted, Workers workers) {
        int k = names.size();
        ExactSum sum = new ExactSum();
        boolean isWhole = true;
        for (double weight : sorted.weights) {
            sum.add(weight);
            isWhole &= weight == Math.rint(weight);
        }
        double total = sum.value();
        double each = Math.floor(total / k);
        double larger = total - each * k; // so many tiers have one more
        double[] lines = new double[k - 1];
        for (int t = 1; t < k; t++) {
            lines[t - 1] = isWhole ? t * each + Math.min(t, larger) : t * total / k;
        }
        int[] tier = Cumulative.tiers(sorted.weights, lines, workers);
        return TierRules.keep(names, tier, Cumulative.lowest(sorted.values, tier, k));
    }

    @Override
    public String toString() {
        return "QuantileTiers[names=" + Arguments.shown(names) + ", rule=" + rule
                + (rule == QuantileRule.CUTS ? ", quantileType=" + type : "") + "]";
    }
}
