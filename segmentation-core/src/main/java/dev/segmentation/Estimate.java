package dev.segmentation;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number shown to people: its value, how sure it is, and how many customers are behind it.
 *
 * <p>An undefined number is NaN in value and interval, and says why in {@link #undefined()}.
 */
public final class Estimate {

    private final double value;
    private final double lower;
    private final double upper;
    private final double level;
    private final long customers;
    private final @Nullable Reason undefined;

    private Estimate(
            double value, double lower, double upper, double level, long customers, @Nullable Reason undefined) {
        this.value = value;
        this.lower = lower;
        this.upper = upper;
        this.level = level;
        this.customers = customers;
        this.undefined = undefined;
    }

    /**
     * A number with its interval.
     *
     * @param value the estimate, finite
     * @param lower the lower end of the interval
     * @param upper the upper end, at least {@code lower}
     * @param level the confidence level, such as 0.95
     * @param customers how many customers are behind it
     * @return the estimate
     * @throws InvalidInputException if a number is not finite, the interval is reversed or the level is not in (0, 1)
     */
    public static Estimate of(double value, double lower, double upper, double level, long customers) {
        boolean finite = Double.isFinite(value) && Double.isFinite(lower) && Double.isFinite(upper);
        if (!finite || lower > upper || !(level > 0 && level < 1)) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "Estimate.of: value, interval and level do not form an estimate; use Estimate.undefined for NaN");
        }
        return new Estimate(value, lower, upper, level, customers, null);
    }

    /**
     * A number that cannot be computed from what was given.
     *
     * @param reason why
     * @param customers how many customers there were
     * @return NaN, with its reason
     */
    public static Estimate undefined(Reason reason, long customers) {
        Objects.requireNonNull(reason, "reason");
        return new Estimate(Double.NaN, Double.NaN, Double.NaN, Double.NaN, customers, reason);
    }

    /**
     * The estimate itself.
     *
     * @return NaN if undefined
     */
    public double value() {
        return value;
    }

    /**
     * The lower end of the interval.
     *
     * @return NaN if undefined
     */
    public double lower() {
        return lower;
    }

    /**
     * The upper end of the interval.
     *
     * @return NaN if undefined
     */
    public double upper() {
        return upper;
    }

    /**
     * The confidence level of the interval.
     *
     * @return such as 0.95; NaN if undefined
     */
    public double level() {
        return level;
    }

    /**
     * How many customers are behind the number.
     *
     * @return at least 0
     */
    public long customers() {
        return customers;
    }

    /**
     * Whether the number could be computed.
     *
     * @return false if it is NaN
     */
    public boolean isDefined() {
        return undefined == null;
    }

    /**
     * Why the number is undefined.
     *
     * @return the reason, or empty if it is defined
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(undefined);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Estimate that
                && Double.compare(value, that.value) == 0
                && Double.compare(lower, that.lower) == 0
                && Double.compare(upper, that.upper) == 0
                && Double.compare(level, that.level) == 0
                && customers == that.customers
                && undefined == that.undefined;
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, lower, upper, level, customers, undefined);
    }

    /** Such as {@code 0.4230 [0.3910, 0.4560] at 95.0 %, n = 871}. */
    @Override
    public String toString() {
        if (undefined != null) {
            return "undefined (" + undefined + "), n = " + customers;
        }
        return String.format(
                Locale.ROOT, "%.4g [%.4g, %.4g] at %.3g %%, n = %d", value, lower, upper, 100 * level, customers);
    }
}
