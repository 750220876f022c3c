package dev.segmentation.tree;

/** How many tests exhaustive CHAID is taken to have made of a nominal predictor with c categories. */
public enum Multiplier {
    /** The pairs that it tests on the way from c categories to two groups: c(c² − 1)/6. */
    COUNTED,
    /** Three times as many, c(c² − 1)/2, as the documentation of SPSS has it. */
    SPSS
}
