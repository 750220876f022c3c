package dev.segmentation.metrics.noise;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;

/**
 * The inverse of O = A T between true and typed shares of pairs of segments, without the k² × k² matrix.
 *
 * <p>Where errors do not repeat themselves, O = M₀′ T M₁, which k × k inverses undo. Repeats add to O a matrix Bᵢ for each
 * share on the diagonal of T, which is a change of rank k (Sherman, Morrison and Woodbury). Cells are numbered row by row.
 */
final class PairInverse {

    private static final double SINGULAR = 1e-9;

    private final int k;
    private final double[][] first; // of M₀′
    private final double[][] second; // of M₁′
    private final double[][] repeats; // of each true segment: what undoes it in Bᵢ, as cells
    private final double[][] own; // of the shares on the diagonal, less what repeats put there

    private PairInverse(double[][] first, double[][] second, double[][] repeats, double[][] own) {
        this.k = first.length;
        this.first = first;
        this.second = second;
        this.repeats = repeats;
        this.own = own;
    }

    /** Empty if there is no inverse. */
    static Optional<PairInverse> of(TypingError before, TypingError after) {
        Optional<double[][]> first = inverse(transposed(before.shares()));
        Optional<double[][]> second = before == after ? first : inverse(transposed(after.shares()));
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        int k = first.get().length;
        double[][] repeats = new double[k][k * k];
        double[][] diagonal = new double[k][k];
        for (int i = 0; i < k; i++) {
            double[] cells = new double[k * k];
            for (int a = 0; a < k; a++) {
                cells[a * k + a] = before.repeated() * before.shares()[i][a];
            }
            repeats[i] = between(first.get(), cells, second.get());
            repeats[i][i * k + i] -= before.repeated();
            for (int j = 0; j < k; j++) {
                diagonal[j][i] = repeats[i][j * k + j] + (i == j ? 1 : 0);
            }
        }
        double[][] left = first.get();
        double[][] right = second.get();
        return inverse(diagonal).map(own -> new PairInverse(left, right, repeats, own));
    }

    private static Optional<double[][]> inverse(double[][] matrix) {
        DecompositionSolver solver = new LUDecomposition(MatrixUtils.createRealMatrix(matrix), SINGULAR).getSolver();
        return solver.isNonSingular() ? Optional.of(solver.getInverse().getData()) : Optional.empty();
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] turned = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                turned[j][i] = matrix[i][j];
            }
        }
        return turned;
    }

    /** L X R′. */
    private static double[] between(double[][] left, double[] cells, double[][] right) {
        int k = left.length;
        double[] half = new double[k * k];
        for (int i = 0; i < k; i++) {
            for (int a = 0; a < k; a++) {
                for (int b = 0; b < k; b++) {
                    half[i * k + b] += left[i][a] * cells[a * k + b];
                }
            }
        }
        double[] product = new double[k * k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                for (int b = 0; b < k; b++) {
                    product[i * k + j] += half[i * k + b] * right[j][b];
                }
            }
        }
        return product;
    }

    /** The true shares of what is seen. */
    double[] solve(double... seen) {
        double[] solved = between(first, seen, second);
        double[] diagonal = new double[k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                diagonal[i] += own[i][j] * solved[j * k + j];
            }
        }
        for (int i = 0; i < k; i++) {
            for (int cell = 0; cell < solved.length; cell++) {
                solved[cell] -= repeats[i][cell] * diagonal[i];
            }
        }
        return solved;
    }

    /** By how much a linear function of the true shares changes with each share seen. */
    double[] effect(double... weights) {
        double[] repeated = new double[k];
        for (int i = 0; i < k; i++) {
            for (int cell = 0; cell < weights.length; cell++) {
                repeated[i] += repeats[i][cell] * weights[cell];
            }
        }
        double[] rest = Arrays.copyOf(weights, weights.length);
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                rest[i * k + i] -= own[j][i] * repeated[j];
            }
        }
        return between(transposed(first), rest, transposed(second));
    }
}
