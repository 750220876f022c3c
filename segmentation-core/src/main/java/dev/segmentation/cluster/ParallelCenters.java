package dev.segmentation.cluster;

/** Centers drawn by k-means||. */
record ParallelCenters() implements Seeding {

    @Override
    public String toString() {
        return "k-means||";
    }
}
