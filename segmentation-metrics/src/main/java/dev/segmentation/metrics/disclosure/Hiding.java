package dev.segmentation.metrics.disclosure;

import java.util.Arrays;
import java.util.BitSet;

/** Hides cells of a table of two or more rows and columns until no rule asks for another, see {@link CellSuppression}. */
final class Hiding {

    /** No count is larger, so that sums of costs do not overflow. */
    private static final long MOST = Long.MAX_VALUE / 1_000_000;

    private final long[][] counts;
    private final boolean[][] possible;
    private final long least;
    private final boolean[][] hidden;

    Hiding(long[][] counts, boolean[][] possible, long least) {
        this.counts = counts;
        this.possible = possible;
        this.least = least;
        this.hidden = new boolean[counts.length][counts[0].length];
    }

    boolean[][] hidden() {
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                hidden[r][c] = isSmall(counts[r][c], least);
            }
        }
        while (closeAnother()) {} // each time at least one more is hidden
        return hidden;
    }

    static boolean isSmall(long count, long least) {
        return count > 0 && count < least;
    }

    /** The index of the smallest count that is shown and not 0, the first of equal ones; -1 if there is none. */
    static int smallestShown(long[] counts, boolean[] hidden) {
        int smallest = -1;
        for (int i = 0; i < counts.length; i++) {
            if (!hidden[i] && counts[i] > 0 && (smallest < 0 || counts[i] < counts[smallest])) {
                smallest = i;
            }
        }
        return smallest;
    }

    /** Whether another cell was hidden, so that the first hidden one that was on no cycle is on one. */
    private boolean closeAnother() {
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                if (hidden[r][c] && close(r, c)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Finds the cheapest path from a row to a column that does not use their own cell, by Dijkstra's algorithm; hidden cells
     * cost nothing. Hides what is shown of it.
     */
    private boolean close(int row, int column) {
        int rows = counts.length;
        int nodes = rows + counts[0].length; // rows, then columns
        long[] cost = new long[nodes];
        int[] before = new int[nodes];
        Arrays.fill(cost, Long.MAX_VALUE);
        Arrays.fill(before, -1);
        cost[row] = 0;
        BitSet done = new BitSet(nodes);
        for (int node = cheapest(cost, done); node >= 0; node = cheapest(cost, done)) {
            done.set(node);
            int from = node < rows ? rows : 0;
            int to = node < rows ? nodes : rows;
            for (int other = from; other < to; other++) {
                int r = Math.min(node, other);
                int c = Math.max(node, other) - rows;
                boolean own = r == row && c == column;
                if (!own && possible[r][c] && cost[node] + cost(r, c) < cost[other]) {
                    cost[other] = cost[node] + cost(r, c);
                    before[other] = node;
                }
            }
        }
        boolean changed = false;
        for (int node = rows + column; before[node] >= 0; node = before[node]) {
            int r = Math.min(node, before[node]);
            int c = Math.max(node, before[node]) - rows;
            changed |= !hidden[r][c];
            hidden[r][c] = true;
        }
        return changed;
    }

    private static int cheapest(long[] cost, BitSet done) {
        int cheapest = -1;
        for (int node = 0; node < cost.length; node++) {
            if (!done.get(node) && cost[node] < Long.MAX_VALUE && (cheapest < 0 || cost[node] < cost[cheapest])) {
                cheapest = node;
            }
        }
        return cheapest;
    }

    private long cost(int row, int column) {
        if (hidden[row][column]) {
            return 0;
        }
        long count = counts[row][column];
        return count == 0 ? least : Math.min(count, MOST);
    }
}
