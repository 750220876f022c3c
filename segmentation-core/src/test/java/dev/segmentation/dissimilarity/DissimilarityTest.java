package dev.segmentation.dissimilarity;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.FeatureTable;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class DissimilarityTest {

    private static final double NAN = Double.NaN;

    /** As R's dist says: where columns are excluded, the sum is scaled up in proportion. */
    @Test
    void knownColumnsAreScaledUpUnderMissingValues() {
        FeatureTable table = FeatureTable.builder()
                .numeric("x", 0, 3, NAN, NAN)
                .numeric("y", 0, 4, 1, NAN)
                .numeric("z", 0, NAN, 2, 5)
                .numeric("u", 0, 0, 2, NAN)
                .build();
        Dissimilarities euclidean = Dissimilarity.euclidean().fit(table).within(table);
        assertThat(euclidean.between(0, 1)).isEqualTo(Math.sqrt(25 * (4.0 / 3)));
        assertThat(euclidean.between(0, 2)).isEqualTo(Math.sqrt(9 * (4.0 / 3)));
        assertThat(euclidean.between(0, 3)).isEqualTo(10);
        assertThat(euclidean.between(1, 3)).isNaN();
        assertThat(euclidean.between(3, 3)).isZero();
        Dissimilarities squared = Dissimilarity.squaredEuclidean().fit(table).within(table);
        assertThat(squared.between(1, 2)).isEqualTo((9 + 4) * (4.0 / 2));
        Dissimilarities manhattan = Dissimilarity.manhattan().fit(table).within(table);
        assertThat(manhattan.between(0, 1)).isEqualTo(7 * (4.0 / 3));
        assertThat(manhattan.between(1, 3)).isNaN();
    }

    @Test
    void manyAtATimeAreTheSameBitsAsOneByOneInBothDirections() {
        SeededRandom random = SeededRandom.stream(3, 0);
        for (int columns : new int[] {1, 3, 4, 5, 8, 11}) {
            for (double missing : new double[] {0, 0.1}) {
                FeatureTable.Builder builder = FeatureTable.builder();
                for (int c = 0; c < columns; c++) {
                    double[] values = new double[150];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = random.nextDouble() < missing ? NAN : random.nextGaussian();
                    }
                    builder.numeric("x" + c, values);
                }
                FeatureTable table = builder.build();
                for (Dissimilarity dissimilarity : List.of(
                        Dissimilarity.euclidean(),
                        Dissimilarity.squaredEuclidean(),
                        Dissimilarity.manhattan(),
                        Gower.standard())) {
                    checkBulk(dissimilarity.fit(table).within(table));
                }
            }
        }
    }

    private static void checkBulk(Dissimilarities found) {
        double[] run = new double[150];
        for (int row = 0; row < 150; row += 7) {
            for (int first : new int[] {0, 5, 63, 64, 100}) {
                int count = Math.min(80, 150 - first);
                found.between(row, first, count, run);
                for (int c = 0; c < count; c++) {
                    long bits = Double.doubleToLongBits(run[c]);
                    assertThat(bits).isEqualTo(Double.doubleToLongBits(found.between(row, first + c)));
                    assertThat(bits).isEqualTo(Double.doubleToLongBits(found.between(first + c, row)));
                }
            }
        }
    }

    @Test
    void columnsAreMatchedByNameInLaterTables() {
        FeatureTable table =
                FeatureTable.builder().numeric("x", 1, 2).numeric("y", 5, 9).build();
        DissimilarityModel model = Dissimilarity.manhattan().fit(table);
        FeatureTable later = FeatureTable.builder()
                .numeric("y", 5)
                .numeric("w", 0)
                .numeric("x", 3)
                .build();
        assertThat(model.featureNames()).containsExactly("x", "y");
        assertThat(model.between(table, later).between(1, 0)).isEqualTo(5);
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> model.within(later.select(List.of("x")))))
                .hasMessage("Dissimilarity.manhattan: no column \"y\", which the fitted rows had; there are [x]");
    }

    @Test
    void whatIsNotNumericOrTooLargeIsRefused() {
        FeatureTable names =
                FeatureTable.builder().nominal("color", List.of("red", "blue")).build();
        assertThat(refused(
                        Reason.SCHEMA_MISMATCH, () -> Dissimilarity.euclidean().fit(names)))
                .hasMessage(
                        "Dissimilarity.euclidean: column \"color\" is NOMINAL, expected NUMERIC; for mixed columns use"
                                + " dissimilarity.Gower");
        FeatureTable large = FeatureTable.builder().numeric("x", 0, 1e151).build();
        assertThat(refused(
                                Reason.RANGE,
                                () -> Dissimilarity.squaredEuclidean()
                                        .fit(large)
                                        .within(large))
                        .row())
                .hasValue(1);
    }

    @Test
    void aFunctionOfTheCallersIsCheckedWhenItIsAsked() {
        FeatureTable table = FeatureTable.builder().numeric("x", 1, 4).build();
        Dissimilarities found = Dissimilarity.numeric((a, b) -> Math.sqrt(Math.abs(a[0] - b[0])))
                .fit(table)
                .within(table);
        assertThat(found.between(0, 1)).isCloseTo(Math.sqrt(3), within(0.0));
        assertThat(refused(
                        Reason.NEGATIVE_DISTANCE,
                        () -> Dissimilarity.numeric((a, b) -> a[0] - b[0])
                                .fit(table)
                                .within(table)
                                .between(0, 1)))
                .hasMessageContaining("the function is negative between rows 0 and 1");
        assertThat(refused(
                        Reason.NON_FINITE,
                        () -> Dissimilarity.numeric((a, b) -> 1 / 0.0)
                                .fit(table)
                                .within(table)
                                .between(0, 1)))
                .hasMessageContaining("the function is infinite between rows 0 and 1");
    }
}
