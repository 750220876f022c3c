package dev.segmentation.metrics.selection;

/** Which end of an index is the good one. */
public enum Direction {
    /** The largest value is best. */
    HIGHER_IS_BETTER,
    /** The smallest value is best. */
    LOWER_IS_BETTER;

    boolean isBetter(double value, double than) {
        return this == HIGHER_IS_BETTER ? value > than : value < than;
    }
}
