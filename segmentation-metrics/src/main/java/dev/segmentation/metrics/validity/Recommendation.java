package dev.segmentation.metrics.validity;

/** What to do with a segment. */
public enum Recommendation {
    /** It is distinct, material and meaningful. */
    KEEP,
    /** Something is uncertain or was not checked: use it with care, and check again with more data. */
    WATCH,
    /** It fails to be distinct, material or meaningful: do not run a campaign on it. */
    DROP,
    /** It should be joined with another one. Not given yet: it comes with the comparison of pairs of segments. */
    MERGE,
    /** It should be cut in two. Not given yet: it comes with the comparison of segment counts. */
    SPLIT
}
