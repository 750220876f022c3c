package dev.segmentation.metrics.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.List;
import java.util.OptionalInt;

/**
 * Prediction strength: whether segments found in one half of the customers are there in the other half too.
 *
 * <p>Both halves of a random split are segmented. For each segment of one half, the share of its pairs of rows that the
 * model of the other half puts together as well; the smallest share counts. This is averaged over both directions and all
 * splits. Range [0, 1], higher is better; a single segment has 1 by definition. A segment of one row has no pairs and
 * counts as 1.
 *
 * <p><b>Pick:</b> the largest k whose mean strength reaches the cutoff, 0.8 by default; the paper recommends 0.8 to 0.9.
 * k = 1 is looked at too where the range starts at 1 or 2, so that 1 is picked where no larger count reaches it.
 *
 * <p>The interval is Student's over the splits: it says how well their number determines the mean. Part: {@code sd}, over
 * the splits.
 *
 * <p><b>Weights:</b> the fits use them, pairs of rows count once each ({@link Reason#WEIGHTS_IGNORED}).
 * <br><b>Degenerate:</b> splits of which a half cannot be fitted are left out and counted; fewer than two that can:
 * undefined ({@link Reason#NO_OBSERVATIONS}).
 * <br><b>Cost:</b> two fits to half of the rows per split and count, 50 splits by default; then O(n + k²).
 * <br><b>Reference:</b> R. Tibshirani and G. Walther (2005), J. Comput. Graph. Stat. 14, 511–528,
 * doi:10.1198/106186005X59243.
 */
public final class PredictionStrength implements SelectionCriterion {

    private static final long PURPOSE = 0x70726564; // any constant of its own

    private final int splits;
    private final double cutoff;

    private PredictionStrength(int splits, double cutoff) {
        this.splits = splits;
        this.cutoff = cutoff;
    }

    /**
     * 50 splits, cutoff 0.8.
     *
     * @return the criterion
     */
    public static PredictionStrength withDefaults() {
        return new PredictionStrength(50, 0.8);
    }

    /**
     * Sets how many random splits are made, by default 50.
     *
     * @param value at least 2
     * @return a new criterion
     * @throws InvalidInputException if it is below 2
     */
    public PredictionStrength withSplits(int value) {
        Arguments.atLeast(2, value, "PredictionStrength.withSplits", "splits", "50 is usual");
        return new PredictionStrength(value, cutoff);
    }

    /**
     * Sets the strength that a count must reach, by default 0.8.
     *
     * @param value in [0, 1]
     * @return a new criterion
     * @throws InvalidInputException if it is out of range
     */
    public PredictionStrength withCutoff(double value) {
        Arguments.closedUnit(value, "PredictionStrength.withCutoff", "cutoff");
        return new PredictionStrength(splits, value);
    }

    @Override
    public String name() {
        return "prediction strength" + (cutoff == 0.8 ? "" : " " + cutoff);
    }

    @Override
    public Work<?> prepare(SearchSetup setup, Execution inside) {
        return new StrengthWork(setup);
    }

    @Override
    public String toString() {
        return "PredictionStrength[splits = " + splits + ", cutoff = " + cutoff + "]";
    }

    /** Per segment of the test rows, the share of its pairs that are predicted to be together; NaN for an empty one. */
    static double[] shares(Assignment test, Assignment predicted) {
        ContingencyTable table = ContingencyTable.between(test, predicted);
        double[] shares = new double[table.rowCount()];
        for (int s = 0; s < shares.length; s++) {
            double size = table.rowTotal(s);
            double together = 0;
            for (int t = 0; t < table.columnCount(); t++) {
                double count = table.count(s, t);
                together += count * (count - 1);
            }
            shares[s] = size == 1 ? 1 : together / (size * (size - 1)); // 0/0 is NaN
        }
        return shares;
    }

    /** The smallest share. */
    static double strength(Assignment test, Assignment predicted) {
        double strength = 1;
        for (double share : shares(test, predicted)) {
            strength = share < strength ? share : strength; // empty segments say nothing
        }
        return strength;
    }

    private final class StrengthWork implements Work<Double> {

        private final SearchSetup setup;

        StrengthWork(SearchSetup setup) {
            this.setup = setup;
        }

        @Override
        public int replicates() {
            return splits;
        }

        @Override
        public Double measure(Candidate candidate, int replicate, Execution inside) {
            if (candidate.segmentCount() == 1) {
                return 1.0;
            }
            FeatureMatrix features = setup.features();
            int n = features.rowCount();
            int[] half = Draws.without(n, n / 2, Draws.stream(setup.seed(), PURPOSE, replicate));
            FeatureMatrix one = features.rows(half);
            FeatureMatrix other = features.rows(Draws.others(n, half));
            var fitOfOne = setup.segmenter(candidate.segmentCount()).fit(one, inside);
            var fitOfOther = setup.segmenter(candidate.segmentCount()).fit(other, inside);
            return (strength(fitOfOne.assignment(), fitOfOther.model().assign(one))
                            + strength(fitOfOther.assignment(), fitOfOne.model().assign(other)))
                    / 2;
        }

        @Override
        public CriterionCurve conclude(List<Measured<Double>> measured) {
            int n = setup.features().rowCount();
            CriterionCurve.Builder curve = CriterionCurve.builder().noticesOf(measured);
            OptionalInt pick = OptionalInt.empty();
            if (setup.fewest() <= 2) {
                curve.score(1, Estimate.of(1, 1, 1, setup.level(), n));
                pick = OptionalInt.of(1);
            }
            for (Measured<Double> one : measured) {
                int k = one.candidate().segmentCount();
                double[] values =
                        one.results().stream().mapToDouble(Double::doubleValue).toArray();
                Estimate score = Means.share(values, setup.level(), n);
                curve.score(k, score).part("sd", k, Means.deviation(values));
                if (score.value() >= cutoff) { // not NaN
                    pick = OptionalInt.of(k);
                }
            }
            if (setup.features().isWeighted()) {
                curve.notice(
                        new Notice(Reason.WEIGHTS_IGNORED, "pairs of rows count once each; only the fits use weights"));
            }
            return curve.pick(pick).build();
        }
    }
}
