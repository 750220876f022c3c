package dev.segmentation.metrics.effect;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.WilsonScore;

/**
 * How far two shares of customers are apart, such as the response of a segment and of all others: difference, ratio,
 * odds ratio and Cohen's h. Signs and ratios are the first share against the second.
 *
 * <p><b>Undefined:</b> a group without customers ({@link Reason#NO_OBSERVATIONS}); ratios where the second share is 0, and
 * the odds ratio where any of the four counts is 0 ({@link Reason#NO_ACTIVITY}).
 * <br><b>Cost:</b> O(1).
 * <br><b>References:</b> R. G. Newcombe (1998), Stat. Med. 17, 873–890 (the difference, method 10); A. Donner and
 * G. Zou (2012), Stat. Methods Med. Res. 21, 347–359, doi:10.1177/0962280210383082 (the ratio); B. Woolf (1955), Ann.
 * Hum. Genet. 19, 251–253 (the odds ratio).
 */
public final class TwoProportions {

    private final long x1;
    private final long n1;
    private final long x2;
    private final long n2;
    private final double p1;
    private final double p2;

    private TwoProportions(long x1, long n1, long x2, long n2) {
        this.x1 = x1;
        this.n1 = n1;
        this.x2 = x2;
        this.n2 = n2;
        this.p1 = (double) x1 / n1;
        this.p2 = (double) x2 / n2;
    }

    /**
     * Compares two shares.
     *
     * @param firstSuccesses customers of the first group who did it
     * @param firstCustomers customers of the first group
     * @param secondSuccesses customers of the second group who did it
     * @param secondCustomers customers of the second group
     * @return the comparison
     * @throws InvalidInputException if a count is negative ({@link Reason#NEGATIVE_COUNT}) or exceeds its group ({@link
     *     Reason#BAD_PARAM})
     */
    public static TwoProportions of(
            long firstSuccesses, long firstCustomers, long secondSuccesses, long secondCustomers) {
        check(firstSuccesses, firstCustomers, "firstSuccesses");
        check(secondSuccesses, secondCustomers, "secondSuccesses");
        return new TwoProportions(firstSuccesses, firstCustomers, secondSuccesses, secondCustomers);
    }

    private static void check(long successes, long customers, String name) {
        if (successes < 0 || customers < 0) {
            throw new InvalidInputException(
                    Reason.NEGATIVE_COUNT,
                    name,
                    "TwoProportions.of: " + name + " = " + successes + " of " + customers + ", expected counts from 0");
        }
        if (successes > customers) {
            throw Arguments.badParameter(
                    "TwoProportions.of", name, successes, "at most the customers of the group, " + customers);
        }
    }

    /**
     * The first share.
     *
     * @return in [0, 1]; NaN without customers
     */
    public double firstShare() {
        return p1;
    }

    /**
     * The second share.
     *
     * @return in [0, 1]; NaN without customers
     */
    public double secondShare() {
        return p2;
    }

    /**
     * The first share minus the second, with Newcombe's interval from the Wilson limits of both, which covers well from
     * small counts on and does not leave [−1, 1].
     *
     * @param level the confidence level, in (0, 1)
     * @return the difference
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate difference(double level) {
        Arguments.openUnit(level, "TwoProportions.difference", "level");
        if (n1 == 0 || n2 == 0) {
            return none(Reason.NO_OBSERVATIONS);
        }
        Estimate first = WilsonScore.at(level).of(x1, n1);
        Estimate second = WilsonScore.at(level).of(x2, n2);
        return of(
                p1 - p2,
                p1 - p2 - length(p1 - first.lower(), second.upper() - p2),
                p1 - p2 + length(first.upper() - p1, p2 - second.lower()),
                level);
    }

    /**
     * The first share divided by the second (relative risk, lift), with the interval of Donner and Zou from the Wilson
     * limits of both, which also holds where the first count is 0.
     *
     * @param level the confidence level, in (0, 1)
     * @return the ratio, at least 0, 1 if the shares are equal
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate ratio(double level) {
        Arguments.openUnit(level, "TwoProportions.ratio", "level");
        if (n1 == 0 || n2 == 0) {
            return none(Reason.NO_OBSERVATIONS);
        }
        if (x2 == 0) {
            return none(Reason.NO_ACTIVITY);
        }
        Estimate first = WilsonScore.at(level).of(x1, n1);
        Estimate second = WilsonScore.at(level).of(x2, n2);
        double product = p1 * p2;
        double l1 = first.lower();
        double u1 = first.upper();
        double l2 = second.lower();
        double u2 = second.upper();
        double lowerRoot = Math.sqrt(Math.max(0, product * product - l1 * u2 * (2 * p1 - l1) * (2 * p2 - u2)));
        double upperRoot = Math.sqrt(Math.max(0, product * product - u1 * l2 * (2 * p1 - u1) * (2 * p2 - l2)));
        double lower = x1 == 0 ? 0 : (product - lowerRoot) / (u2 * (2 * p2 - u2));
        return of(p1 / p2, lower, (product + upperRoot) / (l2 * (2 * p2 - l2)), level);
    }

    /**
     * The first odds p/(1 − p) divided by the second, with Woolf's interval on the logarithm.
     *
     * @param level the confidence level, in (0, 1)
     * @return the odds ratio, more than 0, 1 if the shares are equal
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate oddsRatio(double level) {
        Arguments.openUnit(level, "TwoProportions.oddsRatio", "level");
        if (n1 == 0 || n2 == 0) {
            return none(Reason.NO_OBSERVATIONS);
        }
        if (x1 == 0 || x2 == 0 || x1 == n1 || x2 == n2) {
            return none(Reason.NO_ACTIVITY);
        }
        double odds = ((double) x1 / (n1 - x1)) / ((double) x2 / (n2 - x2));
        double error = Math.sqrt(1.0 / x1 + 1.0 / (n1 - x1) + 1.0 / x2 + 1.0 / (n2 - x2));
        double factor = StrictMath.exp(Normal.twoSidedQuantile(level) * error);
        return of(odds, odds / factor, odds * factor, level);
    }

    /**
     * Cohen's h = 2·asin √p₁ − 2·asin √p₂, the difference on a scale where its precision does not depend on the shares.
     * By convention .2 is small, .5 medium and .8 large. The interval is ± z·√(1/n₁ + 1/n₂).
     *
     * @param level the confidence level, in (0, 1)
     * @return in [−π, π]
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate cohensH(double level) {
        Arguments.openUnit(level, "TwoProportions.cohensH", "level");
        if (n1 == 0 || n2 == 0) {
            return none(Reason.NO_OBSERVATIONS);
        }
        double h = 2 * StrictMath.asin(Math.sqrt(p1)) - 2 * StrictMath.asin(Math.sqrt(p2));
        double half = Normal.twoSidedQuantile(level) * Math.sqrt(1.0 / n1 + 1.0 / n2);
        return of(h, Math.max(-Math.PI, h - half), Math.min(Math.PI, h + half), level);
    }

    /**
     * The test of equal shares with the pooled variance; z² is the χ² of the table without continuity correction.
     *
     * @return z; undefined without customers, and {@link Reason#ZERO_VARIANCE} if all or none did it
     */
    public TestResult test() {
        if (n1 == 0 || n2 == 0) {
            return TestResult.undefined(Reason.NO_OBSERVATIONS);
        }
        double n = (double) n1 + n2;
        double pooled = ((double) x1 + x2) / n;
        double variance = pooled * (((n1 - x1) + (double) (n2 - x2)) / n) * (1.0 / n1 + 1.0 / n2);
        if (!(variance > 0)) {
            return TestResult.undefined(Reason.ZERO_VARIANCE);
        }
        double z = (p1 - p2) / Math.sqrt(variance);
        return TestResult.of(z, Double.NaN, Normal.twoSided(z));
    }

    @Override
    public String toString() {
        return "TwoProportions[" + x1 + " of " + n1 + " against " + x2 + " of " + n2 + "]";
    }

    private Estimate of(double value, double lower, double upper, double level) {
        return Estimate.of(value, Math.min(value, lower), Math.max(value, upper), level, n1 + n2);
    }

    private Estimate none(Reason reason) {
        return Estimate.undefined(reason, n1 + n2);
    }

    private static double length(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }
}
