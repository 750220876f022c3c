package dev.segmentation.medoid;

/** Which of the swaps that improve the medoids is made. A closed choice. */
public enum Swaps {
    /**
     * Each one as soon as it is met (FasterPAM): a pass over all candidates makes many swaps, for about the cost of finding
     * one. The default.
     */
    EAGER,
    /** The best one of all, as PAM of 1987 does: the result depends on the order of rows only where swaps are equally good. */
    BEST
}
