package dev.segmentation.metrics.markov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatrixLogarithmTest {

    @Test
    void isUndoneByTheExponential() {
        long seed = 20250131; // fixed: how well a random matrix is conditioned is chance
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            int k = 1 + random.nextInt(8);
            double[][] a = new double[k][];
            for (int i = 0; i < k; i++) {
                a[i] = random.doubles(k, -0.9 / k, 0.9 / k)
                        .toArray(); // of norm below π, so that it is the principal one
            }
            double[][] logarithm =
                    MatrixLogarithm.principal(MatrixExponential.of(a)).orElseThrow();
            for (int i = 0; i < k; i++) {
                assertThat(logarithm[i]).as("seed %d", seed).containsExactly(a[i], within(1e-13));
            }
        }
    }

    /** log (1 1; 0 1) = (0 1; 0 0): no eigenvectors to take it by. */
    @Test
    void ofAMatrixThatCannotBeDiagonalised() {
        double[][] logarithm =
                MatrixLogarithm.principal(new double[][] {{1, 1}, {0, 1}}).orElseThrow();
        assertThat(logarithm[0]).containsExactly(new double[] {0, 1}, within(1e-14));
        assertThat(logarithm[1]).containsExactly(new double[] {0, 0}, within(1e-14));
    }

    @Test
    void doesNotExistWithoutPositiveEigenvalues() {
        assertThat(MatrixLogarithm.principal(new double[][] {{0, 1}, {1, 0}})).isEmpty();
        assertThat(MatrixLogarithm.principal(new double[][] {{0.5, 0.5}, {0.5, 0.5}}))
                .isEmpty();
    }

    /** Sums and products of eigenvalues are the trace and the determinant, also where there are no eigenvectors. */
    @Test
    void eigenvaluesAddUp() {
        long seed = 20250131; // fixed: how well a random matrix is conditioned is chance
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            int k = 2 + random.nextInt(9);
            double[][] p = new double[k][k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    p[i][j] = random.nextInt(3) == 0 ? 0 : random.nextInt(4) / 4.0; // many of them singular or repeated
                }
                p[i][i] += 0.25;
                double sum = Arrays.stream(p[i]).sum();
                for (int j = 0; j < k; j++) {
                    p[i][j] /= sum;
                }
            }
            double[] moduli = Eigenvalues.of(p).orElseThrow().moduli();
            assertThat(moduli[0]).as("seed %d", seed).isCloseTo(1, within(1e-10));
            double product = Arrays.stream(moduli).reduce(1, (a, b) -> a * b);
            double determinant = Math.abs(determinant(p));
            assertThat(product).as("seed %d", seed).isCloseTo(determinant, within(1e-9));
        }
    }

    private static double determinant(double[][] a) { // by the first row: slow, and plain
        if (a.length == 1) {
            return a[0][0];
        }
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            int[] columns = IntStream.range(0, a.length).filter(excluded(j)).toArray();
            int[] rows = IntStream.range(1, a.length).toArray();
            sum += a[0][j] == 0 ? 0 : (j % 2 == 0 ? 1 : -1) * a[0][j] * determinant(Matrices.part(a, rows, columns));
        }
        return sum;
    }

    private static java.util.function.IntPredicate excluded(int column) {
        return j -> j != column;
    }
}
