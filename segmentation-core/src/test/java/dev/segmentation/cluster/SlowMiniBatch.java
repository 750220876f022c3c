package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.SeededRandom;

/** The obvious mini-batch k-means, judged by all rows: one row after the other, each moving its center at once. */
final class SlowMiniBatch {

    private final FeatureMatrix data;
    private final int batchSize;
    private final long seed;
    private final double[][] centers;
    private final double[] counts;
    double[][] best = new double[0][];
    double objective = Double.POSITIVE_INFINITY;
    int batches;
    boolean converged;

    SlowMiniBatch(FeatureMatrix data, FeatureMatrix starts, int batchSize, long seed) {
        this.data = data;
        this.batchSize = batchSize;
        this.seed = seed;
        this.centers = copy(starts.rowCount(), starts::row);
        this.counts = new double[centers.length];
    }

    void run(int maxBatches, double tolerance) {
        double before = judged();
        while (!converged && batches < maxBatches) {
            int[] rows = Sample.around(data.rowCount(), batchSize, SeededRandom.key(seed, batches++));
            int[] labels = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                labels[i] = nearest(rows[i]);
            }
            for (int i = 0; i < rows.length; i++) {
                double weight = data.weight(rows[i]);
                if (weight > 0) { // D. Sculley's rate: one over the count so far
                    counts[labels[i]] += weight;
                    double rate = weight / counts[labels[i]];
                    double[] center = centers[labels[i]];
                    for (int j = 0; j < center.length; j++) {
                        center[j] = (1 - rate) * center[j] + rate * data.value(rows[i], j);
                    }
                }
            }
            if (batches % 10 == 0 || batches == maxBatches) {
                double now = judged();
                converged = before - now <= tolerance * before;
                before = now;
            }
        }
    }

    private double judged() {
        double sum = 0;
        for (int i = 0; i < data.rowCount(); i++) {
            sum += data.weight(i) * SlowKMeans.squared(data.row(i), centers[nearest(i)]);
        }
        if (sum < objective) {
            objective = sum;
            best = copy(centers.length, s -> centers[s]);
        }
        for (int s = 0; s < counts.length; s++) {
            counts[s] /= 2;
        }
        return sum;
    }

    private int nearest(int row) {
        int nearest = 0;
        for (int s = 1; s < centers.length; s++) {
            if (SlowKMeans.squared(data.row(row), centers[s]) < SlowKMeans.squared(data.row(row), centers[nearest])) {
                nearest = s;
            }
        }
        return nearest;
    }

    private interface Rows {
        double[] row(int index);
    }

    private static double[][] copy(int count, Rows rows) {
        double[][] copy = new double[count][];
        for (int i = 0; i < count; i++) {
            copy[i] = rows.row(i).clone();
        }
        return copy;
    }
}
