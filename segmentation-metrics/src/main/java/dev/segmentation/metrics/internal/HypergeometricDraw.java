package dev.segmentation.metrics.internal;

import dev.segmentation.internal.SeededRandom;

/**
 * Draws hypergeometric counts, exactly, in a time that does not grow with the counts: who of a population is in a sample.
 *
 * <p><b>Reference:</b> E. Stadlober (1990), J. Comput. Appl. Math. 31, 181–189, doi:10.1016/0377-0427(90)90349-5 (ratio of
 * uniforms).
 */
public final class HypergeometricDraw {

    private static final double WIDTH = 2 * Math.sqrt(2 / Math.E);
    private static final double MARGIN = 3 - 2 * Math.sqrt(3 / Math.E);

    private HypergeometricDraw() {}

    /**
     * How many of a sample have a mark, drawn without putting back.
     *
     * @param random the stream
     * @param population how many there are, at least 0
     * @param marked how many of them have the mark, 0 … population
     * @param sample how many are drawn, 0 … population
     * @return at most {@code marked} and {@code sample}
     */
    public static long draw(SeededRandom random, long population, long marked, long sample) {
        long least = Math.max(0, sample - (population - marked));
        long most = Math.min(marked, sample);
        if (least == most) {
            return least;
        }
        double share = (double) marked / population;
        double rest = (double) (population - marked) / population;
        double mean = sample * share;
        double variance = mean * rest * ((population - sample) / (population - 1.0));
        double width = WIDTH * Math.sqrt(variance + 0.5) + MARGIN;
        long mode = (long) Math.floor((sample + 1.0) * ((marked + 1.0) / (population + 2.0)));
        mode = Math.max(least, Math.min(most, mode));
        while (true) {
            double u = random.nextDouble();
            double v = random.nextDouble();
            double found = Math.floor(mean + 0.5 + width * (v - 0.5) / u);
            if (found >= least && found <= most) {
                long k = (long) found;
                if (2 * StrictMath.log(u) <= logRatio(population, marked, sample, mode, k)) {
                    return k;
                }
            }
        }
    }

    /**
     * How many of a sample are of each of some kinds, drawn without putting back.
     *
     * @param random the stream
     * @param sample how many are drawn, 0 … the sum of {@code kinds}
     * @param kinds how many there are of each kind, at least 0
     * @return counts that sum to {@code sample}
     */
    public static long[] multivariate(SeededRandom random, long sample, long... kinds) {
        long population = 0;
        for (long kind : kinds) {
            population += kind;
        }
        long[] counts = new long[kinds.length];
        long left = sample;
        for (int c = 0; c < kinds.length && left > 0; c++) {
            counts[c] = draw(random, population, kinds[c], left);
            left -= counts[c];
            population -= kinds[c];
        }
        return counts;
    }

    /** log P(k) / P(mode), by differences of Stirling's series, which keep their digits where counts are large. */
    private static double logRatio(long population, long marked, long sample, long mode, long k) {
        double step = k - mode;
        long others = population - marked - sample;
        double odds = (marked - k + 1.0) / (k + 1.0) * ((sample - k + 1.0) / (others + k + 1.0));
        return step * StrictMath.log(odds)
                + factorials(mode, k)
                + factorials(marked - mode, marked - k)
                + factorials(sample - mode, sample - k)
                + factorials(others + mode, others + k);
    }

    /** log m! / k! without the part (m − k) log(k + 1) + k − m, which the four factorials have together above. */
    private static double factorials(long m, long k) {
        return (m + 0.5) * StrictMath.log1p((m - k) / (k + 1.0)) + BinomialDraw.stirling(m) - BinomialDraw.stirling(k);
    }
}
