package dev.segmentation.metrics.interval;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Intervals of shares that sum to 1, such as where the customers of a segment went.
 *
 * <p>Which one depends on the question. About one share that was chosen beforehand: {@link #WILSON}. About all of them, or the
 * one that stands out: {@link #GOODMAN} or {@link #SISON_GLAZ}, which hold for all shares at once with the chance of the
 * level. For decisions that weigh all possible shares: {@link #DIRICHLET}.
 *
 * <p><b>Degenerate:</b> no customers: all are undefined, {@link Reason#NO_OBSERVATIONS}. A single share is 1.
 */
public enum MultinomialInterval {
    /** Each share by itself, Wilson's score interval: {@link ProportionInterval#wilson}. */
    WILSON {
        @Override
        List<Estimate> of(long[] counts, long all, double level) {
            WilsonScore score = WilsonScore.at(level);
            return Arrays.stream(counts).mapToObj(count -> score.of(count, all)).toList();
        }
    },
    /**
     * All shares at once: each by Wilson's interval at 1 − (1 − level) / k. L. A. Goodman (1965), Technometrics 7, 247–254,
     * doi:10.1080/00401706.1965.10490252.
     */
    GOODMAN {
        @Override
        List<Estimate> of(long[] counts, long all, double level) {
            WilsonScore score = WilsonScore.at(1 - (1 - level) / counts.length);
            return Arrays.stream(counts)
                    .mapToObj(count -> score.of(count, all))
                    .map(each -> Estimate.of(each.value(), each.lower(), each.upper(), level, all))
                    .toList();
        }
    },
    /**
     * All shares at once, narrower for many shares of similar size; all have the same width. Where shares are uneven they hold
     * a little less often than the level says: in 93 % of samples of 200 with shares of 40 to 5 %. The approximation fails where
     * hardly anybody is in a cell: with shares of 95, 3 and 2 % it would hold in 52 % of samples of 20 and 69 % of 50, and if all
     * are in one cell it has no width. So if a count is below 5, these are the intervals of {@link #GOODMAN}, which hold in 92 % of these samples of 20
     * and 96 % of 50. C. P. Sison, J. Glaz (1995), J.
     * Am. Stat. Assoc. 90, 366–369, doi:10.1080/01621459.1995.10476521.
     */
    SISON_GLAZ {
        @Override
        List<Estimate> of(long[] counts, long all, double level) {
            boolean few = Arrays.stream(counts).anyMatch(count -> count < FEWEST) && counts.length > 1;
            return few ? GOODMAN.of(counts, all, level) : SisonGlaz.intervals(counts, all, level);
        }
    },
    /**
     * What is believed after the counts if before all shares were as likely as Jeffreys' prior, Dirichlet(½, …, ½), has them:
     * posterior means, each with the interval that cuts off the same chance at both ends. The value is not the observed share.
     */
    DIRICHLET {
        @Override
        List<Estimate> of(long[] counts, long all, double level) {
            double total = all + counts.length / 2.0;
            return Arrays.stream(counts)
                    .mapToObj(count -> {
                        double own = count + 0.5;
                        if (counts.length == 1) {
                            return Estimate.of(1, 1, 1, level, all);
                        }
                        BetaDistribution beta = new BetaDistribution(null, own, total - own, ACCURACY * own / total);
                        double lower = beta.inverseCumulativeProbability((1 - level) / 2);
                        double upper = beta.inverseCumulativeProbability((1 + level) / 2);
                        return Estimate.of(own / total, lower, upper, level, all);
                    })
                    .toList();
        }
    };

    /**
     * Shares with their intervals.
     *
     * @param counts of customers, at least one, each at least 0
     * @param level the confidence level, in (0, 1), such as 0.95
     * @return one estimate per count, in their order
     * @throws InvalidInputException if there is no count ({@link Reason#EMPTY}), one is negative ({@link
     *     Reason#NEGATIVE_COUNT}), they sum to more than a {@code long} holds ({@link Reason#RANGE}), or the level is out of
     *     range ({@link Reason#BAD_PARAM})
     */
    public List<Estimate> of(long[] counts, double level) {
        String where = "MultinomialInterval.of";
        Objects.requireNonNull(counts, "counts");
        Arguments.openUnit(level, where, "level");
        if (counts.length == 0) {
            throw new InvalidInputException(Reason.EMPTY, "counts", where + ": no counts, expected at least one");
        }
        long all = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 0) {
                throw new InvalidInputException(
                        Reason.NEGATIVE_COUNT,
                        i,
                        "counts",
                        where + ": counts[" + i + "] = " + counts[i] + ", expected at least 0");
            }
            if (counts[i] > Long.MAX_VALUE - all) {
                throw new InvalidInputException(
                        Reason.RANGE, "counts", where + ": the counts add up to more than " + Long.MAX_VALUE);
            }
            all += counts[i];
        }
        if (all == 0) {
            return Collections.nCopies(counts.length, Estimate.undefined(Reason.NO_OBSERVATIONS, 0));
        }
        return of(counts.clone(), all, level);
    }

    /** Customers in a cell that the approximation of Sison and Glaz needs. */
    private static final long FEWEST = 5;

    /** Of the ends of an interval, relative to the share. */
    private static final double ACCURACY = 1e-10;

    abstract List<Estimate> of(long[] counts, long all, double level);
}
