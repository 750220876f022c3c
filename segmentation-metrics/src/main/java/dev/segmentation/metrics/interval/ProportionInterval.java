package dev.segmentation.metrics.interval;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.WilsonScore;

/** Confidence intervals of a share: so many of so many customers. */
public final class ProportionInterval {

    private ProportionInterval() {}

    /**
     * A share with its Wilson score interval, the shares that a score test of this level would not reject.
     *
     * <p>For x of n and the normal quantile z, (x + z²/2 ± z·√(x(n − x)/n + z²/4)) / (n + z²). It never leaves [0, 1],
     * is not empty at 0 or n successes, and covers well from a handful of trials on; the usual x/n ± z·√(…) does none of
     * the three.
     *
     * <p><b>Degenerate:</b> no trials: undefined, {@link Reason#NO_OBSERVATIONS}. No successes: the lower end is 0; all
     * successes: the upper end is 1.
     * <br><b>Reference:</b> E. B. Wilson (1927), J. Am. Stat. Assoc. 22, 209–212, doi:10.1080/01621459.1927.10502953.
     *
     * @param successes x, 0 to n
     * @param trials n, at least 0
     * @param level the confidence level, in (0, 1), such as 0.95
     * @return x / n with its interval, and n as the number of customers
     * @throws InvalidInputException if the counts or the level are out of range ({@link Reason#BAD_PARAM})
     */
    public static Estimate wilson(long successes, long trials, double level) {
        String where = "ProportionInterval.wilson";
        if (trials < 0) {
            throw Arguments.badParameter(where, "trials", trials, "at least 0");
        }
        if (successes < 0 || successes > trials) {
            throw Arguments.badParameter(where, "successes", successes, "0 to trials = " + trials);
        }
        Arguments.openUnit(level, where, "level");
        return WilsonScore.at(level).of(successes, trials);
    }
}
