package dev.segmentation.metrics.validity;

import dev.segmentation.Segment;
import dev.segmentation.metrics.structure.SegmentStructure;
import java.util.Locale;

/** Whether a segment has separate groups within, which splitting it would tell apart. Immutable. */
public final class Split {

    private final Segment segment;
    private final Verdict verdict;
    private final SegmentStructure structure;

    Split(Segment segment, Verdict verdict, SegmentStructure structure) {
        this.segment = segment;
        this.verdict = verdict;
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
     * Whether there are separate groups.
     *
     * @return the test between its halves and quarters
     */
    public SegmentStructure structure() {
        return structure;
    }

    /** What was found within, such as {@code no separate groups within shown (p = 0.84, n = 812)}. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%s (p = %.3g, n = %d)",
                verdict == Verdict.PASS ? "split; separate groups within" : "no separate groups within shown",
                structure.pValue(),
                structure.rows());
    }

    /** Such as {@code Loyal: split; separate groups within (p = 0.0021, n = 812)}. */
    @Override
    public String toString() {
        return segment.name() + ": " + text();
    }
}
