package dev.segmentation.medoid;

import dev.segmentation.dissimilarity.Dissimilarities;

/** Some rows compared with all, a part of all compared with all. */
final class RowsToAll implements Dissimilarities {

    private final Dissimilarities all;
    private final int[] rows;

    RowsToAll(Dissimilarities all, int[] rows) {
        this.all = all;
        this.rows = rows;
    }

    @Override
    public int rowCount() {
        return rows.length;
    }

    @Override
    public int otherCount() {
        return all.otherCount();
    }

    @Override
    public double between(int row, int other) {
        return all.between(rows[row], other);
    }

    @Override
    public void between(int row, int firstOther, int count, double[] into) {
        all.between(rows[row], firstOther, count, into);
    }
}
