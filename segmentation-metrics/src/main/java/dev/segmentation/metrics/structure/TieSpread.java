package dev.segmentation.metrics.structure;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Spreads the values of a column that has ties evenly over the stretch that each was rounded from, since counts and rounded
 * values are lumps, and lumps are modes.
 *
 * <p>The stretch of a value reaches halfway to its neighbors among the distinct values, but no more than three times as far
 * to one side as to the other, so that a true gap stays one. Outside of the smallest and the largest value, where there is no neighbor, it
 * continues as the two gaps inside of it grow, at most twice, so that logarithms of counts are treated like counts. Of values
 * that are {@link Heaps heaped}, as many as there are too many are spread as far as the grid reaches. A column without ties is
 * left as it is.
 */
final class TieSpread {

    /** How many times as far a stretch may reach to one side as to the other. */
    private static final double MOST_UNEVEN = 3;

    /** How many times as long as the gap inside of it a gap outside may be taken to be. */
    private static final double MOST_GROWTH = 2;

    private TieSpread() {}

    /** Spreads a column in place; the same draws for the same key. */
    static void apply(double[] column, long key) {
        for (int i = 0; i < column.length; i++) {
            column[i] += 0.0; // −0 becomes 0, which a binary search would tell apart
        }
        double[] distinct = distinct(column);
        if (distinct.length == column.length || distinct.length < 2) {
            return;
        }
        int[] at = Arrays.stream(column)
                .mapToInt(value -> Arrays.binarySearch(distinct, value))
                .toArray();
        int[] counts = new int[distinct.length];
        for (int value : at) {
            counts[value]++;
        }
        List<Heaps.Grid> grids = Heaps.of(distinct, counts);
        double[] gaps = gaps(distinct);
        long heaped = SeededRandom.key(key, 1);
        for (int i = 0; i < column.length; i++) {
            int value = at[i];
            double left = Math.min(gaps[value], MOST_UNEVEN * gaps[value + 1]) / 2;
            double right = Math.min(gaps[value + 1], MOST_UNEVEN * gaps[value]) / 2;
            double rank = counts[value] * SeededRandom.uniform(heaped, i);
            for (Heaps.Grid grid : grids) {
                if (rank >= 0 && rank < grid.rounded[value]) {
                    left = grid.stride / 2;
                    right = left;
                }
                rank -= grid.rounded[value];
            }
            column[i] += (left + right) * SeededRandom.uniform(key, i) - left;
        }
    }

    private static double[] distinct(double... column) {
        double[] sorted = column.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (double value : sorted) {
            if (count == 0 || value > sorted[count - 1]) {
                sorted[count++] = value;
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    /** The gap before each distinct value, and the one after the last. */
    private static double[] gaps(double... distinct) {
        int m = distinct.length;
        double[] gaps = new double[m + 1];
        for (int v = 1; v < m; v++) {
            gaps[v] = distinct[v] - distinct[v - 1];
        }
        gaps[0] = gaps[1] * growth(gaps[1], m > 2 ? gaps[2] : gaps[1]);
        gaps[m] = gaps[m - 1] * growth(gaps[m - 1], m > 2 ? gaps[m - 2] : gaps[m - 1]);
        return gaps;
    }

    private static double growth(double outer, double inner) {
        return Math.max(1, Math.min(MOST_GROWTH, outer / inner));
    }
}
