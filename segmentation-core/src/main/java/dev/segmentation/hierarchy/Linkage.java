package dev.segmentation.hierarchy;

/** How far apart two segments are, by which the nearest two are joined. */
public enum Linkage {
    /**
     * By how much joining them raises the sum of squares within segments: the height is √(2·w₁w₂/(w₁+w₂))·‖c₁ − c₂‖ of their
     * weights and centers. For two single rows that is their distance. This is {@code ward.D2} of R and {@code ward} of scipy.
     */
    WARD("Ward"),
    /** The largest dissimilarity between a row of one and a row of the other: compact segments. */
    COMPLETE("complete linkage"),
    /** The mean dissimilarity between the rows of one and the rows of the other (UPGMA). */
    AVERAGE("average linkage"),
    /** The smallest dissimilarity between a row of one and a row of the other: segments of any shape, often chains. */
    SINGLE("single linkage"),
    /**
     * The mean of how far both parts of a segment are from the other one, whatever their sizes (WPGMA): {@code mcquitty} of R,
     * {@code weighted} of scipy. Row weights have no influence.
     *
     * <p><b>Reference:</b> L. L. McQuitty (1966), Educational and Psychological Measurement 26, 825–831,
     * doi:10.1177/001316446602600402.
     */
    WEIGHTED_AVERAGE("weighted average linkage"),
    /**
     * Ward's formula applied to plain distances instead of their squares: {@code ward.D} of R. It does not keep sums of squares
     * small; it is here to redo results of programs that have it, where {@link #WARD} is what is wanted otherwise.
     */
    WARD_OF_DISTANCES("Ward of plain distances"),
    /**
     * The distance between the means of two segments (UPGMC). A mean may be nearer to a third segment than its parts were, so
     * that a merge lies below the one before: see {@link Hierarchy#hasInversions}. Of given dissimilarities these must be
     * squared distances, and heights are squares then, as in R.
     */
    CENTROID("centroid linkage"),
    /**
     * As {@link #CENTROID}, with the point in the middle between the centers of both parts, whatever their sizes, as the center
     * of a segment (WPGMC). Row weights have no influence.
     *
     * <p><b>Reference:</b> J. C. Gower (1967), A comparison of some methods of cluster analysis, Biometrics 23, 623–637,
     * doi:10.2307/2528417.
     */
    MEDIAN("median linkage");

    private final String label;

    Linkage(String label) {
        this.label = label;
    }

    /** For people. */
    String label() {
        return label;
    }

    /** Whether dissimilarities of all pairs are kept. */
    boolean keepsTriangle() {
        return this != WARD && this != SINGLE;
    }

    /** Whether features are compared by squared distances, whose roots are the heights. */
    boolean isOfSquares() {
        return this == COMPLETE || this == SINGLE || mayInvert();
    }

    /** Whether a segment may be nearer to others than its parts were. */
    boolean mayInvert() {
        return this == CENTROID || this == MEDIAN;
    }
}
