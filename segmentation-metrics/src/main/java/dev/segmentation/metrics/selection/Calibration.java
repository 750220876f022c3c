package dev.segmentation.metrics.selection;

/** Against which random segmentations {@link CalibratedIndices} compares. */
public enum Calibration {
    /** Those into as many segments: takes out what an index does by itself as the count grows. */
    SAME_COUNT,
    /** Those of all counts of the search together. */
    ALL_COUNTS
}
