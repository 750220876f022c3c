package dev.segmentation.cluster;

/**
 * Random centers, drawn from the rows.
 *
 * @param candidates how many are drawn for each further center
 */
record RandomCenters(Candidates candidates) implements Seeding {

    /** How many candidates are drawn for each further center. */
    enum Candidates {
        /** One: k-means++. */
        ONE,
        /** 2 + ⌊ln k⌋: the greedy variant. */
        SEVERAL;

        int count(int segmentCount) {
            return this == ONE ? 1 : 2 + (int) StrictMath.log(segmentCount);
        }
    }

    @Override
    public String toString() {
        return candidates == Candidates.ONE ? "k-means++" : "greedy k-means++";
    }
}
