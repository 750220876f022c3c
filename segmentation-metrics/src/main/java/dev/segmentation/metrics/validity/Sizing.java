package dev.segmentation.metrics.validity;

/** Whether there are too many segments or too few. */
public enum Sizing {
    /** Neighbors look like one group that was cut: merge them. */
    OVER_SEGMENTED,
    /** Segments have separate groups within: split them. */
    UNDER_SEGMENTED,
    /** Some neighbors look like one group, and other segments have groups within. */
    MISPLACED,
    /** All neighbors are kept apart, by structure or by what did not form them, and no segment is shown to have groups within. */
    FITTING,
    /** Neither too many nor too few is shown, nor that the number fits. */
    UNDECIDED,
    /** Nothing could be tested. */
    NOT_CHECKED
}
