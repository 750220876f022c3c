package dev.segmentation.mixed;

import java.util.Arrays;

/**
 * What prototypes are made of: per segment the weight of its rows, of each level, and sums of numbers, all in integers, so
 * that neither the order of rows, nor threads, nor the history of moves can change a bit.
 *
 * <p>Weights lie on a grid that is so fine that their total has 61 bits; whole weights are kept as they are. A number is
 * rounded once, after its column's pivot has been taken off, to a grid of two limbs, together at least 75 bits.
 */
final class Tallies {

    /** The grids, which depend on the rows alone, not on their order. */
    static final class Grid {

        private static final int BITS = 61;

        private final long[] weights; // empty if every row counts once
        private final int weightExponent; // a weight w is w · 2^weightExponent here
        private final double[] pivots;
        private final double[] scales; // powers of two
        private final double lowScale;
        private final int[] levelOffsets; // of each categorical column; the last one is their total
        private final int numericCount;

        Grid(MixedRows rows, Metric metric) {
            int n = rows.rowCount();
            double total = 0;
            boolean whole = true;
            for (int i = 0; rows.isWeighted() && i < n; i++) {
                total += rows.weight(i);
                whole &= rows.weight(i) == Math.rint(rows.weight(i));
            }
            int totalExponent = rows.isWeighted() ? Math.getExponent(total) + 1 : 33 - Integer.numberOfLeadingZeros(n);
            weightExponent = !rows.isWeighted() || (whole && totalExponent < BITS) ? 0 : BITS - 1 - totalExponent;
            weights = new long[rows.isWeighted() ? n : 0];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.round(Math.scalb(rows.weight(i), weightExponent));
            }
            numericCount = metric.numericCount();
            pivots = new double[numericCount];
            scales = new double[numericCount];
            lowScale = Math.scalb(1.0, BITS - 1 - (32 - Integer.numberOfLeadingZeros(n)));
            for (int j = 0; j < numericCount; j++) {
                column(rows, j, BITS - 1 - totalExponent);
            }
            levelOffsets = new int[metric.categoricalCount() + 1];
            for (int j = 0; j < metric.categoricalCount(); j++) {
                levelOffsets[j + 1] = levelOffsets[j] + metric.codes(j);
            }
        }

        private void column(MixedRows rows, int j, int bits) {
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < rows.rowCount(); i++) {
                if (rows.hasNumber(i, j) && rows.weight(i) > 0) {
                    min = Math.min(min, rows.number(i, j));
                    max = Math.max(max, rows.number(i, j));
                }
            }
            pivots[j] = min;
            scales[j] = Math.scalb(1.0, Math.min(1000, bits - Math.max(-900, Math.getExponent(max - min) + 1)));
        }

        private long weight(int row) {
            return weights.length == 0 ? 1 : weights[row];
        }
    }

    private final Grid grid;
    private final long[] sizes;
    private final long[] observed; // of segment s and numeric column j
    private final long[] high;
    private final long[] low;
    private final long[] levels; // of segment s and every code of every column

    Tallies(Grid grid, int segmentCount) {
        this.grid = grid;
        this.sizes = new long[segmentCount];
        this.observed = new long[segmentCount * grid.numericCount];
        this.high = new long[segmentCount * grid.numericCount];
        this.low = new long[segmentCount * grid.numericCount];
        this.levels = new long[segmentCount * levelCount()];
    }

    private int levelCount() {
        return grid.levelOffsets[grid.levelOffsets.length - 1];
    }

    /** A row moves; from a negative segment it comes from nowhere. */
    void move(MixedRows rows, int row, int from, int to) {
        long weight = grid.weight(row);
        if (weight <= 0) {
            return;
        }
        sizes[to] += weight;
        if (from >= 0) {
            sizes[from] -= weight;
        }
        moveNumbers(rows, row, weight, from, to);
        for (int j = 0; j + 1 < grid.levelOffsets.length; j++) {
            int at = grid.levelOffsets[j] + rows.code(row, j);
            levels[to * levelCount() + at] += weight;
            if (from >= 0) {
                levels[from * levelCount() + at] -= weight;
            }
        }
    }

    private void moveNumbers(MixedRows rows, int row, long weight, int from, int to) {
        double factor = rows.weight(row);
        for (int j = 0; j < grid.numericCount; j++) {
            if (rows.hasNumber(row, j)) {
                double scaled = (rows.number(row, j) - grid.pivots[j]) * grid.scales[j] * factor;
                long whole = (long) scaled;
                long rest = (long) Math.rint((scaled - whole) * grid.lowScale);
                int at = to * grid.numericCount + j;
                observed[at] += weight;
                high[at] += whole;
                low[at] += rest;
                if (from >= 0) {
                    at = from * grid.numericCount + j;
                    observed[at] -= weight;
                    high[at] -= whole;
                    low[at] -= rest;
                }
            }
        }
    }

    /** Takes over what another one holds, which is empty then. */
    void drain(Tallies other) {
        drain(sizes, other.sizes);
        drain(observed, other.observed);
        drain(high, other.high);
        drain(low, other.low);
        drain(levels, other.levels);
    }

    private static void drain(long[] into, long[] from) {
        for (int i = 0; i < into.length; i++) {
            into[i] += from[i];
        }
        Arrays.fill(from, 0);
    }

    /** All segments together. */
    Tallies total() {
        Tallies total = new Tallies(grid, 1);
        for (int s = 0; s < sizes.length; s++) {
            total.sizes[0] += sizes[s];
            for (int j = 0; j < grid.numericCount; j++) {
                total.observed[j] += observed[s * grid.numericCount + j];
                total.high[j] += high[s * grid.numericCount + j];
                total.low[j] += low[s * grid.numericCount + j];
            }
            for (int c = 0; c < levelCount(); c++) {
                total.levels[c] += levels[s * levelCount() + c];
            }
        }
        return total;
    }

    boolean isEmpty(int segment) {
        return sizes[segment] == 0;
    }

    /** The sum of the weights of a segment's rows. */
    double weight(int segment) {
        return Math.scalb((double) sizes[segment], -grid.weightExponent);
    }

    long rowWeight(int row) {
        return grid.weight(row);
    }

    /** What grid and decimal fractions may have rounded of a weight on the grid, about 1e-12 of it; 0 if all are whole. */
    long rounding(long weight) {
        return grid.weightExponent == 0 ? 0 : weight >> 40;
    }

    /** The weight of a segment's rows that have a number in a column, on the grid. */
    long observed(int segment, int column) {
        return observed[segment * grid.numericCount + column];
    }

    /** The mean of the numbers of a column. */
    double mean(int segment, int column) {
        int at = segment * grid.numericCount + column;
        double weight = Math.scalb((double) observed[at], -grid.weightExponent);
        double sum = (high[at] + low[at] / grid.lowScale) / grid.scales[column];
        return grid.pivots[column] + sum / weight;
    }

    /** The weight of a level, on the grid. */
    long level(int segment, int column, int level) {
        return levels[segment * levelCount() + grid.levelOffsets[column] + level];
    }
}
