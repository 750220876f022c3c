package dev.segmentation.metrics.internal;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/**
 * Confidence intervals of the noncentrality behind an observed F, χ² or t: that under which the observation would be
 * just too large, and just too small, to be believed (Steiger 2004, doi:10.1037/1082-989X.9.2.164).
 *
 * <p>A noncentral distribution is a Poisson(λ/2) mixture of central ones with 2j more degrees of freedom; the mixture is
 * summed from the mode of the Poisson weights outwards, each term from its neighbor. The noncentral t needs two of them,
 * one over the numbers j and one over j + ½ (Lenth 1989, doi:10.2307/2347693).
 */
public final class Noncentrality {

    private static final double NEGLIGIBLE = 1e-17;

    /** From this size the mixture has too many terms to be summed, some 10·√λ. */
    private static final double LARGEST_SUMMED = 1e9;

    private static final double LEAST_STIRLING = 16;

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
        return interval(lambda -> cumulative(central, lambda / 2, 0), level, f);
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
        return interval(lambda -> cumulative(central, lambda / 2, 0), level, x);
    }

    /** Lower and upper δ of a t on the given degrees of freedom. */
    public static double[] ofStudent(double t, double degrees, double level) {
        if (t < 0) {
            double[] mirrored = ofStudent(-t, degrees, level);
            return new double[] {-mirrored[1], -mirrored[0]};
        }
        double tail = (1 - level) / 2;
        double z = -Normal.quantile(tail);
        ChiSquaredDistribution squares = new ChiSquaredDistribution(null, degrees);
        // the numerator is δ but for z, the denominator between these; both together are less extreme
        double low = t * Math.sqrt(squares.inverseCumulativeProbability(tail) / degrees) - z;
        double high = t * Math.sqrt(squares.inverseCumulativeProbability(1 - tail) / degrees) + z;
        if (t * t >= LARGEST_SUMMED) {
            return new double[] {low, high};
        }
        return new double[] {solveStudent(t, degrees, 1 - tail, low, high), solveStudent(t, degrees, tail, low, high)};
    }

    /** The δ, somewhere around low and high, for which P(T ≤ t) is as wanted; it falls with δ. */
    private static double solveStudent(double t, double degrees, double wanted, double low, double high) {
        double below = low;
        double above = high;
        while (student(t, degrees, below) < wanted) {
            below -= 1;
        }
        while (student(t, degrees, above) > wanted) {
            above += 1;
        }
        for (double middle = (below + above) / 2;
                above - below > 1e-11 * Math.max(1, Math.abs(middle));
                middle = (below + above) / 2) {
            if (student(t, degrees, middle) > wanted) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return (below + above) / 2;
    }

    /** P(T ≤ t) of the noncentral t distribution. */
    public static double student(double t, double degrees, double delta) {
        if (t < 0) {
            return 1 - student(-t, degrees, -delta);
        }
        double rate = delta * delta / 2;
        double squared = t * t;
        double x = squared / (squared + degrees);
        double complement = degrees / (squared + degrees);
        double even = cumulative(new CentralF(x, complement, 0.5, degrees / 2), rate, 0);
        double odd = cumulative(new CentralF(x, complement, 1, degrees / 2), rate, 0.5);
        double sum = Normal.cumulative(-delta) + (even + Math.signum(delta) * odd) / 2;
        return Math.min(1, Math.max(0, sum));
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

    /** The sum over j of the Poisson weight of j + offset, extended by the gamma function, times the central one. */
    private static double cumulative(Central central, double rate, double offset) {
        if (rate == 0) {
            return offset == 0 ? central.cumulative(0) : 0;
        }
        double mode = Math.max(0, Math.floor(rate - offset));
        double at = mode + offset;
        double modeWeight = poisson(at, rate);
        double modeProbability = central.cumulative(mode);
        double modeStep = central.step(mode);
        double sum = modeWeight * modeProbability;
        double weight = modeWeight;
        double probability = modeProbability;
        double step = modeStep;
        for (double j = mode; weight > NEGLIGIBLE * modeWeight && probability > 0; j++) {
            probability -= step;
            step *= central.ratio(j);
            weight *= rate / (j + offset + 1);
            sum += weight * Math.max(0, probability);
        }
        weight = modeWeight;
        probability = modeProbability;
        step = modeStep;
        for (double j = mode; j > 0 && weight > NEGLIGIBLE * modeWeight; j--) {
            step /= central.ratio(j - 1);
            probability = Math.min(1, probability + step);
            weight *= (j + offset) / rate;
            sum += weight * probability;
        }
        return sum;
    }

    /** rate^at·exp(−rate)/Γ(at + 1); where at is large, by Stirling's series, in which nothing large cancels. */
    private static double poisson(double at, double rate) {
        if (at < LEAST_STIRLING) {
            return StrictMath.exp(at * StrictMath.log(rate) - rate - Gamma.logGamma(at + 1));
        }
        double x = (at - rate) / rate;
        double distance = rate * ((1 + x) * StrictMath.log1p(x) - x);
        double y = 1 / (at * at);
        double error = (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y / 1680))) / at;
        return StrictMath.exp(-distance - error) / Math.sqrt(2 * Math.PI * at);
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
