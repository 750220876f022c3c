package dev.segmentation.metrics.profile;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import java.util.Locale;
import java.util.Objects;

/**
 * One numeric column in one segment: mean, index, difference to the other customers, distribution, and how many fit.
 *
 * <p>Means alone hide how many customers they describe; look at {@link #distribution()} and {@link #fitting()} too.
 * Missing values are left out and counted.
 */
public final class NumericProfile {

    /** What is known of a cell before tests are adjusted over the table. */
    record Numbers(
            String column,
            Standing standing,
            Moments moments,
            double totalMean,
            long missing,
            Estimate index,
            Estimate difference,
            Marker marker,
            Distribution distribution,
            Distribution totalDistribution,
            Estimate fitting) {}

    /** Whether a column formed the segments. */
    enum Standing {
        FORMING,
        OTHER
    }

    /** Whether a cell marks its segment. */
    enum Marker {
        MARKER,
        NONE
    }

    private final Numbers numbers;
    private final Contrast contrast;

    NumericProfile(Numbers numbers, Contrast contrast) {
        this.numbers = numbers;
        this.contrast = contrast;
    }

    NumericProfile with(Contrast adjusted) {
        return new NumericProfile(numbers, Objects.requireNonNull(adjusted, "adjusted"));
    }

    /**
     * The name of the column.
     *
     * @return the name
     */
    public String column() {
        return numbers.column;
    }

    /**
     * Whether the column formed the segments, so that they differ in it by construction.
     *
     * @return true for base columns and those that the caller named
     */
    public boolean isForming() {
        return numbers.standing == Standing.FORMING;
    }

    /**
     * How many customers of the segment have a value.
     *
     * @return at least 0
     */
    public long count() {
        return numbers.moments.count;
    }

    /**
     * How many customers of the segment lack a value.
     *
     * @return at least 0
     */
    public long missing() {
        return numbers.missing;
    }

    /**
     * The mean over the segment.
     *
     * @return in the unit of the column; NaN without values
     */
    public double mean() {
        return numbers.moments.mean();
    }

    /**
     * The mean over all customers, those of the segment included.
     *
     * @return in the unit of the column; NaN without values
     */
    public double totalMean() {
        return numbers.totalMean;
    }

    /**
     * The mean as an index of the total, 100·segment/total, with Fieller's interval, which allows for the segment being
     * part of the total.
     *
     * <p><b>Undefined:</b> fewer than two values in the segment or outside ({@link Reason#NO_OBSERVATIONS}), none outside
     * ({@link Reason#SINGLE_SEGMENT}), no variation ({@link Reason#NO_WITHIN_VARIATION}), or a total that is not clearly
     * above 0, of which no multiple means anything ({@link Reason#RANGE}).
     * <br><b>Reference:</b> E. C. Fieller (1954), J. R. Stat. Soc. B 16, 175–185.
     *
     * @return 100 for the average, 200 for twice as much, with the customers of the segment
     */
    public Estimate index() {
        return numbers.index;
    }

    /**
     * The mean of the segment minus the mean of all other customers, with Welch's interval. For a forming column it
     * describes and proves nothing.
     *
     * @return in the unit of the column; undefined as {@link #index()}, but whatever the sign of the total
     */
    public Estimate difference() {
        return numbers.difference;
    }

    /**
     * The test of the difference to all other customers. p is the larger one of Welch's test and of Student's, which
     * takes both variances for one, since Welch's alone is fooled by a few customers who happen to be alike.
     *
     * @return the contrast; undefined for a forming column ({@link Reason#CIRCULAR_EVIDENCE}) and as {@link #difference()}
     */
    public Contrast contrast() {
        return contrast;
    }

    /**
     * Whether the column marks the segment: its mean differs from the total's by at least a share, by default a quarter,
     * of the largest absolute mean among the segments, or by at least a share, by default a half, of the total's mean.
     * Says how large a difference is, not how sure.
     *
     * @return false without values
     */
    public boolean isMarker() {
        return numbers.marker == Marker.MARKER;
    }

    /**
     * The distribution over the segment.
     *
     * @return its quantiles
     */
    public Distribution distribution() {
        return numbers.distribution;
    }

    /**
     * The distribution over all customers.
     *
     * @return its quantiles
     */
    public Distribution totalDistribution() {
        return numbers.totalDistribution;
    }

    /**
     * The share of the segment's customers whose value is closer to the segment's mean than to the total's, with Wilson's
     * interval. The rest, {@link #resemblingTotal()}, resemble the mean of their segment less than that of the total:
     * what is said of the segment is not said of them.
     *
     * <p>A value halfway does not fit. One half is what a column gives that tells the segment little.
     *
     * @return in [0, 1], higher is better; undefined with fewer than two values ({@link Reason#NO_OBSERVATIONS}) or equal
     *     means ({@link Reason#COINCIDENT_CENTERS})
     */
    public Estimate fitting() {
        return numbers.fitting;
    }

    /**
     * The share of the segment's customers who resemble the mean of their segment less than (or no more than) that of
     * the total: one minus {@link #fitting()}.
     *
     * @return in [0, 1], lower is better
     */
    public Estimate resemblingTotal() {
        return Shares.complement(numbers.fitting);
    }

    /** One line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s%s: mean %.4g against %.4g of all, index %s; %s%s; %s; %s; %s",
                column(),
                isForming() ? " (forming)" : "",
                mean(),
                totalMean(),
                index(),
                contrast,
                isMarker() ? "; marker" : "",
                distribution(),
                missing() == 0 ? "none missing" : missing() + " missing",
                "fit " + fitting());
    }
}
