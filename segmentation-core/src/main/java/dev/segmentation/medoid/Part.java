package dev.segmentation.medoid;

import dev.segmentation.dissimilarity.Dissimilarities;

/** Some rows compared with each other. */
record Part(Dissimilarities all, int[] rows) implements Dissimilarities {

    @Override
    public int rowCount() {
        return rows.length;
    }

    @Override
    public int otherCount() {
        return rows.length;
    }

    @Override
    public double between(int row, int other) {
        return all.between(rows[row], rows[other]);
    }
}
