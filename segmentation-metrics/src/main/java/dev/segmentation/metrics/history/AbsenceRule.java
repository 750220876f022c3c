package dev.segmentation.metrics.history;

/**
 * What dates at which a customer is in no segment mean for the path.
 *
 * <p>The path begins at the first date in a segment; dates before do not count. Dates at which a customer is there but unscored
 * are unknown, and never count.
 */
public enum AbsenceRule {
    /**
     * Only dates in a segment count, as if they followed each other: who leaves a segment, and comes back to the same one, has
     * not moved.
     */
    SKIPPED,
    /** Having left is one more place, below all segments where they have an order: leaving and coming back are moves. */
    A_PLACE
}
