package dev.segmentation.tree;

/** How CHAID merges the categories of a predictor. */
public enum Merging {
    /** Merges the two most similar groups until all differ significantly (Kass 1980). */
    UNTIL_SIGNIFICANT,
    /**
     * Exhaustive CHAID: merges until two groups are left and takes the stage whose table has the smallest p (Biggs, de Ville
     * and Suen 1991). Slower, and finds splits that the other misses.
     */
    EXHAUSTIVE
}
