package dev.segmentation.metrics.effect;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.GroupedColumn;
import dev.segmentation.metrics.internal.Tails;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Whether segments differ in one numeric column where {@link NumericEffect} asks too much of the data: segments of
 * different spread (Welch), skewed values (Kruskal and Wallis), or a difference in spread itself (Brown and Forsythe).
 *
 * <p>Missing values are left out; empty segments are skipped.
 *
 * <p><b>Undefined:</b> every test says why in its result; indices are then NaN.
 * <br><b>Cost:</b> O(n log n) time, O(n) memory.
 * <br><b>References:</b> B. L. Welch (1951), Biometrika 38, 330–336, doi:10.1093/biomet/38.3-4.330; W. H. Kruskal and
 * W. A. Wallis (1952), J. Am. Stat. Assoc. 47, 583–621, doi:10.1080/01621459.1952.10483441; M. B. Brown and
 * A. B. Forsythe (1974), J. Am. Stat. Assoc. 69, 364–367, doi:10.1080/01621459.1974.10482955.
 */
public final class SeveralGroups {

    private final double[] values;
    private final int[] labels;
    private final int segments;
    private final GroupedColumn column;
    private final TestResult kruskal;

    private SeveralGroups(double[] values, Assignment assignment) {
        int[] present = IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .toArray();
        this.values = Arrays.stream(present).mapToDouble(i -> values[i]).toArray();
        this.labels = Arrays.stream(present).map(assignment::label).toArray();
        this.segments = assignment.segmentCount();
        this.column = GroupedColumn.unweighted(this.values, labels, segments);
        this.kruskal = kruskal();
    }

    /**
     * Takes one column.
     *
     * @param values n values, NaN where missing; not modified
     * @param assignment n labels
     * @return the tests
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public static SeveralGroups of(double[] values, Assignment assignment) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(assignment.size(), values.length, "SeveralGroups.of", "values", "label");
        return new SeveralGroups(values, assignment);
    }

    /**
     * Welch's analysis of variance, a test of equal means that lets segments have different variances.
     *
     * @return F; undefined with fewer than two segments, or if a segment has one value ({@link Reason#NO_OBSERVATIONS})
     *     or no variation ({@link Reason#NO_WITHIN_VARIATION})
     */
    public TestResult welch() {
        double weights = 0;
        double deviation = 0;
        for (int s = 0; s < segments; s++) {
            double n = column.weight[s];
            if (n == 1) {
                return TestResult.undefined(Reason.NO_OBSERVATIONS);
            }
            if (n > 0 && !(column.squares[s] > 0)) {
                return TestResult.undefined(Reason.NO_WITHIN_VARIATION);
            }
            weights += n > 0 ? weight(s) : 0;
            deviation += n > 0 ? weight(s) * column.deviation(s) : 0;
        }
        int k = column.occupied();
        if (k < 2) {
            return TestResult.undefined(k == 0 ? Reason.NO_OBSERVATIONS : Reason.SINGLE_SEGMENT);
        }
        double between = 0;
        double correction = 0;
        for (int s = 0; s < segments; s++) {
            if (column.weight[s] > 0) {
                double apart = column.deviation(s) - deviation / weights;
                double rest = 1 - weight(s) / weights;
                between += weight(s) * apart * apart;
                correction += rest * rest / (column.weight[s] - 1);
            }
        }
        double scaled = correction / ((double) k * k - 1);
        double f = between / (k - 1) / (1 + 2 * (k - 2) * scaled);
        if (!Double.isFinite(f)) {
            return TestResult.undefined(Reason.RANGE);
        }
        double degrees = 1 / (3 * scaled);
        return TestResult.ofF(f, k - 1, degrees, Tails.fisher(f, k - 1, degrees));
    }

    /**
     * The test of Kruskal and Wallis: whether values of some segments tend to be larger. Ties are corrected for; p is by
     * the χ² approximation, fair from about five values per segment on.
     *
     * @return H on k − 1 degrees of freedom; undefined with fewer than two segments, and {@link Reason#ZERO_VARIANCE} if
     *     all values are equal
     */
    public TestResult kruskalWallis() {
        return kruskal;
    }

    /**
     * ε² of ranks, H/(n − 1): the share of the variation of ranks between segments.
     *
     * @return in [0, 1]; too large on average, by about (k − 1)/n; NaN if undefined
     */
    public double rankEpsilonSquared() {
        return kruskal.statistic() / (values.length - 1);
    }

    /**
     * η² of ranks as it is usually printed, (H − k + 1)/(n − k), which takes off what chance alone gives.
     *
     * @return at most 1; slightly below 0 if there is less difference than chance gives; NaN if undefined
     */
    public double rankEtaSquared() {
        int k = column.occupied();
        return values.length > k ? (kruskal.statistic() - k + 1) / (values.length - k) : Double.NaN;
    }

    /**
     * The test of Brown and Forsythe, Levene's with medians: whether segments differ in spread, robust to skewness.
     *
     * @return F; undefined with fewer than two segments, no more values than segments, or no variation of the distances
     *     from the medians ({@link Reason#NO_WITHIN_VARIATION})
     */
    public TestResult brownForsythe() {
        double[] medians = new double[segments];
        for (int s = 0; s < segments; s++) {
            int segment = s;
            medians[s] = SortedValues.of(IntStream.range(0, values.length)
                            .filter(i -> labels[i] == segment)
                            .mapToDouble(i -> values[i])
                            .toArray())
                    .median();
        }
        double[] distances = new double[values.length];
        Arrays.setAll(distances, i -> Math.abs(values[i] - medians[labels[i]]));
        NumericEffect effect = NumericEffect.of(distances, Assignment.copyOf(segments, labels));
        return effect.undefined()
                .map(TestResult::undefined)
                .orElseGet(() -> TestResult.ofF(
                        effect.f(), effect.degreesBetween(), (double) effect.degreesWithin(), effect.pValue()));
    }

    @Override
    public String toString() {
        return "SeveralGroups[Kruskal–Wallis " + kruskal + "]";
    }

    private double weight(int segment) {
        double n = column.weight[segment];
        return n * (n - 1) / column.squares[segment];
    }

    private TestResult kruskal() {
        int k = column.occupied();
        if (k < 2) {
            return TestResult.undefined(k == 0 ? Reason.NO_OBSERVATIONS : Reason.SINGLE_SEGMENT);
        }
        SortedValues sorted = SortedValues.of(values);
        double n = values.length;
        double middle = (n + 1) / 2;
        double[] rankSums = new double[segments];
        for (int i = 0; i < values.length; i++) {
            rankSums[labels[i]] += sorted.midrank(values[i] + 0.0) - middle; // multiples of ½, exact
        }
        double untied = 1 - sorted.ties() / (n * n * n - n);
        if (!(untied > 0)) {
            return TestResult.undefined(Reason.ZERO_VARIANCE);
        }
        ExactSum between = new ExactSum();
        for (int s = 0; s < segments; s++) {
            if (column.weight[s] > 0) {
                between.add(rankSums[s] * rankSums[s] / column.weight[s]);
            }
        }
        double h = 12 / (n * (n + 1)) * between.value() / untied;
        return TestResult.of(h, k - 1, Tails.chiSquare(h, k - 1));
    }
}
