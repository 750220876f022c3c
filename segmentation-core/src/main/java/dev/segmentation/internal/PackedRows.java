package dev.segmentation.internal;

/**
 * Rows that lie as in {@link Blocks} already, so that a kernel can run on them as they are. The blocks of the row sources
 * of this library are such rows; blocks of others are laid out by {@link #pack}.
 */
public interface PackedRows {

    /** How many rows. */
    int rowCount();

    /**
     * The values: row i of feature j at {@link Blocks#index}{@code (i, j, rowCount(), d)}; valid only during the call that
     * was given the rows, not to be written to, possibly longer than rows · d.
     */
    double[] packed();

    /** One value of rows that lie elsewhere. */
    @FunctionalInterface
    interface Cells {

        /** The value of a feature in a row, both from 0. */
        double value(int row, int feature);
    }

    /** Lays out rows that lie elsewhere. */
    static void pack(Cells cells, int rows, int featureCount, double[] into) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < featureCount; j++) {
                into[Blocks.index(i, j, rows, featureCount)] = cells.value(i, j);
            }
        }
    }
}
