package dev.segmentation.metrics.noise;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;

/**
 * The linear equations y = M′ x between sums over the customers who truly are of a segment (x) and who are typed so (y).
 */
final class SingleUnmixing implements MostLikelyShares.Mixing {

    private static final double SINGULAR = 1e-9;

    private final TypingError error;
    private final int k;
    private final double[][] mix; // M′
    private final double[][] inverse; // of M′: a row per true segment

    private SingleUnmixing(TypingError error, double[][] mix, double[][] inverse) {
        this.error = error;
        this.k = mix.length;
        this.mix = mix;
        this.inverse = inverse;
    }

    static SingleUnmixing of(TypingError error, String where) {
        int k = error.segments().size();
        double[][] mix = new double[k][k];
        for (int s = 0; s < k; s++) {
            for (int t = 0; t < k; t++) {
                mix[t][s] = error.shares()[s][t];
            }
        }
        DecompositionSolver solver = new LUDecomposition(MatrixUtils.createRealMatrix(mix), SINGULAR).getSolver();
        if (!solver.isNonSingular()) {
            throw new InvalidInputException(
                    Reason.UNIDENTIFIED,
                    "error",
                    where
                            + ": the typing cannot tell segments apart, so that nothing can be corrected; merge segments whose"
                            + " rows in the typing error are alike");
        }
        return new SingleUnmixing(error, mix, solver.getInverse().getData());
    }

    @Override
    public double[][] information(double[] weights, Runnable poll) {
        double[][] information = new double[k][k];
        for (int t = 0; t < k; t++) {
            poll.run();
            for (int u = 0; u < k; u++) {
                for (int v = 0; v < k; v++) {
                    information[u][v] += weights[t] * mix[t][u] * mix[t][v];
                }
            }
        }
        return information;
    }

    @Override
    public double[] expected(double... truth) {
        double[] expected = new double[k];
        for (int t = 0; t < k; t++) {
            expected[t] = dot(mix[t], truth);
        }
        return expected;
    }

    @Override
    public double[] blamed(double... ratio) {
        double[] blamed = new double[k];
        for (int s = 0; s < k; s++) {
            blamed[s] = dot(error.shares()[s], ratio);
        }
        return blamed;
    }

    /** The sums by true segment, without bias: possibly below 0 where that is impossible. */
    double[] solve(double... typed) {
        double[] solved = new double[k];
        for (int s = 0; s < k; s++) {
            solved[s] = dot(inverse[s], typed);
        }
        return solved;
    }

    /** By how much the sum of a true segment changes with each sum of a typed one. */
    double[] effect(int segment) {
        return inverse[segment];
    }

    /**
     * The variance of the sum of a true segment by the typing of these very customers: given who they truly are and what
     * they are worth.
     *
     * @param squares sums of squares by true segment, none of them negative
     */
    double ofTyping(int segment, double... squares) {
        double[] effect = inverse[segment];
        double variance = 0;
        for (int s = 0; s < k; s++) {
            double square = 0;
            for (int t = 0; t < k; t++) {
                square += error.shares()[s][t] * effect[t] * effect[t];
            }
            variance += squares[s] * Math.max(0, square - (s == segment ? 1 : 0));
        }
        return variance;
    }

    /** The variance of the sum of a true segment by the customers on whom the error was counted. */
    double ofError(int segment, double... sums) {
        double[][] slopes = new double[k][k];
        for (int s = 0; s < k; s++) {
            for (int t = 0; t < k; t++) {
                slopes[s][t] = -inverse[segment][t] * sums[s];
            }
        }
        return error.variance(slopes);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
