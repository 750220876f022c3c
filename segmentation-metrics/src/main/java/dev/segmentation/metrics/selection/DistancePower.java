package dev.segmentation.metrics.selection;

/** To which power distances are taken in the dispersion within segments of the {@link Gap} statistic. */
public enum DistancePower {
    /** Plain Euclidean distances, as R's {@code clusGap} does unless told otherwise; O(n²·d) time for each fit. */
    PLAIN,
    /** Squared Euclidean distances, as in the paper: the sum of squares within segments; O(n·d) time. */
    SQUARED
}
