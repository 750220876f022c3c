package dev.segmentation.tree;

import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/**
 * Logarithms of tail probabilities, accurate where the probability itself would be 0: the continued fractions of the
 * incomplete gamma and beta functions by Lentz's method (Lentz 1976, doi:10.1364/AO.15.000668).
 */
final class LogTails {

    private static final double PRECISION = 1e-16;
    private static final double TINY = 1e-300;
    private static final int MOST_TERMS = 1_000_000;

    private LogTails() {}

    /** ln P(χ² ≥ x); 0 for x ≤ 0. */
    static double chiSquare(double x, double degrees) {
        double a = degrees / 2;
        double half = x / 2;
        if (!(half > 0)) {
            return 0;
        }
        if (Double.isInfinite(half)) {
            return Double.NEGATIVE_INFINITY;
        }
        double front = a * StrictMath.log(half) - half - Gamma.logGamma(a);
        if (half < a + 1) {
            double term = 1 / a;
            double sum = term;
            for (int i = 1; term > sum * PRECISION; i++) {
                term *= half / (a + i);
                sum += term;
            }
            return StrictMath.log1p(-Math.min(1, StrictMath.exp(front + StrictMath.log(sum))));
        }
        double b = half + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double h = d;
        for (int i = 1; i < MOST_TERMS; i++) {
            double numerator = -i * (i - a);
            b += 2;
            d = 1 / notZero(numerator * d + b);
            c = notZero(b + numerator / c);
            double factor = c * d;
            h *= factor;
            if (Math.abs(factor - 1) < PRECISION) {
                break;
            }
        }
        return Math.min(0, front + StrictMath.log(h));
    }

    /** ln P(F ≥ f); 0 for f ≤ 0. */
    static double fisher(double f, double numerator, double denominator) {
        if (!(f > 0)) {
            return 0;
        }
        double odds = numerator / denominator * f;
        if (Double.isInfinite(odds)) {
            return Double.NEGATIVE_INFINITY;
        }
        double a = denominator / 2;
        double b = numerator / 2;
        double x = 1 / (1 + odds);
        double rest = odds / (1 + odds);
        double front = -a * StrictMath.log1p(odds) - b * StrictMath.log1p(1 / odds) - Beta.logBeta(a, b);
        if (x < (a + 1) / (a + b + 2)) {
            return Math.min(0, front + StrictMath.log(betaFraction(x, a, b) / a));
        }
        double below = StrictMath.exp(front + StrictMath.log(betaFraction(rest, b, a) / b));
        return StrictMath.log1p(-Math.min(1, below));
    }

    private static double betaFraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / notZero(1 - (a + b) * x / (a + 1));
        double h = d;
        for (int m = 1; m < MOST_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2.0 * m - 1) * (a + 2.0 * m));
            d = 1 / notZero(1 + even * d);
            c = notZero(1 + even / c);
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1));
            d = 1 / notZero(1 + odd * d);
            c = notZero(1 + odd / c);
            double factor = d * c;
            h *= factor;
            if (Math.abs(factor - 1) < PRECISION) {
                break;
            }
        }
        return h;
    }

    private static double notZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }
}
