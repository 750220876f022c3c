package dev.segmentation.app.shop;

import java.util.SplittableRandom;

/** Random numbers that are the same on every JDK: uniform draws of a fixed algorithm, and StrictMath on top. */
final class Dice {

    private final SplittableRandom random;

    Dice(SplittableRandom random) {
        this.random = random;
    }

    /** In [0, 1). */
    double uniform() {
        return random.nextDouble();
    }

    /** Standard normal (Box and Muller). */
    double gaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }

    /** Gamma of integer shape and mean 1: the mean of that many exponential waiting times. */
    double gamma(int shape) {
        double sum = 0;
        for (int i = 0; i < shape; i++) {
            sum -= StrictMath.log(1 - uniform());
        }
        return sum / shape;
    }
}
