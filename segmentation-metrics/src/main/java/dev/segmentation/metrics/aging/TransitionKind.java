package dev.segmentation.metrics.aging;

/** What became of a segment. */
public enum TransitionKind {
    /** One new segment holds enough of its customers, and of those of no other old segment. */
    SURVIVED,
    /** One new segment holds enough of its customers, and enough of those of another old segment too. */
    ABSORBED,
    /** No new segment holds enough of its customers, but several pieces of some size together do. */
    SPLIT,
    /** None of these: its customers are scattered, or gone. */
    DISAPPEARED
}
