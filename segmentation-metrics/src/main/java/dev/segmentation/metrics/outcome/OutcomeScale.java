package dev.segmentation.metrics.outcome;

import java.util.Arrays;

/**
 * How a numeric outcome is brought to the middle of its range and to deviations of at most 1, so that neither offset nor units
 * cost digits; powers of 2, so that dividing by them costs none.
 */
record OutcomeScale(double center, int exponent) {

    /** Of shares, which need none. */
    static final OutcomeScale NONE = new OutcomeScale(0, 0);

    static OutcomeScale of(double... outcome) {
        double least = Arrays.stream(outcome).min().orElse(0);
        double most = Arrays.stream(outcome).max().orElse(0);
        double center = least / 2 + most / 2;
        double deviation = Math.max(center - least, most - center);
        return new OutcomeScale(center, deviation > 0 ? Math.getExponent(deviation) + 1 : 0);
    }

    double inside(double outcome) {
        return Math.scalb(outcome - center, -exponent);
    }

    /** A difference in the units of the outcome. */
    double difference(double inside) {
        return Math.scalb(inside, exponent);
    }

    double outside(double inside) {
        return center + difference(inside);
    }
}
