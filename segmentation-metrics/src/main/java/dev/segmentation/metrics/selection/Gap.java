package dev.segmentation.metrics.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The gap statistic: how much more compact the segments are than those of data without structure, drawn uniformly in a
 * box around the rows and segmented in the same way.
 *
 * <p>gap(k) = mean of ln W*(k) over the reference data − ln W(k), W the {@linkplain DistancePower dispersion} within
 * segments. No unit; higher is better. It scores k = 1 too, without a fit, also in a range that starts at 2, so that it
 * can say that there are no segments. Its {@linkplain GapRule rule} looks at consecutive counts from the first one, up to
 * the first that has no gap.
 *
 * <p>The error s(k) = sd(k)·√(1 + 1/B), where sd divides by the number B of reference data sets, as in the paper; R's
 * {@code clusGap} divides by B − 1. The interval of a score is Student's for the mean over the reference data: it says how
 * well their number determines the gap. Parts: {@code ln W}, {@code expected ln W}, {@code s}.
 *
 * <p><b>Weights:</b> used; a reference row has the weight of the row that it stands for.
 * <br><b>Degenerate:</b> rows of each segment all alike, W = 0: undefined ({@link Reason#NO_WITHIN_VARIATION}), since the
 * gap would be infinite. A column without range keeps its value in the reference data and does no harm.
 * <br><b>Cost:</b> B fits per count, 100 by default, and O(n·d) for each, O(n²·d) with plain distances; memory O(n·d) per
 * thread.
 * <br><b>Reference:</b> R. Tibshirani, G. Walther and T. Hastie (2001), J. R. Stat. Soc. B 63, 411–423,
 * doi:10.1111/1467-9868.00293.
 */
public final class Gap implements SelectionCriterion {

    private static final int DEFAULT_REFERENCES = 100;

    private final int references;
    private final DistancePower power;
    private final GapReference reference;
    private final GapRule rule;

    private Gap(int references, DistancePower power, GapReference reference, GapRule rule) {
        this.references = references;
        this.power = power;
        this.reference = reference;
        this.rule = rule;
    }

    /**
     * As in the paper: 100 reference data sets over the ranges of the columns, squared distances, its own rule.
     *
     * @return the criterion
     */
    public static Gap withDefaults() {
        return new Gap(DEFAULT_REFERENCES, DistancePower.SQUARED, GapReference.COLUMN_RANGES, GapRule.TIBSHIRANI);
    }

    /**
     * Sets how many reference data sets are drawn, by default 100.
     *
     * @param value B, at least 2
     * @return a new criterion
     * @throws InvalidInputException if it is below 2
     */
    public Gap withReferences(int value) {
        Arguments.atLeast(2, value, "Gap.withReferences", "references", "100 is usual, 500 for a smooth curve");
        return new Gap(value, power, reference, rule);
    }

    /**
     * Sets the power of the distances, by default squared.
     *
     * @param value the power
     * @return a new criterion
     */
    public Gap withPower(DistancePower value) {
        return new Gap(references, Objects.requireNonNull(value, "power"), reference, rule);
    }

    /**
     * Sets the box of the reference data, by default the ranges of the columns.
     *
     * @param value the box
     * @return a new criterion
     */
    public Gap withReference(GapReference value) {
        return new Gap(references, power, Objects.requireNonNull(value, "reference"), rule);
    }

    /**
     * Sets the rule that picks, by default the paper's.
     *
     * @param value the rule
     * @return a new criterion
     */
    public Gap withRule(GapRule value) {
        return new Gap(references, power, reference, Objects.requireNonNull(value, "rule"));
    }

    /** {@code gap}, followed by what is not the default of power, box and rule. */
    @Override
    public String name() {
        return "gap" + (power == DistancePower.SQUARED ? "" : " plain")
                + (reference == GapReference.COLUMN_RANGES ? "" : " axes")
                + (rule == GapRule.TIBSHIRANI ? "" : " " + rule);
    }

    @Override
    public Work<?> prepare(SearchSetup setup, Execution inside) {
        return new GapWork(setup, ReferenceBox.of(setup.features(), reference));
    }

    @Override
    public String toString() {
        return "Gap[references = " + references + ", power = " + power + ", reference = " + reference + ", rule = "
                + rule + "]";
    }

    /** The pick from consecutive counts; none for a single one, since nothing is compared. */
    static OptionalInt pick(GapRule rule, int firstCount, double[] gaps, double[] errors) {
        int at = gaps.length < 2 ? gaps.length : rule.pick(gaps, errors);
        return at < gaps.length ? OptionalInt.of(firstCount + at) : OptionalInt.empty();
    }

    /** s(k), dividing by B. */
    static double error(double[] expected) {
        int b = expected.length;
        double mean = Means.mean(expected);
        return Math.sqrt(Means.squares(mean, expected) / b * (1 + 1.0 / b));
    }

    /** ln W of one data set for a count and, where that is asked for, for a single segment. */
    private record LogDispersion(double atCount, double atOne) {}

    private final class GapWork implements Work<LogDispersion> {

        private final SearchSetup setup;
        private final ReferenceBox box;

        GapWork(SearchSetup setup, ReferenceBox box) {
            this.setup = setup;
            this.box = box;
        }

        @Override
        public int replicates() {
            return references + 1;
        }

        /** Replicate 0 is the data themselves. */
        @Override
        public LogDispersion measure(Candidate candidate, int replicate, Execution inside) {
            int k = candidate.segmentCount();
            FeatureMatrix rows = replicate == 0 ? setup.features() : box.draw(setup.seed(), replicate, inside);
            Assignment one = Assignment.copyOf(1, new int[rows.rowCount()]);
            Assignment segments = one;
            if (replicate == 0) {
                segments = candidate.assignment();
            } else if (k > 1) {
                segments = setup.segmenter(k).fit(rows, inside).assignment();
            }
            return new LogDispersion(
                    Dispersion.logarithm(rows, segments, power, inside),
                    k == 2 && setup.fewest() == 2 ? Dispersion.logarithm(rows, one, power, inside) : Double.NaN);
        }

        @Override
        public CriterionCurve conclude(List<Measured<LogDispersion>> measured) {
            CriterionCurve.Builder curve = CriterionCurve.builder().noticesOf(measured);
            Run run = new Run();
            for (Measured<LogDispersion> one : measured) {
                int k = one.candidate().segmentCount();
                if (k == 2 && setup.fewest() == 2) {
                    score(curve, run, 1, one.result(0).map(LogDispersion::atOne).orElse(Double.NaN), expected(one, 1));
                }
                score(curve, run, k, one.result(0).map(LogDispersion::atCount).orElse(Double.NaN), expected(one, k));
            }
            OptionalInt pick = run.gaps.isEmpty()
                    ? OptionalInt.empty()
                    : Gap.pick(rule, run.first, run.array(run.gaps), run.array(run.errors));
            if (!run.gaps.isEmpty() && pick.orElse(run.last()) == run.last()) {
                curve.notice(new Notice(
                        Reason.NO_OBSERVATIONS,
                        "nothing is known beyond k = " + run.last()
                                + ", where the rule still looks ahead; search further"));
            }
            return curve.pick(pick).build();
        }

        private double[] expected(Measured<LogDispersion> one, int k) {
            List<Double> values = new ArrayList<>();
            for (int b = 1; b <= references; b++) {
                one.result(b)
                        .ifPresent(
                                log -> values.add(k == one.candidate().segmentCount() ? log.atCount() : log.atOne()));
            }
            return values.stream().mapToDouble(Double::doubleValue).toArray();
        }

        private void score(CriterionCurve.Builder curve, Run run, int k, double log, double[] expected) {
            int n = setup.features().rowCount();
            double mean = expected.length == 0 ? Double.NaN : Means.mean(expected);
            if (!Double.isFinite(log) || !Double.isFinite(mean) || expected.length < 2) {
                boolean alike = log == Double.NEGATIVE_INFINITY || mean == Double.NEGATIVE_INFINITY;
                Reason reason = expected.length < 2 ? Reason.NO_OBSERVATIONS : Reason.RANGE;
                curve.score(k, Estimate.undefined(alike ? Reason.NO_WITHIN_VARIATION : reason, n));
                return;
            }
            double gap = mean - log;
            double half = Means.half(Means.deviation(expected), expected.length, setup.level());
            curve.score(k, Estimate.of(gap, gap - half, gap + half, setup.level(), n))
                    .part("ln W", k, log)
                    .part("expected ln W", k, mean)
                    .part("s", k, error(expected));
            run.add(k, gap, error(expected));
        }
    }

    /** Gaps of consecutive counts, from the first. */
    private static final class Run {

        private int first;
        private final List<Double> gaps = new ArrayList<>();
        private final List<Double> errors = new ArrayList<>();

        void add(int k, double gap, double error) {
            if (gaps.isEmpty()) {
                first = k;
            }
            if (k == first + gaps.size()) {
                gaps.add(gap);
                errors.add(error);
            }
        }

        int last() {
            return first + gaps.size() - 1;
        }

        double[] array(List<Double> values) {
            double[] array = new double[values.size()];
            Arrays.setAll(array, values::get);
            return array;
        }
    }
}
