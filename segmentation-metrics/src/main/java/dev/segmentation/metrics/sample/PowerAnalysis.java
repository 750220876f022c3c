package dev.segmentation.metrics.sample;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Noncentrality;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.Tails;
import java.util.function.LongPredicate;

/**
 * How many customers two groups of equal size need so that a difference that is there will be seen, as in a test of a
 * programme within a segment: two-sided tests of means and of shares.
 *
 * <p>Means take values for normal with one standard deviation in both groups, which matters little from some dozens of
 * customers on.
 *
 * <p><b>Cost:</b> below a millisecond. Immutable.
 * <br><b>Reference:</b> J. Cohen (1988), Statistical Power Analysis; J. L. Fleiss (1981), Statistical Methods for Rates and
 * Proportions (shares).
 */
public final class PowerAnalysis {

    private static final double MOST = 0x1p53;

    private final double significance;
    private final double power;

    private PowerAnalysis(double significance, double power) {
        this.significance = significance;
        this.power = power;
    }

    /**
     * Significance 5 %, power 80 %.
     *
     * @return the configuration
     */
    public static PowerAnalysis withDefaults() {
        return new PowerAnalysis(0.05, 0.8);
    }

    /**
     * Sets how often a difference may be claimed that is not there, by default 0.05.
     *
     * @param value in (0, 1)
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public PowerAnalysis withSignificance(double value) {
        Arguments.openUnit(value, "PowerAnalysis.withSignificance", "significance");
        return new PowerAnalysis(value, power);
    }

    /**
     * Sets how often a difference that is there has to be seen, by default 0.8.
     *
     * @param value in (0, 1)
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public PowerAnalysis withPower(double value) {
        Arguments.openUnit(value, "PowerAnalysis.withPower", "power");
        return new PowerAnalysis(significance, value);
    }

    /**
     * How often a difference may be claimed that is not there.
     *
     * @return in (0, 1)
     */
    public double significance() {
        return significance;
    }

    /**
     * How often a difference that is there has to be seen.
     *
     * @return in (0, 1)
     */
    public double power() {
        return power;
    }

    /**
     * The customers needed per group for a difference of means, by the noncentral t distribution.
     *
     * @param standardDeviation of values within groups, more than 0
     * @param difference to be seen, in the same unit, of either sign, not 0
     * @return at least 2
     * @throws InvalidInputException if an argument is out of range ({@link Reason#BAD_PARAM}), or more than 2⁵³ customers
     *     would be needed ({@link Reason#RANGE})
     */
    public long customersPerGroup(double standardDeviation, double difference) {
        double start = approximateCustomersPerGroup(standardDeviation, difference);
        double effect = Math.abs(difference / standardDeviation);
        return smallest((long) Math.ceil(start), n -> powerOf(n, effect) >= power);
    }

    /**
     * The customers needed per group by the normal approximation, 2·(z₁₋α/₂ + z_power)²·σ²/δ², which is one or two too few.
     *
     * @param standardDeviation of values within groups, more than 0
     * @param difference to be seen, not 0
     * @return more than 0, not rounded
     * @throws InvalidInputException as {@link #customersPerGroup}
     */
    public double approximateCustomersPerGroup(double standardDeviation, double difference) {
        positive(standardDeviation, "standardDeviation");
        if (!(Math.abs(difference) > 0 && Math.abs(difference) <= Double.MAX_VALUE)) {
            throw Arguments.badParameter("PowerAnalysis", "difference", difference, "a finite number other than 0");
        }
        double z = Normal.twoSidedQuantile(1 - significance) + Normal.quantile(power);
        double ratio = standardDeviation / difference;
        return inRange(2 * z * z * ratio * ratio);
    }

    /**
     * How likely a difference of means is seen.
     *
     * @param customersPerGroup at least 2
     * @param standardDeviation of values within groups, more than 0
     * @param difference that is there, 0 allowed
     * @return in (0, 1]; the significance for a difference of 0
     * @throws InvalidInputException if an argument is out of range
     */
    public double powerFor(long customersPerGroup, double standardDeviation, double difference) {
        atLeastTwo(customersPerGroup);
        positive(standardDeviation, "standardDeviation");
        if (!Double.isFinite(difference)) {
            throw Arguments.badParameter("PowerAnalysis", "difference", difference, "a finite number");
        }
        return powerOf(customersPerGroup, Math.abs(difference / standardDeviation));
    }

    /**
     * The smallest difference of means that is seen with the power asked for.
     *
     * @param customersPerGroup at least 2
     * @param standardDeviation of values within groups, more than 0
     * @return more than 0, in the unit of the standard deviation
     * @throws InvalidInputException if an argument is out of range
     */
    public double detectableDifference(long customersPerGroup, double standardDeviation) {
        atLeastTwo(customersPerGroup);
        positive(standardDeviation, "standardDeviation");
        double low = 0;
        double high = 1;
        while (powerOf(customersPerGroup, high) < power) {
            low = high;
            high *= 2;
        }
        for (double middle = (low + high) / 2; high - low > 1e-13 * high; middle = (low + high) / 2) {
            if (powerOf(customersPerGroup, middle) < power) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high * standardDeviation;
    }

    /**
     * The customers needed per group for a difference of shares, such as response rates, by the normal approximation:
     * (z₁₋α/₂·√(2p̄(1 − p̄)) + z_power·√(p₁(1 − p₁) + p₂(1 − p₂)))²/(p₁ − p₂)².
     *
     * @param firstShare in [0, 1]
     * @param secondShare in [0, 1], another one
     * @return at least 1
     * @throws InvalidInputException if an argument is out of range ({@link Reason#BAD_PARAM}), or more than 2⁵³ customers
     *     would be needed ({@link Reason#RANGE})
     */
    public long customersPerGroupOfShares(double firstShare, double secondShare) {
        Arguments.closedUnit(firstShare, "PowerAnalysis.customersPerGroupOfShares", "firstShare");
        Arguments.closedUnit(secondShare, "PowerAnalysis.customersPerGroupOfShares", "secondShare");
        double difference = firstShare - secondShare;
        if (difference == 0) {
            throw Arguments.badParameter(
                    "PowerAnalysis.customersPerGroupOfShares", "secondShare", secondShare, "other than firstShare");
        }
        double mean = (firstShare + secondShare) / 2;
        double root = Normal.twoSidedQuantile(1 - significance) * Math.sqrt(2 * mean * (1 - mean))
                + Normal.quantile(power) * Math.sqrt(firstShare * (1 - firstShare) + secondShare * (1 - secondShare));
        double wanted = Math.max(0, root) / difference;
        return Math.max(1, (long) Math.ceil(inRange(wanted * wanted)));
    }

    @Override
    public String toString() {
        return "PowerAnalysis[significance = " + significance + ", power = " + power + "]";
    }

    private double powerOf(long n, double effect) {
        double degrees = 2.0 * n - 2;
        double limit = Tails.studentQuantile(1 - significance, degrees);
        double delta = effect * Math.sqrt(n / 2.0);
        if (delta > limit + 40) {
            return 1; // but for less than a double can say
        }
        return 1 - Noncentrality.student(limit, degrees, delta) + Noncentrality.student(-limit, degrees, delta);
    }

    /** The smallest number from 2 on that is enough, near a guess; more are enough as well. */
    private static long smallest(long guess, LongPredicate enough) {
        long high = Math.max(2, guess);
        long step = 1;
        while (!enough.test(high)) {
            high += step;
            step *= 2;
        }
        long low = high - step;
        while (low >= 2 && enough.test(low)) {
            high = low;
            step *= 2;
            low -= step;
        }
        low = Math.max(1, low); // not enough, or too few
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (enough.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static double inRange(double customers) {
        if (!(customers <= MOST)) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    "difference",
                    "PowerAnalysis: the difference is so small that more than 2^53 customers would be needed; look for a"
                            + " larger one");
        }
        return customers;
    }

    private static void positive(double value, String name) {
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw Arguments.badParameter("PowerAnalysis", name, value, "more than 0 and finite");
        }
    }

    private static void atLeastTwo(long customersPerGroup) {
        if (customersPerGroup < 2) {
            throw Arguments.badParameter(
                    "PowerAnalysis", "customersPerGroup", customersPerGroup, "at least 2; one has no spread");
        }
    }
}
