package dev.segmentation.cluster;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Draws centers as k-means++ does: a row with probability proportional to its cost, by a {@link Race} keyed by (seed,
 * restart, step, row).
 */
final class PlusPlus {

    private final TrainingData data;
    private final int segmentCount;
    private final int candidates;
    private final long seed;
    private final Loop loop;
    private final double[] centers;
    private final double[] nearest; // squared distance to the nearest center so far

    PlusPlus(TrainingData data, int segmentCount, int candidates, long seed, Loop loop) {
        this.data = data;
        this.segmentCount = segmentCount;
        this.candidates = candidates;
        this.seed = seed;
        this.loop = loop;
        this.centers = new double[segmentCount * data.features];
        this.nearest = new double[data.rows];
    }

    /** Draws k centers, row-major; nothing if fewer rows can be told apart by squared distance. */
    Optional<double[]> draw() {
        Arrays.fill(nearest, 1); // the first race is by weight alone
        int[] first = race(0, 1);
        if (first.length == 0) {
            return Optional.empty(); // no row counts for anything
        }
        place(0, first[0]);
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int s = 1; s < segmentCount; s++) {
            approach(s - 1);
            int[] drawn = race(s, candidates);
            if (drawn.length == 0) {
                return Optional.empty();
            }
            place(s, drawn.length == 1 ? drawn[0] : best(drawn));
        }
        return Optional.of(centers);
    }

    /**
     * Draws one center anew, with the others as they are.
     *
     * @param current k centers, row-major; not modified
     * @param segment the one to be drawn
     * @return k centers
     */
    double[] redraw(double[] current, int segment) {
        System.arraycopy(current, 0, centers, 0, centers.length);
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int s = 0; s < segmentCount; s++) {
            if (s != segment) {
                approach(s);
            }
        }
        int[] drawn = race(segment, candidates);
        if (drawn.length > 0) {
            place(segment, drawn.length == 1 ? drawn[0] : best(drawn));
        }
        return centers;
    }

    private void place(int segment, int row) {
        double[] values = new double[data.features];
        data.blocks.copyRow(row, values);
        System.arraycopy(values, 0, centers, segment * data.features, data.features);
    }

    /** Brings the distances to the nearest center up to date with one more center. */
    private void approach(int segment) {
        double[] center = Arrays.copyOfRange(centers, segment * data.features, (segment + 1) * data.features);
        data.eachStrip(loop, center, (run, distances, firstRow, rowCount) -> {
            double[] squared = distances.to(0);
            for (int r = 0; r < rowCount; r++) {
                nearest[firstRow + r] = Math.min(nearest[firstRow + r], squared[r]);
            }
        });
    }

    /** The candidate that would leave the smallest sum of squares; the earlier drawn one of equals. */
    private int best(int[] drawn) {
        double[] rows = new double[drawn.length * data.features];
        double[] row = new double[data.features];
        for (int c = 0; c < drawn.length; c++) {
            data.blocks.copyRow(drawn[c], row);
            System.arraycopy(row, 0, rows, c * row.length, row.length);
        }
        double[][] left = new double[data.runs][drawn.length];
        data.eachStrip(loop, rows, (run, distances, firstRow, rowCount) -> {
            for (int c = 0; c < drawn.length; c++) {
                double[] squared = distances.to(c);
                double sum = 0;
                for (int r = 0; r < rowCount; r++) {
                    sum += data.weight(firstRow + r) * Math.min(nearest[firstRow + r], squared[r]);
                }
                left[run][c] += sum;
            }
        });
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < drawn.length; c++) {
            double sum = 0;
            for (double[] part : left) { // in the order of the runs
                sum += part[c];
            }
            if (sum < least) {
                least = sum;
                best = c;
            }
        }
        return drawn[best];
    }

    /** Rows drawn by their cost, at most {@code count}. */
    private int[] race(int step, int count) {
        return Race.winners(data, nearest, SeededRandom.key(seed, step), count, loop);
    }
}
