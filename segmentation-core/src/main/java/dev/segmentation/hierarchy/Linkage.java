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
    SINGLE("single linkage");

    private final String label;

    Linkage(String label) {
        this.label = label;
    }

    /** For people. */
    String label() {
        return label;
    }
}
