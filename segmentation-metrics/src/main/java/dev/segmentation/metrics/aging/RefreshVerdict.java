package dev.segmentation.metrics.aging;

/** Whether to make a new segmentation. */
public enum RefreshVerdict {
    /** Nothing that matters has changed, as far as it was measured. */
    KEEP,
    /** Something has changed, not much yet; or nothing could be measured. */
    WATCH,
    /** Something has changed beyond chance, and by so much that the segmentation no longer says what it did. */
    REFRESH
}
