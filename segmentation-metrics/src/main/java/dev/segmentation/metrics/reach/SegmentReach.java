package dev.segmentation.metrics.reach;

import dev.segmentation.Estimate;
import java.util.Locale;
import java.util.Objects;

/**
 * How well one channel or rule reaches one segment.
 *
 * @param channel its name
 * @param segment the name of the segment
 * @param reached customers whom the channel reaches, of all segments
 * @param precision the share of those reached who are of the segment, P(segment | channel), with Wilson's interval; higher
 *     is better
 * @param recall the share of the segment that is reached, P(channel | segment), its coverage, with Wilson's interval; higher
 *     is better
 * @param lift precision divided by the share of the segment among all customers: 1 is what a channel would have that reached
 *     customers at random; the interval is on the logarithm
 * @param waste the share of those reached who are not of the segment, 1 − precision; lower is better
 */
public record SegmentReach(
        String channel,
        String segment,
        long reached,
        Estimate precision,
        Estimate recall,
        Estimate lift,
        Estimate waste) {

    /**
     * Checks that all parts are there.
     *
     * @param channel its name
     * @param segment the name of the segment
     * @param reached customers whom the channel reaches
     * @param precision of the channel
     * @param recall of the channel
     * @param lift of the channel
     * @param waste of the channel
     */
    public SegmentReach {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(segment, "segment");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(recall, "recall");
        Objects.requireNonNull(lift, "lift");
        Objects.requireNonNull(waste, "waste");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s reaches %s: lift %s; precision %s; recall %s",
                channel,
                segment,
                lift,
                precision,
                recall);
    }
}
