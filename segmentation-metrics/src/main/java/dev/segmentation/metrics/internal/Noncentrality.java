package dev.segmentation.metrics.internal;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/**
 * Confidence intervals of the noncentrality λ behind an observed F or χ²: the λ under which the observation would be
 * just too large, and just too small, to be believed (Steiger 2004, doi:10.1037/1082-989X.9.2.164).
 *
 * <p>A noncentral distribution is a Poisson(λ/2) mixture of central ones with 2j more degrees of freedom; the mixture is
 * summed from the mode of the Poisson weights outwards, each term from its neighbor.
 */
public final class Noncentrality {

    private static final double NEGLIGIBLE = 1e-17;

    /** From this size the mixture has too many terms to be summed, some 10·√λ. */
    private static final double LARGEST_SUMMED = 1e9;

    private Noncentrality() {}

    /** Lower and upper λ of an F on the given degrees of freedom. */
    public static double[] ofF(double f, double numeratorDegrees, double denominatorDegrees, double level) {
        double scaled =
                Math.min(Double.MAX_VALUE / 8, numeratorDegrees * f); // F is infinite where within all but vanishes
        if (scaled >= LARGEST_SUMMED) {
            return ofLargeF(scaled, denominatorDegrees, level);
        }
        Central central = new CentralF(
                scaled / (scaled + denominatorDegrees),
                denominatorDegrees / (scaled + denominatorDegrees),
                numeratorDegrees / 2,
                denominatorDegrees / 2);
        return interval(lambda -> cumulative(central, lambda / 2), level, f);
    }

    /**
     * For a large λ the numerator, a noncentral χ², is λ but for a relative standard deviation of 2/√λ, by which the
     * interval is widened; what else varies is the denominator, a central χ².
     */
    private static double[] ofLargeF(double scaled, double denominatorDegrees, double level) {
        double tail = (1 - level) / 2;
        ChiSquaredDistribution denominator = new ChiSquaredDistribution(null, denominatorDegrees);
        double z = -new NormalDistribution(null, 0, 1).inverseCumulativeProbability(tail);
        double margin = 2 * z / Math.sqrt(scaled);
        double lower = denominator.inverseCumulativeProbability(tail) / denominatorDegrees * (1 - margin);
        double upper = denominator.inverseCumulativeProbability(1 - tail) / denominatorDegrees * (1 + margin);
        return new double[] {
            Math.min(Double.MAX_VALUE / 2, Math.max(0, scaled * lower)), Math.min(Double.MAX_VALUE / 2, scaled * upper)
        };
    }

    /** Lower and upper λ of a χ² on the given degrees of freedom. */
    public static double[] ofChiSquare(double x, double degrees, double level) {
        Central central = new CentralChiSquare(x / 2, degrees / 2);
        return interval(lambda -> cumulative(central, lambda / 2), level, x);
    }

    private static double[] interval(DoubleUnaryOperator cumulative, double level, double statistic) {
        if (!(statistic > 0)) {
            return new double[] {0, 0};
        }
        double tail = (1 - level) / 2;
        return new double[] {solve(cumulative, 1 - tail), solve(cumulative, tail)};
    }

    /** The λ at which a cumulative probability, which falls with λ, is as wanted; 0 if it is lower already at 0. */
    private static double solve(DoubleUnaryOperator cumulative, double wanted) {
        if (cumulative.applyAsDouble(0) <= wanted) {
            return 0;
        }
        double low = 0;
        double high = 1;
        while (cumulative.applyAsDouble(high) > wanted) {
            low = high;
            high *= 2;
        }
        for (double middle = (low + high) / 2; high - low > 1e-12 * high; middle = (low + high) / 2) {
            if (cumulative.applyAsDouble(middle) > wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double cumulative(Central central, double rate) {
        if (rate == 0) {
            return central.cumulative(0);
        }
        double mode = Math.floor(rate);
        double modeWeight = StrictMath.exp(mode * StrictMath.log(rate) - rate - Gamma.logGamma(mode + 1));
        double modeProbability = central.cumulative(mode);
        double modeStep = central.step(mode);
        double sum = modeWeight * modeProbability;
        double weight = modeWeight;
        double probability = modeProbability;
        double step = modeStep;
        for (double j = mode; weight > NEGLIGIBLE * modeWeight && probability > 0; j++) {
            probability -= step;
            step *= central.ratio(j);
            weight *= rate / (j + 1);
            sum += weight * Math.max(0, probability);
        }
        weight = modeWeight;
        probability = modeProbability;
        step = modeStep;
        for (double j = mode; j > 0 && weight > NEGLIGIBLE * modeWeight; j--) {
            step /= central.ratio(j - 1);
            probability = Math.min(1, probability + step);
            weight *= j / rate;
            sum += weight * probability;
        }
        return sum;
    }

    /** The central distributions of the mixture, numbered by how many pairs of degrees of freedom they have more. */
    private interface Central {
        double cumulative(double j);

        /** cumulative(j) − cumulative(j + 1). */
        double step(double j);

        /** step(j + 1) / step(j). */
        double ratio(double j);
    }

    private record CentralF(double x, double complement, double a, double b) implements Central {

        @Override
        public double cumulative(double j) {
            return Beta.regularizedBeta(x, a + j, b);
        }

        @Override
        public double step(double j) {
            double log = (a + j) * StrictMath.log(x) + b * StrictMath.log(complement);
            return StrictMath.exp(log - StrictMath.log(a + j) - Beta.logBeta(a + j, b));
        }

        @Override
        public double ratio(double j) {
            return x * (a + j + b) / (a + j + 1);
        }
    }

    private record CentralChiSquare(double half, double a) implements Central {

        @Override
        public double cumulative(double j) {
            return Gamma.regularizedGammaP(a + j, half);
        }

        @Override
        public double step(double j) {
            return StrictMath.exp((a + j) * StrictMath.log(half) - half - Gamma.logGamma(a + j + 1));
        }

        @Override
        public double ratio(double j) {
            return half / (a + j + 1);
        }
    }
}
