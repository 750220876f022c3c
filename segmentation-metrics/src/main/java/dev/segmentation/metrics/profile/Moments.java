package dev.segmentation.metrics.profile;

import dev.segmentation.internal.ExactSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Count, mean and sum of squared deviations of some values, missing ones left out.
 *
 * <p>The mean is a sum of two doubles, so that deviations keep their digits however far the data are from zero.
 */
final class Moments {

    final long count;
    final double squares;
    private final double high;
    private final double low;
    private final double least;
    private final double most;

    private Moments(long count, double high, double low, double squares, double least, double most) {
        this.count = count;
        this.high = high;
        this.low = low;
        this.squares = squares;
        this.least = least;
        this.most = most;
    }

    /** Of each group; sums are exact, so the order of rows does not matter. */
    static List<Moments> of(double[] values, int[] labels, int groups) {
        long[] counts = new long[groups];
        double[] least = filled(groups, Double.POSITIVE_INFINITY);
        double[] most = filled(groups, Double.NEGATIVE_INFINITY);
        ExactSum[] sums = sums(groups);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                int g = labels[i];
                counts[g]++;
                sums[g].add(values[i]);
                least[g] = Math.min(least[g], values[i]);
                most[g] = Math.max(most[g], values[i]);
            }
        }
        double[] high = new double[groups];
        // the mean of equal values is that value, which sum / count would miss by a rounding
        Arrays.setAll(high, g -> least[g] == most[g] ? least[g] : sums[g].value() / counts[g]);
        ExactSum[] rests = sums(groups);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                rests[labels[i]].add(values[i] - high[labels[i]]);
            }
        }
        double[] low = new double[groups];
        Arrays.setAll(low, g -> rests[g].value() / Math.max(1, counts[g]));
        ExactSum[] squares = sums(groups);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                double deviation = (values[i] - high[labels[i]]) - low[labels[i]];
                squares[labels[i]].addProduct(deviation, deviation);
            }
        }
        List<Moments> moments = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            moments.add(new Moments(counts[g], high[g], low[g], squares[g].value(), least[g], most[g]));
        }
        return moments;
    }

    /** Of all values of some groups together. */
    static Moments union(List<Moments> parts) {
        long count = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double pivot = Double.NaN;
        for (Moments part : parts) {
            count += part.count;
            least = Math.min(least, part.least);
            most = Math.max(most, part.most);
            pivot = part.count > 0 && Double.isNaN(pivot) ? part.high : pivot;
        }
        ExactSum shift = new ExactSum();
        for (Moments part : parts) {
            if (part.count > 0) {
                shift.addProduct((double) part.count, (part.high - pivot) + part.low);
            }
        }
        double low = shift.value() / Math.max(1, count);
        ExactSum squares = new ExactSum();
        for (Moments part : parts) {
            if (part.count > 0) {
                double deviation = ((part.high - pivot) + part.low) - low;
                squares.add(part.squares);
                squares.add(part.count * deviation * deviation);
            }
        }
        return new Moments(count, pivot, low, squares.value(), least, most);
    }

    /** NaN without values. */
    double mean() {
        return count > 0 ? high + low : Double.NaN;
    }

    /** This mean minus another. */
    double minus(Moments other) {
        return (high - other.high) + (low - other.low);
    }

    /** A value minus this mean. */
    double deviation(double value) {
        return (value - high) - low;
    }

    boolean varies() {
        return least < most;
    }

    /** The squared standard error of the mean. */
    double errorSquared() {
        return squares / (count - 1) / count;
    }

    private static ExactSum[] sums(int groups) {
        ExactSum[] sums = new ExactSum[groups];
        Arrays.setAll(sums, g -> new ExactSum());
        return sums;
    }

    private static double[] filled(int length, double value) {
        double[] filled = new double[length];
        Arrays.fill(filled, value);
        return filled;
    }
}
