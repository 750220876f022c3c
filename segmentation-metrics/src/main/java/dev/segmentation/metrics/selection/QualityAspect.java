package dev.segmentation.metrics.selection;

/** A side of what makes a segmentation good, each measured by one index, for {@link CalibratedIndices}. */
public enum QualityAspect {
    /**
     * Rows of a segment are alike: the mean distance of two rows of a segment, averaged over the segments by their size.
     * Low is good; a segment of one row counts as 0.
     */
    COMPACTNESS("average within", Direction.LOWER_IS_BETTER),

    /**
     * Segments mirror the distances: the correlation, over all pairs of rows, of their distance with 1 for pairs of
     * different segments and 0 for others. In [−1, 1], high is good.
     */
    REPRESENTATION("Pearson gamma", Direction.HIGHER_IS_BETTER),

    /**
     * Segments are apart: the mean distance to the nearest row of another segment, over the tenth of the rows of each
     * segment, rounded up, that are nearest to one. High is good.
     */
    SEPARATION("separation", Direction.HIGHER_IS_BETTER),

    /**
     * Segments have no hole: the longest edge of the minimum spanning trees of the segments. Low is good; a segment of one
     * row has no edge.
     */
    CONNECTION("widest gap", Direction.LOWER_IS_BETTER),

    /** Segments come back: 1 − the {@linkplain BootstrapInstability bootstrap instability}. High is good. */
    STABILITY("stability", Direction.HIGHER_IS_BETTER);

    private final String label;
    private final Direction direction;

    QualityAspect(String label, Direction direction) {
        this.label = label;
        this.direction = direction;
    }

    /**
     * What its index is called in the parts of a {@link CriterionCurve}.
     *
     * @return such as {@code "average within"}
     */
    public String label() {
        return label;
    }

    /**
     * Which end of its index is good.
     *
     * @return the direction
     */
    public Direction direction() {
        return direction;
    }
}
