package dev.segmentation.metrics.aging;

import org.apache.commons.math3.special.Gamma;

/**
 * How many of m later values exceed the r-th smallest of n earlier ones, if all are from one continuous distribution: a
 * distribution that does not depend on which (S. S. Wilks 1941, Ann. Math. Stat. 12, 91–96, doi:10.1214/aoms/1177731788).
 * Given the value, the count is binomial with a chance that is Beta(n − r + 1, r).
 */
final class Exceedance {

    private static final double NEGLIGIBLE = 1e-18;

    private final long later;
    private final double a;
    private final double b;

    /** Of a rank from 1 to earlier. */
    Exceedance(long earlier, long rank, long later) {
        this.later = later;
        this.a = earlier - rank + 1.0;
        this.b = rank;
    }

    /** The share of later values that exceed it on average. */
    double expectedShare() {
        return a / (a + b);
    }

    /** The chance that at least so many do. */
    double atLeast(long count) {
        if (count <= 0) {
            return 1;
        }
        return count > later * expectedShare() ? sumUp(count) : Math.max(0, 1 - sumDown(count - 1));
    }

    private double sumUp(long from) {
        double term = chance(from);
        double sum = 0;
        for (long c = from; c <= later && term > NEGLIGIBLE * sum; c++) {
            sum += term;
            term *= (later - c) / (c + 1.0) * ((c + a) / (later - c - 1 + b));
        }
        return Math.min(1, sum);
    }

    private double sumDown(long from) {
        double term = chance(from);
        double sum = 0;
        for (long c = from; c >= 0 && term > NEGLIGIBLE * sum; c--) {
            sum += term;
            term *= c / (later - c + 1.0) * ((later - c + b) / (c - 1 + a));
        }
        return Math.min(1, sum);
    }

    private double chance(long c) {
        return StrictMath.exp(logChoose((double) later, (double) c) + logBeta(c + a, later - c + b) - logBeta(a, b));
    }

    private static double logChoose(double n, double k) {
        return Gamma.logGamma(n + 1) - Gamma.logGamma(k + 1) - Gamma.logGamma(n - k + 1);
    }

    private static double logBeta(double p, double q) {
        return Gamma.logGamma(p) + Gamma.logGamma(q) - Gamma.logGamma(p + q);
    }
}
