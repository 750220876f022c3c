package dev.segmentation.metrics.validity;

/** What to do with a segment. */
public enum Recommendation {
    /** It is distinct, material and meaningful. */
    KEEP,
    /** Something is uncertain or was not checked: use it with care, and check again with more data. */
    WATCH,
    /** It fails to be distinct, material or meaningful: do not run a campaign on it. */
    DROP,
    /** It should be joined with another one, from which it is not separate ({@link SegmentCard#mergeWith()}). */
    MERGE,
    /** It has separate groups within ({@link ValidationReport#splits()}), and should be cut. */
    SPLIT
}
