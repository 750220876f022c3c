package dev.segmentation.metrics.interval;

import dev.segmentation.Estimate;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.special.Gamma;

/**
 * The least c for which all multinomial counts are within c of their expectations with the chance of the level.
 *
 * <p>Multinomial counts are independent Poisson counts, given their sum; the chance of the sum, given that each is within c,
 * is taken by Edgeworth's expansion.
 */
final class SisonGlaz {

    /** From here on Stirling's series to its second term has all digits. */
    private static final double LARGE = 1e5;

    private SisonGlaz() {}

    static List<Estimate> intervals(long[] counts, long all, double level) {
        long below = 0; // all counts are within it with less than the level, or it is 0
        long above = all;
        while (above - below > 1) {
            long middle = below + (above - below) / 2;
            if (chance(counts, all, middle) < level) {
                below = middle;
            } else {
                above = middle;
            }
        }
        double from = chance(counts, all, below);
        double to = chance(counts, all, above);
        double part = from >= level || to <= from ? 0 : (level - from) / (to - from);
        double down = (double) below / all;
        double up = (below + 2 * part) / all;
        return Arrays.stream(counts)
                .mapToObj(count -> {
                    double share = (double) count / all;
                    return Estimate.of(share, Math.max(0, share - down), Math.min(1, share + up), level, all);
                })
                .toList();
    }

    /** That all counts of another sample of these shares are within c of these counts. */
    static double chance(long[] counts, long all, long c) {
        double logWithin = 0;
        double mean = 0;
        double variance = 0;
        double third = 0;
        double fourth = 0;
        for (long count : counts) {
            double rate = count;
            double[] moments = moments(rate, Math.max(0, rate - c), rate + c);
            logWithin += StrictMath.log(moments[0]);
            mean += moments[1];
            variance += moments[2];
            third += moments[3];
            fourth += moments[4] - 3 * moments[2] * moments[2];
        }
        if (variance <= 0) {
            return 0;
        }
        double z = (all - mean) / Math.sqrt(variance);
        double skewness = third / (variance * Math.sqrt(variance));
        double excess = fourth / (variance * variance);
        double square = z * z;
        double expansion = 1
                + skewness * z * (square - 3) / 6
                + excess * (square * (square - 6) + 3) / 24
                + skewness * skewness * (square * (square * (square - 15) + 45) - 15) / 72;
        double density = StrictMath.exp(-square / 2) / Math.sqrt(2 * Math.PI * variance) * expansion;
        return StrictMath.exp(logWithin - logPoisson((double) all, (double) all)) * density;
    }

    /**
     * The chance of a Poisson count within [a, b], its mean there, and its central moments there up to the fourth. From x p(x)
     * = λ p(x − 1), E[(X − λ) g(X)] = λ E[g(X + 1) − g(X)] but for what the ends add: nothing large is ever subtracted.
     */
    private static double[] moments(double rate, double a, double b) {
        if (rate == 0) {
            return new double[] {1, 0, 0, 0, 0};
        }
        double within = upTo(b, rate) - upTo(a - 1, rate);
        double low = a == 0 ? 0 : StrictMath.exp(logPoisson(a - 1, rate)) / within;
        double high = StrictMath.exp(logPoisson(b, rate)) / within;
        double down = a - rate;
        double up = b + 1 - rate;
        double first = rate * (low - high);
        double second = rate * (1 + low * down - high * up);
        double third = rate * (2 * first + 1 + low * down * down - high * up * up);
        double fourth = rate * (3 * second + 3 * first + 1 + low * down * down * down - high * up * up * up);
        return new double[] {
            within,
            rate + first,
            second - first * first,
            third - 3 * first * second + 2 * first * first * first,
            fourth - 4 * first * third + 6 * first * first * second - 3 * first * first * first * first
        };
    }

    private static double upTo(double count, double rate) {
        return count < 0 ? 0 : Gamma.regularizedGammaQ(count + 1.0, rate);
    }

    /** By the deviance, which keeps its digits where counts are large. */
    private static double logPoisson(double count, double rate) {
        if (count < LARGE) {
            return count * StrictMath.log(rate) - rate - Gamma.logGamma(count + 1.0);
        }
        double off = (rate - count) / count;
        double deviance = count * (off - StrictMath.log1p(off));
        return -deviance - StrictMath.log(2 * Math.PI * count) / 2 - 1 / (12 * count);
    }
}
