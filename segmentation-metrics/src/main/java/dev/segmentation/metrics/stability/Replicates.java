package dev.segmentation.metrics.stability;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.internal.Quantiles;
import dev.segmentation.metrics.internal.Tails;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * One number measured in every resample or refit: its mean, and how far single ones scatter.
 *
 * <p>A replicate in which the number is undefined is NaN, and is left out of mean and quantiles.
 * <br><b>Immutable</b>, hence safe for use by several threads.
 */
public final class Replicates {

    private final double[] values;
    private final Range range;
    private final double level;
    private final long customers;

    private Replicates(double[] values, Range range, double level, long customers) {
        this.values = values;
        this.range = range;
        this.level = level;
        this.customers = customers;
    }

    /** What a number can be; an interval of its mean does not leave it. */
    enum Range {
        /** Shares and overlaps, 0 to 1. */
        SHARE(0, 1),
        /** Indices corrected for chance, −1 to 1. */
        CORRECTED(-1, 1),
        /** Distances, at least 0. */
        DISTANCE(0, Double.MAX_VALUE),
        /** Any number, such as an objective. */
        ANY(-Double.MAX_VALUE, Double.MAX_VALUE);

        private final double least;
        private final double most;

        Range(double least, double most) {
            this.least = least;
            this.most = most;
        }
    }

    /** Takes the values over. */
    static Replicates of(double[] values, Range range, double level, long customers) {
        return new Replicates(values, range, level, customers);
    }

    /**
     * The number of replicates, those without a value included.
     *
     * @return at least 0
     */
    public int size() {
        return values.length;
    }

    /**
     * The number in one replicate.
     *
     * @param replicate from 0
     * @return the value; NaN if it is undefined there
     * @throws IndexOutOfBoundsException if there is no such replicate
     */
    public double value(int replicate) {
        return values[Objects.checkIndex(replicate, values.length)];
    }

    /**
     * The mean. The interval is Student's for that mean, so it says how well the number of replicates determines it, not
     * how far single ones scatter, which {@link #quantile} says; it is cut at the ends of what the number can be.
     *
     * @return the mean, with the customers behind it; undefined ({@link Reason#NO_OBSERVATIONS}) with fewer than two
     *     values, and ({@link Reason#RANGE}) where they overflow
     */
    public Estimate mean() {
        double[] defined =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        int count = defined.length;
        if (count < 2) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
        }
        ExactSum sum = new ExactSum();
        for (double value : defined) {
            sum.add(value);
        }
        double mean = sum.value() / count;
        ExactSum squares = new ExactSum();
        for (double value : defined) {
            squares.add((value - mean) * (value - mean));
        }
        double half = Tails.studentQuantile(level, count - 1) * Math.sqrt(squares.value() / (count - 1) / count);
        if (!Double.isFinite(mean) || !Double.isFinite(half)) {
            return Estimate.undefined(Reason.RANGE, customers);
        }
        double lower = Math.min(mean, Math.max(range.least, mean - half)); // a mean may miss its range by rounding
        double upper = Math.max(mean, Math.min(range.most, mean + half));
        return Estimate.of(mean, lower, upper, level, customers);
    }

    /**
     * A quantile of the values, by linear interpolation (type 7): the 0.05 quantile is what 5 % of the replicates fall
     * below.
     *
     * @param probability in [0, 1]
     * @return the quantile; NaN if there is no value
     * @throws dev.segmentation.InvalidInputException if the probability is out of range
     */
    public double quantile(double probability) {
        Arguments.closedUnit(probability, "Replicates.quantile", "probability");
        return Quantiles.of(values).at(probability);
    }

    /**
     * The values of all replicates.
     *
     * @return one per replicate, a new array
     */
    public double[] toArray() {
        return values.clone();
    }

    /** The mean, and the quartiles with the ends. */
    @Override
    public String toString() {
        Quantiles quantiles = Quantiles.of(values);
        return String.format(
                Locale.ROOT,
                "mean %s; of %d: least %.4g, quartiles %.4g %.4g %.4g, most %.4g",
                mean(),
                values.length,
                quantiles.at(0),
                quantiles.at(0.25),
                quantiles.at(0.5),
                quantiles.at(0.75),
                quantiles.at(1));
    }
}
