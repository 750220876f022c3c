package dev.segmentation.metrics.internal;

import java.util.Arrays;

/**
 * The one-to-one matching of rows with columns whose weights add up to most: the Hungarian method (H. W. Kuhn 1955,
 * doi:10.1002/nav.3800020109) by shortest augmenting paths (R. Jonker and A. Volgenant 1987, doi:10.1007/BF02278710). Exact,
 * in integers; O(r²·c) time for r ≤ c rows and columns. Which of several best matchings is found depends on the weights
 * alone.
 */
public final class OptimalMatching {

    private static final int NONE = -1;

    private final long[][] weights;
    private final int columns;

    /** Prices keep price of row + price of column ≤ −weight, with equality for what is matched. */
    private final long[] rowPrice;

    private final long[] columnPrice;

    /** The row of each column; the last entry is a column of no weight, where the row to be matched waits. */
    private final int[] rowOf;

    private OptimalMatching(long[][] weights) {
        this.weights = weights;
        this.columns = weights[0].length;
        this.rowPrice = new long[weights.length];
        this.columnPrice = new long[columns + 1];
        this.rowOf = new int[columns + 1];
        Arrays.fill(rowOf, NONE);
    }

    /**
     * Matches.
     *
     * @param weights at least one row of at least one weight, all of one length, 0 to 2⁴⁰
     * @return the column of each row, −1 if it has none; pairs of weight 0 are not matched
     */
    public static int[] of(long[][] weights) {
        boolean wide = weights.length <= weights[0].length;
        OptimalMatching matching = new OptimalMatching(wide ? weights : transposed(weights));
        for (int row = 0; row < matching.weights.length; row++) {
            matching.match(row);
        }
        int[] columnOf = new int[weights.length];
        Arrays.fill(columnOf, NONE);
        for (int j = 0; j < matching.columns; j++) {
            int i = matching.rowOf[j];
            if (i != NONE && matching.weights[i][j] > 0) {
                columnOf[wide ? i : j] = wide ? j : i;
            }
        }
        return columnOf;
    }

    /** Matches one more row: follows the cheapest path over matched pairs to a free column, and swaps along it. */
    private void match(int row) {
        long[] distance = new long[columns];
        Arrays.fill(distance, Long.MAX_VALUE);
        int[] previous = new int[columns];
        boolean[] reached = new boolean[columns + 1];
        rowOf[columns] = row;
        int column = columns;
        while (rowOf[column] != NONE) {
            reached[column] = true;
            int nearest = relax(column, distance, previous, reached);
            raisePrices(distance[nearest], distance, reached);
            column = nearest;
        }
        while (column != columns) {
            rowOf[column] = rowOf[previous[column]];
            column = previous[column];
        }
    }

    /** Shortens distances by way of a column's row; gives the nearest column that is not reached. */
    private int relax(int column, long[] distance, int[] previous, boolean[] reached) {
        int row = rowOf[column];
        int nearest = NONE;
        for (int j = 0; j < columns; j++) {
            if (!reached[j]) {
                long reduced = -weights[row][j] - rowPrice[row] - columnPrice[j];
                if (reduced < distance[j]) {
                    distance[j] = reduced;
                    previous[j] = column;
                }
                if (nearest == NONE || distance[j] < distance[nearest]) {
                    nearest = j;
                }
            }
        }
        return nearest;
    }

    private void raisePrices(long by, long[] distance, boolean[] reached) {
        for (int j = 0; j <= columns; j++) {
            if (reached[j]) {
                rowPrice[rowOf[j]] += by;
                columnPrice[j] -= by;
            } else {
                distance[j] -= by; // the last column is always reached
            }
        }
    }

    private static long[][] transposed(long[][] weights) {
        long[][] transposed = new long[weights[0].length][weights.length];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < transposed.length; j++) {
                transposed[j][i] = weights[i][j];
            }
        }
        return transposed;
    }
}
