package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureTableTest {

    private static final FeatureMatrix MATRIX = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 1, 2, 3, Double.NaN);

    private static FeatureTable mixed() {
        return FeatureTable.builder()
                .matrix(MATRIX)
                .numeric("age", 30, Double.NaN)
                .ordinal("tier", List.of("low", "high"), Arrays.asList("high", null))
                .nominal("city", Arrays.asList("Rome", "Bern"))
                .build();
    }

    @Test
    void columnsHaveTypesLevelsAndMissingValues() {
        FeatureTable table = mixed();
        assertThat(table.rowCount()).isEqualTo(2);
        assertThat(table.names()).containsExactly("x", "y", "age", "tier", "city");
        assertThat(table.kind("x")).isEqualTo(ColumnKind.NUMERIC);
        assertThat(table.kind("tier")).isEqualTo(ColumnKind.ORDINAL);
        assertThat(table.kind("city")).isEqualTo(ColumnKind.NOMINAL);
        assertThat(table.levels("tier")).containsExactly("low", "high");
        assertThat(table.levels("city")).as("in the order of appearance").containsExactly("Rome", "Bern");
        assertThat(table.levels("age")).isEmpty();
        assertThat(table.number(0, "tier")).isEqualTo(1);
        assertThat(table.number(1, "tier")).isNaN();
        assertThat(table.level(0, "tier")).contains("high");
        assertThat(table.level(1, "tier")).isEmpty();
        assertThat(table.level(0, "age")).isEmpty();
        assertThat(table.isMissing(1, "y")).isTrue();
        assertThat(table.isMissing(1, "city")).isFalse();
        assertThat(table.numbers("age")).containsExactly(30, Double.NaN);
        assertThat(table.numbers("city")).containsExactly(0, 1);
        assertThat(table.has("city")).isTrue();
        assertThat(table.has("town")).isFalse();
        assertThat(table)
                .hasToString("FeatureTable[2 rows [x:NUMERIC, y:NUMERIC, age:NUMERIC, tier:ORDINAL, city:NOMINAL]]");
    }

    @Test
    void rowsAreTakenInAnyOrderWithTheirLevelsAndWeights() {
        FeatureTable taken = mixed().weightedBy(2, 5).rows(1, 0, 1);
        assertThat(taken.rowCount()).isEqualTo(3);
        assertThat(taken.numbers("x")).containsExactly(3, 1, 3);
        assertThat(taken.numbers("age")).containsExactly(Double.NaN, 30, Double.NaN);
        assertThat(taken.numbers("tier")).containsExactly(Double.NaN, 1, Double.NaN);
        assertThat(taken.levels("city")).containsExactly("Rome", "Bern");
        assertThat(taken.level(0, "city")).contains("Bern");
        assertThat(taken.weight(0)).isEqualTo(5);
        assertThat(taken.weight(1)).isEqualTo(2);
        assertThat(mixed().rows(0).isWeighted()).isFalse();
        assertThat(mixed().rows().rowCount()).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> mixed().rows(2));
    }

    @Test
    void aMatrixGoesInAndOutWithoutACopy() {
        FeatureMatrix weighted = MATRIX.weightedBy(1, 3);
        assertThat(FeatureTable.of(MATRIX).matrix()).isSameAs(MATRIX);
        assertThat(FeatureTable.of(weighted).matrix()).isSameAs(weighted);
        assertThat(mixed().matrix(List.of("x", "y"))).isSameAs(MATRIX);
        assertThat(mixed().matrix(List.of("y", "age")).toRowMajorArray())
                .containsExactly(2, 30, Double.NaN, Double.NaN);
    }

    @Test
    void columnsOfTwoMatricesWithTheSameNamesAreNotConfused() {
        FeatureMatrix a = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 1, 2);
        FeatureMatrix b = FeatureMatrix.copyOfRowMajor(List.of("x2", "y2"), 3, 4);
        FeatureTable both = FeatureTable.builder().matrix(a).matrix(b).build();
        assertThat(both.matrix(List.of("x", "y2")).toRowMajorArray()).containsExactly(1, 4);
        assertThat(both.matrix(List.of("x2", "y2"))).isSameAs(b);
        FeatureTable partly = FeatureTable.builder()
                .matrix(a.select(List.of("x")))
                .numeric("y", 9)
                .build();
        assertThat(partly.matrix(List.of("x", "y")).toRowMajorArray()).containsExactly(1, 9);
    }

    @Test
    void theWeightsOfTheTableCount() {
        FeatureMatrix weighted = MATRIX.weightedBy(1, 3);
        FeatureTable table = FeatureTable.of(weighted);
        assertThat(table.isWeighted()).isTrue();
        assertThat(table.weight(1)).isEqualTo(3);
        FeatureMatrix again = table.weightedBy(5, 6).matrix();
        assertThat(again.weight(0)).isEqualTo(5);
        assertThat(again.weight(1)).isEqualTo(6);
        FeatureTable without = FeatureTable.builder().matrix(weighted).build();
        assertThat(without.isWeighted()).isFalse();
        assertThat(without.weight(1)).isEqualTo(1);
        assertThat(without.matrix().isWeighted())
                .as("a builder does not take weights over")
                .isFalse();
        assertThat(mixed().weightedBy(2, 4).matrix(List.of("x", "age")).weight(1))
                .isEqualTo(4);
        assertThat(mixed().weightedBy(2, 4).select(List.of("age")).weight(1)).isEqualTo(4);
        refused(Reason.BAD_WEIGHT, () -> mixed().weightedBy(0, 0));
        refused(Reason.SCHEMA_MISMATCH, () -> mixed().weightedBy(1));
    }

    @Test
    void selectingTakesColumnsInOrder() {
        FeatureTable selected = mixed().select(List.of("city", "x"));
        assertThat(selected.names()).containsExactly("city", "x");
        assertThat(selected.level(1, "city")).contains("Bern");
        refused(Reason.UNKNOWN_NAME, () -> mixed().select(List.of("town")));
        refused(Reason.DUPLICATE_FEATURE, () -> mixed().select(List.of("x", "x")));
    }

    @Test
    void aCategoricalColumnIsNoMatrix() {
        InvalidInputException refused = refused(Reason.SCHEMA_MISMATCH, () -> mixed().matrix());
        assertThat(refused.name()).contains("tier");
        assertThat(refused)
                .hasMessage(
                        "FeatureTable.matrix: column \"tier\" is ORDINAL, expected NUMERIC; encode it or leave it out");
    }

    @Test
    void badColumnsAreRefused() {
        FeatureTable.Builder builder = FeatureTable.builder().numeric("a", 1, 2);
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> builder.numeric("b", 1)))
                .hasMessage("FeatureTable: column \"b\" has 1 entries, expected 2, one per row");
        assertThat(refused(Reason.DUPLICATE_FEATURE, () -> builder.nominal("a", List.of("u", "v")))
                        .name())
                .contains("a");
        refused(Reason.BAD_NAME, () -> builder.numeric(" ", 1, 2));
        InvalidInputException infinite =
                refused(Reason.NON_FINITE, () -> builder.numeric("b", 1, Double.POSITIVE_INFINITY));
        assertThat(infinite.row()).hasValue(1);
        refused(Reason.BAD_NAME, () -> builder.ordinal("b", List.of("u", "u"), List.of("u", "u")));
        InvalidInputException level =
                refused(Reason.SCHEMA_MISMATCH, () -> builder.ordinal("b", List.of("u"), List.of("u", "secret")));
        assertThat(level.row()).hasValue(1);
        assertThat(level.getMessage()).as("a value of a customer").doesNotContain("secret");
        assertThat(builder.build().names()).as("nothing refused went in").containsExactly("a");
    }

    @Test
    void nothingIsSharedWithTheCaller() {
        double[] values = {1, 2};
        double[] weights = {1, 2};
        FeatureTable table = FeatureTable.builder().numeric("a", values).build().weightedBy(weights);
        values[0] = 9;
        weights[0] = 9;
        table.numbers("a")[0] = 9;
        assertThat(table.number(0, "a")).isEqualTo(1);
        assertThat(table.weight(0)).isEqualTo(1);
    }

    @Test
    void noColumnsAndNoRows() {
        FeatureTable empty = FeatureTable.builder().build();
        assertThat(empty.rowCount()).isZero();
        refused(Reason.NO_FEATURES, empty::matrix);
        FeatureTable noRows = FeatureTable.builder().numeric("a").build();
        assertThat(noRows.matrix().rowCount()).isZero();
    }

    @Test
    void unknownColumnsAndRows() {
        refused(Reason.UNKNOWN_NAME, () -> mixed().kind("town"));
        assertThat(refused(Reason.UNKNOWN_NAME, () -> mixed().number(0, "town")))
                .hasMessage("FeatureTable: no column \"town\"; there are [x, y, age, tier, city]");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> mixed().number(2, "x"));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> mixed().weight(-1));
    }
}
