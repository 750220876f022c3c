package dev.segmentation.metrics.effect;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import java.util.Locale;

/** How one segment of a {@link LeverResponse} responds to the lever. */
public final class SegmentResponse {

    /** The customers of both arms who have an outcome, and those who lack it. */
    record Arms(long treated, long control, long missing, double treatedMean, double controlMean) {}

    private final Segment segment;
    private final Arms arms;
    private final Estimate difference;
    private final Estimate excess;
    private final double pValue;
    private final double holm;

    SegmentResponse(
            Segment segment, Arms arms, Estimate difference, Estimate excess, LeverResponse.Adjusted probability) {
        this.segment = segment;
        this.arms = arms;
        this.difference = difference;
        this.excess = excess;
        this.pValue = probability.pValue();
        this.holm = probability.holm();
    }

    /**
     * The segment.
     *
     * @return label and name
     */
    public Segment segment() {
        return segment;
    }

    /**
     * How many customers got the lever and have an outcome.
     *
     * @return at least 0
     */
    public long treated() {
        return arms.treated;
    }

    /**
     * How many customers did not get the lever and have an outcome.
     *
     * @return at least 0
     */
    public long control() {
        return arms.control;
    }

    /**
     * How many customers lack an outcome; they are left out. If more are missing in one arm than in the other, those who
     * are left may no longer be comparable.
     *
     * @return at least 0
     */
    public long missing() {
        return arms.missing;
    }

    /**
     * The mean outcome, or share, of those who got the lever.
     *
     * @return in the unit of the outcome; NaN without any
     */
    public double treatedMean() {
        return arms.treatedMean;
    }

    /**
     * The mean outcome, or share, of those who did not get the lever.
     *
     * @return in the unit of the outcome; NaN without any
     */
    public double controlMean() {
        return arms.controlMean;
    }

    /**
     * The effect: treated minus control, with Welch's interval for means and Newcombe's for shares.
     *
     * @return in the unit of the outcome, with the customers of both arms; undefined with fewer than two customers in an arm
     *     ({@link Reason#NO_OBSERVATIONS}), means without variation in either ({@link Reason#NO_WITHIN_VARIATION}), or values
     *     whose squares overflow or vanish ({@link Reason#RANGE})
     */
    public Estimate difference() {
        return difference;
    }

    /**
     * How much larger the effect is here than among the others: the effect minus the mean of those of the other segments,
     * which count by their customers.
     *
     * @return in the unit of the outcome, with the customers of all segments compared; undefined as {@link #difference()}, and
     *     if no other segment has an effect ({@link Reason#SINGLE_SEGMENT}) or all outcomes are equal ({@link
     *     Reason#ZERO_VARIANCE})
     */
    public Estimate excess() {
        return excess;
    }

    /**
     * How often an excess as large would arise if the effect were the same here and among the others.
     *
     * @return in [0, 1]; NaN if undefined
     */
    public double pValue() {
        return pValue;
    }

    /**
     * p adjusted after Holm over the segments: with probability at most α does any segment without an excess get one of at
     * most α.
     *
     * @return at least {@link #pValue()}; NaN if undefined
     */
    public double holm() {
        return holm;
    }

    /** One line. */
    @Override
    public String toString() {
        String compared = excess.isDefined()
                ? String.format(Locale.ROOT, "against the others %s, p = %.3g, %.3g after Holm", excess, pValue, holm)
                : "not compared (" + excess.undefined().orElseThrow() + ")";
        return String.format(
                Locale.ROOT,
                "%s: %.4g of %d treated, %.4g of %d control, %d missing; effect %s; %s",
                segment.name(),
                arms.treatedMean,
                arms.treated,
                arms.controlMean,
                arms.control,
                arms.missing,
                difference,
                compared);
    }
}
