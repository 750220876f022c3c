package dev.segmentation.dissimilarity;

import java.util.Objects;

/** Dissimilarities that are computed for a tile of others at a time. */
abstract class TiledDissimilarities implements Dissimilarities {

    final Tiles rows;
    final Tiles others;
    private final int columnCount;

    TiledDissimilarities(Tiles rows, Tiles others, int columnCount) {
        this.rows = rows;
        this.others = others;
        this.columnCount = columnCount;
    }

    /** Of a row to all others of a tile. */
    abstract void toTile(double[] row, double[][] tile, int lanes, double[] into);

    @Override
    public final int rowCount() {
        return rows.rowCount();
    }

    @Override
    public final int otherCount() {
        return others.rowCount();
    }

    @Override
    public final double between(int row, int other) {
        Objects.checkIndex(row, rowCount());
        Objects.checkIndex(other, otherCount());
        double[] x = new double[columnCount];
        rows.copyRow(row, x);
        double[][] single = new double[columnCount][1];
        for (int c = 0; c < columnCount; c++) {
            single[c][0] = others.value(other, c);
        }
        double[] result = new double[1];
        toTile(x, single, 1, result);
        return result[0];
    }

    @Override
    public final void between(int row, int firstOther, int count, double[] into) {
        Objects.checkIndex(row, rowCount());
        Objects.checkFromIndexSize(firstOther, count, otherCount());
        if (count == 0) {
            return;
        }
        double[] x = new double[columnCount];
        rows.copyRow(row, x);
        double[] results = new double[Tiles.LANES];
        int last = firstOther + count - 1;
        for (int t = firstOther / Tiles.LANES; t <= last / Tiles.LANES; t++) {
            int start = t * Tiles.LANES;
            int lanes = Math.min(Tiles.LANES, otherCount() - start);
            toTile(x, others.tile(t), lanes, results);
            int from = Math.max(firstOther, start);
            int to = Math.min(last + 1, start + lanes);
            System.arraycopy(results, from - start, into, from - firstOther, to - from);
        }
    }
}
