package dev.segmentation.metrics.effect;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.Tails;
import java.util.Arrays;
import java.util.List;

/**
 * Independent effects of several segments, each with its estimated variance: weighted sums of them, and the test that all
 * are equal.
 */
final class EffectsBySegment {

    private final double[] differences;
    private final double[] variances;
    private final double[] degrees;

    /**
     * One effect.
     *
     * @param difference the effect
     * @param variance of the difference, more than 0
     * @param degrees of freedom of the variance; infinite where it follows from the shares
     */
    record Effect(double difference, double variance, double degrees) {}

    EffectsBySegment(List<Effect> effects) {
        this.differences = effects.stream().mapToDouble(Effect::difference).toArray();
        this.variances = effects.stream().mapToDouble(Effect::variance).toArray();
        this.degrees = effects.stream().mapToDouble(Effect::degrees).toArray();
    }

    /** A weighted sum of the effects: how far it is from 0 in standard errors, which have degrees of freedom. */
    record Sum(double value, double error, double degrees) {

        double pValue() {
            double ratio = value / error;
            return Double.isInfinite(degrees) ? Normal.twoSided(ratio) : Tails.student(ratio, degrees);
        }

        boolean isDefined() {
            return Double.isFinite(value) && Double.isFinite(error) && error > 0;
        }

        /** The interval around this sum, for the number that is shown, which may be another one between its ends. */
        Estimate around(double shown, double level, long customers) {
            double quantile =
                    Double.isInfinite(degrees) ? Normal.twoSidedQuantile(level) : Tails.studentQuantile(level, degrees);
            double lower = value - quantile * error;
            double upper = value + quantile * error;
            if (!Double.isFinite(shown) || !Double.isFinite(lower) || !Double.isFinite(upper)) {
                return Estimate.undefined(Reason.RANGE, customers);
            }
            return Estimate.of(shown, Math.min(shown, lower), Math.max(shown, upper), level, customers);
        }
    }

    /** The sum with the degrees of freedom of Welch and Satterthwaite. */
    Sum sum(double... weights) {
        double value = 0;
        double variance = 0;
        for (int s = 0; s < weights.length; s++) {
            value += weights[s] * differences[s];
            variance += weights[s] * weights[s] * variances[s];
        }
        double inverse = 0; // from the shares of the variance, whose squares neither overflow nor vanish
        for (int s = 0; s < weights.length; s++) {
            double part = weights[s] * weights[s] * variances[s] / variance;
            inverse += part * part / degrees[s];
        }
        return new Sum(value, Math.sqrt(variance), 1 / inverse);
    }

    /** Welch's test of equal means, with effects in the place of means; χ² where the variances are taken for known. */
    TestResult heterogeneity() {
        int k = differences.length;
        double least = Arrays.stream(variances).min().orElse(Double.NaN);
        double weights = 0;
        double mean = 0;
        for (int s = 0; s < k; s++) {
            weights += least / variances[s];
        }
        for (int s = 0; s < k; s++) {
            mean += least / variances[s] / weights * differences[s];
        }
        double q = 0;
        double correction = 0;
        for (int s = 0; s < k; s++) {
            double apart = (differences[s] - mean) / Math.sqrt(variances[s]);
            double rest = 1 - least / variances[s] / weights;
            q += apart * apart;
            correction += rest * rest / degrees[s];
        }
        if (!Double.isFinite(q)) {
            return TestResult.undefined(Reason.RANGE);
        }
        if (correction == 0) {
            return TestResult.of(q, k - 1, Tails.chiSquare(q, k - 1));
        }
        double scaled = correction / ((double) k * k - 1);
        double f = q / (k - 1) / (1 + 2 * (k - 2) * scaled);
        double denominator = 1 / (3 * scaled);
        return TestResult.ofF(f, k - 1, denominator, Tails.fisher(f, k - 1, denominator));
    }
}
