package dev.segmentation.metrics.migration;

/** How far counts are from those expected; both follow the same distribution where counts are large. */
public enum TestStatistic {
    /** G² = 2 Σ observed · ln(observed / expected). */
    LIKELIHOOD_RATIO {
        @Override
        double part(long observed, double expected) {
            double off = observed - expected; // the differences add up to 0, and make each part at least 0
            return observed == 0 ? 2 * expected : 2 * Math.max(0, observed * StrictMath.log1p(off / expected) - off);
        }
    },
    /** X² = Σ (observed − expected)² / expected; nearer to its distribution where counts are small. */
    PEARSON {
        @Override
        double part(long observed, double expected) {
            double off = observed - expected;
            return off * off / expected;
        }
    };

    /** What one cell adds. */
    abstract double part(long observed, double expected);
}
