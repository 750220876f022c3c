package dev.segmentation.internal;

import dev.segmentation.QuantileType;
import java.util.Arrays;

/**
 * Quantiles of type 7 (Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566): linear interpolation at (n − 1)·p; or of
 * another type that is asked for.
 *
 * <p>What weights mean is said at {@link QuantileType}: repetitions if all are whole, else shares of their sum, of which
 * there are as many as values of positive weight; so pass rows, not distinct values with the weights of all their rows.
 * Missing values and those of weight 0 are left out. O(n log n) once, then O(1), weighted O(log n), per quantile.
 */
public final class Quantiles {

    /** What scaling relative weights may round, as a share of the position. */
    private static final double ROUNDING = 1e-12;

    private final double[] sorted;

    /** Cumulative weights of the sorted values; empty if every value counts once. */
    private final double[] cumulative;

    /** Whether weights are shares of as many as there are values, not repetitions. */
    private final boolean isRelative;

    private Quantiles(double[] sorted, double[] cumulative, boolean isRelative) {
        this.sorted = sorted;
        this.cumulative = cumulative;
        this.isRelative = isRelative;
    }

    /** Of values that count once each; NaN is left out. */
    public static Quantiles of(double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        Arrays.sort(sorted);
        return new Quantiles(sorted, new double[0], false);
    }

    /** Of weighted values; NaN and weights of 0 are left out. */
    public static Quantiles of(double[] values, double[] weights) {
        double[] sorted = new double[values.length];
        int count = 0;
        ExactSum total = new ExactSum();
        boolean isWhole = true;
        boolean isEqual = true;
        double first = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && weights[i] > 0) {
                first = count == 0 ? weights[i] : first;
                isWhole &= weights[i] == Math.rint(weights[i]);
                isEqual &= weights[i] == first;
                sorted[count++] = values[i];
                total.add(weights[i]);
            }
        }
        sorted = Arrays.copyOf(sorted, count);
        Arrays.sort(sorted);
        return isEqual && !isWhole
                ? new Quantiles(sorted, new double[0], false)
                : new Quantiles(sorted, cumulative(sorted, values, weights, isWhole, total.value()), !isWhole);
    }

    private static double[] cumulative(
            double[] sorted, double[] values, double[] weights, boolean isWhole, double total) {
        int count = sorted.length;
        // Weights on a grid of 62 bits, so that the order of rows cannot change a cumulative weight.
        int grid = count == 0 ? 0 : 61 - Math.getExponent(total);
        long[] weightFrom = new long[count];
        int next = 0; // where the value is if values are ascending already and differ
        int place = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && weights[i] > 0) {
                if (isFirst(sorted, next, values[i])) {
                    place = next;
                } else if (Double.compare(sorted[place], values[i]) != 0) {
                    place = first(sorted, values[i]);
                }
                weightFrom[place] += (long) Math.rint(Math.scalb(weights[i], grid));
                next++;
            }
        }
        double[] cumulative = new double[count];
        double unit = isWhole ? 1 : count / total;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weightFrom[i];
            double position = Math.scalb((double) sum, -grid) * unit;
            cumulative[i] = Math.abs(position - Math.rint(position)) < ROUNDING * position
                    ? Math.rint(position) // the weights of decimal fractions are not exact
                    : position;
        }
        return cumulative;
    }

    private static boolean isFirst(double[] sorted, int place, double value) {
        return place < sorted.length
                && Double.compare(sorted[place], value) == 0
                && (place == 0 || Double.compare(sorted[place - 1], value) < 0);
    }

    /** The first place of a value that is there, in the order of {@link Arrays#sort}, which sets −0 before 0. */
    private static int first(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Double.compare(sorted[middle], value) >= 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
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

    /** The quantile of a probability in [0, 1] by another definition; NaN if there are no values. */
    public double at(double probability, QuantileType type) {
        return type == QuantileType.TYPE_7 ? at(probability) : at(type, count() * probability, probability);
    }

    /** The quantile of part / of by another definition; NaN if there are no values. */
    public double at(int part, int of, QuantileType type) {
        return type == QuantileType.TYPE_7 ? at(part, of) : at(type, count() * part / of, part / (double) of);
    }

    private double at(QuantileType type, double share, double probability) {
        return switch (type) {
            case TYPE_1 -> isRelative ? reaching(share) : jump(share, 0);
            case TYPE_2 -> isRelative ? middle(share) : jump(share, 0.5);
            case TYPE_3 -> isRelative ? reaching(nearest(share)) : jump(share - 0.5, isEven(share - 0.5) ? 0 : 1);
            case TYPE_4 -> between(share);
            case TYPE_5 -> between(share + 0.5);
            case TYPE_6 -> between(share + probability);
            case TYPE_7 -> between(share - probability + 1);
            case TYPE_8 -> between(share + (probability + 1) / 3);
            case TYPE_9 -> between(share + probability / 4 + 0.375);
        };
    }

    /** The value after a position, counted from 1; at a whole one a mixture of the value there and the one after it. */
    private double jump(double position, double partOfNext) {
        double whole = Math.rint(position);
        if (Math.abs(position - whole) > ROUNDING * Math.max(1, whole)) {
            return interpolate(Math.floor(position), 0);
        }
        return partOfNext == 1 ? interpolate(whole, 0) : interpolate(whole - 1, partOfNext);
    }

    private static boolean isEven(double position) {
        return Math.rint(position) % 2 == 0;
    }

    /** The nearest whole number, the even one of two. */
    private static double nearest(double share) {
        double below = Math.rint(share - 0.5);
        boolean isBetween = Math.abs(share - 0.5 - below) <= ROUNDING * Math.max(1, below);
        return isBetween ? (below % 2 == 0 ? below : below + 1) : Math.rint(share);
    }

    /** The lowest value whose cumulative weight reaches a share. */
    private double reaching(double share) {
        return valueFrom(share, share * (1 - ROUNDING));
    }

    /** The same, or the mean of that value and the next one if it reaches the share without a rest. */
    private double middle(double share) {
        double lower = reaching(share);
        double upper = valueFrom(share, share * (1 + ROUNDING));
        return lower == upper ? lower : mixture(lower, upper, 0.5);
    }

    private double valueFrom(double share, double atLeast) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        if (!(share > 0)) {
            return sorted[0];
        }
        return share >= count() ? sorted[sorted.length - 1] : firstAbove(Math.nextDown(atLeast));
    }

    private double between(double position) {
        double floor = Math.floor(position);
        return interpolate(floor - 1, position - floor);
    }

    /** How many values there are, repeated ones and all. */
    private double count() {
        return last() + 1;
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
        return mixture(lower, valueAt(floor + 1), fraction);
    }

    private static double mixture(double lower, double upper, double fraction) {
        double step = upper - lower;
        if (Double.isInfinite(step)) { // only between huge values of opposite sign
            return lower * (1 - fraction) + upper * fraction;
        }
        return lower + fraction * step;
    }

    /** The value of a number, counted from 0; of relative weights that of type 2 at so many steps from lowest to highest. */
    private double valueAt(double position) {
        if (cumulative.length == 0) {
            return sorted[(int) Math.max(0, Math.min(position, sorted.length - 1.0))];
        }
        if (!isRelative) {
            return firstAbove(position);
        }
        boolean isInside = position > 0 && position < last();
        return isInside ? middle(count() * position / last()) : valueFrom(position > 0 ? count() : 0, 0);
    }

    /** The first value whose cumulative weight exceeds a position. */
    private double firstAbove(double position) {
        int low = 0;
        int high = sorted.length - 1;
        while (low < high) {
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
