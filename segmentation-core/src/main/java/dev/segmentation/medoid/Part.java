package dev.segmentation.medoid;

import dev.segmentation.dissimilarity.Dissimilarities;

/** Some rows compared with each other. */
final class Part implements Dissimilarities {

    private final Dissimilarities all;
    private final int[] rows;

    Part(Dissimilarities all, int[] rows) {
        this.all = all;
        this.rows = rows;
    }

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
