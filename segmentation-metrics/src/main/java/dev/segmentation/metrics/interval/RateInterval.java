package dev.segmentation.metrics.interval;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Normal;
import org.apache.commons.math3.special.Gamma;

/** Confidence intervals of a rate: so many events in so much time. */
public final class RateInterval {

    /** For more events than this the expansion by Cornish and Fisher is right to 10⁻¹², better than the search. */
    private static final long MANY = 1_000_000;

    private static final int MOST_STEPS = 200;

    private RateInterval() {}

    /**
     * A rate with its exact Poisson interval: the rates at which as few events, or as many, are not rarer than half of what
     * the level leaves.
     *
     * <p>For N events the ends are the quantiles χ²(α/2; 2N) / 2 and χ²(1 − α/2; 2N + 2) / 2, over the time. It contains the
     * truth at least as often as the level says, for few events more often.
     *
     * <p><b>Degenerate:</b> no time: undefined, {@link Reason#NO_OBSERVATIONS}. No events: the lower end is 0 and the upper one
     * −ln(α/2) over the time, 3.69 at 95 %.
     * <br><b>Accuracy:</b> relative 10⁻⁹ of the ends.
     * <br><b>Reference:</b> F. Garwood (1936), Biometrika 28, 437–442, doi:10.1093/biomet/28.3-4.437.
     *
     * @param events N, at least 0
     * @param time the time in which they happened, of all customers together, at least 0 and finite; above 0 if there are
     *     events
     * @param level the confidence level, in (0, 1), such as 0.95
     * @return N over the time with its interval, and N as the number behind it
     * @throws InvalidInputException if events, time or level are out of range ({@link Reason#BAD_PARAM}), or the time is so short
     *     that the rate is beyond a {@code double} ({@link Reason#RANGE})
     */
    public static Estimate exact(long events, double time, double level) {
        String where = "RateInterval.exact";
        if (events < 0) {
            throw Arguments.badParameter(where, "events", events, "at least 0");
        }
        if (!(time >= 0 && time < Double.POSITIVE_INFINITY) || (time == 0 && events > 0)) {
            throw Arguments.badParameter(where, "time", time, "at least 0 and finite, and above 0 if there are events");
        }
        Arguments.openUnit(level, where, "level");
        if (time == 0) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, events);
        }
        double tail = (1 - level) / 2;
        double lower = events == 0 ? 0 : gammaQuantile((double) events, tail, -1) / time;
        double upper = gammaQuantile(events + 1.0, tail, 1) / time;
        if (!(upper < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException(
                    Reason.RANGE, "time", where + ": time = " + time + " is too short for a rate; use a smaller unit");
        }
        return Estimate.of(events / time, lower, upper, level, events);
    }

    /** The value that a gamma variable of that shape passes with the chance of the tail: below if side is −1, above if 1. */
    private static double gammaQuantile(double shape, double tail, int side) {
        double z = side * Normal.quantile(1 - tail);
        double root = Math.sqrt(shape);
        if (shape > MANY) {
            return shape + z * root + (z * z - 1) / 3 + z * (z * z - 7) / (36 * root);
        }
        double cube = 1 - 1 / (9 * shape) + z / (3 * root); // Wilson and Hilferty (1931)
        double start = shape * Math.max(cube * cube * cube, 0);
        double low = 0;
        double high = Math.max(2 * start, 1);
        while (isBelow(high, shape, tail, side)) {
            low = high;
            high *= 2;
        }
        double x = start > low && start < high ? start : (low + high) / 2;
        for (int step = 0; step < MOST_STEPS && high - low > 1e-14 * high; step++) {
            if (isBelow(x, shape, tail, side)) {
                low = x;
            } else {
                high = x;
            }
            double chance = side < 0 ? Gamma.regularizedGammaP(shape, x) : Gamma.regularizedGammaQ(shape, x);
            double density = Math.exp((shape - 1) * Math.log(x) - x - Gamma.logGamma(shape));
            double newton = x + side * (chance - tail) / density;
            boolean inside = newton > low && newton < high; // false for NaN
            double next = inside ? newton : (low + high) / 2;
            if (Math.abs(next - x) <= 1e-15 * x) {
                return next;
            }
            x = next;
        }
        return x;
    }

    private static boolean isBelow(double x, double shape, double tail, int side) {
        return side < 0 ? Gamma.regularizedGammaP(shape, x) < tail : Gamma.regularizedGammaQ(shape, x) > tail;
    }
}
