package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;

/**
 * The rows of a block in single precision: centered, scaled, and two tiles beside each other, so that a column of {@value
 * #ROWS} rows is contiguous. Only whole tiles; where the last one has no partner it is there twice.
 */
final class Narrowed {

    /** Rows beside each other. */
    static final int ROWS = 2 * Blocks.LANES;

    /** No rows: they are to be converted when they are needed. */
    static final float[] NONE = {};

    private Narrowed() {}

    /** How many numbers that many rows take. */
    static int size(int rows, int features) {
        return Math.multiplyExact((rows + ROWS - 1) / ROWS * ROWS, features);
    }

    /** Converts rows of whole tiles, in plain Java. */
    static void convert(double scale, double[] shift, double[] packed, int rows, float[] into) {
        int features = shift.length;
        for (int row = 0; row < rows; row += ROWS) {
            int first = row * features;
            int second = Math.min(row + Blocks.LANES, rows - Blocks.LANES) * features;
            for (int j = 0; j < features; j++) {
                convert(scale, shift[j], packed, first + j * Blocks.LANES, into, first + j * ROWS);
                convert(scale, shift[j], packed, second + j * Blocks.LANES, into, first + j * ROWS + Blocks.LANES);
            }
        }
    }

    private static void convert(double scale, double shift, double[] packed, int from, float[] into, int to) {
        for (int r = 0; r < Blocks.LANES; r++) {
            into[to + r] = (float) Math.fma(packed[from + r], scale, shift);
        }
    }
}
