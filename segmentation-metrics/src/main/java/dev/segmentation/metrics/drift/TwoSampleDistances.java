package dev.segmentation.metrics.drift;

import dev.segmentation.Reason;
import java.util.Optional;
import org.apache.commons.math3.special.Gamma;

/** Distances of two samples, each sorted and not empty. */
final class TwoSampleDistances {

    /** From where on the chances of a distance above and of one below do not overlap, to eleven digits. */
    private static final double FAR = 2;

    /** Pairs of values up to which the chance of a distance is exact. */
    private static final long SMALL = 10_000;

    private TwoSampleDistances() {}

    /** The largest |F − G|. */
    static double kolmogorovSmirnov(double[] base, double[] now) {
        double largest = 0;
        int i = 0;
        int j = 0;
        while (i < base.length && j < now.length) {
            double at = Math.min(base[i], now[j]);
            while (i < base.length && base[i] <= at) {
                i++;
            }
            while (j < now.length && now[j] <= at) {
                j++;
            }
            largest = Math.max(largest, Math.abs((double) i / base.length - (double) j / now.length));
        }
        return largest;
    }

    /**
     * P(D ≥ d): exactly for small samples without ties, which ties make smaller still; else for one sample of nm / (n + m)
     * values, rounded.
     */
    static double kolmogorovSmirnovP(double d, int n, int m) {
        return (long) n * m <= SMALL ? exact(d, n, m) : approximate(d, n, m);
    }

    /** The chance that a path from (0, 0) to (n, m), all of which are equally likely, ever leaves the distance d. */
    private static double exact(double d, int n, int m) {
        double left = 0;
        double[] reached = new double[m + 1];
        reached[0] = 1;
        for (int i = 0; i <= n; i++) {
            double[] below = new double[m + 1];
            for (int j = 0; j <= m; j++) {
                if (Math.abs((double) i / n - (double) j / m) >= d - 1e-12) {
                    left += reached[j];
                } else if (i < n || j < m) {
                    double steps = (double) n - i + m - j;
                    below[j] += reached[j] * (n - i) / steps;
                    if (j < m) {
                        reached[j + 1] += reached[j] * (m - j) / steps;
                    }
                }
            }
            reached = below;
        }
        return Math.min(1, left);
    }

    static double approximate(double d, long n, long m) {
        long size = Math.max(1, Math.round((double) n * m / (n + m)));
        double scaled = d * Math.sqrt((double) size);
        return Math.min(1, scaled >= FAR ? 2 * smirnov(d, size) : limit(scaled, size));
    }

    /** P(D⁺ ≥ d), by the sum of Birnbaum and Tingey (1951), all of whose terms are positive. */
    private static double smirnov(double d, long n) {
        double sum = 0;
        double logAll = Gamma.logGamma(n + 1.0);
        for (long j = 0; j <= (long) Math.floor(n * (1 - d)); j++) {
            double above = d + (double) j / n;
            double below = 1 - d - (double) j / n;
            double log = logAll
                    - Gamma.logGamma(j + 1.0)
                    - Gamma.logGamma(n - j + 1.0)
                    + (j - 1.0) * StrictMath.log(above)
                    + (below > 0 ? (n - j) * StrictMath.log(below) : n == j ? 0 : Double.NEGATIVE_INFINITY);
            sum += StrictMath.exp(log);
        }
        return d * sum;
    }

    /** Kolmogorov's limit at an argument corrected for the size (Vrbik 2018, Pioneer J. Theor. Appl. Stat. 15, 35–43). */
    private static double limit(double scaled, long n) {
        double at = scaled + 1 / (6 * Math.sqrt((double) n)) + (scaled - 1) / (4.0 * n);
        if (at < 0.2) {
            return 1;
        }
        double sum = 0;
        for (int j = 1; j <= 100; j++) {
            double term = StrictMath.exp(-2.0 * j * j * at * at);
            sum += j % 2 == 1 ? term : -term;
            if (term < 1e-17) {
                break;
            }
        }
        return 2 * sum;
    }

    /** Formula 7 of Scholz and Stephens, whose midranks take ties into account, in standard deviations from its mean. */
    static double andersonDarling(double[] base, double[] now) {
        double n = base.length;
        double m = now.length;
        double all = n + m;
        if (andersonDarlingUndefined(base, now).isPresent()) {
            return Double.NaN;
        }
        double sum = 0;
        int i = 0;
        int j = 0;
        while (i < base.length || j < now.length) {
            double at = i == base.length ? now[j] : j == now.length ? base[i] : Math.min(base[i], now[j]);
            int fromBase = i;
            int fromNow = j;
            while (i < base.length && base[i] <= at) {
                i++;
            }
            while (j < now.length && now[j] <= at) {
                j++;
            }
            double tied = i - fromBase + (j - fromNow);
            double ranked = fromBase + fromNow + tied / 2;
            double weight = ranked * (all - ranked) - all * tied / 4;
            if (weight > 0) {
                double first = all * (fromBase + (i - fromBase) / 2.0) - n * ranked;
                double second = all * (fromNow + (j - fromNow) / 2.0) - m * ranked;
                sum += tied / all * (first * first / n + second * second / m) / weight;
            }
        }
        double statistic = (all - 1) / all * sum;
        return (statistic - 1) / Math.sqrt(variance(n, m));
    }

    /** Its variance needs four values, and ranks need values that differ. */
    static Optional<Reason> andersonDarlingUndefined(double[] base, double[] now) {
        if ((long) base.length + now.length < 4) {
            return Optional.of(Reason.NO_OBSERVATIONS);
        }
        return Math.min(base[0], now[0]) == Math.max(base[base.length - 1], now[now.length - 1])
                ? Optional.of(Reason.ZERO_VARIANCE)
                : Optional.empty();
    }

    /** Formula 4 of Scholz and Stephens for two samples. */
    private static double variance(double n, double m) {
        double all = n + m;
        double inverse = 1 / n + 1 / m;
        double harmonic = 0;
        for (int i = 1; i < all; i++) {
            harmonic += 1.0 / i;
        }
        double nested = 0;
        double rest = 0; // Σ 1 / j over j > i
        for (int i = (int) all - 2; i >= 1; i--) {
            rest += 1.0 / (i + 1);
            nested += rest / (all - i);
        }
        double a = (4 * nested - 6) + (10 - 6 * nested) * inverse;
        double b = (2 * nested - 4) * 4
                + 16 * harmonic
                + (2 * nested - 14 * harmonic - 4) * inverse
                - 8 * harmonic
                + 4 * nested
                - 6;
        double c = (6 * harmonic + 2 * nested - 2) * 4
                + (4 * harmonic - 4 * nested + 6) * 2
                + (2 * harmonic - 6) * inverse
                + 4 * harmonic;
        double d = (2 * harmonic + 6) * 4 - 8 * harmonic;
        return (((a * all + b) * all + c) * all + d) / ((all - 1) * (all - 2) * (all - 3));
    }
}
