package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureMatrixTest {

    private static final List<String> XY = List.of("x", "y");

    @Test
    void valuesGoInAndOutRowMajor() {
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(XY, 1, 2, 3, 4, 5, 6);
        assertThat(matrix.rowCount()).isEqualTo(3);
        assertThat(matrix.featureCount()).isEqualTo(2);
        assertThat(matrix.value(1, 0)).isEqualTo(3);
        assertThat(matrix.row(2)).containsExactly(5, 6);
        assertThat(matrix.column("y")).containsExactly(2, 4, 6);
        assertThat(matrix.toRowMajorArray()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(matrix.indexOf("y")).isEqualTo(1);
        assertThat(matrix).hasToString("FeatureMatrix[3 × 2 [x, y]]");
    }

    /** Sizes around a tile of 32 and a block of 1024 rows. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 63, 64, 1023, 1024, 1025, 1055, 1056, 1057, 2048, 2049})
    void allWaysInAgree(int n) {
        double[] values = IntStream.range(0, 3 * n).mapToDouble(i -> i + 0.25).toArray();
        List<String> names = List.of("a", "b", "c");
        double[][] rows = new double[n][];
        FeatureMatrix.Builder builder = FeatureMatrix.builder(names);
        FeatureMatrix.Builder floatBuilder = FeatureMatrix.builder(names).withFloatStorage();
        float[] floats = new float[values.length];
        for (int i = 0; i < n; i++) {
            rows[i] = Arrays.copyOfRange(values, 3 * i, 3 * i + 3);
            builder.addRow(rows[i]);
            floatBuilder.addRow(rows[i]);
            for (int j = 0; j < 3; j++) {
                floats[3 * i + j] = (float) values[3 * i + j];
            }
        }
        assertThat(builder.rowCount()).isEqualTo(n);
        List<FeatureMatrix> all = List.of(
                FeatureMatrix.copyOfRowMajor(names, values),
                FeatureMatrix.copyOfRowMajor(names, floats),
                FeatureMatrix.copyOf(names, rows),
                FeatureMatrix.copyOf(names, rows).withFloatStorage(),
                floatBuilder.build(),
                builder.build());
        for (FeatureMatrix matrix : all) {
            assertThat(matrix.rowCount()).isEqualTo(n);
            assertThat(matrix.toRowMajorArray()).containsExactly(values);
            for (int i = 0; i < n; i++) {
                assertThat(matrix.row(i)).containsExactly(rows[i]);
                assertThat(matrix.value(i, 2)).isEqualTo(rows[i][2]);
            }
            assertThat(matrix.column("b"))
                    .containsExactly(
                            Arrays.stream(rows).mapToDouble(row -> row[1]).toArray());
        }
    }

    @Test
    void aBuilderStartsAnewAfterBuild() {
        FeatureMatrix.Builder builder = FeatureMatrix.builder(XY);
        FeatureMatrix first = builder.addRow(1, 2).build();
        FeatureMatrix second = builder.addRow(3, 4).addRow(5, 6).build();
        assertThat(first.toRowMajorArray()).containsExactly(1, 2);
        assertThat(second.toRowMajorArray()).containsExactly(3, 4, 5, 6);
        assertThat(builder.build().rowCount()).isZero();
    }

    @Test
    void nothingIsSharedWithTheCaller() {
        double[] values = {1, 2, 3, 4};
        double[][] rows = {{1, 2}, {3, 4}};
        List<String> names = new ArrayList<>(XY);
        double[] weights = {1, 2};
        FeatureMatrix flat = FeatureMatrix.copyOfRowMajor(names, values).weightedBy(weights);
        FeatureMatrix nested = FeatureMatrix.copyOf(names, rows);
        values[0] = 99;
        rows[1][1] = 99;
        names.set(0, "z");
        weights[0] = 99;
        flat.row(0)[0] = 98;
        flat.column("x")[0] = 98;
        flat.toRowMajorArray()[0] = 98;
        assertThat(flat.toRowMajorArray()).containsExactly(1, 2, 3, 4);
        assertThat(nested.toRowMajorArray()).containsExactly(1, 2, 3, 4);
        assertThat(flat.featureNames()).isEqualTo(XY);
        assertThat(flat.weight(0)).isEqualTo(1);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> flat.featureNames().set(0, "z"));
    }

    @Test
    void floatsKeepTheirValue() {
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(List.of("x"), new float[] {0.1f, 16777217f});
        assertThat(matrix.column("x")).containsExactly(0.10000000149011612, 16777216);
    }

    @Test
    void floatStorageRoundsOnceAndSaysSo() {
        double[] values = {0.1, 1 / 3.0, Double.NaN, -0.0, 1e-46, 16777217, -3.4e38, 1};
        FeatureMatrix exact = FeatureMatrix.copyOfRowMajor(XY, values).weightedBy(1, 2, 3, 0.1);
        FeatureMatrix floats = exact.withFloatStorage();
        FeatureMatrix built = FeatureMatrix.builder(XY)
                .withFloatStorage()
                .addRow(0.1, 1 / 3.0)
                .addRow(Double.NaN, -0.0)
                .addRow(1e-46, 16777217)
                .addRow(-3.4e38, 1)
                .build();
        double[] expected = {0.1f, 1 / 3.0f, Double.NaN, -0.0, 0, 16777216, -3.4e38f, 1};
        assertThat(floats.toRowMajorArray()).containsExactly(expected);
        assertThat(built.toRowMajorArray()).containsExactly(expected);
        assertThat(floats.weight(3)).as("weights are not rounded").isEqualTo(0.1);
        assertThat(floats.missingCount()).isEqualTo(1);
        assertThat(exact.hasFloatStorage()).isFalse();
        assertThat(floats.hasFloatStorage()).isTrue();
        assertThat(built.hasFloatStorage()).isTrue();
        assertThat(floats.withFloatStorage()).isSameAs(floats);
        assertThat(floats).hasToString("FeatureMatrix[4 × 2 [x, y], floats, weighted, 1 missing]");
    }

    @Test
    void floatStorageStaysWhenColumnsOrRowsAreTaken() {
        FeatureMatrix floats = FeatureMatrix.copyOfRowMajor(XY, new float[] {1, 2, 3, 4});
        assertThat(floats.hasFloatStorage()).isTrue();
        assertThat(floats.rows(1, 1).hasFloatStorage()).isTrue();
        assertThat(floats.rows(1, 1).toRowMajorArray()).containsExactly(3, 4, 3, 4);
        assertThat(floats.select(List.of("y")).hasFloatStorage()).isTrue();
        assertThat(floats.select(List.of("y")).column("y")).containsExactly(2, 4);
        assertThat(floats.weightedBy(1, 2).hasFloatStorage()).isTrue();
    }

    @Test
    void whatAFloatCannotHoldIsRefused() {
        FeatureMatrix large = FeatureMatrix.copyOfRowMajor(XY, 1, 2, 3, 1e39);
        for (InvalidInputException refused : List.of(
                refused(Reason.RANGE, large::withFloatStorage),
                refused(
                        Reason.RANGE,
                        () -> FeatureMatrix.builder(XY)
                                .withFloatStorage()
                                .addRow(1, 2)
                                .addRow(3, 1e39)))) {
            assertThat(refused.row()).hasValue(1);
            assertThat(refused.name()).contains("y");
            assertThat(refused).hasMessageContaining("too large for a float");
        }
        refused(
                Reason.NON_FINITE,
                () -> FeatureMatrix.copyOfRowMajor(XY, new float[] {1, 2, Float.NEGATIVE_INFINITY, 4}));
        assertThat(refused(
                        Reason.BAD_PARAM,
                        () -> FeatureMatrix.builder(XY).addRow(1, 2).withFloatStorage()))
                .hasMessage("FeatureMatrix.builder: withFloatStorage after 1 rows; call it before the first one");
    }

    @Test
    void aRefusedRowIsNotAdded() {
        FeatureMatrix.Builder builder = FeatureMatrix.builder(XY).addRow(1, 2);
        refused(Reason.NON_FINITE, () -> builder.addRow(3, Double.POSITIVE_INFINITY));
        assertThat(builder.addRow(3, 4).build().toRowMajorArray()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aBuilderOfWideRowsTakesOnlyWhatTheyNeed() {
        List<String> names =
                IntStream.range(0, 3_000_000).mapToObj(Integer::toString).toList();
        double[] wide = new double[names.size()];
        FeatureMatrix matrix =
                FeatureMatrix.builder(names).addRow(wide).addRow(wide).build();
        assertThat(matrix.rowCount())
                .as("1024 of them would not fit into an array")
                .isEqualTo(2);
    }

    /** 2³¹ values, most of them the same array. */
    @Test
    void moreValuesThanAnArrayHolds() {
        int d = 1024;
        double[] block = new double[Blocks.ROWS * d];
        Arrays.setAll(block, at -> at);
        double[][] blocks = new double[2048][];
        Arrays.fill(blocks, block);
        FeatureMatrix matrix = MatrixAccess.of(
                IntStream.range(0, d).mapToObj(Integer::toString).toList(),
                new Blocks(2048 * Blocks.ROWS, d, blocks, 0));
        assertThat((long) matrix.rowCount() * d).isEqualTo(1L << 31);
        assertThat(matrix.value(matrix.rowCount() - 1, d - 1)).isEqualTo(block.length - 1.0);
        assertThat(matrix.row(matrix.rowCount() - 1)).isEqualTo(matrix.row(Blocks.ROWS - 1));
        assertThat(matrix.column("1023")).hasSize(matrix.rowCount()).endsWith(block.length - 1.0);
        assertThat(matrix.rows(matrix.rowCount() - 1).row(0)).isEqualTo(matrix.row(Blocks.ROWS - 1));
        assertThat(refused(Reason.RESOURCE_LIMIT, matrix::toRowMajorArray))
                .hasMessage("FeatureMatrix.toRowMajorArray: 2097152 × 1024 values, expected at most 2147483639, what an"
                        + " array can hold; take the rows in parts, with rows or row");
    }

    @Test
    void nanIsMissingAndNegativeZeroIsKept() {
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(XY, Double.NaN, -0.0, 1, Double.NaN);
        assertThat(matrix.missingCount()).isEqualTo(2);
        assertThat(matrix.value(0, 0)).isNaN();
        assertThat(Double.doubleToRawLongBits(matrix.value(0, 1))).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(matrix).hasToString("FeatureMatrix[2 × 2 [x, y], 2 missing]");
    }

    @Test
    void namesAreChecked() {
        assertThat(refused(Reason.NO_FEATURES, () -> FeatureMatrix.copyOfRowMajor(List.of())))
                .hasMessage("FeatureMatrix: no features; give at least one column");
        InvalidInputException twice =
                refused(Reason.DUPLICATE_FEATURE, () -> FeatureMatrix.copyOfRowMajor(List.of("a", "a"), 1, 2));
        assertThat(twice.name()).contains("a");
        assertThat(twice.row()).isEmpty();
        refused(Reason.BAD_NAME, () -> FeatureMatrix.copyOfRowMajor(List.of("a", " "), 1, 2));
        refused(Reason.BAD_NAME, () -> FeatureMatrix.builder(Arrays.asList("a", null)));
        assertThat(refused(Reason.UNKNOWN_NAME, () -> matrixOf(2).column("z")))
                .hasMessage("FeatureMatrix: no feature \"z\"; there are [x, y]");
    }

    @Test
    void shapesAreChecked() {
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> FeatureMatrix.copyOfRowMajor(XY, 1, 2, 3)))
                .hasMessage("FeatureMatrix: 3 values do not fill rows of 2 features (1 left over); "
                        + "pass rows × features values, row-major");
        assertThat(refused(Reason.RAGGED, () -> FeatureMatrix.copyOf(XY, new double[][] {{1, 2}, {3}})))
                .hasMessageStartingWith("FeatureMatrix: row 1 has 1 values, row 0 has 2");
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> FeatureMatrix.copyOf(XY, new double[][] {{1}, {3}})))
                .hasMessageContaining("2 feature names");
        refused(Reason.NO_FEATURES, () -> FeatureMatrix.copyOf(XY, new double[][] {{}}));
        assertThat(refused(
                        Reason.RAGGED,
                        () -> FeatureMatrix.builder(XY).addRow(1, 2).addRow(1)))
                .hasMessageStartingWith("FeatureMatrix.builder: row 1 has 1 values, expected 2");
    }

    @Test
    void infinitiesAreRefusedWithTheirPlace() {
        double inf = Double.NEGATIVE_INFINITY;
        for (InvalidInputException refused : List.of(
                refused(Reason.NON_FINITE, () -> FeatureMatrix.copyOfRowMajor(XY, 1, 2, 3, inf)),
                refused(Reason.NON_FINITE, () -> FeatureMatrix.copyOf(XY, new double[][] {{1, 2}, {3, inf}})),
                refused(
                        Reason.NON_FINITE,
                        () -> FeatureMatrix.builder(XY).addRow(1, 2).addRow(3, inf)))) {
            assertThat(refused.row()).hasValue(1);
            assertThat(refused.name()).contains("y");
            assertThat(refused).hasMessageContaining("row 1").hasMessageContaining("\"y\"");
        }
    }

    @Test
    void nullArgumentsAreNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> FeatureMatrix.copyOfRowMajor(nothing(), 1.0))
                .withMessage("featureNames");
        assertThatNullPointerException()
                .isThrownBy(() -> FeatureMatrix.copyOf(XY, nothing()))
                .withMessageContaining("rows");
        assertThatNullPointerException()
                .isThrownBy(() -> FeatureMatrix.copyOf(XY, new double[][] {{1, 2}, nothing()}))
                .withMessageContaining("rows");
        assertThatNullPointerException()
                .isThrownBy(() -> FeatureMatrix.copyOfRowMajor(XY, (double[]) nothing()))
                .withMessageContaining("values");
        assertThatNullPointerException()
                .isThrownBy(() -> matrixOf(1).weightedBy((double[]) nothing()))
                .withMessageContaining("rowWeights");
        assertThatNullPointerException()
                .isThrownBy(() -> matrixOf(1).indexOf(nothing()))
                .withMessage("name");
    }

    @Test
    void selectingColumnsKeepsRowsAndWeights() {
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(List.of("a", "b", "c"), 1, 2, 3, 4, 5, 6)
                .weightedBy(1, 7);
        FeatureMatrix selected = matrix.select(List.of("c", "a"));
        assertThat(selected.featureNames()).containsExactly("c", "a");
        assertThat(selected.toRowMajorArray()).containsExactly(3, 1, 6, 4);
        assertThat(selected.weight(1)).isEqualTo(7);
        assertThat(matrix.select(List.of("a", "b", "c"))).isSameAs(matrix);
        refused(Reason.UNKNOWN_NAME, () -> matrix.select(List.of("a", "z")));
        refused(Reason.DUPLICATE_FEATURE, () -> matrix.select(List.of("a", "a")));
    }

    @Test
    void takingRowsRepeatsThemAndTheirWeights() {
        FeatureMatrix matrix =
                matrixOf(40).weightedBy(IntStream.range(0, 40).asDoubleStream().toArray());
        FeatureMatrix taken = matrix.rows(39, 0, 39);
        assertThat(taken.row(0)).containsExactly(matrix.row(39));
        assertThat(taken.row(2)).containsExactly(matrix.row(39));
        assertThat(taken.weight(0)).isEqualTo(39);
        assertThat(matrixOf(2).rows().rowCount()).isZero();
        assertThat(matrixOf(2).rows(1).isWeighted()).isFalse();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> matrix.rows(40));
    }

    @Test
    void weightsAreOneUnlessGiven() {
        FeatureMatrix matrix = matrixOf(3);
        assertThat(matrix.isWeighted()).isFalse();
        assertThat(matrix.weight(2)).isEqualTo(1);
        FeatureMatrix weighted = matrix.weightedBy(0, 1e-30, 1e30);
        assertThat(weighted.isWeighted()).isTrue();
        assertThat(weighted.weight(0)).isZero();
        assertThat(weighted.weight(2)).isEqualTo(1e30);
        assertThat(matrix.isWeighted()).as("the first one is as it was").isFalse();
        assertThat(weighted).hasToString("FeatureMatrix[3 × 2 [x, y], weighted]");
        assertThat(matrixOf(0).weightedBy().isWeighted()).isTrue();
    }

    @Test
    void badWeightsAreRefused() {
        FeatureMatrix matrix = matrixOf(3);
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, -Double.MIN_VALUE}) {
            InvalidInputException refused = refused(Reason.BAD_WEIGHT, () -> matrix.weightedBy(1, 1, bad));
            assertThat(refused.row()).hasValue(2);
            assertThat(refused).hasMessageContaining("row 2");
        }
        refused(Reason.BAD_WEIGHT, () -> matrix.weightedBy(0, 0, -0.0));
        refused(Reason.RANGE, () -> matrix.weightedBy(1, 1, 1e-320));
        refused(Reason.RANGE, () -> matrix.weightedBy(1, 1, 1e101));
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> matrix.weightedBy(1, 1)))
                .hasMessage("FeatureMatrix.weightedBy: weights has 2 entries, expected 3, one per row");
    }

    @Test
    void cellsOutsideAreIndexErrors() {
        FeatureMatrix matrix = matrixOf(2);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> matrix.value(2, 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> matrix.value(0, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> matrix.value(-1, 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> matrix.row(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> matrix.weight(2));
    }

    @Test
    void longListsOfNamesAreCutInMessages() {
        List<String> names =
                IntStream.range(0, 500).mapToObj(j -> "feature_" + j).toList();
        FeatureMatrix wide = FeatureMatrix.copyOfRowMajor(names, new double[500]);
        assertThat(refused(Reason.UNKNOWN_NAME, () -> wide.column("z"))).hasMessageContaining("and 492 more");
    }

    private static FeatureMatrix matrixOf(int rows) {
        return FeatureMatrix.copyOfRowMajor(
                XY, IntStream.range(0, 2 * rows).asDoubleStream().toArray());
    }

    /** A null that the null checker need not know of. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
