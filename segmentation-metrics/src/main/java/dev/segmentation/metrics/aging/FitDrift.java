package dev.segmentation.metrics.aging;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.effect.Dominance;
import dev.segmentation.metrics.effect.TestResult;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How later customers fit a model, against how customers did when it was new: what {@link FitBaseline#measure} found.
 *
 * <p>p-values are the chance of a number at least as large if nothing aged. They do not depend on how customers are distributed, and
 * are exact for {@link #novelty} and {@link #crowding} of a baseline that was held out, up to ties. The intervals of ratios are those
 * of means, and too narrow where a few customers are very far. The two groups of customers are taken as independent; if some are the same, chance moves
 * the numbers less than it says here, so that what is significant stays so.
 *
 * <p><b>Degenerate:</b> no later customer: all undefined, {@link Reason#NO_OBSERVATIONS}. One segment: no borders, {@link
 * Reason#SINGLE_SEGMENT}. Everybody at a center at the baseline: no decay, {@link Reason#NO_WITHIN_VARIATION}. All equally far
 * from their centers at both times, or all at a center later: the ratios have no interval, for the same reason, but a value.
 *
 * <p>Immutable and thread-safe.
 */
public final class FitDrift {

    private final long customers;
    private final Ratio distance;
    private final Ratio inertia;
    private final double decayP;
    private final Share novelty;
    private final Share crowding;
    private final List<CenterDrift> centers;

    FitDrift(FitBaseline baseline, CenterDistances now, List<CenterDrift> centers, double level) {
        this.customers = now.labels.length;
        this.centers = List.copyOf(centers);
        double[] before = baseline.distances();
        this.distance = Ratio.of(before, now.nearest, level);
        int exponent = Math.getExponent(Math.max(largest(before), largest(now.nearest)));
        this.inertia = Ratio.of(squares(exponent, before), squares(exponent, now.nearest), level);
        this.decayP = Double.isNaN(inertia.value) ? Double.NaN : chanceOfFarther(now.nearest, before);
        double far = baseline.noveltyThreshold();
        double near = baseline.crowdingThreshold();
        long strangers = 0;
        long undecided = 0;
        for (int i = 0; i < now.labels.length; i++) {
            strangers += now.nearest[i] > far ? 1 : 0;
            undecided += now.margin(i) < near ? 1 : 0;
        }
        long n = before.length;
        WilsonScore score = WilsonScore.at(level);
        this.novelty = Share.of(strangers, new Exceedance(n, baseline.noveltyRank(), customers), customers, score);
        // a margin below the r-th smallest is one above the r-th largest, of the margins with the opposite sign
        this.crowding = baseline.hasMargins()
                ? Share.of(undecided, new Exceedance(n, n + 1 - baseline.crowdingRank(), customers), customers, score)
                : new Share(Estimate.undefined(Reason.SINGLE_SEGMENT, customers), Double.NaN, Double.NaN);
    }

    private static double largest(double... values) {
        return Arrays.stream(values).max().orElse(0);
    }

    /** In units of a power of two, so that they do not vanish. */
    private static double[] squares(int exponent, double... values) {
        double[] squares = values.clone();
        for (int i = 0; i < squares.length; i++) {
            squares[i] = Math.scalb(squares[i], -exponent);
            squares[i] *= squares[i];
        }
        return squares;
    }

    /**
     * How many later customers there are.
     *
     * @return at least 0
     */
    public long customers() {
        return customers;
    }

    /**
     * The mean distance to the nearest center, now over then.
     *
     * @return at least 0; 1 = as well as at the baseline, more = worse; undefined as the class says
     */
    public Estimate distanceRatio() {
        return distance.estimate;
    }

    /**
     * The same without its interval, also where distances do not vary.
     *
     * @return at least 0; NaN for fewer than two later customers, if everybody was at a center at the baseline, or if it
     *     overflows
     */
    public double distanceRatioValue() {
        return distance.value;
    }

    /**
     * The mean squared distance to the nearest center, now over then: the objective of k-means per customer.
     *
     * @return at least 0; 1 = as well as at the baseline, more = worse; undefined as the class says
     */
    public Estimate inertiaRatio() {
        return inertia.estimate;
    }

    /**
     * The same without its interval, also where distances do not vary.
     *
     * @return at least 0; NaN where {@link #distanceRatioValue()} is
     */
    public double inertiaRatioValue() {
        return inertia.value;
    }

    /**
     * The chance of later customers that much farther from their centers if the fit has not decayed, by Mann and Whitney's test:
     * whatever the distribution, and unmoved by a few who are very far. Those are strangers.
     *
     * @return 0 … 1; NaN if {@link #inertiaRatioValue()} is or all distances are equal
     */
    public double decayPValue() {
        return decayP;
    }

    /**
     * The share of customers who are farther from every center than {@link FitBaseline#noveltyThreshold()}, with Wilson's
     * interval.
     *
     * @return 0 … 1; more than {@link #expectedNovelty()} = strangers
     */
    public Estimate novelty() {
        return novelty.estimate;
    }

    /**
     * The share of strangers if nothing aged.
     *
     * @return at most 1 − q, and not much less, but for fewer than 1/(1 − q) customers at the baseline; NaN if undefined
     */
    public double expectedNovelty() {
        return novelty.expected;
    }

    /**
     * The chance of as many strangers if nothing aged.
     *
     * @return 0 … 1; NaN if undefined
     */
    public double noveltyPValue() {
        return novelty.pValue;
    }

    /**
     * The share of customers whose margin is below {@link FitBaseline#crowdingThreshold()}, with Wilson's interval.
     *
     * @return 0 … 1; more than {@link #expectedCrowding()} = customers crowd at the borders
     */
    public Estimate crowding() {
        return crowding.estimate;
    }

    /**
     * The share of customers at a border if nothing aged.
     *
     * @return at most q, and not much less, but for fewer than 1/q customers at the baseline; NaN if undefined
     */
    public double expectedCrowding() {
        return crowding.expected;
    }

    /**
     * The chance of as many customers at a border if nothing aged.
     *
     * @return 0 … 1; NaN if undefined
     */
    public double crowdingPValue() {
        return crowding.pValue;
    }

    /**
     * How far each segment has moved.
     *
     * @return one per segment, in the order of the labels
     */
    public List<CenterDrift> centers() {
        return centers;
    }

    /** Four lines, and one per segment. */
    @Override
    public String toString() {
        String end = System.lineSeparator();
        StringBuilder text = new StringBuilder();
        text.append("mean distance now / then: ").append(distance.shown()).append(end);
        text.append("mean squared distance now / then: ").append(inertia.shown());
        text.append(String.format(Locale.ROOT, ", p = %.2g", decayP)).append(end);
        text.append("strangers: ").append(novelty.shown()).append(end);
        text.append("at a border: ").append(crowding.shown());
        centers.forEach(center -> text.append(end).append("moved, ").append(center));
        return text.toString();
    }

    private static double chanceOfFarther(double[] now, double[] before) {
        TestResult ranks = Dominance.of(now, before).mannWhitney();
        boolean farther = ranks.statistic() > 0.5 * now.length * before.length;
        return farther ? ranks.pValue() / 2 : 1 - ranks.pValue() / 2;
    }

    /** How the mean squared distance is shown: with its interval, or why it has none. */
    String shownInertia() {
        return inertia.shown();
    }

    /** The ratio of two means, with its interval on the scale of logarithms if there is one. */
    private record Ratio(double value, Estimate estimate) {

        static Ratio of(double[] before, double[] now, double level) {
            if (now.length < 2) {
                return undefined(Double.NaN, Reason.NO_OBSERVATIONS, now.length);
            }
            double then = mean(before);
            double mean = mean(now);
            if (!(then > 0)) {
                return undefined(Double.NaN, Reason.NO_WITHIN_VARIATION, now.length);
            }
            double ratio = mean / then;
            if (mean == 0 || (isConstant(before) && isConstant(now))) {
                return undefined(ratio, Reason.NO_WITHIN_VARIATION, now.length);
            }
            double factor = StrictMath.exp(Normal.twoSidedQuantile(level)
                    * Math.sqrt(relativeVariance(before, then) + relativeVariance(now, mean)));
            return Double.isFinite(ratio * factor)
                    ? new Ratio(ratio, Estimate.of(ratio, ratio / factor, ratio * factor, level, now.length))
                    : undefined(Double.isFinite(ratio) ? ratio : Double.NaN, Reason.RANGE, now.length);
        }

        private static Ratio undefined(double value, Reason reason, long customers) {
            return new Ratio(value, Estimate.undefined(reason, customers));
        }

        private static boolean isConstant(double... values) {
            return Arrays.stream(values).allMatch(value -> value == values[0]);
        }

        private static double mean(double... values) {
            ExactSum sum = new ExactSum();
            for (double value : values) {
                sum.add(value);
            }
            return sum.value() / values.length;
        }

        /** The squared standard error of the mean, over the squared mean. */
        private static double relativeVariance(double[] values, double mean) {
            ExactSum squares = new ExactSum();
            for (double value : values) {
                double off = value / mean - 1;
                squares.addProduct(off, off);
            }
            return squares.value() / (values.length - 1) / values.length;
        }

        String shown() {
            return estimate.isDefined() || Double.isNaN(value)
                    ? estimate.toString()
                    : String.format(Locale.ROOT, "%.4g, interval %s", value, estimate);
        }
    }

    /** A share with the one that chance gives. */
    private record Share(Estimate estimate, double expected, double pValue) {

        static Share of(long found, Exceedance chance, long customers, WilsonScore score) {
            return customers == 0
                    ? new Share(Estimate.undefined(Reason.NO_OBSERVATIONS, 0), Double.NaN, Double.NaN)
                    : new Share(score.of(found, customers), chance.expectedShare(), chance.atLeast(found));
        }

        String shown() {
            return estimate.isDefined()
                    ? String.format(Locale.ROOT, "%s, %.4g expected, p = %.2g", estimate, expected, pValue)
                    : estimate.toString();
        }
    }
}
