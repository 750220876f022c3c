package dev.segmentation.metrics.profile;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import java.util.Locale;

/** One column, or one level of a categorical one, in one segment: whether its difference from the total keeps its sign. */
public final class MarkerSign {

    /** Whether it marks the segment, and stably. */
    enum Standing {
        STABLE,
        UNSTABLE,
        NO_MARKER
    }

    private final String name;
    private final double difference;
    private final Standing standing;
    private final long values;
    private final Estimate signShare;
    private final Estimate markerShare;

    MarkerSign(
            String name, double difference, Standing standing, long values, Estimate signShare, Estimate markerShare) {
        this.name = name;
        this.difference = difference;
        this.standing = standing;
        this.values = values;
        this.signShare = signShare;
        this.markerShare = markerShare;
    }

    /**
     * What it is of.
     *
     * @return the column, or {@code column = level}
     */
    public String name() {
        return name;
    }

    /**
     * The mean, or share, of the segment minus that of all customers, those of the segment included.
     *
     * @return in the unit of the column; NaN without values
     */
    public double difference() {
        return difference;
    }

    /**
     * How many customers of the segment have a value.
     *
     * @return at least 0
     */
    public long values() {
        return values;
    }

    /**
     * Whether it marks the segment, as {@link NumericProfile#isMarker()} and {@link LevelProfile#isMarker()} say.
     *
     * @return false without values
     */
    public boolean isMarker() {
        return standing != Standing.NO_MARKER;
    }

    /**
     * Whether it marks the segment and {@link #signShare()} reaches the threshold.
     *
     * @return false if the share is undefined
     */
    public boolean isStable() {
        return standing == Standing.STABLE;
    }

    /**
     * The share of resamples in which the difference has the sign that it has. Wilson's interval, and the number that {@link
     * Estimate#customers()} gives, are of resamples: how sure this share is, which more resamples make surer.
     *
     * <p><b>Undefined:</b> fewer than six values in the segment, all of which too often lie on one side by chance ({@link
     * Reason#NO_OBSERVATIONS}); no values in any other segment ({@link Reason#SINGLE_SEGMENT}); no difference, hence no sign
     * ({@link Reason#COINCIDENT_CENTERS}); values so large that sums overflow ({@link Reason#RANGE}).
     *
     * @return in [0, 1], higher is better; about a half if there is hardly a difference
     */
    public Estimate signShare() {
        return signShare;
    }

    /**
     * The share of resamples in which the difference has its sign and is large enough for a marker.
     *
     * @return in [0, 1], at most {@link #signShare()} and undefined as it is; also of what is no marker
     */
    public Estimate markerShare() {
        return markerShare;
    }

    /** One line. */
    @Override
    public String toString() {
        String mark = switch (standing) {
            case STABLE -> "; stable marker";
            case UNSTABLE -> "; unstable marker";
            case NO_MARKER -> "";
        };
        return String.format(
                Locale.ROOT,
                "%s: %+.4g against all, sign kept %s, marker kept %s%s",
                name,
                difference,
                resamples(signShare),
                resamples(markerShare),
                mark);
    }

    private static String resamples(Estimate share) {
        return share.undefined()
                .map(reason -> "undefined (" + reason + ")")
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "%.3g [%.3g, %.3g] of %d resamples",
                        share.value(),
                        share.lower(),
                        share.upper(),
                        share.customers()));
    }
}
