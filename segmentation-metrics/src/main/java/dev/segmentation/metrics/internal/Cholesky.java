package dev.segmentation.metrics.internal;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;

/**
 * The factor L of a symmetric positive matrix C = s·L·Lᵀ·s, such as a covariance, with the roots s of its diagonal taken out,
 * so that units do not matter and a pivot is the share of a column's variance that those before it do not explain.
 */
public final class Cholesky {

    /** Of a share of variance this small, rounding leaves nothing: products of doubles keep 1e-16. */
    private static final double SINGULAR = 1e-12;

    /** What a pivot is at least taken for: a direction that nothing is known of, but for rounding. */
    private static final double LEAST = 1e-15;

    private final double[] deviations;
    private final double[][] factor; // row i has i + 1 numbers

    /** The first row whose pivot was refused; the rows after it are not there. */
    private final OptionalInt refused;

    private Cholesky(double[][] matrix, DoubleUnaryOperator deviation, DoubleUnaryOperator pivot, Runnable poll) {
        int n = matrix.length;
        this.deviations = new double[n];
        this.factor = new double[n][];
        for (int i = 0; i < n; i++) {
            poll.run();
            deviations[i] = deviation.applyAsDouble(matrix[i][i]);
            factor[i] = new double[i + 1];
            for (int j = 0; j < i; j++) {
                factor[i][j] = rest(matrix, i, j) / factor[j][j];
            }
            factor[i][i] = Math.sqrt(pivot.applyAsDouble(rest(matrix, i, i)));
            if (Double.isNaN(factor[i][i])) {
                this.refused = OptionalInt.of(i);
                return;
            }
        }
        this.refused = OptionalInt.empty();
    }

    private double rest(double[][] matrix, int i, int j) {
        double rest = matrix[i][j] / deviations[i] / deviations[j];
        for (int l = 0; l < j; l++) {
            rest -= factor[i][l] * factor[j][l];
        }
        return rest;
    }

    /**
     * Of a matrix that may have no inverse.
     *
     * @param matrix symmetric, not modified; its lower triangle is read
     * @return empty if it has no inverse within rounding, or is not finite
     */
    public static Optional<Cholesky> of(double[][] matrix) {
        return of(matrix, () -> {});
    }

    /**
     * Of a matrix that may have no inverse, and may be large.
     *
     * @param matrix symmetric, not modified; its lower triangle is read
     * @param poll run before each row, of O(n²) steps
     * @return empty if it has no inverse within rounding, or is not finite
     */
    public static Optional<Cholesky> of(double[][] matrix, Runnable poll) {
        Cholesky found = new Cholesky(matrix, Cholesky::positive, rest -> rest > SINGULAR ? rest : Double.NaN, poll);
        return found.refused.isPresent() ? Optional.empty() : Optional.of(found);
    }

    /**
     * Of a matrix that is taken to have an inverse: pivots that rounding took are lifted.
     *
     * @param matrix symmetric and finite, not modified; its lower triangle is read
     * @return the factor
     */
    public static Cholesky lifted(double[][] matrix) {
        Cholesky found = new Cholesky(
                matrix, square -> square > 0 ? Math.sqrt(square) : 1, rest -> Math.max(rest, LEAST), () -> {});
        if (found.refused.isPresent()) {
            throw new IllegalStateException("Cholesky.lifted: the matrix is not finite");
        }
        return found;
    }

    /**
     * The first column that is a linear function of those before it.
     *
     * @param covariance of the columns, not modified
     * @param least a share of variance; columns of which the others leave no more are dependent
     * @return its number; empty if all are independent
     */
    public static OptionalInt dependent(double[][] covariance, double least) {
        return new Cholesky(covariance, Cholesky::positive, rest -> rest > least ? rest : Double.NaN, () -> {}).refused;
    }

    private static double positive(double square) {
        double root = Math.sqrt(square);
        return root > 0 && root <= Double.MAX_VALUE ? root : Double.NaN;
    }

    /** L⁻¹·s⁻¹·x, whose squared length is xᵀ·C⁻¹·x. */
    public double[] whiten(double... x) {
        double[] white = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double rest = x[i] / deviations[i];
            for (int j = 0; j < i; j++) {
                rest -= factor[i][j] * white[j];
            }
            white[i] = rest / factor[i][i];
        }
        return white;
    }

    /** xᵀ·C⁻¹·x. */
    public double squaredLength(double... x) {
        double sum = 0;
        for (double value : whiten(x)) {
            sum += value * value;
        }
        return sum;
    }

    /** C⁻¹·x. */
    public double[] solve(double... x) {
        double[] solution = whiten(x);
        for (int i = x.length - 1; i >= 0; i--) {
            solution[i] /= factor[i][i];
            for (int j = 0; j < i; j++) {
                solution[j] -= factor[i][j] * solution[i];
            }
        }
        for (int i = 0; i < x.length; i++) {
            solution[i] /= deviations[i];
        }
        return solution;
    }

    /** C⁻¹, row by row. */
    public double[][] inverse() {
        double[][] inverse = new double[deviations.length][];
        for (int i = 0; i < inverse.length; i++) {
            double[] unit = new double[inverse.length];
            unit[i] = 1;
            inverse[i] = solve(unit);
        }
        return inverse;
    }

    /**
     * The diagonal of C⁻¹.
     *
     * @param poll run before each element, of O(n²) steps
     */
    public double[] inverseDiagonal(Runnable poll) {
        double[] diagonal = new double[deviations.length];
        for (int i = 0; i < diagonal.length; i++) {
            poll.run();
            double[] unit = new double[diagonal.length];
            unit[i] = 1;
            diagonal[i] = squaredLength(unit);
        }
        return diagonal;
    }

    /** ln det C. */
    public double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < deviations.length; i++) {
            sum += 2 * (StrictMath.log(deviations[i]) + StrictMath.log(factor[i][i]));
        }
        return sum;
    }
}
