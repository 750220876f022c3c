package dev.segmentation.metrics.interval;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.Tails;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Confidence intervals of a mean over customers. */
public final class MeanInterval {

    private MeanInterval() {}

    /**
     * The mean of values, one per customer, with Student's interval: mean ± t·s/√n.
     *
     * <p>The customers are taken for a sample of all who could be like them, and for independent of one another.
     *
     * <p><b>Missing values</b> (NaN) are left out.
     * <br><b>Undefined:</b> fewer than two values ({@link Reason#NO_OBSERVATIONS}), values that are all equal, which say
     * nothing of how far others are ({@link Reason#NO_WITHIN_VARIATION}), and sums of squares beyond a {@code double}
     * ({@link Reason#RANGE}).
     * <br><b>Reference:</b> Student (1908), Biometrika 6, 1–25, doi:10.2307/2331554.
     *
     * @param level the confidence level, in (0, 1), such as 0.95
     * @param values one per customer, finite or NaN; not modified
     * @return the mean with its interval, and the number of values as customers
     * @throws InvalidInputException if the level is out of range ({@link Reason#BAD_PARAM})
     */
    public static Estimate student(double level, double... values) {
        Arguments.openUnit(level, "MeanInterval.student", "level");
        Stratum all = Stratum.of(Objects.requireNonNull(values, "values"));
        return interval(List.of(all), new long[] {all.count}, level);
    }

    /**
     * The mean over all customers of whom only some of each group were looked at: the means of the groups weighted by how
     * many customers they have.
     *
     * <p>The variance of the mean is Σ W²·(1 − m/N)·s²/m over groups of N customers, m of them looked at, with W the share
     * of the group in all customers and s² the variance within, plus that of a mean over all customers, which are taken for
     * a sample themselves. The interval is Student's, with as many degrees of freedom as values less groups. Where everybody
     * was looked at it is that of {@link #student}, to the last digits.
     *
     * <p><b>Missing values</b> (NaN) are left out, as if not looked at. Groups of nobody do not count.
     * <br><b>Undefined:</b> as {@link #student}; also if nobody of a group was looked at, or one of several
     * ({@link Reason#NO_OBSERVATIONS}).
     * <br><b>Reference:</b> W. G. Cochran (1977), Sampling Techniques, 3rd ed., Wiley, chapter 5.
     *
     * @param level the confidence level, in (0, 1), such as 0.95
     * @param samples the values that were looked at, one array per group, each drawn at random from its group without
     *     replacement; not modified
     * @param sizes how many customers each group has, at least as many as its values
     * @return the mean with its interval, and the number of values as customers
     * @throws InvalidInputException if the level is out of range, a group has more values than customers ({@link
     *     Reason#BAD_PARAM}) or numbers of groups differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public static Estimate stratified(double level, List<double[]> samples, long... sizes) {
        String where = "MeanInterval.stratified";
        Arguments.openUnit(level, where, "level");
        Objects.requireNonNull(samples, "samples");
        Arguments.sameSize(samples.size(), sizes.length, where, "sizes", "group");
        List<Stratum> strata = new ArrayList<>();
        for (int s = 0; s < sizes.length; s++) {
            Stratum stratum = Stratum.of(samples.get(s));
            if (sizes[s] < samples.get(s).length) {
                throw Arguments.badParameter(
                        where, "size", sizes[s], "at least " + samples.get(s).length + ", the values of the group");
            }
            strata.add(stratum);
        }
        return interval(strata, sizes.clone(), level);
    }

    private static Estimate interval(List<Stratum> strata, long[] sizes, double level) {
        Totals totals = new Totals(strata, sizes);
        if (totals.undefined) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, totals.values);
        }
        if (!totals.varies()) {
            return Estimate.undefined(Reason.NO_WITHIN_VARIATION, totals.values);
        }
        double mean = totals.mean();
        double half = Tails.studentQuantile(level, totals.degrees()) * Math.sqrt(totals.variance(mean));
        return Double.isFinite(mean) && Double.isFinite(half)
                ? Estimate.of(mean, mean - half, mean + half, level, totals.values)
                : Estimate.undefined(Reason.RANGE, totals.values);
    }

    /** What all groups come to. */
    private static final class Totals {

        private final List<Stratum> strata;
        private final long[] sizes;
        private final long customers;
        final long values;
        final boolean undefined;

        Totals(List<Stratum> strata, long[] sizes) {
            this.strata = strata;
            this.sizes = sizes;
            long all = 0;
            long seen = 0;
            boolean unknown = false;
            for (int s = 0; s < sizes.length; s++) {
                long count = strata.get(s).count;
                all += sizes[s];
                seen += count;
                unknown |= count < Math.min(2, sizes[s]);
            }
            this.customers = all;
            this.values = seen;
            this.undefined = unknown || seen < 2;
        }

        boolean varies() {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (Stratum stratum : strata) {
                least = Math.min(least, stratum.least);
                most = Math.max(most, stratum.most);
            }
            return least < most;
        }

        double mean() {
            ExactSum sum = new ExactSum();
            for (int s = 0; s < sizes.length; s++) {
                if (sizes[s] > 0) {
                    sum.addProduct((double) sizes[s], strata.get(s).mean);
                }
            }
            return sum.value() / customers;
        }

        /** Of looking at some only, and of the customers being who they are. */
        double variance(double mean) {
            double drawn = 0;
            double squares = 0;
            for (int s = 0; s < sizes.length; s++) {
                Stratum stratum = strata.get(s);
                if (sizes[s] > 0) {
                    double share = (double) sizes[s] / customers;
                    double left = 1 - (double) stratum.count / sizes[s];
                    drawn += share * share * left * stratum.variance() / stratum.count;
                    squares += (sizes[s] - 1) * stratum.variance()
                            + sizes[s] * (stratum.mean - mean) * (stratum.mean - mean);
                }
            }
            return drawn + squares / (customers - 1) / customers;
        }

        double degrees() {
            long occupied = 0;
            for (long size : sizes) {
                occupied += size > 0 ? 1 : 0;
            }
            return values == customers ? values - 1.0 : Math.max(1.0, (double) (values - occupied));
        }
    }

    /** Values of one group. */
    private static final class Stratum {

        final long count;
        final double mean;
        final double squares;
        final double least;
        final double most;

        private Stratum(long count, double mean, double squares, double least, double most) {
            this.count = count;
            this.mean = mean;
            this.squares = squares;
            this.least = least;
            this.most = most;
        }

        static Stratum of(double[] values) {
            ExactSum sum = new ExactSum();
            long count = 0;
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                if (!Double.isNaN(value)) {
                    sum.add(value);
                    count++;
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
            double mean = least == most ? least : sum.value() / count; // 0/0 is NaN
            ExactSum squares = new ExactSum();
            for (double value : values) {
                if (!Double.isNaN(value)) {
                    squares.add((value - mean) * (value - mean));
                }
            }
            return new Stratum(count, mean, squares.value(), least, most);
        }

        /** 0 of a single value. */
        double variance() {
            return count < 2 ? 0 : squares / (count - 1);
        }
    }
}
