package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import java.util.Arrays;

/** The obvious k-means: one row, one center, one feature at a time. */
final class SlowKMeans {

    final int[] labels;
    final double[][] centers;
    int iterations;

    private SlowKMeans(int rows, double[][] centers) {
        this.labels = new int[rows];
        Arrays.fill(labels, -1);
        this.centers = centers;
    }

    static SlowKMeans lloyd(FeatureMatrix data, FeatureMatrix starts) {
        double[][] centers = new double[starts.rowCount()][];
        for (int s = 0; s < centers.length; s++) {
            centers[s] = starts.row(s);
        }
        SlowKMeans state = new SlowKMeans(data.rowCount(), centers);
        boolean changed = true;
        while (changed) {
            state.iterations++;
            changed = false;
            for (int i = 0; i < data.rowCount(); i++) {
                int nearest = 0;
                for (int s = 1; s < centers.length; s++) {
                    if (squared(data.row(i), centers[s]) < squared(data.row(i), centers[nearest])) {
                        nearest = s;
                    }
                }
                changed |= nearest != state.labels[i];
                state.labels[i] = nearest;
            }
            for (int s = 0; s < centers.length; s++) {
                centers[s] = mean(data, state.labels, s);
            }
        }
        return state;
    }

    static double objective(FeatureMatrix data, int[] labels, int k) {
        double sum = 0;
        double[][] centers = new double[k][];
        for (int s = 0; s < k; s++) {
            centers[s] = mean(data, labels, s);
        }
        for (int i = 0; i < labels.length; i++) {
            sum += squared(data.row(i), centers[labels[i]]);
        }
        return sum;
    }

    static double squared(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return sum;
    }

    private static double[] mean(FeatureMatrix data, int[] labels, int segment) {
        double[] mean = new double[data.featureCount()];
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == segment) {
                count++;
                double[] row = data.row(i);
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += row[j];
                }
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= count;
        }
        return mean;
    }
}
