package dev.segmentation.metrics.value;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.Tails;

/**
 * Intervals of functions of means, from their standard error by linearization and Student's quantile, on a scale on which
 * their ends cannot leave the range of the number.
 */
final class DeltaInterval {

    private final double level;
    private final long customers;
    private final double quantile;

    DeltaInterval(double level, long customers) {
        this.level = level;
        this.customers = customers;
        this.quantile = customers > 1 ? Tails.studentQuantile(level, (double) (customers - 1)) : Double.NaN;
    }

    /** Of any number. */
    Estimate plain(double value, double error) {
        return of(value, value - quantile * error, value + quantile * error);
    }

    /** Of a number of at least 0, on the scale of its logarithm. */
    Estimate positive(double value, double error) {
        if (!(value > 0)) {
            return plain(value, error);
        }
        double factor = StrictMath.exp(quantile * error / value);
        return of(value, value / factor, value * factor);
    }

    /** Of a number in [0, 1], on the scale of ln(x/(1 − x)). */
    Estimate share(double value, double error) {
        if (!(value > 0 && value < 1)) {
            return plain(value, error);
        }
        double factor = StrictMath.exp(quantile * error / (value * (1 - value)));
        double odds = value / (1 - value);
        return of(
                value,
                odds / factor / (1 + odds / factor),
                Double.isInfinite(odds * factor) ? 1 : odds * factor / (1 + odds * factor));
    }

    private Estimate of(double value, double lower, double upper) {
        if (customers < 2) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
        }
        boolean finite = Double.isFinite(value) && Double.isFinite(lower) && Double.isFinite(upper);
        return finite
                ? Estimate.of(value, Math.min(value, lower), Math.max(value, upper), level, customers)
                : Estimate.undefined(Reason.RANGE, customers);
    }
}
