package dev.segmentation.metrics.validity;

import dev.segmentation.Estimate;
import dev.segmentation.Segment;
import dev.segmentation.metrics.structure.SegmentStructure;
import java.util.Locale;

/**
 * Whether a segment has separate groups within, which splitting it would tell apart, and what two parts of it would be: those
 * that k-means finds in the features, without row weights. Where there are more groups than two, a part has several.
 * Immutable.
 */
public final class Split {

    private final Segment segment;
    private final Verdict verdict;
    private final Estimate smallerShare;
    private final Estimate valueExplained;
    private final SegmentStructure structure;

    Split(
            Segment segment,
            Verdict verdict,
            Estimate smallerShare,
            Estimate valueExplained,
            SegmentStructure structure) {
        this.segment = segment;
        this.verdict = verdict;
        this.smallerShare = smallerShare;
        this.valueExplained = valueExplained;
        this.structure = structure;
    }

    /**
     * The segment.
     *
     * @return the segment
     */
    public Segment segment() {
        return segment;
    }

    /**
     * Whether to split it.
     *
     * @return {@link Verdict#PASS} if it has separate groups, {@link Verdict#UNCERTAIN} if none are shown
     */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * The share of all customers that the smaller one of its two parts would have. Customers who lack a feature stay in the
     * larger one.
     *
     * @return in [0, ½], with Wilson's interval; undefined with the reason if it cannot be cut
     */
    public Estimate smallerShare() {
        return smallerShare;
    }

    /**
     * What the segments would tell of value: the share of its inequality among customers that they explain once this one is
     * two. What splitting gains is the difference to {@link ValidationReport#valueExplained()}; any cut gains something, so
     * look at the intervals.
     *
     * @return Theil's share, as {@link dev.segmentation.metrics.value.TheilSplit#share} has it; undefined without a value
     *     column or if the segment cannot be cut
     */
    public Estimate valueExplained() {
        return valueExplained;
    }

    /**
     * Whether there are separate groups.
     *
     * @return the test between its halves and quarters
     */
    public SegmentStructure structure() {
        return structure;
    }

    /** What was found within, such as {@code no separate groups within shown (p = 0.84, n = 812)}. */
    String text() {
        String found = String.format(
                Locale.ROOT,
                "%s (p = %.3g, n = %d)",
                verdict == Verdict.PASS ? "split; separate groups within" : "no separate groups within shown",
                structure.pValue(),
                structure.rows());
        return verdict == Verdict.PASS && smallerShare.isDefined()
                ? found + "; the smaller of two parts would have "
                        + ReportText.percent(smallerShare, "of the customers") + ", n = " + smallerShare.customers()
                : found;
    }

    /** Such as {@code Loyal: split; separate groups within (p = 0.0021, n = 812)}. */
    @Override
    public String toString() {
        return segment.name() + ": " + text();
    }
}
