package dev.segmentation.metrics.value;

import dev.segmentation.Assignment;
import dev.segmentation.Reason;
import dev.segmentation.internal.ExactSum;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Values of customers, missing ones left out, brought to a size of about 1 by a power of two, which is exact: shares have no
 * unit, so that values of 1e200 do as well as those of 1e-200.
 */
final class Values {

    final double[] scaled;
    final int[] labels;
    final double total;
    final boolean negative;

    private Values(double[] scaled, int[] labels) {
        this.scaled = scaled;
        this.labels = labels;
        this.total = sum(scaled);
        this.negative = Arrays.stream(scaled).anyMatch(value -> value < 0);
    }

    static Values of(double[] values) {
        return of(values, new int[values.length]);
    }

    static Values of(double[] values, Assignment assignment) {
        return of(values, assignment.toArray());
    }

    private static Values of(double[] values, int[] labels) {
        int[] present = IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .toArray();
        double largest = Arrays.stream(present)
                .mapToDouble(i -> Math.abs(values[i]))
                .max()
                .orElse(0);
        int exponent = largest > 0 && largest <= Double.MAX_VALUE ? Math.getExponent(largest) : 0;
        return new Values(
                Arrays.stream(present)
                        .mapToDouble(i -> Math.scalb(values[i], -exponent))
                        .toArray(),
                Arrays.stream(present).map(i -> labels[i]).toArray());
    }

    int count() {
        return scaled.length;
    }

    double mean() {
        return total / scaled.length;
    }

    /** Why shares of the total are undefined; empty if they are not. */
    Optional<Reason> undefinedShares() {
        if (scaled.length == 0) {
            return Optional.of(Reason.NO_OBSERVATIONS);
        }
        if (!Double.isFinite(total)) {
            return Optional.of(Reason.RANGE);
        }
        return total > 0 ? Optional.empty() : Optional.of(Reason.NO_ACTIVITY);
    }

    /** Why logarithms of shares are undefined; empty if they are not. */
    Optional<Reason> undefinedLogarithms() {
        return undefinedShares().or(() -> negative ? Optional.of(Reason.NEGATIVE_VALUE) : Optional.empty());
    }

    /** x·ln x, which tends to 0 where x does. */
    static double timesLog(double x) {
        return x > 0 ? x * StrictMath.log(x) : 0;
    }

    static double sum(double... parts) {
        ExactSum sum = new ExactSum();
        for (double part : parts) {
            sum.add(part);
        }
        return sum.value();
    }

    /** The standard error of a mean of influences, which are centered at 0. */
    static double error(double... influences) {
        ExactSum squares = new ExactSum();
        for (double influence : influences) {
            squares.addProduct(influence, influence);
        }
        double n = influences.length;
        return Math.sqrt(squares.value() / n / (n - 1));
    }
}
