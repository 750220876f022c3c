package dev.segmentation.mixed;

import java.util.Arrays;

/** Makes prototypes of the rows of each segment: means or medians, modes or median levels. */
final class Centering {

    private final MixedRows rows;
    private final Metric metric;
    private final Tallies.Grid grid;
    private final int[][] orders; // rows by increasing number, by column; only for medians

    Centering(MixedRows rows, Metric metric, Loop loop) {
        this.rows = rows;
        this.metric = metric;
        this.grid = new Tallies.Grid(rows, metric);
        this.orders = new int[metric.isSquared() ? 0 : metric.numericCount()][];
        loop.forEach(orders.length, j -> orders[j] = order(j));
    }

    Tallies tallies(int segmentCount) {
        return new Tallies(grid, segmentCount);
    }

    /** Rows with a number in this column, by its size, equal ones in their order. */
    private int[] order(int column) {
        int[] there = new int[rows.rowCount()];
        double[] sorted = new double[rows.rowCount()];
        int count = 0;
        for (int i = 0; i < there.length; i++) {
            if (rows.hasNumber(i, column) && rows.weight(i) > 0) {
                there[count] = i;
                sorted[count++] = rows.number(i, column) + 0.0; // −0 becomes 0
            }
        }
        sorted = Arrays.copyOf(sorted, count);
        Arrays.sort(sorted);
        int[] used = new int[count];
        int[] order = new int[count];
        for (int c = 0; c < count; c++) {
            int first = first(sorted, rows.number(there[c], column) + 0.0);
            order[first + used[first]++] = there[c];
        }
        return order;
    }

    private static int first(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] >= value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The prototype of all rows. */
    Prototypes overall(Loop loop) {
        Tallies all = tallies(1);
        for (int i = 0; i < rows.rowCount(); i++) {
            if (i % 4096 == 0) {
                loop.poll();
            }
            all.move(rows, i, -1, 0);
        }
        Prototypes overall = new Prototypes(1, metric.numericCount(), metric.categoricalCount());
        center(all, new int[rows.rowCount()], overall, overall, loop);
        return overall;
    }

    /** Centers prototypes on the rows with their labels; where a segment has no value, that of all rows stands in. */
    void center(Tallies tallies, int[] labels, Prototypes prototypes, Prototypes overall, Loop loop) {
        int p = metric.numericCount();
        for (int s = 0; s < prototypes.count; s++) {
            for (int j = 0; j < p && metric.isSquared(); j++) {
                prototypes.values[s * p + j] = tallies.observed(s, j) == 0 ? overall.values[j] : tallies.mean(s, j);
            }
            for (int j = 0; j < metric.categoricalCount(); j++) {
                prototypes.levels[s * metric.categoricalCount() + j] = level(tallies, s, j, overall);
            }
        }
        loop.forEach(orders.length, j -> medians(j, tallies, labels, prototypes, overall));
    }

    private void medians(int column, Tallies tallies, int[] labels, Prototypes prototypes, Prototypes overall) {
        int p = metric.numericCount();
        long[] passed = new long[prototypes.count];
        boolean[] isHalf = new boolean[prototypes.count]; // half of the weight lies up to the value so far
        boolean[] isDone = new boolean[prototypes.count];
        for (int s = 0; s < prototypes.count; s++) {
            isDone[s] = tallies.observed(s, column) == 0;
            if (isDone[s]) {
                prototypes.values[s * p + column] = overall.values[column];
            }
        }
        for (int row : orders[column]) {
            int s = labels[row];
            if (isDone[s] || tallies.rowWeight(row) == 0) {
                continue;
            }
            double value = rows.number(row, column);
            if (isHalf[s]) {
                double lower = prototypes.values[s * p + column];
                prototypes.values[s * p + column] = lower + (value - lower) / 2;
                isDone[s] = true;
                continue;
            }
            passed[s] += tallies.rowWeight(row);
            long observed = tallies.observed(s, column);
            long excess = 2 * passed[s] - observed;
            if (excess >= -tallies.rounding(observed)) {
                prototypes.values[s * p + column] = value;
                isHalf[s] = excess <= tallies.rounding(observed);
                isDone[s] = !isHalf[s];
            }
        }
    }

    private int level(Tallies tallies, int segment, int column, Prototypes overall) {
        int known = metric.codes(column) - 2;
        long most = 0;
        int mode = -1;
        long all = 0;
        for (int level = 0; level < known; level++) {
            long weight = tallies.level(segment, column, level);
            all += weight;
            if (weight > most) {
                most = weight;
                mode = level;
            }
        }
        if (mode < 0) {
            return overall.levels[column];
        }
        if (!metric.hasRanks(column)) {
            return mode;
        }
        long passed = 0;
        int level = 0;
        while (2 * (passed + tallies.level(segment, column, level)) < all - tallies.rounding(all)) {
            passed += tallies.level(segment, column, level);
            level++;
        }
        return level;
    }
}
