package dev.segmentation.cluster;

import java.util.Arrays;

/**
 * Weighted sums of rows per segment in exact integer arithmetic, so that neither the order of rows, nor blocks, nor
 * threads, nor the history of moves can change a bit of the centers.
 *
 * <p>Each weighted value is rounded once to its column's fixed-point grid, held in two limbs of B bits, B so small that n
 * values cannot overflow; from there on sums and differences are exact. The grid has 2B bits below the largest value of
 * the column: 84 for a million rows, so that values up to 2³¹ times smaller than it keep all their digits, and smaller
 * ones lose digits one by one. The last column holds the weights themselves.
 */
final class CenterSums {

    /** Added to a double below 2⁵¹ it leaves the nearest integer in the lower bits. */
    private static final double ROUNDER = 0x1.8p52;

    private static final long ROUNDER_BITS = Double.doubleToRawLongBits(ROUNDER);

    /** The segment of a row that is in none yet. */
    static final int NOWHERE = -1;

    private final Grid grid;
    private final long[] high; // of segment s and column j at s · columns + j
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

    /**
     * Takes a row from one segment to another, or adds it if there is no source.
     *
     * @param source a segment, or {@link #NOWHERE}
     * @param target a segment
     * @param values where the values of the row are, from {@code at} on, {@code stride} apart
     */
    void transfer(int source, int target, double weight, double[] values, int at, int stride) {
        int features = features();
        int from = source * grid.columns;
        int to = target * grid.columns;
        for (int j = 0, x = at; j < features; j++, x += stride) {
            double product = weight * values[x];
            double scaled = product * grid.scale[j];
            double rounded = scaled + ROUNDER;
            long whole = Double.doubleToRawLongBits(rounded) - ROUNDER_BITS;
            double rest = (scaled - (rounded - ROUNDER)) * grid.lowUnit + ROUNDER;
            long part = Double.doubleToRawLongBits(rest) - ROUNDER_BITS;
            if (weight != 1) { // what the product lost, so that a weight of 2 is the row twice
                double lost = Math.fma(weight, values[x], -product) * grid.scale[j];
                rounded = lost + ROUNDER;
                whole += Double.doubleToRawLongBits(rounded) - ROUNDER_BITS;
                rest = (lost - (rounded - ROUNDER)) * grid.lowUnit + ROUNDER;
                part += Double.doubleToRawLongBits(rest) - ROUNDER_BITS;
            }
            high[to + j] += whole;
            low[to + j] += part;
            if (source != NOWHERE) {
                high[from + j] -= whole;
                low[from + j] -= part;
            }
        }
        weigh(to + features, 1, weight);
        if (source != NOWHERE) {
            weigh(from + features, -1, weight);
        }
    }

    private void weigh(int index, int sign, double weight) {
        double scaled = weight * grid.scale[features()];
        double rounded = scaled + ROUNDER;
        double rest = (scaled - (rounded - ROUNDER)) * grid.lowUnit + ROUNDER;
        high[index] += sign * (Double.doubleToRawLongBits(rounded) - ROUNDER_BITS);
        low[index] += sign * (Double.doubleToRawLongBits(rest) - ROUNDER_BITS);
    }

    private int features() {
        return grid.columns - 1;
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

        /** A value must stay below 2⁵¹ to be rounded by {@link #ROUNDER}. */
        private static final int MOST_BITS = 50;

        private final int columns; // the features, and then the weight
        private final double[] scale; // units of the high limb per unit of a column
        private final double lowUnit; // units of the low limb per unit of the high one

        /**
         * Fits the grid to the data.
         *
         * @param additions how many values may be added up in one place
         * @param largest the largest absolute weighted value of each feature, then the largest weight
         */
        Grid(long additions, double... largest) {
            this.columns = largest.length;
            int bits = Math.min(MOST_BITS, 62 - (64 - Long.numberOfLeadingZeros(Math.max(additions - 1, 1))));
            this.scale = new double[columns];
            for (int j = 0; j < columns; j++) {
                int exponent = largest[j] == 0 ? 0 : bits - 1 - Math.getExponent(largest[j]);
                scale[j] = Math.scalb(1.0, Math.min(exponent, LARGEST_EXPONENT));
            }
            this.lowUnit = Math.scalb(1.0, bits);
        }
    }
}
