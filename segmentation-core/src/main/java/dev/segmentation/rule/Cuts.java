package dev.segmentation.rule;

import dev.segmentation.internal.Quantiles;
import java.util.Arrays;
import java.util.List;

/** Inner cut-points of a feature, strictly ascending; classes are closed on the right and numbered from 1. */
final class Cuts {

    private final double[] points;

    /** Takes the array over. */
    Cuts(double... points) {
        this.points = points;
    }

    /** The quantiles of equal shares; edges that coincide are dropped, and with them classes. */
    static Cuts quantiles(double[] values, double[] weights, int bins) {
        Quantiles quantiles = weights.length > 0 ? Quantiles.of(values, weights) : Quantiles.of(values);
        if (quantiles.isEmpty()) {
            return new Cuts();
        }
        double[] distinct = new double[bins + 1];
        int count = 0;
        for (int edge = 0; edge <= bins; edge++) {
            double value = quantiles.at(edge, bins);
            if (count == 0 || value > distinct[count - 1]) {
                distinct[count++] = value;
            }
        }
        return count < 3 ? new Cuts() : new Cuts(Arrays.copyOfRange(distinct, 1, count - 1));
    }

    /** The cut-points, a new array. */
    double[] toArray() {
        return points.clone();
    }

    List<Double> toList() {
        return Arrays.stream(points).boxed().toList();
    }

    int classes() {
        return points.length + 1;
    }

    /** The class of a value, 1 … classes; outside the fitted range the first or the last. */
    int classOf(double value) {
        int number = 1;
        while (number <= points.length && value > points[number - 1]) {
            number++;
        }
        return number;
    }
}
