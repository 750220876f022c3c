package dev.segmentation.metrics.profile;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Quantiles;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the values of a column are spread: quantiles of type 7 (linear interpolation, the default of R and NumPy) at the
 * probabilities asked for. Missing values are left out; all quantiles are NaN if there is no value.
 */
public final class Distribution {

    private final long count;
    private final double[] probabilities;
    private final double[] quantiles;

    private Distribution(long count, double[] probabilities, double[] quantiles) {
        this.count = count;
        this.probabilities = probabilities;
        this.quantiles = quantiles;
    }

    static Distribution of(double[] values, double[] probabilities) {
        Quantiles sorted = Quantiles.of(values);
        long count = Arrays.stream(values).filter(v -> !Double.isNaN(v)).count();
        return new Distribution(
                count,
                probabilities,
                Arrays.stream(probabilities).map(sorted::at).toArray());
    }

    /**
     * How many values there are.
     *
     * @return at least 0
     */
    public long count() {
        return count;
    }

    /**
     * The probabilities, ascending.
     *
     * @return each in [0, 1], a new array
     */
    public double[] probabilities() {
        return probabilities.clone();
    }

    /**
     * The value below which that share of the values lies.
     *
     * @param probability one of {@link #probabilities()}
     * @return in the unit of the column; NaN without values
     * @throws InvalidInputException if the quantile was not asked for ({@link Reason#BAD_PARAM})
     */
    public double quantile(double probability) {
        int at = Arrays.binarySearch(probabilities, probability);
        if (at < 0) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "probability",
                    "Distribution.quantile: probability = " + probability + ", expected one of "
                            + Arrays.toString(probabilities) + "; ask for others by Profiling.withProbabilities");
        }
        return quantiles[at];
    }

    /** Such as {@code 5 %: 1, 25 %: 2, 50 %: 4, 75 %: 7, 95 %: 19 of 871 values}. */
    @Override
    public String toString() {
        return IntStream.range(0, quantiles.length)
                .mapToObj(q -> percent(100 * probabilities[q]) + String.format(Locale.ROOT, " %%: %.4g", quantiles[q]))
                .collect(Collectors.joining(", ", "", " of " + count + " values"));
    }

    private static String percent(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3g", value);
    }
}
