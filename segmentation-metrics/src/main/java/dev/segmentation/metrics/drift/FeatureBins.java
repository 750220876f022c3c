package dev.segmentation.metrics.drift;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Quantiles;
import java.util.Arrays;
import java.util.Objects;

/**
 * Bins of a feature that are frozen at a baseline and used again at every later time: the quantiles of the baseline, where
 * values between two edges, the upper one included, are a bin. The outer bins have no outer edge, so that every value has one;
 * missing values are a bin of their own.
 *
 * <p>Edges that coincide, as those of counts often do, are one.
 *
 * <p>Immutable and thread-safe.
 */
public final class FeatureBins {

    private final double[] edges;
    private final double[] sorted;
    private final long missing;

    private FeatureBins(double[] edges, double[] sorted, long missing) {
        this.edges = edges;
        this.sorted = sorted;
        this.missing = missing;
    }

    /**
     * Freezes ten bins.
     *
     * @param baseline values of the feature; NaN is missing; copied
     * @return the bins
     * @throws InvalidInputException if there is no value ({@link Reason#EMPTY}) or one is infinite ({@link
     *     Reason#NON_FINITE})
     */
    public static FeatureBins of(double[] baseline) {
        return of(baseline, 10);
    }

    /**
     * Freezes bins.
     *
     * @param baseline values of the feature; NaN is missing; copied
     * @param count how many, at least 2, as far as quantiles differ
     * @return the bins
     * @throws InvalidInputException if there is no value ({@link Reason#EMPTY}), one is infinite ({@link Reason#NON_FINITE}),
     *     or {@code count} is below 2
     */
    public static FeatureBins of(double[] baseline, int count) {
        String where = "FeatureBins.of";
        Arguments.atLeast(2, count, where, "count", "one bin cannot drift");
        double[] sorted = sorted(baseline, "baseline", where);
        if (sorted.length == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY, "baseline", where + ": no value that is not missing, expected at least one");
        }
        Quantiles quantiles = Quantiles.of(sorted);
        double[] edges = new double[count - 1];
        for (int e = 0; e < edges.length; e++) {
            edges[e] = quantiles.at(e + 1, count);
        }
        return new FeatureBins(
                Arrays.stream(edges).distinct().toArray(), sorted, (long) baseline.length - sorted.length);
    }

    static double[] sorted(double[] values, String what, String where) {
        Objects.requireNonNull(values, what);
        for (int i = 0; i < values.length; i++) {
            if (Double.isInfinite(values[i])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        i,
                        what,
                        where + ": infinite value at row " + i + " of " + what + "; NaN is missing");
            }
        }
        double[] sorted =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /**
     * The edges between bins.
     *
     * @return ascending, all different; one less than there are bins of values
     */
    public double[] edges() {
        return edges.clone();
    }

    /**
     * Compares values of a later time.
     *
     * @param now values of the feature; NaN is missing; not kept
     * @return the drift
     * @throws InvalidInputException if a value is infinite ({@link Reason#NON_FINITE})
     */
    public FeatureDrift drift(double[] now) {
        double[] later = sorted(now, "now", "FeatureBins.drift");
        return new FeatureDrift(
                PopulationStability.ofCounts(counts(sorted, missing), counts(later, (long) now.length - later.length)),
                sorted,
                later);
    }

    private long[] counts(double[] values, long gaps) {
        long[] counts = new long[edges.length + 2];
        int bin = 0;
        for (double value : values) {
            while (bin < edges.length && value > edges[bin]) {
                bin++;
            }
            counts[bin]++;
        }
        counts[edges.length + 1] = gaps;
        return counts;
    }
}
