package dev.segmentation.dissimilarity;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Reason;
import dev.segmentation.dissimilarity.DissimilarityMatrix.Storage;
import dev.segmentation.internal.SeededRandom;
import org.junit.jupiter.api.Test;

class DissimilarityMatrixTest {

    private static FeatureTable normal(int rows) {
        SeededRandom random = SeededRandom.stream(5, 0);
        double[] x = new double[rows];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = random.nextGaussian();
            y[i] = random.nextGaussian();
        }
        return FeatureTable.builder().numeric("x", x).numeric("y", y).build();
    }

    @Test
    void keepsWhatWasComputedOnAnyNumberOfThreads() {
        for (int rows : new int[] {0, 1, 2, 15, 16, 17, 33, 500}) {
            FeatureTable table = normal(rows);
            Dissimilarities computed = Dissimilarity.euclidean().fit(table).within(table);
            for (int threads : new int[] {1, 2, 5}) {
                DissimilarityMatrix doubles =
                        DissimilarityMatrix.of(computed, Storage.DOUBLES, Execution.onThreads(threads));
                DissimilarityMatrix floats =
                        DissimilarityMatrix.of(computed, Storage.FLOATS, Execution.onThreads(threads));
                assertThat(doubles.rowCount()).isEqualTo(rows);
                double[] run = new double[rows];
                for (int i = 0; i < rows; i++) {
                    doubles.between(i, 0, rows, run);
                    for (int j = 0; j < rows; j++) {
                        assertThat(doubles.between(i, j)).isEqualTo(computed.between(i, j));
                        assertThat(run[j]).isEqualTo(computed.between(i, j));
                        assertThat(floats.between(i, j)).isEqualTo((float) computed.between(i, j));
                    }
                }
            }
        }
    }

    @Test
    void differentRowsStayDifferentInFloats() {
        DissimilarityMatrix matrix = DissimilarityMatrix.of(
                DissimilarityMatrix.copyOf(new double[][] {{0, 1e-60}, {1e-60, 0}}),
                Storage.FLOATS,
                Execution.sequential());
        assertThat(matrix.between(0, 1)).isEqualTo(Float.MIN_VALUE);
    }

    /** HP008, HP009 and their kin. */
    @Test
    void aMatrixThatIsNoneIsRefused() {
        assertThat(refused(
                        Reason.NEGATIVE_DISTANCE, () -> DissimilarityMatrix.copyOf(new double[][] {{0, -1}, {-1, 0}})))
                .hasMessageContaining("the dissimilarity of rows 1 and 0 is negative, expected at least 0");
        assertThat(refused(Reason.NONZERO_DIAGONAL, () -> DissimilarityMatrix.copyOf(new double[][] {{1, 2}, {2, 0}})))
                .hasMessage(
                        "DissimilarityMatrix.copyOf: the dissimilarity of row 0 to itself is not 0; is it a matrix of"
                                + " similarities?");
        assertThat(refused(Reason.ASYMMETRIC, () -> DissimilarityMatrix.copyOf(new double[][] {{0, 2}, {2.1, 0}})))
                .hasMessageContaining("rows 1 and 0 differs between the two directions");
        assertThat(refused(
                        Reason.NON_FINITE,
                        () -> DissimilarityMatrix.copyOf(new double[][] {{0, Double.NaN}, {Double.NaN, 0}})))
                .hasMessageContaining("rows 1 and 0 have dissimilarity NaN");
        assertThat(refused(
                        Reason.NON_FINITE,
                        () -> DissimilarityMatrix.copyOf(new double[][] {{0, 1 / 0.0}, {1 / 0.0, 0}})))
                .hasMessageContaining("is infinite");
        assertThat(refused(Reason.RAGGED, () -> DissimilarityMatrix.copyOf(new double[][] {{0, 1}, {1}})))
                .hasMessageContaining("row 1 has 1 values, expected 2");
    }

    @Test
    void roundingBetweenTheDirectionsIsNoAsymmetry() {
        DissimilarityMatrix matrix = DissimilarityMatrix.copyOf(new double[][] {{0, 0.1 + 0.2}, {0.3, 0}});
        assertThat(matrix.between(0, 1)).isEqualTo(0.3).isEqualTo(matrix.between(1, 0));
    }

    /** A symmetric function whose sum rounds otherwise the other way round. */
    @Test
    void roundingBetweenTheDirectionsOfAFunctionIsNoAsymmetry() {
        FeatureTable table = normal(40);
        Dissimilarity jeffreys = Dissimilarity.numeric((a, b) -> {
            double sum = 0;
            for (int j = 0; j < a.length; j++) {
                double p = StrictMath.exp(a[j]);
                double q = StrictMath.exp(b[j]);
                sum += p * StrictMath.log(p / q);
                sum += q * StrictMath.log(q / p);
            }
            return Math.max(0, sum);
        });
        assertThat(matrix(table, jeffreys).rowCount()).isEqualTo(40);
    }

    @Test
    void whatIsComputedIsChecked() {
        FeatureTable table = normal(40);
        assertThat(refused(Reason.NONZERO_DIAGONAL, () -> matrix(table, Dissimilarity.numeric((a, b) -> 1))))
                .hasMessageContaining("to itself is not 0");
        assertThat(refused(
                        Reason.ASYMMETRIC,
                        () -> matrix(table, Dissimilarity.numeric((a, b) -> Math.max(0, a[0] - b[0])))))
                .hasMessageContaining("differs between the two directions");
        FeatureTable unknown = FeatureTable.builder()
                .numeric("x", 1, Double.NaN, 3)
                .numeric("y", Double.NaN, 2, 3)
                .build();
        assertThat(refused(Reason.NO_INFORMATION, () -> matrix(unknown, Dissimilarity.euclidean())))
                .hasMessageContaining("rows 1 and 0 have no column that is known for both");
    }

    @Test
    void theFirstRowAtFaultIsToldOnAnyNumberOfThreads() {
        double[] values = normal(500).numbers("x");
        values[71] = Double.NaN;
        values[300] = Double.NaN;
        FeatureTable table = FeatureTable.builder().numeric("x", values).build();
        Dissimilarities computed = Dissimilarity.manhattan().fit(table).within(table);
        for (int threads : new int[] {1, 2, 5}) {
            assertThat(refused(
                                    Reason.NO_INFORMATION,
                                    () -> DissimilarityMatrix.of(
                                            computed, Storage.DOUBLES, Execution.onThreads(threads)))
                            .row())
                    .hasValue(71);
        }
    }

    private static DissimilarityMatrix matrix(FeatureTable table, Dissimilarity dissimilarity) {
        return DissimilarityMatrix.of(dissimilarity.fit(table).within(table), Storage.DOUBLES, Execution.sequential());
    }

    @Test
    void memoryThatCannotBeHadIsRefusedBeforeAnythingIsAllocated() {
        assertThat(DissimilarityMatrix.bytesFor(100_000, Storage.FLOATS)).isEqualTo(19_999_800_000L);
        assertThat(DissimilarityMatrix.bytesFor(Integer.MAX_VALUE, Storage.DOUBLES))
                .as("more than a long can say")
                .isEqualTo(Long.MAX_VALUE);
        Dissimilarities many = new Dissimilarities() {
            @Override
            public int rowCount() {
                return Integer.MAX_VALUE;
            }

            @Override
            public int otherCount() {
                return Integer.MAX_VALUE;
            }

            @Override
            public double between(int row, int other) {
                throw new AssertionError("must not be asked");
            }
        };
        assertThat(refused(
                        Reason.RESOURCE_LIMIT,
                        () -> DissimilarityMatrix.of(many, Storage.FLOATS, Execution.sequential())))
                .hasMessageContaining("2147483647 rows take 8796093009920 MB")
                .hasMessageContaining("use medoid.Clara");
    }
}
