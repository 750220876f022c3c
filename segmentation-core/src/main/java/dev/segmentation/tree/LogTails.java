package dev.segmentation.tree;

/**
 * Logarithms of tail probabilities, accurate where the probability itself would be 0: the continued fractions of the
 * incomplete gamma and beta functions by Lentz's method (Lentz 1976, doi:10.1364/AO.15.000668).
 */
final class LogTails {

    private static final double PRECISION = 1e-16;
    private static final double TINY = 1e-300;
    private static final int MOST_TERMS = 1_000_000;

    private static final double STIRLING_FROM = 10;
    private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
    private static final double[] STIRLING = {
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156
    };

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
        double front = a * StrictMath.log(half) - half - logGamma(a);
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
        double front = -a * StrictMath.log1p(odds) - b * StrictMath.log1p(1 / odds) - logBeta(a, b);
        if (x < (a + 1) / (a + b + 2)) {
            return Math.min(0, front + StrictMath.log(betaFraction(x, a, b) / a));
        }
        double below = StrictMath.exp(front + StrictMath.log(betaFraction(rest, b, a) / b));
        return StrictMath.log1p(-Math.min(1, below));
    }

    /** ln Γ(x) for x > 0. */
    static double logGamma(double x) {
        double product = 1;
        double above = x;
        while (above < STIRLING_FROM) {
            product *= above;
            above++;
        }
        return (above - 0.5) * StrictMath.log(above)
                - above
                + HALF_LOG_TWO_PI
                + stirlingRest(above)
                - StrictMath.log(product);
    }

    /** ln Γ(a)Γ(b)/Γ(a + b), without the loss of digits of large arguments. */
    static double logBeta(double a, double b) {
        double large = Math.max(a, b);
        double small = Math.min(a, b);
        if (large < STIRLING_FROM) {
            return logGamma(large) + logGamma(small) - logGamma(large + small);
        }
        return logGamma(small)
                - (large - 0.5) * StrictMath.log1p(small / large)
                - small * (StrictMath.log(large + small) - 1)
                + stirlingRest(large)
                - stirlingRest(large + small);
    }

    /** What Stirling's formula for ln Γ leaves out: Σ B(2k) / (2k(2k − 1)x^(2k − 1)). */
    private static double stirlingRest(double x) {
        double square = 1 / (x * x);
        double sum = 0;
        for (int k = STIRLING.length - 1; k >= 0; k--) {
            sum = sum * square + STIRLING[k];
        }
        return sum / x;
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
