package dev.segmentation.metrics.movers;

import dev.segmentation.metrics.internal.SymmetricEigen;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;

/**
 * The directions in which the likelihood of a logit never falls: what separates destinations.
 *
 * <p>Along a direction δ it never falls if no customer's own destination loses against another, δ·(own − other) ≥ 0. Customers
 * whose chances of both stay above 0 as the likelihood grows allow no change between the two: δ·(own − other) = 0. The
 * directions that all of these leave are those that the cone of all δ spans (Albert and Anderson 1984), so that a coefficient
 * has no maximum if, and only if, it changes along one of them.
 */
final class Recession {

    /** Chances that the search has brought as low are on their way to 0: it ends when a step gains less than 1e-8. */
    private static final double VANISHING = 1e-7;

    /** Less by more than rounding. */
    private static final double CLEARLY = 1 - 1e-9;

    /** Of the largest eigenvalue: covariates that leave no more are refused before. */
    private static final double NOTHING = 1e-11;

    /** A squared cosine that rounding leaves. */
    private static final double ROUNDING = 1e-10;

    private final List<double[]> directions; // orthonormal

    private Recession(List<double[]> directions) {
        this.directions = directions;
    }

    static Recession none() {
        return new Recession(List.of());
    }

    /**
     * At the end of a search without a penalty.
     *
     * @param theta by class after the baseline: intercept, slopes
     * @param x covariates, row-major
     * @param y the class of each row
     * @param diverges whether the search found that the likelihood grows for ever
     * @param poll run every row
     */
    static Recession of(double[] theta, double[] x, int[] y, boolean diverges, Runnable poll) {
        int p = x.length / y.length;
        int classes = theta.length / (p + 1) + 1;
        double[] chances = new double[classes];
        double[][] squares = new double[theta.length][theta.length];
        double[] row = new double[p + 1];
        row[0] = 1;
        boolean complete = true;
        for (int i = 0; i < y.length; i++) {
            poll.run();
            System.arraycopy(x, i * p, row, 1, p);
            LogitNewton.chances(theta, x, i * p, chances, y[i]);
            for (int c = 0; c < classes; c++) {
                complete &= c == y[i] || chances[c] < CLEARLY * chances[y[i]];
                if (diverges && c != y[i] && chances[c] > VANISHING) {
                    add(squares, row, y[i], c);
                }
            }
        }
        if (complete) { // where every own destination is the likeliest, all that is near is a separation, too
            return new Recession(unit(theta.length));
        }
        return diverges ? new Recession(nullSpace(SymmetricEigen.of(squares, poll), theta.length)) : none();
    }

    /** Adds the square of own minus other: what the difference of their logarithms of chances is linear in. */
    private static void add(double[][] squares, double[] covariates, int own, int other) {
        int width = covariates.length;
        int[] blocks = {own - 1, other - 1}; // the baseline has no coefficients
        for (int a : blocks) {
            for (int b : blocks) {
                for (int u = 0; a >= 0 && b >= 0 && u < width; u++) {
                    for (int v = 0; v < width; v++) {
                        squares[a * width + u][b * width + v] += (a == b ? 1 : -1) * covariates[u] * covariates[v];
                    }
                }
            }
        }
    }

    private static List<double[]> unit(int size) {
        return Arrays.asList(MatrixUtils.createRealIdentityMatrix(size).getData());
    }

    private static List<double[]> nullSpace(SymmetricEigen squares, int size) {
        return IntStream.range(0, size)
                .filter(i -> squares.value(i) <= NOTHING * squares.value(0))
                .mapToObj(squares::vector)
                .toList();
    }

    boolean exists() {
        return !directions.isEmpty();
    }

    /** Whether a linear function of coefficients changes along one of the directions. */
    boolean moves(int start, double... weights) {
        double length = 0;
        double moved = 0;
        for (double weight : weights) {
            length += weight * weight;
        }
        for (double[] direction : directions) {
            double product = 0;
            for (int j = 0; j < weights.length; j++) {
                product += weights[j] * direction[start + j];
            }
            moved += product * product;
        }
        return moved > ROUNDING * length;
    }
}
