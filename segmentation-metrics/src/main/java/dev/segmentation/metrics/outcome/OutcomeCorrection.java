package dev.segmentation.metrics.outcome;

/** How {@link ThreeStep} allows for customers who are assigned to a segment that is not theirs. */
public enum OutcomeCorrection {
    /** Not at all: labels are taken for the truth. Differences between segments come out too small. */
    NONE,
    /**
     * Rows weighted by the inverse of the table of assignment errors (Bolck, Croon and Hagenaars 2004; Vermunt 2010).
     * Assumes nothing of the outcome; weights may be negative, and so may shares of rare answers.
     */
    BCH,
    /**
     * Maximum likelihood with the assignment errors as known (Vermunt 2010). Numeric outcomes are taken as normal within
     * each segment, with a variance of its own: where they are not, the means may be biased.
     */
    ML
}
