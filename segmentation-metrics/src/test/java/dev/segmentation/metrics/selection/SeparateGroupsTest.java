package dev.segmentation.metrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.structure.Structure;
import dev.segmentation.metrics.structure.StructureTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeparateGroupsTest {

    private static final SeparateGroups GROUPS = SeparateGroups.withDefaults();

    @Test
    void theCurveHasAnUnderAndAnOverSegmentedZone() {
        SearchReport report = search(1, 6, corners(3000, 8));
        CriterionCurve curve = report.curve(GROUPS);
        assertThat(report.pick(GROUPS)).hasValue(4);
        assertThat(curve.part("under", 1)).isEqualTo(1);
        assertThat(curve.part("p", 1)).isNaN();
        for (int k = 2; k < 4; k++) {
            assertThat(curve.part("under", k)).as("k = %d", k).isPositive();
            assertThat(curve.part("over", k)).as("k = %d", k).isZero();
            assertThat(curve.part("p", k)).isLessThan(1e-3);
        }
        for (int k = 5; k <= 6; k++) {
            assertThat(curve.part("under", k)).as("k = %d", k).isZero();
            assertThat(curve.part("over", k)).as("k = %d", k).isEqualTo(k - 4);
            assertThat(report.score(GROUPS, k).value()).isEqualTo(4);
        }
        assertThat(report.score(GROUPS, 2).value()).isEqualTo(4); // two segments, each with groups within
    }

    @Test
    void aSingleSegmentIsNotPickedWhereThereAreManyGroups() {
        SeededRandom random = SeededRandom.stream(7, 7);
        double[] values = new double[8 * 2000];
        for (int i = 0; i < 2000; i++) {
            for (int j = 0; j < 8; j++) {
                values[8 * i + j] = random.nextGaussian() + (i % 7 == j ? 6 / Math.sqrt(2) : 0);
            }
        }
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a", "b", "c", "d", "e", "f", "g", "h"), values);
        assertThat(search(1, 7, data).pick(GROUPS)).isNotEqualTo(java.util.OptionalInt.of(1));
    }

    @Test
    void theNumbersAreThoseOfTheTest() {
        FeatureMatrix data = corners(800, 6);
        SearchReport report = search(3, 3, data);
        KMeans three = KMeans.of(3).withSeed(5);
        Structure structure =
                StructureTest.of(three).withSeed(9).test(data, three.fit(data).assignment());
        assertThat(report.curve(GROUPS).part("p", 3)).isEqualTo(structure.pValue());
        assertThat(report.curve(GROUPS).part("under", 3)).isEqualTo(structure.under());
        assertThat(report.curve(GROUPS).part("over", 3)).isEqualTo(structure.over());
        assertThat(report.score(GROUPS, 3).value()).isEqualTo(3 - structure.over() + structure.under());
    }

    @Test
    void noiseIsASingleSegment() {
        SearchReport report = search(1, 4, corners(1200, 0));
        assertThat(report.pick(GROUPS)).hasValue(1);
        assertThat(report.curve(GROUPS).part("under", 1)).isZero();
        assertThat(report.score(GROUPS, 3).value()).isEqualTo(3); // nothing is claimed, hence nothing to merge
        assertThat(search(2, 4, corners(1200, 0)).pick(GROUPS)).isEmpty();
    }

    @Test
    void tooFewRowsAreUndefined() {
        SearchReport report = search(2, 3, corners(8, 6));
        assertThat(report.score(GROUPS, 3).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(report.pick(GROUPS)).isEmpty();
    }

    @Test
    void optionsAreChecked() {
        assertThat(GROUPS.withSplits(3)).hasToString("SeparateGroups[splits = 3]");
        assertThatThrownBy(() -> GROUPS.withSplits(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("StructureTest.withSplits: splits = 0, expected at least 1");
    }

    private static SearchReport search(int fewest, int most, FeatureMatrix data) {
        return SegmentCountSearch.between(fewest, most, k -> KMeans.of(k).withSeed(5))
                .withCriteria(GROUPS)
                .withSeed(9)
                .search(data, Execution.onThreads(2));
    }

    /** Four normal groups at the corners of a square. */
    private static FeatureMatrix corners(int n, double side) {
        SeededRandom random = SeededRandom.stream(n, 2);
        double[] values = new double[2 * n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = side * (i % 2) + random.nextGaussian();
            values[2 * i + 1] = side * (i / 2 % 2) + random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
    }
}
