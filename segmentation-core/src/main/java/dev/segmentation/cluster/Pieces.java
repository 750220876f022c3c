package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.PackedRows;
import dev.segmentation.scan.RowBlock;

/** The blocks of any row source, cut and laid out as kernels want them. Of one thread. */
final class Pieces {

    private final int features;
    private final double[] weights = new double[Blocks.ROWS];
    private double[] packed = new double[0];
    private boolean weighted;

    Pieces(int features) {
        this.features = features;
    }

    /** What is done with a piece. */
    interface Work {

        /**
         * Works on at most {@link Blocks#ROWS} rows.
         *
         * @param packed their values, laid out as {@link Blocks}
         * @param rows how many
         * @param firstRow the first one's index in the source
         */
        void on(double[] packed, int rows, long firstRow);
    }

    void each(RowBlock block, Work work) {
        if (block instanceof PackedRows own) {
            weigh(block, 0, block.rowCount());
            work.on(own.packed(), block.rowCount(), block.firstRow());
            return;
        }
        for (int start = 0; start < block.rowCount(); start += Blocks.ROWS) {
            int rows = Math.min(Blocks.ROWS, block.rowCount() - start);
            if (packed.length < rows * features) {
                packed = new double[Math.multiplyExact(rows, features)];
            }
            int first = start;
            PackedRows.pack((i, j) -> block.value(first + i, j), rows, features, packed);
            weigh(block, start, rows);
            work.on(packed, rows, block.firstRow() + start);
        }
    }

    private void weigh(RowBlock block, int start, int rows) {
        weighted = false;
        for (int r = 0; r < rows; r++) {
            weights[r] = block.weight(start + r);
            weighted |= weights[r] != 1;
        }
    }

    /** The weights of the piece that is being worked on. */
    double[] weights() {
        return weights;
    }

    /** Whether any of them is not 1. */
    boolean isWeighted() {
        return weighted;
    }

    /** Where the values of a row of a piece are; the next feature follows {@link #stride} later. */
    int index(int row) {
        return (row & -Blocks.LANES) * features + row % Blocks.LANES;
    }

    static int stride(int row, int rows) {
        return Blocks.lanes(rows, row & -Blocks.LANES);
    }

    void copyRow(double[] from, int row, int rows, double[] into) {
        int stride = stride(row, rows);
        for (int j = 0, at = index(row); j < features; j++, at += stride) {
            into[j] = from[at];
        }
    }
}
