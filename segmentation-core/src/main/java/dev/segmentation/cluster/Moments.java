package dev.segmentation.cluster;

import dev.segmentation.internal.ExactSum;
import java.util.Arrays;

/** Exact weighted sums of deviations from a pivot and of their squares, per feature. Of one thread. */
final class Moments {

    private final double[] pivot;
    private final ExactSum weights = new ExactSum();
    private final ExactSum[] first;
    private final ExactSum[] second;

    Moments(double[] pivot) {
        this.pivot = pivot;
        this.first = new ExactSum[pivot.length];
        this.second = new ExactSum[pivot.length];
        Arrays.setAll(first, j -> new ExactSum());
        Arrays.setAll(second, j -> new ExactSum());
    }

    /** Adds a row whose values lie {@code stride} apart. */
    void add(double weight, double[] values, int at, int stride) {
        weights.add(weight);
        for (int j = 0; j < pivot.length; j++) {
            double deviation = values[at + j * stride] - pivot[j];
            first[j].addProduct(weight, deviation);
            second[j].add(weight * deviation * deviation);
        }
    }

    void add(Moments other) {
        weights.add(other.weights);
        for (int j = 0; j < pivot.length; j++) {
            first[j].add(other.first[j]);
            second[j].add(other.second[j]);
        }
    }

    /** The mean over the features of their weighted variance. */
    double meanVariance() {
        double sum = 0;
        for (int j = 0; j < pivot.length; j++) {
            double mean = first[j].value() / weights.value();
            sum += Math.max(0, second[j].value() / weights.value() - mean * mean);
        }
        return sum / pivot.length;
    }
}
