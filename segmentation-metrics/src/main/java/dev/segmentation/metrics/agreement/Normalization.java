package dev.segmentation.metrics.agreement;

/** What mutual information is divided by: a mean of the entropies of the two partitions. */
public enum Normalization {
    /** Their arithmetic mean, (H₁ + H₂)/2; the default. */
    ARITHMETIC,
    /** Their geometric mean, √(H₁·H₂). */
    GEOMETRIC,
    /** The smaller one: 1 as soon as one partition refines the other. */
    MIN,
    /** The larger one: the strictest. */
    MAX;

    double of(double first, double second) {
        return switch (this) {
            case ARITHMETIC -> (first + second) / 2;
            case GEOMETRIC -> Math.sqrt(first * second);
            case MIN -> Math.min(first, second);
            case MAX -> Math.max(first, second);
        };
    }
}
