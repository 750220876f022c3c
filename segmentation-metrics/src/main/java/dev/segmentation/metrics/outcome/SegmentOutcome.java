package dev.segmentation.metrics.outcome;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.Normal;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The mean of an outcome, or the share of an answer, in every segment, with standard errors.
 *
 * <p>Errors are those of the third step: the segments, and how they were assigned, are taken as known. Intervals are by the
 * normal distribution; those of shares are not cut at 0 and 1, and have no width where a share is 0 or 1.
 *
 * <p>Immutable and thread-safe.
 */
public final class SegmentOutcome {

    private final OutcomeScale scale;
    private final double[] values; // inside the scale, as their covariance
    private final double[][] covariance;
    private final long[] customers;
    private final double level;
    private final Optional<Reason> undefined;

    /** Values that are known. */
    SegmentOutcome(OutcomeScale scale, double[] values, double[][] covariance, long[] customers, double level) {
        this(scale, values, covariance, customers, level, Optional.empty());
    }

    private SegmentOutcome(
            OutcomeScale scale,
            double[] values,
            double[][] covariance,
            long[] customers,
            double level,
            Optional<Reason> undefined) {
        this.scale = scale;
        this.values = values;
        this.covariance = covariance;
        this.customers = customers;
        this.level = level;
        this.undefined = undefined;
    }

    static SegmentOutcome undefined(long[] customers, double level, Reason reason) {
        int k = customers.length;
        return new SegmentOutcome(
                OutcomeScale.NONE, new double[k], new double[k][k], customers, level, Optional.of(reason));
    }

    /**
     * The number of segments, k.
     *
     * @return at least 1
     */
    public int segmentCount() {
        return values.length;
    }

    /**
     * The mean or share of a segment, with its interval.
     *
     * @param segment from 0
     * @return in the units of the outcome, or a share; undefined if {@link #undefined()} says why, or nobody with an outcome
     *     is there ({@link Reason#NO_OBSERVATIONS}), or the interval leaves what a double can hold ({@link Reason#RANGE})
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public Estimate estimate(int segment) {
        Objects.checkIndex(segment, values.length);
        return estimate(scale.outside(values[segment]), covariance[segment][segment], customers[segment]);
    }

    /**
     * By how much one segment is above another, with the interval of the difference: both rest on the same customers, so that
     * their errors belong together.
     *
     * @param segment from 0
     * @param other from 0
     * @return the difference; undefined if one of them is
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public Estimate difference(int segment, int other) {
        Objects.checkIndex(segment, values.length);
        Objects.checkIndex(other, values.length);
        double variance = covariance[segment][segment] + covariance[other][other] - 2 * covariance[segment][other];
        return estimate(
                scale.difference(values[segment] - values[other]),
                segment == other ? 0 : variance,
                segment == other ? customers[segment] : customers[segment] + customers[other]);
    }

    private Estimate estimate(double value, double variance, long behind) {
        if (undefined.isPresent()) {
            return Estimate.undefined(undefined.get(), behind);
        }
        if (Double.isNaN(value) || !Double.isFinite(variance)) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, behind);
        }
        double half = Normal.twoSidedQuantile(level) * error(variance);
        if (!Double.isFinite(value - half) || !Double.isFinite(value + half)) {
            return Estimate.undefined(Reason.RANGE, behind);
        }
        return Estimate.of(value, value - half, value + half, level, behind);
    }

    private double error(double variance) {
        return scale.difference(Math.sqrt(Math.max(0, variance)));
    }

    /**
     * The standard error of the mean or share of a segment.
     *
     * @param segment from 0
     * @return at least 0; NaN where {@link #estimate} is undefined
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double standardError(int segment) {
        Objects.checkIndex(segment, values.length);
        return estimate(segment).isDefined() ? error(covariance[segment][segment]) : Double.NaN;
    }

    /**
     * Why nothing could be estimated.
     *
     * @return {@link Reason#UNIDENTIFIED} if assignment does not tell segments apart, such as one that nobody is assigned to, or two
     *     of the same degrees;
     *     {@link Reason#NO_WITHIN_VARIATION} if the spread of a segment vanished; {@link Reason#NOT_CONVERGED} if the search for
     *     the maximum did not end; {@link Reason#NO_OBSERVATIONS} if nobody has an outcome; empty if it could
     */
    public Optional<Reason> undefined() {
        return undefined;
    }

    /** One estimate per segment. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("SegmentOutcome[");
        for (int s = 0; s < values.length; s++) {
            text.append(String.format(Locale.ROOT, "%s%d: %s", s == 0 ? "" : "; ", s, estimate(s)));
        }
        return text.append(']').toString();
    }
}
