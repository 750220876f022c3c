package dev.segmentation.internal;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Quantiles of type 7 (Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566): linear interpolation at (n − 1)·p.
 *
 * <p>Weighted values count as if each were repeated as often as its weight says, exactly so for whole weights. Missing
 * values and those of weight 0 are left out. O(n log n) once, then O(1), weighted O(log n), per quantile.
 */
public final class Quantiles {

    private final double[] sorted;

    /** Cumulative weights of the sorted values; empty if every value counts once. */
    private final double[] cumulative;

    private Quantiles(double[] sorted, double[] cumulative) {
        this.sorted = sorted;
        this.cumulative = cumulative;
    }

    /** Of values that count once each; NaN is left out. */
    public static Quantiles of(double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        Arrays.sort(sorted);
        return new Quantiles(sorted, new double[0]);
    }

    /** Of weighted values; NaN and weights of 0 are left out. */
    public static Quantiles of(double[] values, double[] weights) {
        // Equal values in the order of their weights, so that the order of rows cannot change a cumulative weight.
        double[][] pairs = new double[values.length][];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && weights[i] > 0) {
                pairs[count++] = new double[] {values[i], weights[i]};
            }
        }
        Comparator<double[]> byValue = Comparator.comparingDouble(pair -> pair[0]);
        Arrays.sort(pairs, 0, count, byValue.thenComparingDouble(pair -> pair[1]));
        double[] sorted = new double[count];
        double[] cumulative = new double[count];
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += pairs[i][1];
            sorted[i] = pairs[i][0];
            cumulative[i] = total;
        }
        return new Quantiles(sorted, cumulative);
    }

    /** Whether there is no value to speak of. */
    public boolean isEmpty() {
        return sorted.length == 0;
    }

    /** The quantile of a probability in [0, 1]; NaN if there are no values. */
    public double at(double probability) {
        double position = last() * probability;
        double floor = Math.floor(position);
        return interpolate(floor, position - floor);
    }

    /** The quantile of part / of, without the rounding of that fraction; NaN if there are no values. */
    public double at(int part, int of) {
        double product = last() * part;
        double floor = Math.floor(product / of);
        return interpolate(floor, (product - floor * of) / of);
    }

    /** The position of the largest value among the repeated values, counted from 0. */
    private double last() {
        if (cumulative.length == 0) {
            return sorted.length - 1.0;
        }
        return Math.max(0, cumulative[cumulative.length - 1] - 1);
    }

    private double interpolate(double floor, double fraction) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double lower = valueAt(floor);
        if (fraction == 0) {
            return lower;
        }
        double upper = valueAt(floor + 1);
        double step = upper - lower;
        if (Double.isInfinite(step)) { // only between huge values of opposite sign
            return lower * (1 - fraction) + upper * fraction;
        }
        return lower + fraction * step;
    }

    private double valueAt(double position) {
        if (cumulative.length == 0) {
            return sorted[(int) Math.min(position, sorted.length - 1.0)];
        }
        int low = 0;
        int high = sorted.length - 1;
        while (low < high) { // the first value whose cumulative weight exceeds the position
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return sorted[low];
    }
}
