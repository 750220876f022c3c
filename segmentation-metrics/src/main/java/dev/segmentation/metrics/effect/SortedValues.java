package dev.segmentation.metrics.effect;

import dev.segmentation.metrics.internal.DistributionGap;
import java.util.Arrays;

/** Values in order, missing ones left out: how many are below or above another, and their middle ranks. */
final class SortedValues {

    private final double[] sorted;

    private SortedValues(double[] sorted) {
        this.sorted = sorted;
    }

    static SortedValues of(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(value -> value + 0.0) // −0 becomes 0, which it ties with
                .toArray();
        Arrays.sort(sorted);
        return new SortedValues(sorted);
    }

    int size() {
        return sorted.length;
    }

    double value(int rank) {
        return sorted[rank];
    }

    /** Without some of these values, each as often as it is among them. */
    SortedValues without(SortedValues part) {
        double[] rest = new double[sorted.length - part.sorted.length];
        int taken = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (taken < part.sorted.length && part.sorted[taken] == sorted[i]) {
                taken++;
            } else {
                rest[i - taken] = sorted[i];
            }
        }
        return new SortedValues(rest);
    }

    /** The area between both distribution functions, neither of them of no values; NaN if it overflows. */
    double areaTo(SortedValues other) {
        return DistributionGap.area(sorted, other.sorted);
    }

    /** How many are smaller than a value. */
    int below(double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many are not larger than a value. */
    int notAbove(double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The mean rank, from 1, of all that are equal to a value, which is one of them. */
    double midrank(double value) {
        return (below(value) + 1.0 + notAbove(value)) / 2;
    }

    /** The value in the middle, or the mean of the two in the middle; NaN without values. */
    double median() {
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : sorted[half - 1] / 2 + sorted[half] / 2;
    }

    /** Σ (t³ − t) over groups of t equal values. */
    double ties() {
        double sum = 0;
        for (int start = 0; start < sorted.length; ) {
            int end = start + 1;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            double t = end - start;
            sum += t * (t * t - 1);
            start = end;
        }
        return sum;
    }
}
