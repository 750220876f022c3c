package dev.segmentation;

/**
 * What a column of a snapshot is for. What formed the segments may not silently serve as proof that they differ, so
 * roles keep the two apart.
 */
public enum Role {
    /** Forms the segments. */
    BASE,
    /** Describes customers; never forms segments, so a difference in it is evidence. */
    DESCRIPTOR,
    /** Happened after the as-of date; shows whether segments mean anything. */
    OUTCOME,
    /** Money that a customer is worth. */
    VALUE,
    /** How the customer experienced us: satisfaction, effort, recommendation. */
    EXPERIENCE,
    /** How many customers a row stands for. */
    WEIGHT,
    /** May not be used to form segments, only to audit them. */
    PROTECTED
}
