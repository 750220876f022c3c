package dev.segmentation.cluster;

/**
 * What Lloyd's iteration is made of: segments that are in memory ({@link Partition}) or that are found anew in every scan
 * of rows that are not ({@link ScannedPartition}). Both give the same bits.
 */
interface Passes {

    /** k. */
    int segmentCount();

    /** k × d, row-major; live. */
    double[] centers();

    /**
     * Puts every row into the segment of its nearest center.
     *
     * @return whether any row changed its segment
     */
    boolean assign();

    /**
     * Gives every empty segment the row that is farthest from its own center, which lowers the sum of squares.
     *
     * @return whether there was anything to repair
     */
    boolean repairEmptySegments();

    /** Moves every center to the mean of its rows; all segments must have weight. */
    void recenter();

    /** The weighted sum of squared distances of all rows to the centers of their segments, rounded once. */
    double objective();

    /** The total weight of the rows of a segment. */
    double weight(int segment);

    /** The first row of positive weight of a segment. */
    long firstRow(int segment);

    /** Renumbers segments: segment s becomes {@code newLabel[s]}. */
    void renumber(int[] newLabel);

    /** Notes segments and centers; running the result goes back to them. */
    Runnable save();
}
