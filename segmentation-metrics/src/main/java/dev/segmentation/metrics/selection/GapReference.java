package dev.segmentation.metrics.selection;

/** Where the reference data of the {@link Gap} statistic are drawn, uniformly. */
public enum GapReference {
    /** Each column over its own range: the box of the data, choice (a) of the paper. */
    COLUMN_RANGES,
    /** Each principal axis over the range of the data along it: a box that lies as the data do, choice (b) of the paper. */
    PRINCIPAL_AXES
}
