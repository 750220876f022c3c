package dev.segmentation.metrics.effect;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.GroupedColumn;
import dev.segmentation.metrics.internal.Noncentrality;
import dev.segmentation.metrics.internal.Tails;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.math3.special.Gamma;
import org.jspecify.annotations.Nullable;

/**
 * How far the means of two groups of customers are apart: in the unit of the column (Welch), and in standard deviations
 * (Cohen's d, Hedges' g, Glass' Δ). Signs are those of the first mean minus the second.
 *
 * <p>By convention .2 is small, .5 medium and .8 large (Cohen 1988). Where values are skewed, such as spend, {@link
 * Dominance} says more. Missing values are left out. Sums are exact and deviations are taken from means of two doubles,
 * so that an offset costs no digits.
 *
 * <p><b>Undefined:</b> NaN, with the reason in {@link #undefined()}: a group with fewer than two values ({@link
 * Reason#NO_OBSERVATIONS}), no variation within either ({@link Reason#NO_WITHIN_VARIATION}), or values so large or small
 * that their squares overflow or vanish ({@link Reason#RANGE}).
 * <br><b>Cost:</b> O(n) time and memory.
 * <br><b>References:</b> J. Cohen (1988), Statistical Power Analysis; L. V. Hedges (1981), J. Educ. Stat. 6, 107–128,
 * doi:10.3102/10769986006002107; G. Cumming and S. Finch (2001), Educ. Psychol. Meas. 61, 532–574,
 * doi:10.1177/0013164401614002 (intervals by the noncentral t).
 */
public final class TwoGroups {

    /** From here the ratio of gamma functions is summed as a series, which loses no digits. */
    private static final double SERIES_FROM = 200;

    private final double n1;
    private final double n2;
    private final double mean1;
    private final double mean2;
    private final double difference;
    private final double variance1;
    private final double variance2;
    private final @Nullable Reason undefined;

    private TwoGroups(GroupedColumn column) {
        this.n1 = column.weight[0];
        this.n2 = column.weight[1];
        this.mean1 = column.mean(0);
        this.mean2 = column.mean(1);
        this.difference = column.deviation(0) - column.deviation(1);
        this.variance1 = n1 > 1 ? column.squares[0] / (n1 - 1) : Double.NaN;
        this.variance2 = n2 > 1 ? column.squares[1] / (n2 - 1) : Double.NaN;
        if (n1 < 2 || n2 < 2) {
            this.undefined = Reason.NO_OBSERVATIONS;
        } else if (!column.varies(0) && !column.varies(1)) {
            this.undefined = Reason.NO_WITHIN_VARIATION;
        } else {
            double error = variance1 / n1 + variance2 / n2;
            boolean inRange = error >= Double.MIN_NORMAL && variance1 + variance2 <= Double.MAX_VALUE / (n1 + n2);
            this.undefined = inRange && Double.isFinite(difference) ? null : Reason.RANGE;
        }
    }

    /**
     * Compares two groups.
     *
     * @param first values of the first group, NaN where missing; not modified
     * @param second values of the second group
     * @return the comparison
     */
    public static TwoGroups of(double[] first, double[] second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        double[] values = new double[Math.addExact(first.length, second.length)];
        System.arraycopy(first, 0, values, 0, first.length);
        System.arraycopy(second, 0, values, first.length, second.length);
        int[] labels = new int[values.length];
        Arrays.fill(labels, first.length, values.length, 1);
        return new TwoGroups(GroupedColumn.unweighted(values, labels, 2));
    }

    /**
     * Compares two segments.
     *
     * @param values n values, NaN where missing; not modified
     * @param assignment n labels
     * @param first the label of the first segment
     * @param second the label of the second
     * @return the comparison
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH})
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public static TwoGroups ofSegments(double[] values, Assignment assignment, int first, int second) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(assignment.size(), values.length, "TwoGroups.ofSegments", "values", "label");
        return of(SegmentValues.of(values, assignment, first), SegmentValues.of(values, assignment, second));
    }

    /**
     * Compares a segment with all other customers.
     *
     * @param values n values, NaN where missing; not modified
     * @param assignment n labels
     * @param segment the label of the segment
     * @return the comparison
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH})
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public static TwoGroups ofSegmentAndOthers(double[] values, Assignment assignment, int segment) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(assignment.size(), values.length, "TwoGroups.ofSegmentAndOthers", "values", "label");
        return of(SegmentValues.of(values, assignment, segment), SegmentValues.others(values, assignment, segment));
    }

    /**
     * How many values the first group has.
     *
     * @return at least 0
     */
    public long firstCount() {
        return (long) n1;
    }

    /**
     * How many values the second group has.
     *
     * @return at least 0
     */
    public long secondCount() {
        return (long) n2;
    }

    /**
     * The mean of the first group.
     *
     * @return NaN without values
     */
    public double firstMean() {
        return mean1;
    }

    /**
     * The mean of the second group.
     *
     * @return NaN without values
     */
    public double secondMean() {
        return mean2;
    }

    /**
     * The standard deviation of the first group, with n − 1.
     *
     * @return NaN with fewer than two values
     */
    public double firstStandardDeviation() {
        return Math.sqrt(variance1);
    }

    /**
     * The standard deviation of the second group, with n − 1.
     *
     * @return NaN with fewer than two values
     */
    public double secondStandardDeviation() {
        return Math.sqrt(variance2);
    }

    /**
     * The variance of the first group divided by that of the second.
     *
     * @return at least 0; NaN if undefined, also if the second group does not vary
     */
    public double varianceRatio() {
        return undefined == null && variance2 > 0 ? variance1 / variance2 : Double.NaN;
    }

    /**
     * First mean minus second, with Welch's interval, which lets the groups have different variances.
     *
     * @param level the confidence level, in (0, 1)
     * @return the difference, in the unit of the column
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate difference(double level) {
        Arguments.openUnit(level, "TwoGroups.difference", "level");
        if (undefined != null) {
            return Estimate.undefined(undefined, customers());
        }
        double half = Tails.studentQuantile(level, welchDegrees()) * Math.sqrt(variance1 / n1 + variance2 / n2);
        return Estimate.of(difference, difference - half, difference + half, level, customers());
    }

    /**
     * Welch's test of equal means.
     *
     * @return t, with the degrees of freedom of Welch and Satterthwaite
     */
    public TestResult welch() {
        if (undefined != null) {
            return TestResult.undefined(undefined);
        }
        double t = difference / Math.sqrt(variance1 / n1 + variance2 / n2);
        return TestResult.of(t, welchDegrees(), Tails.student(t, welchDegrees()));
    }

    /**
     * Student's test of equal means, which takes the variances for equal. Prefer {@link #welch()}.
     *
     * @return t, on n − 2 degrees of freedom
     */
    public TestResult student() {
        if (undefined != null) {
            return TestResult.undefined(undefined);
        }
        double t = difference / (pooledDeviation() * scale());
        return TestResult.of(t, pooledDegrees(), Tails.student(t, pooledDegrees()));
    }

    /**
     * Cohen's d: the difference divided by the pooled standard deviation. Slightly too large on average in small groups,
     * see {@link #hedgesG}. The interval is exact for normal values of equal variance, by the noncentral t distribution.
     *
     * @param level the confidence level, in (0, 1)
     * @return the effect, in standard deviations
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate cohensD(double level) {
        Arguments.openUnit(level, "TwoGroups.cohensD", "level");
        return standardized(pooledDeviation(), scale(), pooledDegrees(), new Scaled(1, level));
    }

    /**
     * Hedges' g: Cohen's d without its bias, by the exact factor Γ(m/2)/(√(m/2)·Γ((m − 1)/2)) of m = n − 2 degrees of
     * freedom. The interval is that of d, multiplied alike.
     *
     * @param level the confidence level, in (0, 1)
     * @return the effect, in standard deviations
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate hedgesG(double level) {
        Arguments.openUnit(level, "TwoGroups.hedgesG", "level");
        return standardized(pooledDeviation(), scale(), pooledDegrees(), new Scaled(unbiasing(pooledDegrees()), level));
    }

    /**
     * Glass' Δ: the difference divided by the standard deviation of the second group, for a first group whose spread is
     * itself part of the effect. The interval is by the noncentral t distribution on the second group's degrees of
     * freedom, with the observed ratio of the variances.
     *
     * @param level the confidence level, in (0, 1)
     * @return the effect, in standard deviations of the second group; {@link Reason#ZERO_VARIANCE} if that is 0
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate glassDelta(double level) {
        Arguments.openUnit(level, "TwoGroups.glassDelta", "level");
        if (undefined == null && !(variance2 > 0)) {
            return Estimate.undefined(Reason.ZERO_VARIANCE, customers());
        }
        double error = Math.sqrt(variance1 / variance2 / n1 + 1 / n2);
        return standardized(secondStandardDeviation(), error, n2 - 1, new Scaled(1, level));
    }

    /**
     * Why nothing can be compared.
     *
     * @return the reason, or empty if all is defined
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(undefined);
    }

    @Override
    public String toString() {
        return undefined == null
                ? "TwoGroups[difference " + difference(0.95) + ", d " + cohensD(0.95) + "]"
                : "TwoGroups[undefined: " + undefined + "]";
    }

    /** A factor of the effect and its interval, and the level. */
    private record Scaled(double factor, double level) {}

    /** The difference in deviations; divided by error it is a noncentral t on those degrees of freedom. */
    private Estimate standardized(double deviation, double error, double degrees, Scaled scaled) {
        if (undefined != null) {
            return Estimate.undefined(undefined, customers());
        }
        double effect = difference / deviation;
        if (!Double.isFinite(effect / error)) {
            return Estimate.undefined(Reason.RANGE, customers());
        }
        double[] delta = Noncentrality.ofStudent(effect / error, degrees, scaled.level);
        double factor = scaled.factor;
        return Estimate.of(
                factor * effect, factor * error * delta[0], factor * error * delta[1], scaled.level, customers());
    }

    private long customers() {
        return (long) (n1 + n2);
    }

    private double pooledDegrees() {
        return n1 + n2 - 2;
    }

    private double pooledDeviation() {
        return Math.sqrt(((n1 - 1) * variance1 + (n2 - 1) * variance2) / pooledDegrees());
    }

    private double scale() {
        return Math.sqrt(1 / n1 + 1 / n2);
    }

    /** From the shares of the variance, whose squares neither overflow nor vanish. */
    private double welchDegrees() {
        double part = variance1 / n1 / (variance1 / n1 + variance2 / n2);
        return 1 / (part * part / (n1 - 1) + (1 - part) * (1 - part) / (n2 - 1));
    }

    /** Γ(x)/(√x·Γ(x − ½)) at x = m/2. */
    static double unbiasing(double degrees) {
        double x = degrees / 2;
        if (degrees < SERIES_FROM) {
            return StrictMath.exp(Gamma.logGamma(x) - Gamma.logGamma(x - 0.5)) / Math.sqrt(x);
        }
        // Γ(x + ½)/(√x·Γ(x)) as a series in 1/x (Tricomi and Erdélyi 1951); Γ(x − ½) = Γ(x + ½)/(x − ½)
        double y = 1 / x;
        double series =
                1 + y * (-1.0 / 8 + y * (1.0 / 128 + y * (5.0 / 1024 + y * (-21.0 / 32768 - y * 399.0 / 262144))));
        return (1 - y / 2) / series;
    }
}
