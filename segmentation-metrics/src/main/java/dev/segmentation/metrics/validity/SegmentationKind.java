package dev.segmentation.metrics.validity;

/** Where segments come from: the data, or those who cut them (Dolnicar and Leisch 2010, doi:10.1007/s11002-009-9083-4). */
public enum SegmentationKind {
    /** There are separate groups: at least two neighboring segments are not one population cut in half. */
    NATURAL,
    /** No separate groups are shown, but every segment comes back when customers are drawn again. */
    REPRODUCIBLE,
    /** Neither: the segments are a decision, which can be a good one, but others would cut elsewhere. */
    CONSTRUCTED
}
