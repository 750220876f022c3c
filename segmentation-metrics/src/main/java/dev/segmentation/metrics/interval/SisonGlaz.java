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

    /** The chance of a Poisson count within [a, b], its mean there, and its central moments there up to the fourth. */
    private static double[] moments(double rate, double a, double b) {
        if (rate == 0) {
            return new double[] {1, 0, 0, 0, 0};
        }
        double within = upTo(b, rate) - upTo(a - 1, rate);
        double[] factorial = new double[5];
        double power = 1;
        for (int r = 1; r <= 4; r++) {
            power *= rate;
            double low = 0;
            double high = 0;
            for (int s = 1; s <= r; s++) {
                low += a - s < 0 ? 0 : StrictMath.exp(logPoisson(a - s, rate));
                high += b - s + 1 < 0 ? 0 : StrictMath.exp(logPoisson(b - s + 1, rate));
            }
            factorial[r] = power * (1 + (low - high) / within);
        }
        double mean = factorial[1];
        double second = factorial[2] + mean;
        double third = factorial[3] + 3 * factorial[2] + mean;
        double fourth = factorial[4] + 6 * factorial[3] + 7 * factorial[2] + mean;
        return new double[] {
            within,
            mean,
            second - mean * mean,
            third - 3 * mean * second + 2 * mean * mean * mean,
            fourth - 4 * mean * third + 6 * mean * mean * second - 3 * mean * mean * mean * mean
        };
    }

    private static double upTo(double count, double rate) {
        return count < 0 ? 0 : Gamma.regularizedGammaQ(count + 1.0, rate);
    }

    private static double logPoisson(double count, double rate) {
        return count * StrictMath.log(rate) - rate - Gamma.logGamma(count + 1.0);
    }
}
