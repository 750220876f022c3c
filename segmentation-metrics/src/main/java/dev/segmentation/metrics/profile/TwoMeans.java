package dev.segmentation.metrics.profile;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.Tails;
import org.jspecify.annotations.Nullable;

/**
 * The mean of a segment against the mean of all others: Welch's test, and the segment's mean as an index of the total.
 *
 * <p>Segment and others share no customer; segment and total do, which the interval of the index accounts for.
 */
final class TwoMeans {

    private final Moments segment;
    private final Moments others;
    private final double level;
    private final double difference;
    private final double error;
    private final double degrees;
    final @Nullable Reason undefined;

    TwoMeans(Moments segment, Moments others, double level) {
        this.segment = segment;
        this.others = others;
        this.level = level;
        this.difference = segment.minus(others);
        double variance = segment.errorSquared();
        double both = variance + others.errorSquared();
        double part = variance / both; // whose squares neither overflow nor vanish
        this.error = Math.sqrt(both);
        this.degrees = 1 / (part * part / (segment.count - 1) + (1 - part) * (1 - part) / (others.count - 1));
        this.undefined = reason(both);
    }

    private @Nullable Reason reason(double variance) {
        if (segment.count > 0 && others.count == 0) {
            return Reason.SINGLE_SEGMENT;
        }
        if (segment.count < 2 || others.count < 2) {
            return Reason.NO_OBSERVATIONS;
        }
        if (!segment.varies() && !others.varies()) {
            return Reason.NO_WITHIN_VARIATION;
        }
        return variance >= Double.MIN_NORMAL && Double.isFinite(pooledError()) ? null : Reason.RANGE;
    }

    /** The standard error if both had one variance. */
    private double pooledError() {
        double variance = (segment.squares + others.squares) / (segment.count + others.count - 2.0);
        return Math.sqrt(variance / segment.count + variance / others.count);
    }

    /** Segment minus others, with Welch's interval. */
    Estimate difference() {
        long customers = segment.count + others.count;
        if (undefined != null) {
            return Estimate.undefined(undefined, customers);
        }
        double half = Tails.studentQuantile(level, degrees) * error;
        return Estimate.of(difference, difference - half, difference + half, level, customers);
    }

    /**
     * Welch's t, and the larger p of Welch's test and of Student's, which takes both variances for one. Welch's alone is
     * fooled by a few customers who happen to be alike: their variance is tiny by chance.
     */
    Contrast contrast() {
        if (undefined != null) {
            return Contrast.undefined(undefined);
        }
        double welch = Tails.student(difference / error, degrees);
        double student = Tails.student(difference / pooledError(), segment.count + others.count - 2.0);
        return Contrast.of(difference / error, Math.max(welch, student));
    }

    /**
     * 100 · segment/total with Fieller's interval: the indices θ for which segment − θ·total is not clearly off 0.
     */
    Estimate index(Moments total) {
        if (undefined != null) {
            return Estimate.undefined(undefined, total.count);
        }
        double mean = total.mean();
        double share = (double) segment.count / total.count;
        double quantile = Tails.studentQuantile(level, degrees);
        double unit = quantile / mean; // all numbers below are relative to the total
        double ofSegment = unit * unit * segment.errorSquared();
        double ofTotal = share * share * ofSegment + (1 - share) * (1 - share) * (unit * unit * others.errorSquared());
        double lead = 1 - ofTotal;
        if (!(mean > 0 && lead > 0)) {
            return Estimate.undefined(Reason.RANGE, total.count); // a total that may be 0 bounds no index
        }
        double ratio = segment.mean() / mean;
        double middle = (ratio - share * ofSegment) / lead;
        double half = Math.sqrt(Math.max(0, middle * middle - (ratio * ratio - ofSegment) / lead));
        double lower = 100 * Math.min(ratio, middle - half);
        double upper = 100 * Math.max(ratio, middle + half);
        return Estimate.of(100 * ratio, lower, upper, level, segment.count);
    }
}
