package dev.segmentation.metrics.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/** Tail probabilities of the usual tests, accurate also where they are tiny, and their correction for many tests. */
public final class Tails {

    private Tails() {}

    /** P(|T| ≥ |t|). */
    public static double student(double t, double degrees) {
        return Double.isInfinite(t) ? 0 : Beta.regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
    }

    /** The t that is exceeded in absolute value with probability 1 − level. */
    public static double studentQuantile(double level, double degrees) {
        return -new TDistribution(null, degrees).inverseCumulativeProbability((1 - level) / 2);
    }

    /** P(F ≥ f). */
    public static double fisher(double f, double numeratorDegrees, double denominatorDegrees) {
        double share = denominatorDegrees / (denominatorDegrees + numeratorDegrees * f);
        return Beta.regularizedBeta(share, denominatorDegrees / 2, numeratorDegrees / 2);
    }

    /** P(χ² ≥ x). */
    public static double chiSquare(double x, double degrees) {
        return Gamma.regularizedGammaQ(degrees / 2, x / 2);
    }

    /**
     * Holm's step-down adjustment (1979): whoever claims only where the adjusted p is at most α makes any false claim at
     * all with probability at most α, however the tests depend on one another. NaN stays NaN and counts as no test.
     */
    public static double[] holm(double... p) {
        List<Integer> order = ascending(p);
        double[] adjusted = new double[p.length];
        Arrays.fill(adjusted, Double.NaN);
        double largest = 0;
        for (int rank = 0; rank < order.size(); rank++) {
            int i = order.get(rank);
            largest = Math.max(largest, Math.min(1, (order.size() - rank) * p[i]));
            adjusted[i] = largest;
        }
        return adjusted;
    }

    /**
     * Benjamini and Hochberg's step-up adjustment (1995): whoever claims where the adjusted p is at most α makes claims of
     * which, on average, at most the share α is false, for tests that are independent or positively dependent. NaN stays NaN
     * and counts as no test.
     */
    public static double[] benjaminiHochberg(double... p) {
        List<Integer> order = ascending(p);
        double[] adjusted = new double[p.length];
        Arrays.fill(adjusted, Double.NaN);
        double least = 1;
        for (int rank = order.size(); rank > 0; rank--) {
            int i = order.get(rank - 1);
            least = Math.min(least, order.size() * p[i] / rank);
            adjusted[i] = least;
        }
        return adjusted;
    }

    private static List<Integer> ascending(double... p) {
        return IntStream.range(0, p.length)
                .filter(i -> !Double.isNaN(p[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .toList();
    }
}
