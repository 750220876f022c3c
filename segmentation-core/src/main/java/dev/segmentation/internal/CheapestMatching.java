package dev.segmentation.internal;

import java.util.Arrays;

/**
 * The cheapest way to give each row a column of its own: the Hungarian method (H. W. Kuhn 1955,
 * doi:10.1002/nav.3800020109) by shortest augmenting paths (R. Jonker and A. Volgenant 1987, doi:10.1007/BF02278710), in
 * O(r²·c) time for r rows and c columns. Distances to columns carry over from row to row as prices. Of whole costs it is exact as
 * long as r times the largest is below 2⁵³. Which of several cheapest ways is found depends on the costs alone.
 */
public final class CheapestMatching {

    private static final int NONE = -1;

    private final double[][] costs;
    private final int columns;
    private final double[] rowPrice;
    private final double[] columnPrice;
    private final int[] rowOf; // of each column; the last one is where the row to be matched waits

    private CheapestMatching(double[][] costs) {
        this.costs = costs;
        this.columns = costs[0].length;
        this.rowPrice = new double[costs.length];
        this.columnPrice = new double[columns + 1];
        this.rowOf = new int[columns + 1];
        Arrays.fill(rowOf, NONE);
    }

    /**
     * Matches.
     *
     * @param costs at least one row, at least as many columns as rows, finite
     * @param poll called once per row
     * @return the column of each row
     */
    public static int[] of(double[][] costs, Runnable poll) {
        CheapestMatching matching = new CheapestMatching(costs);
        for (int row = 0; row < costs.length; row++) {
            poll.run();
            matching.match(row);
        }
        int[] columnOf = new int[costs.length];
        for (int column = 0; column < matching.columns; column++) {
            if (matching.rowOf[column] != NONE) {
                columnOf[matching.rowOf[column]] = column;
            }
        }
        return columnOf;
    }

    /** Matches one more row: follows the cheapest path over matched pairs to a free column, and swaps along it. */
    private void match(int row) {
        double[] distance = new double[columns];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
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
    private int relax(int column, double[] distance, int[] previous, boolean[] reached) {
        int row = rowOf[column];
        int nearest = NONE;
        for (int j = 0; j < columns; j++) {
            if (!reached[j]) {
                double reduced = costs[row][j] - rowPrice[row] - columnPrice[j];
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

    private void raisePrices(double by, double[] distance, boolean[] reached) {
        for (int j = 0; j <= columns; j++) {
            if (reached[j]) {
                rowPrice[rowOf[j]] += by;
                columnPrice[j] -= by;
            } else {
                distance[j] -= by; // the last column is always reached
            }
        }
    }
}
