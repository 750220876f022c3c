package dev.segmentation.metrics.internal;

import dev.segmentation.internal.SeededRandom;

/**
 * Draws binomial and multinomial counts, exactly, in a time that does not grow with the counts.
 *
 * <p><b>References:</b> W. Hörmann (1993), J. Stat. Comput. Simul. 46, 101–110, doi:10.1080/00949659308811496 (algorithm
 * BTRS); below a mean of ten by inversion.
 */
public final class BinomialDraw {

    private static final double LARGE_MEAN = 10;

    private BinomialDraw() {}

    /**
     * How many of n succeed.
     *
     * @param random the stream
     * @param n trials, at least 0
     * @param p the chance of each, 0 … 1
     * @return 0 … n
     */
    public static long binomial(SeededRandom random, long n, double p) {
        if (n == 0 || p <= 0) {
            return 0;
        }
        if (p >= 1) {
            return n;
        }
        if (p > 0.5) {
            return n - binomial(random, n, 1 - p);
        }
        return n * p < LARGE_MEAN ? inverted(random, n, p) : rejected(random, n, p);
    }

    /**
     * How many of n fall into each of some cells.
     *
     * @param random the stream
     * @param n trials, at least 0
     * @param weights of the cells, at least 0, with a positive sum unless n is 0
     * @return counts that sum to n
     */
    public static long[] multinomial(SeededRandom random, long n, double... weights) {
        double rest = 0;
        for (double weight : weights) {
            rest += weight;
        }
        long[] counts = new long[weights.length];
        long left = n;
        for (int c = 0; c < weights.length && left > 0; c++) {
            counts[c] = binomial(random, left, rest <= weights[c] ? 1 : weights[c] / rest);
            left -= counts[c];
            rest -= weights[c];
        }
        return counts;
    }

    /** Steps through the cumulative probabilities; n p is small, so that few are needed and (1 − p)ⁿ does not vanish. */
    private static long inverted(SeededRandom random, long n, double p) {
        double odds = p / (1 - p);
        double chance = StrictMath.exp(n * StrictMath.log1p(-p));
        double u = random.nextDouble();
        long k = 0;
        while (u > chance && k < n) {
            u -= chance;
            k++;
            chance *= odds * (n - k + 1) / k;
            if (chance == 0) {
                return k; // so far out that a double says nothing of it
            }
        }
        return k;
    }

    /** Rejection from a transformed uniform distribution. */
    private static long rejected(SeededRandom random, long n, double p) {
        double q = 1 - p;
        double spread = Math.sqrt(n * p * q);
        double b = 1.15 + 2.53 * spread;
        double a = -0.0873 + 0.0248 * b + 0.01 * p;
        double center = n * p + 0.5;
        double accepted = 0.92 - 4.2 / b;
        double alpha = (2.83 + 5.1 / b) * spread;
        long mode = (long) Math.floor((n + 1.0) * p);
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = random.nextDouble();
            double us = 0.5 - Math.abs(u);
            double found = Math.floor((2 * a / us + b) * u + center);
            if (found >= 0 && found <= n) {
                long k = (long) found;
                if (us >= 0.07 && v <= accepted) {
                    return k;
                }
                if (StrictMath.log(v * alpha / (a / (us * us) + b)) <= logRatio(n, p, q, mode, k)) {
                    return k;
                }
            }
        }
    }

    /** log P(k) / P(mode), by differences of Stirling's series, which keep their digits where n is large. */
    private static double logRatio(long n, double p, double q, long mode, long k) {
        double step = k - mode;
        double up = k + 1.0;
        double down = n - k + 1.0;
        return (mode + 0.5) * StrictMath.log1p(-step / up)
                + (n - mode + 0.5) * StrictMath.log1p(step / down)
                + step * StrictMath.log(down * p / (up * q))
                + stirling(mode)
                - stirling(k)
                + stirling(n - mode)
                - stirling(n - k);
    }

    /** What log k! exceeds (k + ½) log(k + 1) − (k + 1) + ½ log 2π by. */
    static double stirling(long k) {
        double up = k + 1.0;
        if (k > 9) {
            double square = up * up;
            return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / up;
        }
        double factorial = 1;
        for (int i = 2; i <= k; i++) {
            factorial *= i;
        }
        return StrictMath.log(factorial) - (k + 0.5) * StrictMath.log(up) + up - StrictMath.log(2 * Math.PI) / 2;
    }
}
