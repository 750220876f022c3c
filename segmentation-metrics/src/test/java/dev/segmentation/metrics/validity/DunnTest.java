package dev.segmentation.metrics.validity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DunnTest {

    private static final List<String> X = List.of("x");

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return GoldenCases.of("validation.clusterStats").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        int[] labels = Arrays.stream(golden.ints(golden.inputs().get("labels")))
                .map(label -> label - 1)
                .toArray();
        Assignment assignment = Assignment.copyOf(Arrays.stream(labels).max().orElse(0) + 1, labels);
        Dunn found = Dunn.of(golden.matrix(), assignment, Execution.onThreads(2));
        golden.assertClose("dunn", found.value());
        golden.assertClose("dunn2", found.ofAverages());
    }

    @Test
    void isTheSmallestSeparationOverTheLargestDiameter() {
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(X, new double[] {0, 1, 3, 10, 14});
        Dunn found = Dunn.of(features, Assignment.copyOf(4, 0, 0, 0, 2, 2)); // segments 1 and 3 are empty
        assertThat(found.value()).isEqualTo(7.0 / 4); // 3 to 10, 10 to 14
        // between: (10 + 14 + 9 + 13 + 7 + 11)/6, within: (1 + 3 + 2)/3 and 4
        assertThat(found.ofAverages()).isCloseTo(64.0 / 6 / 4, within(1e-15));
        assertThat(found.undefined()).isEmpty();
    }

    @Test
    void rowsOfWeightZeroAreLeftOutAndOtherWeightsChangeNothing() {
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(X, new double[] {0, 1, 5, 10, 12});
        Assignment assignment = Assignment.copyOf(2, 0, 0, 0, 1, 1);
        assertThat(Dunn.of(features.weightedBy(3, 1, 0, 0.5, 9), assignment).value())
                .isEqualTo(9.0 / 2);
    }

    @Test
    void saysWhyItIsUndefined() {
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(X, new double[] {0, 0, 9});
        assertUndefined(Dunn.of(features, Assignment.copyOf(2, 1, 1, 1)), Reason.SINGLE_SEGMENT);
        assertUndefined(Dunn.of(features, Assignment.copyOf(2, 1, 1, 0)), Reason.NO_WITHIN_VARIATION);
        assertUndefined(Dunn.of(features.rows(), Assignment.copyOf(2)), Reason.EMPTY);
        FeatureMatrix huge = FeatureMatrix.copyOfRowMajor(X, new double[] {0, 1, 1e300});
        assertUndefined(Dunn.of(huge, Assignment.copyOf(2, 0, 0, 1)), Reason.RANGE);
    }

    private static void assertUndefined(Dunn found, Reason reason) {
        assertThat(found.value()).isNaN();
        assertThat(found.ofAverages()).isNaN();
        assertThat(found.undefined()).contains(reason);
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        SeededRandom random = SeededRandom.stream(3, 3);
        double[] values = IntStream.range(0, 2 * 1300)
                .mapToDouble(i -> random.nextGaussian())
                .toArray();
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
        Assignment assignment =
                Assignment.copyOf(5, IntStream.range(0, 1300).map(i -> i % 5).toArray());
        String once = Dunn.of(features, assignment).toString();
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(Dunn.of(features, assignment, Execution.onThreads(threads)))
                    .hasToString(once);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(X, new double[] {0, Double.NaN, 9});
        assertThatThrownBy(() -> Dunn.of(features, Assignment.copyOf(2, 0, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Dunn.of: assignment has 2 entries, expected 3, one per row");
        assertThatThrownBy(() -> Dunn.of(features, Assignment.copyOf(2, 0, 1, 1)))
                .hasMessageContaining("Dunn.of: missing value at row 1, feature \"x\"");
        assertThatThrownBy(() -> Dunn.of(
                        features.rows(0, 2),
                        Assignment.copyOf(2, 0, 1),
                        Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }
}
