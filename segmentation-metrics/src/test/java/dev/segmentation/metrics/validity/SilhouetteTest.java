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
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class SilhouetteTest {

    @RegisterExtension
    static final GoldenOperation SILHOUETTE = GoldenOperation.of("validation.silhouette");

    private static final List<String> NAMES = List.of("a", "b", "c");

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return SILHOUETTE.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        int[] labels = golden.ints(golden.inputs().get("labels"));
        Assignment assignment = Assignment.copyOf(Arrays.stream(labels).max().orElse(0) + 1, labels);
        Silhouette found = Silhouette.of(golden.matrix(), assignment, Execution.onThreads(2));
        golden.assertClose("mean", found.mean());
        if (golden.expected().has("silhouette")) {
            golden.assertClose(
                    "silhouette",
                    found.toArray(),
                    golden.doubles(golden.expected().get("silhouette")));
        }
        if (golden.expected().has("firstRows")) {
            double[] first = golden.doubles(golden.expected().get("firstRows"));
            golden.assertClose("firstRows", Arrays.copyOf(found.toArray(), first.length), first);
        }
        if (golden.expected().has("singletonClusters")) {
            int[] sizes = assignment.sizes();
            assertThat(Arrays.stream(sizes).filter(size -> size == 1))
                    .hasSize(golden.expected().get("singletonClusters").asInt());
            for (int row = 0; row < labels.length; row++) {
                if (sizes[labels[row]] == 1) {
                    assertThat(found.value(row)).isZero();
                }
            }
        }
        if (golden.expected().has("perCluster")) {
            double[] perSegment = golden.doubles(golden.expected().get("perCluster"));
            for (int s = 0; s < perSegment.length; s++) {
                golden.assertClose("perCluster", found.segment(s), perSegment[s]);
            }
        }
    }

    @Test
    void bothFormsAreTheDefinitionAtAwkwardSizes() {
        long seed = 20250131; // fixed: how much cancels in squares is chance
        SeededRandom random = SeededRandom.stream(seed, 3);
        for (int n : new int[] {2, 5, 31, 32, 33, 64, 65, 200, 511, 512, 513, 1030}) {
            double[][] rows = points(random, n, 0);
            int[] labels = IntStream.range(0, n)
                    .map(i -> i < 2 ? i : random.nextInt(4))
                    .toArray();
            FeatureMatrix features = FeatureMatrix.copyOf(NAMES, rows);
            Assignment assignment = Assignment.copyOf(5, labels);
            if (n > 2) {
                assertThat(Silhouette.of(features, assignment).toArray())
                        .as("seed " + seed)
                        .containsExactly(byDefinition(rows, labels, Math::sqrt), within(1e-12));
                assertThat(Silhouette.squaredEuclidean(features, assignment).toArray())
                        .as("seed " + seed)
                        .containsExactly(byDefinition(rows, labels, d -> d), within(1e-11));
            }
        }
    }

    @Test
    void bothFormsAreTheDefinitionInAnyNumberOfFeatures() {
        for (int d : new int[] {1, 3, 4, 5, 8, 9, 17}) {
            SeededRandom random = SeededRandom.stream(d, 5);
            double[][] rows = new double[600][d];
            for (double[] row : rows) {
                Arrays.setAll(row, j -> random.nextDouble() - 0.5);
            }
            int[] labels =
                    IntStream.range(0, rows.length).map(i -> random.nextInt(3)).toArray();
            List<String> names = IntStream.range(0, d).mapToObj(j -> "x" + j).toList();
            FeatureMatrix features = FeatureMatrix.copyOf(names, rows);
            Assignment assignment = Assignment.copyOf(3, labels);
            assertThat(Silhouette.of(features, assignment).toArray())
                    .as("d = " + d)
                    .containsExactly(byDefinition(rows, labels, Math::sqrt), within(1e-12));
            assertThat(Silhouette.squaredEuclidean(features, assignment).toArray())
                    .as("d = " + d)
                    .containsExactly(byDefinition(rows, labels, x -> x), within(1e-11));
        }
    }

    @Test
    void offsetsDoNotMatter() {
        double[][] rows = points(SeededRandom.stream(9, 9), 300, 0);
        int[] labels = IntStream.range(0, 300).map(i -> i % 3).toArray();
        for (double[] row : rows) {
            Arrays.setAll(row, j -> Math.rint(row[j] * 1024) / 1024); // survives the offset unrounded
        }
        Assignment assignment = Assignment.copyOf(3, labels);
        FeatureMatrix centered = FeatureMatrix.copyOf(NAMES, rows);
        double plain = Silhouette.of(centered, assignment).mean();
        double squared = Silhouette.squaredEuclidean(centered, assignment).mean();
        for (double[] row : rows) {
            Arrays.setAll(row, j -> row[j] + 1e12);
        }
        FeatureMatrix moved = FeatureMatrix.copyOf(NAMES, rows);
        assertThat(Silhouette.of(moved, assignment).mean()).isCloseTo(plain, within(1e-13));
        assertThat(Silhouette.squaredEuclidean(moved, assignment).mean()).isCloseTo(squared, within(1e-13));
    }

    @Test
    void aRowAloneScoresZero() {
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x"), new double[] {0, 1, 9});
        Silhouette found = Silhouette.of(features, Assignment.copyOf(3, 0, 0, 2));
        assertThat(found.toArray()).containsExactly(new double[] {8.0 / 9, 7.0 / 8, 0}, within(1e-15));
        assertThat(found.segment(2)).isEqualTo(0);
        assertThat(found.segment(1)).isNaN(); // empty
        assertThat(found.mean()).isCloseTo((8.0 / 9 + 7.0 / 8) / 3, within(1e-15));
        assertThat(Silhouette.squaredEuclidean(features, Assignment.copyOf(3, 0, 0, 2))
                        .toArray())
                .containsExactly(new double[] {80.0 / 81, 63.0 / 64, 0}, within(1e-15));
    }

    @Test
    void rowsThatAreAllAlikeScoreZero() {
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x"), new double[] {7, 7, 7, 7});
        assertThat(Silhouette.of(features, Assignment.copyOf(2, 0, 0, 1, 1)).mean())
                .isEqualTo(0);
        assertThat(Silhouette.squaredEuclidean(features, Assignment.copyOf(2, 0, 0, 1, 1))
                        .mean())
                .isEqualTo(0);
    }

    @Test
    void saysWhyItIsUndefined() {
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x"), new double[] {0, 1, 9});
        assertUndefined(Silhouette.of(features, Assignment.copyOf(4, 2, 2, 2)), Reason.SINGLE_SEGMENT);
        assertUndefined(Silhouette.squaredEuclidean(features, Assignment.copyOf(4, 2, 2, 2)), Reason.SINGLE_SEGMENT);
        assertUndefined(Silhouette.of(features, Assignment.copyOf(3, 2, 1, 0)), Reason.NO_WITHIN_VARIATION);
        assertUndefined(Silhouette.of(features.rows(), Assignment.copyOf(3)), Reason.EMPTY);
    }

    private static void assertUndefined(Silhouette found, Reason reason) {
        assertThat(found.mean()).isNaN();
        assertThat(found.segment(2)).isNaN();
        assertThat(Arrays.stream(found.toArray())).allMatch(value -> value.isNaN());
        assertThat(found.undefined()).contains(reason);
    }

    @Test
    void weightsCountRows() {
        SeededRandom random = SeededRandom.stream(4, 4);
        double[][] rows = points(random, 40, 0);
        int[] labels = IntStream.range(0, 40).map(i -> i % 3).toArray();
        double[] weights =
                IntStream.range(0, 40).mapToDouble(i -> random.nextInt(4)).toArray();
        int[] repeated = IntStream.range(0, 40)
                .flatMap(i -> IntStream.generate(() -> i).limit((int) weights[i]))
                .toArray();
        FeatureMatrix features = FeatureMatrix.copyOf(NAMES, rows);
        Assignment assignment = Assignment.copyOf(3, labels);
        FeatureMatrix copies = features.rows(repeated);
        FeatureMatrix weighted = features.weightedBy(weights);
        assertThat(Silhouette.of(weighted, assignment).mean())
                .isCloseTo(Silhouette.of(copies, assignment.rows(repeated)).mean(), within(1e-12));
        assertThat(Silhouette.squaredEuclidean(weighted, assignment).mean())
                .isCloseTo(
                        Silhouette.squaredEuclidean(copies, assignment.rows(repeated))
                                .mean(),
                        within(1e-12));
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        FeatureMatrix features = FeatureMatrix.copyOf(NAMES, points(SeededRandom.stream(6, 6), 2100, 5));
        Assignment assignment =
                Assignment.copyOf(7, IntStream.range(0, 2100).map(i -> i % 7).toArray());
        double[] plain = Silhouette.of(features, assignment).toArray();
        double[] squared = Silhouette.squaredEuclidean(features, assignment).toArray();
        for (int threads : new int[] {2, 3, 8, 64}) {
            Execution execution = Execution.onThreads(threads);
            assertThat(Silhouette.of(features, assignment, execution).toArray()).isEqualTo(plain);
            assertThat(Silhouette.squaredEuclidean(features, assignment, execution)
                            .toArray())
                    .isEqualTo(squared);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x"), new double[] {0, Double.NaN, 9});
        assertThatThrownBy(() -> Silhouette.of(features, Assignment.copyOf(2, 0, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Silhouette.of: assignment has 2 entries, expected 3, one per row");
        assertThatThrownBy(() -> Silhouette.squaredEuclidean(features, Assignment.copyOf(2, 0, 1, 1)))
                .hasMessageContaining("Silhouette.squaredEuclidean: missing value at row 1, feature \"x\"");
        assertThatThrownBy(() -> Silhouette.of(
                        features.rows(0, 2, 2),
                        Assignment.copyOf(2, 0, 1, 1),
                        Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }

    private static double[][] points(SeededRandom random, int n, double offset) {
        double[][] rows = new double[n][3];
        for (int i = 0; i < n; i++) {
            int shift = i % 3;
            Arrays.setAll(rows[i], j -> random.nextGaussian() + shift + offset);
        }
        return rows;
    }

    /** The slow twin: all distances, straight from the definition. */
    private static double[] byDefinition(double[][] rows, int[] labels, DoubleUnaryOperator distance) {
        double[] widths = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double[] sums = new double[5];
            int[] sizes = new int[5];
            for (int j = 0; j < rows.length; j++) {
                double squared = 0;
                for (int c = 0; c < rows[i].length; c++) {
                    squared += (rows[i][c] - rows[j][c]) * (rows[i][c] - rows[j][c]);
                }
                if (i != j) {
                    sums[labels[j]] += distance.applyAsDouble(squared);
                    sizes[labels[j]]++;
                }
            }
            double nearest = Double.POSITIVE_INFINITY;
            for (int s = 0; s < 5; s++) {
                if (s != labels[i] && sizes[s] > 0) {
                    nearest = Math.min(nearest, sums[s] / sizes[s]);
                }
            }
            double own = sums[labels[i]] / sizes[labels[i]];
            widths[i] = sizes[labels[i]] == 0 ? 0 : (nearest - own) / Math.max(nearest, own);
        }
        return widths;
    }

    @Test
    void distancesThatOverflowAreSaid() {
        FeatureMatrix huge = FeatureMatrix.copyOfRowMajor(List.of("x"), new double[] {1e200, 2e200, -1e200, -2e200});
        Assignment assignment = Assignment.copyOf(2, 0, 0, 1, 1);
        for (Silhouette found :
                List.of(Silhouette.of(huge, assignment), Silhouette.squaredEuclidean(huge, assignment))) {
            assertThat(found.mean()).isNaN();
            assertThat(found.undefined()).contains(Reason.RANGE);
        }
    }
}
