package dev.segmentation.metrics.internal;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Erf;

/** The standard normal distribution, accurate also where probabilities are tiny. */
public final class Normal {

    private Normal() {}

    /** P(Z ≤ z). */
    public static double cumulative(double z) {
        return Erf.erfc(-z / Math.sqrt(2)) / 2;
    }

    /** P(|Z| ≥ |z|). */
    public static double twoSided(double z) {
        return Erf.erfc(Math.abs(z) / Math.sqrt(2));
    }

    /** The z that is not exceeded with that probability. */
    public static double quantile(double probability) {
        return new NormalDistribution(null, 0, 1).inverseCumulativeProbability(probability);
    }

    /** The z that is exceeded in absolute value with probability 1 − level. */
    public static double twoSidedQuantile(double level) {
        return -quantile((1 - level) / 2);
    }
}
