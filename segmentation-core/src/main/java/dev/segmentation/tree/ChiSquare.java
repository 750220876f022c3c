package dev.segmentation.tree;

/** The statistic by which CHAID tests a nominal target. */
public enum ChiSquare {
    /** Σ (observed − expected)² / expected. */
    PEARSON,
    /** 2 Σ observed · ln(observed / expected). */
    LIKELIHOOD_RATIO
}
