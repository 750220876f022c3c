package dev.segmentation.metrics.profile;

/** Whether a segment differs from all other customers in one number, after the correction for many tests. */
public enum Flag {
    /** Clearly more than the others. */
    HIGHER,
    /** Clearly less than the others. */
    LOWER,
    /** No clear difference, or none that could be tested. */
    NONE
}
