package dev.segmentation.dissimilarity;

import java.util.List;

/** Columns of numbers cut into tiles of {@value #LANES} rows, so that a loop over rows starts at index 0 of every array. */
final class Tiles {

    static final int LANES = 64;

    private final int rowCount;
    private final double[][][] tiles; // tile, column, row in tile
    private final boolean complete;

    Tiles(List<double[]> columns, int rowCount) {
        this.rowCount = rowCount;
        this.tiles = new double[(int) (((long) rowCount + LANES - 1) / LANES)][columns.size()][];
        boolean known = true;
        for (int t = 0; t < tiles.length; t++) {
            int lanes = Math.min(LANES, rowCount - t * LANES);
            for (int c = 0; c < columns.size(); c++) {
                double[] tile = new double[lanes];
                System.arraycopy(columns.get(c), t * LANES, tile, 0, lanes);
                tiles[t][c] = tile;
                for (double value : tile) {
                    known &= !Double.isNaN(value);
                }
            }
        }
        this.complete = known;
    }

    int rowCount() {
        return rowCount;
    }

    /** Whether no value is NaN. */
    boolean isComplete() {
        return complete;
    }

    /** The columns of a tile. */
    double[][] tile(int number) {
        return tiles[number];
    }

    double value(int row, int column) {
        return tiles[row / LANES][column][row % LANES];
    }

    void copyRow(int row, double[] into) {
        double[][] tile = tiles[row / LANES];
        for (int c = 0; c < into.length; c++) {
            into[c] = tile[c][row % LANES];
        }
    }
}
