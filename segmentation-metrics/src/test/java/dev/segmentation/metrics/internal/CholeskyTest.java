package dev.segmentation.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CholeskyTest {

    /** [4 2; 2 5] = L·Lᵀ with L = [2 0; 1 2]; its inverse is [5 −2; −2 4] / 16. */
    @Test
    void byHand() {
        Cholesky found = Cholesky.of(new double[][] {{4, 2}, {2, 5}}).orElseThrow();
        assertThat(found.whiten(2, 3)).containsExactly(new double[] {1, 1}, within(1e-15));
        assertThat(found.squaredLength(2, 3)).isCloseTo(2, within(1e-15));
        assertThat(found.solve(8, 12)).containsExactly(new double[] {1, 2}, within(1e-15));
        assertThat(found.inverse()[0]).containsExactly(new double[] {5 / 16.0, -2 / 16.0}, within(1e-16));
        assertThat(found.inverse()[1]).containsExactly(new double[] {-2 / 16.0, 4 / 16.0}, within(1e-16));
        assertThat(found.inverseDiagonal(() -> {})).containsExactly(new double[] {5 / 16.0, 4 / 16.0}, within(1e-16));
        assertThat(found.logDeterminant()).isCloseTo(Math.log(16), within(1e-15));
    }

    /** A·A⁻¹·x = x, in units that differ by 10¹². */
    @Test
    void solvesWhateverTheUnits() {
        for (int n : new int[] {1, 2, 7, 40}) {
            double[][] matrix = positive(n, 2 * n, n);
            Cholesky found = Cholesky.of(matrix).orElseThrow();
            double[] x = new double[n];
            Arrays.setAll(x, i -> Math.pow(10, -6 + 12.0 * i / n) * (i + 1));
            double[] solution = found.solve(x);
            double[] diagonal = found.inverseDiagonal(() -> {});
            double[][] inverse = Cholesky.lifted(matrix).inverse();
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += matrix[i][j] * solution[j];
                }
                assertThat(sum / x[i]).isCloseTo(1, within(1e-10));
                assertThat(inverse[i][i] / diagonal[i]).isCloseTo(1, within(1e-10));
            }
        }
    }

    /** XᵀX of random rows, column j in units of 10^(−6 + 12 j/n). */
    private static double[][] positive(long seed, int rows, int n) {
        double[][] matrix = new double[n][n];
        for (int row = 0; row < rows; row++) {
            SeededRandom random = SeededRandom.stream(seed, row);
            double[] x = new double[n];
            Arrays.setAll(x, j -> Math.pow(10, -6 + 12.0 * j / n) * (random.nextDouble() - 0.5));
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    matrix[i][j] += x[i] * x[j];
                }
            }
        }
        return matrix;
    }

    @Test
    void whatHasNoInverseIsRefusedOrLifted() {
        double[][] third = {{1, 0, 1}, {0, 1, 1}, {1, 1, 2}};
        assertThat(Cholesky.of(third)).isEmpty();
        assertThat(Cholesky.dependent(third, 1e-10)).hasValue(2);
        assertThat(Cholesky.dependent(new double[][] {{1, 0.5}, {0.5, 1}}, 1e-10))
                .isEmpty();
        assertThat(Cholesky.dependent(new double[][] {{1, 0.5}, {0.5, 1}}, 0.75))
                .hasValue(1);
        assertThat(Cholesky.dependent(new double[][] {{1, 0.5}, {0.5, 1}}, 0.74))
                .isEmpty();
        assertThat(Cholesky.of(new double[][] {{0}})).isEmpty();
        assertThat(Cholesky.of(new double[][] {{-1}})).isEmpty();
        assertThat(Cholesky.of(new double[][] {{Double.NaN}})).isEmpty();
        assertThat(Cholesky.of(new double[][] {{Double.POSITIVE_INFINITY}})).isEmpty();
        double[] found = Cholesky.lifted(third).solve(1, 1, 2);
        assertThat(found[0] + found[2]).as("of all solutions one").isCloseTo(1, within(1e-9));
        assertThat(found[1] + found[2]).isCloseTo(1, within(1e-9));
        assertThat(Cholesky.lifted(new double[][] {{0, 0}, {0, 4}}).solve(0, 8)).containsExactly(0, 2);
        assertThatThrownBy(() -> Cholesky.lifted(new double[][] {{1, 0}, {Double.NaN, 1}}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cholesky.lifted: the matrix is not finite");
    }

    @Test
    void looksAtEveryRowWhetherToGoOn() {
        AtomicInteger polls = new AtomicInteger();
        Cholesky found =
                Cholesky.of(positive(1, 60, 30), polls::incrementAndGet).orElseThrow();
        assertThat(polls.getAndSet(0)).isEqualTo(30);
        assertThat(found.inverseDiagonal(polls::incrementAndGet)).hasSize(30);
        assertThat(polls.get()).isEqualTo(30);
    }
}
