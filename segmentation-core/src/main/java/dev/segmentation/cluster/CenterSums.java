package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import java.util.Arrays;

/**
 * Weighted sums of rows per segment in exact integer arithmetic, so that neither the order of rows, nor blocks, nor
 * threads, nor the history of moves can change a bit of the centers.
 *
 * <p>Each weighted value is rounded once to its column's fixed-point grid, held in two limbs of B bits, with B = 62 −
 * ⌈log₂ 2n⌉, so that n values cannot overflow; from there on sums and differences are exact. The grid has 2B bits below
 * the largest value of the column: 82 for a million rows, so that values up to 2²⁹ times smaller than it keep all their
 * digits, and smaller ones lose digits one by one. The last column holds the weights themselves.
 */
final class CenterSums {

    private final Grid grid;
    private final long[] high;
    private final long[] low;

    CenterSums(Grid grid, int segmentCount) {
        this.grid = grid;
        this.high = new long[segmentCount * grid.columns];
        this.low = new long[segmentCount * grid.columns];
    }

    void clear() {
        Arrays.fill(high, 0);
        Arrays.fill(low, 0);
    }

    /** Adds everything another one holds. */
    void add(CenterSums other) {
        for (int i = 0; i < high.length; i++) {
            high[i] += other.high[i];
            low[i] += other.low[i];
        }
    }

    /** Renumbers segments: segment s becomes {@code newLabel[s]}. */
    void renumber(int[] newLabel) {
        long[] oldHigh = high.clone();
        long[] oldLow = low.clone();
        for (int s = 0; s < newLabel.length; s++) {
            System.arraycopy(oldHigh, s * grid.columns, high, newLabel[s] * grid.columns, grid.columns);
            System.arraycopy(oldLow, s * grid.columns, low, newLabel[s] * grid.columns, grid.columns);
        }
    }

    /** Adds a row to a segment. */
    void add(int segment, TrainingData data, int row) {
        change(segment, 1, data, row);
    }

    /** Takes a row away from a segment. */
    void subtract(int segment, TrainingData data, int row) {
        change(segment, -1, data, row);
    }

    private void change(int segment, int sign, TrainingData data, int row) {
        double weight = data.weight(row);
        double[] block = data.blocks.block(row / Blocks.ROWS);
        int at = data.blocks.indexInBlock(row);
        int stride = data.blocks.lanesOf(row);
        int features = grid.columns - 1;
        int to = segment * grid.columns;
        for (int j = 0; j < features; j++, at += stride) {
            double product = weight * block[at];
            put(to + j, sign, product * grid.scale[j]);
            if (weight != 1) { // what the product lost, so that a weight of 2 is the row twice
                put(to + j, sign, Math.fma(weight, block[at], -product) * grid.scale[j]);
            }
        }
        put(to + features, sign, weight * grid.scale[features]);
    }

    private void put(int index, int sign, double scaled) {
        double whole = Math.rint(scaled);
        high[index] += sign * (long) whole;
        low[index] += sign * (long) Math.rint((scaled - whole) * grid.lowUnit);
    }

    /** The total weight of a segment. */
    double weight(int segment) {
        int index = segment * grid.columns + grid.columns - 1;
        double head = (double) high[index];
        double rest = (double) (high[index] - (long) head) + low[index] / grid.lowUnit;
        return (head + rest) / grid.scale[grid.columns - 1];
    }

    /** Writes the mean of a segment of positive weight. */
    void mean(int segment, double[] centers) {
        int features = grid.columns - 1;
        double weight = weight(segment);
        for (int j = 0; j < features; j++) {
            int index = segment * grid.columns + j;
            double head = (double) high[index];
            double rest = (double) (high[index] - (long) head) + low[index] / grid.lowUnit;
            double mean = (head + rest) / weight;
            mean += (Math.fma(-mean, weight, head) + rest) / weight; // the remainder, so that equal rows give that row
            centers[segment * features + j] = mean / grid.scale[j];
        }
    }

    /** The fixed-point grid of each column; the same for all sums of one fit. */
    static final class Grid {

        /** Beyond this, a power of two and its inverse are no longer both normal doubles. */
        private static final int LARGEST_EXPONENT = 1000;

        private final int columns;
        private final double[] scale;
        private final double lowUnit;

        Grid(TrainingData data, Runnable poll) {
            this.columns = data.features + 1;
            int additions = 2 * data.rows - 1; // a value and what its product with the weight lost
            int bits = 62 - (32 - Integer.numberOfLeadingZeros(Math.max(additions, 1)));
            double[] largest = new double[columns];
            Blocks blocks = data.blocks;
            for (int i = 0; i < data.rows; i++) {
                if (i % Blocks.ROWS == 0) {
                    poll.run();
                }
                double weight = data.weight(i);
                largest[columns - 1] = Math.max(largest[columns - 1], weight);
                for (int j = 0; j < data.features; j++) {
                    largest[j] = Math.max(largest[j], Math.abs(weight * blocks.get(i, j)));
                }
            }
            this.scale = new double[columns];
            for (int j = 0; j < columns; j++) {
                int exponent = largest[j] == 0 ? 0 : bits - 1 - Math.getExponent(largest[j]);
                scale[j] = Math.scalb(1.0, Math.min(exponent, LARGEST_EXPONENT));
            }
            this.lowUnit = Math.scalb(1.0, bits);
        }
    }
}
