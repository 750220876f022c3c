package dev.segmentation.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {

    private static SymmetricEigen of(double[][] matrix) {
        return SymmetricEigen.of(matrix, () -> {});
    }

    /** Vectors are of length 1 and at right angles, values descend, and A v = λ v; all relative to the largest element. */
    private static void check(double[][] matrix, String as) {
        int n = matrix.length;
        SymmetricEigen eigen = of(matrix);
        double most = Arrays.stream(matrix)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        double unit = most > 0 ? most : 1;
        for (int e = 0; e < n; e++) {
            double[] v = eigen.vector(e);
            if (e > 0) {
                assertThat(eigen.value(e)).as(as).isLessThanOrEqualTo(eigen.value(e - 1));
            }
            for (int other = 0; other <= e; other++) {
                double product = 0;
                for (int j = 0; j < n; j++) {
                    product += v[j] * eigen.vector(other)[j];
                }
                assertThat(product).as(as).isCloseTo(e == other ? 1 : 0, within(1e-13 * n));
            }
            for (int i = 0; i < n; i++) {
                double image = 0;
                for (int j = 0; j < n; j++) {
                    image += matrix[i][j] / unit * v[j];
                }
                assertThat(image - eigen.value(e) / unit * v[i]).as(as).isCloseTo(0, within(1e-14 * n * n));
            }
        }
    }

    @Test
    void smallOnesByHand() {
        SymmetricEigen two = of(new double[][] {{2, 1}, {1, 2}});
        assertThat(two.value(0)).isCloseTo(3, within(1e-15));
        assertThat(two.value(1)).isCloseTo(1, within(1e-15));
        assertThat(two.vector(0)[0]).isCloseTo(two.vector(0)[1], within(1e-15));
        assertThat(of(new double[][] {{-7}}).value(0)).isEqualTo(-7);
        assertThat(of(new double[][] {{-7}}).vector(0)).containsExactly(1);
        SymmetricEigen zero = of(new double[3][3]);
        assertThat(zero.value(2)).isZero();
        check(new double[3][3], "nothing");
        check(new double[][] {{0.3, 1, 0}, {1, 0.2, 0.4}, {0, 0.4, 0.1}}, "tridiagonal, with an element of 1");
        check(new double[][] {{0, 0, 1}, {0, 0, 0}, {1, 0, 0}}, "zeros on the diagonal");
    }

    /** Second differences: 2 − 2 cos(π j / (n + 1)). */
    @Test
    void secondDifferencesHaveTheirKnownValues() {
        int n = 40;
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 2;
            if (i > 0) {
                matrix[i][i - 1] = -1;
                matrix[i - 1][i] = -1;
            }
        }
        SymmetricEigen eigen = of(matrix);
        for (int j = 1; j <= n; j++) {
            assertThat(eigen.value(n - j)).isCloseTo(2 - 2 * Math.cos(Math.PI * j / (n + 1)), within(1e-13));
        }
    }

    /** Of any rank, with equal values, at any scale, and disturbed in its last digits on one side of the diagonal. */
    @Test
    void manyMatricesAreTakenApart() {
        for (long seed = 0; seed < 300; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 5);
            int n = 1 + random.nextInt(14);
            int rank = 1 + random.nextInt(n);
            double scale = Math.scalb(1.0, random.nextInt(1800) - 900);
            double[][] matrix = new double[n][n];
            for (int r = 0; r < rank; r++) {
                double[] v = new double[n];
                Arrays.setAll(v, j -> rank % 3 == 0 ? random.nextInt(3) - 1 : random.nextGaussian());
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        double rounding = seed % 2 == 0 && i > j ? 1 + 1e-15 * random.nextGaussian() : 1;
                        matrix[i][j] += scale * rounding * v[i] * v[j];
                    }
                }
            }
            check(matrix, "seed " + seed);
        }
    }

    /** Elements that span 600 powers of ten, and the smallest numbers there are. */
    @Test
    void unevenOnesAreTakenApart() {
        int n = 6;
        double[][] graded = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                graded[i][j] = Math.pow(10, 300 - 60 * (i + j));
            }
        }
        check(graded, "graded");
        assertThat(of(new double[][] {{Double.MIN_VALUE, 0}, {0, -Double.MIN_VALUE}})
                        .value(0))
                .isEqualTo(Double.MIN_VALUE);
        assertThat(of(new double[][] {{Double.MAX_VALUE, 0}, {0, 1}}).value(0)).isEqualTo(Double.MAX_VALUE);
    }
}
