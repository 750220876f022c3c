package dev.segmentation.hierarchy;

/**
 * A number for each pair of rows, in few large arrays, because an array per row would cost a visit to its header for every
 * number of a column.
 */
final class Triangle {

    /** Numbers per array at most, unless a row has more. */
    private static final int LARGEST = 1 << 26;

    private final int shift; // rows per array, as an exponent of 2
    private final double[][] groups;
    private final int[] offsets; // where in its array a row begins

    /** All zeros. */
    Triangle(int rows) {
        shift = 31 - Integer.numberOfLeadingZeros(Math.max(1, LARGEST / Math.max(1, rows)));
        groups = new double[((rows - 1) >> shift) + 1][];
        offsets = new int[rows];
        for (int group = 0; group < groups.length; group++) {
            int length = 0;
            for (int row = group << shift; row < rows && row >> shift == group; row++) {
                offsets[row] = length;
                length += rows - 1 - row;
            }
            groups[group] = new double[length];
        }
    }

    /** The bytes of so many rows. */
    static long bytes(int rows) {
        return 4L * rows * (rows - 1L) + 4L * rows;
    }

    /** The array that holds what a row has with the rows after it, from {@link #offset} on. */
    double[] arrayOf(int row) {
        return groups[row >> shift];
    }

    int offset(int row) {
        return offsets[row];
    }

    /** The number of a row and one after it. */
    double get(int row, int after) {
        return groups[row >> shift][offsets[row] + after - row - 1];
    }

    /** Sets the number of a row and one after it. */
    void set(int row, int after, double value) {
        groups[row >> shift][offsets[row] + after - row - 1] = value;
    }
}
