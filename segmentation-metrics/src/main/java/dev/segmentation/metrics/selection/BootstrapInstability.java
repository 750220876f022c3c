package dev.segmentation.metrics.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.List;

/**
 * Bootstrap instability: how much two models disagree that were fitted to two resamples of the customers.
 *
 * <p>Both models label the original rows; the share of pairs of rows that one puts together and the other apart is
 * averaged over pairs of resamples. Range [0, 1], lower is better. The share is taken over the n(n − 1)/2 pairs of
 * different rows; the paper divides by n² instead.
 *
 * <p><b>Pick:</b> the k of the smallest instability, the smaller k of equals; none, with a notice ({@link
 * Reason#NO_ELBOW}), if fewer than two counts have one or all are equal. A single segment agrees with itself always, and would always win: k = 1 is undefined ({@link
 * Reason#SINGLE_SEGMENT}), so this criterion cannot say that there are no segments.
 *
 * <p>The interval is Student's over the pairs of resamples: it says how well their number determines the mean. Part:
 * {@code sd}, over those pairs.
 *
 * <p><b>Weights:</b> the fits use them, draws and pairs count every row once ({@link Reason#WEIGHTS_IGNORED}).
 * <br><b>Degenerate:</b> a single row: undefined. Resamples that cannot be fitted are left out and counted.
 * <br><b>Cost:</b> two fits per pair and count, 50 pairs by default; then O(n·k·d) to label and O(n + k²) to compare.
 * <br><b>Reference:</b> Y. Fang and J. Wang (2012), Comput. Stat. Data Anal. 56, 468–477,
 * doi:10.1016/j.csda.2011.09.003.
 */
public final class BootstrapInstability implements SelectionCriterion {

    private static final long PURPOSE = 0x696e7374; // any constant of its own

    private final int pairs;

    private BootstrapInstability(int pairs) {
        this.pairs = pairs;
    }

    /**
     * 50 pairs of resamples.
     *
     * @return the criterion
     */
    public static BootstrapInstability withDefaults() {
        return new BootstrapInstability(50);
    }

    /**
     * Sets how many pairs of resamples are drawn, by default 50.
     *
     * @param value at least 2
     * @return a new criterion
     * @throws InvalidInputException if it is below 2
     */
    public BootstrapInstability withPairs(int value) {
        Arguments.atLeast(2, value, "BootstrapInstability.withPairs", "pairs", "50 is usual");
        return new BootstrapInstability(value);
    }

    @Override
    public String name() {
        return "bootstrap instability";
    }

    @Override
    public Work<?> prepare(SearchSetup setup, Execution inside) {
        return new InstabilityWork(setup);
    }

    @Override
    public String toString() {
        return "BootstrapInstability[pairs = " + pairs + "]";
    }

    /** The share of pairs of rows on which two labelings disagree; NaN for fewer than two rows. */
    static double disagreement(Assignment one, Assignment other) {
        return 1 - ContingencyTable.between(one, other).rand();
    }

    /** The disagreement, on all rows, of the models of two resamples of them. */
    static double measure(
            SearchSetup setup, FeatureMatrix rows, int segmentCount, SeededRandom random, Execution inside) {
        Assignment one = relabeled(setup, rows, segmentCount, random, inside);
        return disagreement(one, relabeled(setup, rows, segmentCount, random, inside));
    }

    private static Assignment relabeled(
            SearchSetup setup, FeatureMatrix rows, int segmentCount, SeededRandom random, Execution inside) {
        FeatureMatrix drawn = rows.rows(Draws.bootstrap(rows.rowCount(), random));
        return setup.segmenter(segmentCount).fit(drawn, inside).model().assign(rows);
    }

    private final class InstabilityWork implements Work<Double> {

        private final SearchSetup setup;

        InstabilityWork(SearchSetup setup) {
            this.setup = setup;
        }

        @Override
        public int replicates() {
            return pairs;
        }

        @Override
        public Double measure(Candidate candidate, int replicate, Execution inside) {
            if (candidate.segmentCount() == 1) {
                return Double.NaN;
            }
            SeededRandom random = Draws.stream(setup.seed(), PURPOSE, replicate);
            return BootstrapInstability.measure(setup, setup.features(), candidate.segmentCount(), random, inside);
        }

        @Override
        public CriterionCurve conclude(List<Measured<Double>> measured) {
            int n = setup.features().rowCount();
            CriterionCurve.Builder curve = CriterionCurve.builder().noticesOf(measured);
            Best best = new Best(Direction.LOWER_IS_BETTER);
            for (Measured<Double> one : measured) {
                int k = one.candidate().segmentCount();
                if (k == 1) {
                    curve.score(1, Estimate.undefined(Reason.SINGLE_SEGMENT, n));
                    continue;
                }
                double[] values =
                        one.results().stream().mapToDouble(Double::doubleValue).toArray();
                Estimate score = Means.share(values, setup.level(), n);
                curve.score(k, score).part("sd", k, Means.deviation(values));
                best.add(k, score.value());
            }
            if (setup.features().isWeighted()) {
                curve.notice(new Notice(
                        Reason.WEIGHTS_IGNORED, "draws and pairs count every row once; only the fits use weights"));
            }
            return best.on(curve).build();
        }
    }
}
