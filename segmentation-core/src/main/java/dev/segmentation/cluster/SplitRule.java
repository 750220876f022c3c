package dev.segmentation.cluster;

/** Which segment {@link BisectingKMeans} splits next; equal ones in the order of their first rows. */
public enum SplitRule {
    /** The one with the largest sum of squared distances to its mean: what a split can gain most from. */
    LARGEST_SUM_OF_SQUARES,
    /** The one with the largest weight, the number of its rows if no weights were given: sizes become more even. */
    LARGEST_SIZE
}
