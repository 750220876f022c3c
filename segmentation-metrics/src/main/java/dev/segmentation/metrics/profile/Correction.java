package dev.segmentation.metrics.profile;

/** How flags account for the many tests of one table. */
public enum Correction {
    /**
     * Holm's: at most with probability 1 − level is any flag of the table false, however the tests depend on one
     * another. Reference: S. Holm (1979), Scand. J. Stat. 6, 65–70.
     */
    HOLM,
    /**
     * Benjamini and Hochberg's: on average at most the share 1 − level of the flags is false, for tests that are
     * independent or positively dependent. Finds more. Reference: Y. Benjamini and Y. Hochberg (1995), J. R. Stat. Soc.
     * B 57, 289–300, doi:10.1111/j.2517-6161.1995.tb02031.x.
     */
    BENJAMINI_HOCHBERG
}
