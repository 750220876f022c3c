package dev.segmentation.metrics.profile;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import java.util.Locale;

/**
 * One level of a categorical column in one segment: how often it occurs there, and whether that is more than elsewhere.
 * Customers whose value is missing are left out.
 */
public final class LevelProfile {

    /** What is known of a cell before tests are adjusted over the table. */
    record Numbers(
            String column,
            String level,
            NumericProfile.Standing standing,
            long count,
            Estimate share,
            double totalShare,
            NumericProfile.Marker marker) {}

    private final Numbers numbers;
    private final Contrast contrast;

    LevelProfile(Numbers numbers, Contrast contrast) {
        this.numbers = numbers;
        this.contrast = contrast;
    }

    LevelProfile with(Contrast adjusted) {
        return new LevelProfile(numbers, adjusted);
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
     * The level.
     *
     * @return its name
     */
    public String level() {
        return numbers.level;
    }

    /**
     * Whether the column formed the segments, so that they differ in it by construction.
     *
     * @return true for base columns and those that the caller named
     */
    public boolean isForming() {
        return numbers.standing == NumericProfile.Standing.FORMING;
    }

    /**
     * How many customers of the segment have this level.
     *
     * @return at least 0
     */
    public long count() {
        return numbers.count;
    }

    /**
     * The share of the segment's customers that has this level, among those with a value, with Wilson's interval.
     *
     * @return in [0, 1], with the customers of the segment who have a value; undefined without any
     */
    public Estimate share() {
        return numbers.share;
    }

    /**
     * The share of all customers that has this level, among those with a value.
     *
     * @return in [0, 1]; NaN if nobody has a value
     */
    public double totalShare() {
        return numbers.totalShare;
    }

    /**
     * The share as an index of the total, 100·segment/total. The interval is that of the segment's share and takes the
     * total's for known, which makes it rather too wide than too narrow.
     *
     * @return 100 for the average, 200 for twice as often; undefined without values, and for a level that nobody has
     *     ({@link Reason#NO_OBSERVATIONS})
     */
    public Estimate index() {
        return Shares.scaled(numbers.share, 100 / numbers.totalShare);
    }

    /**
     * The test against all other customers: the adjusted standardized residual of the fourfold table, with its normal
     * p or, where a count of less than 5 is expected, that of Fisher's exact test.
     *
     * <p><b>Undefined:</b> a forming column ({@link Reason#CIRCULAR_EVIDENCE}), no value in the segment ({@link
     * Reason#NO_OBSERVATIONS}) or outside ({@link Reason#SINGLE_SEGMENT}), or a level that all or none have ({@link
     * Reason#ZERO_VARIANCE}).
     * <br><b>Reference:</b> S. J. Haberman (1973), Biometrics 29, 205–220, doi:10.2307/2529686.
     *
     * @return the contrast
     */
    public Contrast contrast() {
        return contrast;
    }

    /**
     * Whether the level marks the segment: its share differs from the total's by at least, by default, 0.25, or by at
     * least half of the total's share.
     *
     * @return false without values
     */
    public boolean isMarker() {
        return numbers.marker == NumericProfile.Marker.MARKER;
    }

    /** One line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s = %s%s: share %s, of all %.4g; %s%s",
                column(),
                level(),
                isForming() ? " (forming)" : "",
                share(),
                totalShare(),
                contrast,
                isMarker() ? "; marker" : "");
    }
}
