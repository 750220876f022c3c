package dev.segmentation.metrics.validity;

/** Whether there are too many segments or too few. */
public enum Sizing {
    /** At least one pair of segments should be merged. */
    OVER_SEGMENTED,
    /** At least one segment has separate groups within. */
    UNDER_SEGMENTED,
    /** Some segments should be merged, and others have separate groups within. */
    MISPLACED,
    /** Neither is shown. */
    FITTING,
    /** Nothing could be tested. */
    NOT_CHECKED
}
