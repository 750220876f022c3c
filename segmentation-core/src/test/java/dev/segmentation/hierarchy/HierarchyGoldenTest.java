package dev.segmentation.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Trees against R: {@code hclust}, {@code cutree}, {@code cophenetic} of stats, {@code agnes} of cluster. */
class HierarchyGoldenTest {

    @TestFactory
    Stream<DynamicTest> treesAreThoseOfHclust() {
        return GoldenCases.of("hierarchical").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureMatrix data = golden.matrix();
                    Agglomerative agglomerative = Agglomerative.of(linkage(golden));
                    boolean isOfSquares = isOfSquares(golden);
                    Dissimilarities plain = SlowHierarchy.euclidean(data);
                    Hierarchy tree = agglomerative.grow(data, Execution.onThreads(2));
                    if (isOfSquares) { // R's heights are squares, ours of features distances
                        checkHeights(
                                golden,
                                Arrays.stream(tree.heights()).map(h -> h * h).toArray());
                        checkMerges(golden, tree);
                    } else {
                        checkTree(golden, tree, plain);
                    }
                    if (agglomerative.linkage() != Linkage.WARD) {
                        checkTree(golden, agglomerative.grow(isOfSquares ? SlowHierarchy.squares(data) : plain), plain);
                    }
                }));
    }

    private static Linkage linkage(GoldenCase golden) {
        return switch (golden.parameters().get("linkage").asText()) {
            case "ward.D2" -> Linkage.WARD;
            case "ward.D" -> Linkage.WARD_OF_DISTANCES;
            case "complete" -> Linkage.COMPLETE;
            case "average" -> Linkage.AVERAGE;
            case "mcquitty" -> Linkage.WEIGHTED_AVERAGE;
            case "single" -> Linkage.SINGLE;
            case "centroid" -> Linkage.CENTROID;
            case "median" -> Linkage.MEDIAN;
            default -> throw new IllegalArgumentException(golden.id());
        };
    }

    private static boolean isOfSquares(GoldenCase golden) {
        return golden.parameters().get("distance").asText().equals("squaredEuclidean");
    }

    private static void checkHeights(GoldenCase golden, double[] heights) {
        golden.assertClose("heights", heights, golden.doubles(golden.expected().get("heights")));
    }

    /** R correlates with plain distances, whatever the tree is of. */
    private static void checkTree(GoldenCase golden, Hierarchy tree, Dissimilarities plain) {
        JsonNode expected = golden.expected();
        checkHeights(golden, tree.heights());
        checkMerges(golden, tree);
        assertThat(tree.rowCount()).isEqualTo(plain.rowCount());
        golden.assertClose(
                "cophenetic",
                tree.copheneticCorrelation(plain, Execution.sequential()),
                expected.get("cophenetic").asDouble());
        if (expected.has("cut")) { // R cuts no tree with inversions
            expected.get("cut").properties().forEach(cut -> {
                int k = Integer.parseInt(cut.getKey().substring(1));
                assertThat(byFirstAppearance(tree.cut(k).toArray())).isEqualTo(golden.ints(cut.getValue()));
            });
        }
        assertThat(tree.hasInversions()).isEqualTo(!expected.has("cut"));
    }

    private static void checkMerges(GoldenCase golden, Hierarchy tree) {
        JsonNode expected = golden.expected();
        double[] sorted = tree.heights();
        Arrays.sort(sorted);
        for (int t = 1; t < sorted.length; t++) {
            if (sorted[t] - sorted[t - 1] <= 1e-12 * sorted[t]) {
                return; // tied, so that merges may be others
            }
        }
        JsonNode merges = expected.get("merge");
        for (int t = 0; t < merges.size(); t++) {
            assertThat(tree.merge(t).left())
                    .as("merge %d", t)
                    .isEqualTo(node(merges.get(t).get(0).asInt(), tree));
            assertThat(tree.merge(t).right())
                    .as("merge %d", t)
                    .isEqualTo(node(merges.get(t).get(1).asInt(), tree));
        }
        assertThat(Arrays.stream(tree.leafOrder()).map(row -> row + 1).toArray())
                .isEqualTo(golden.ints(expected.get("order")));
    }

    private static int node(int inR, Hierarchy tree) {
        return inR < 0 ? -inR - 1 : tree.rowCount() + inR - 1;
    }

    private static int[] byFirstAppearance(int[] labels) {
        Map<Integer, Integer> numbers = new HashMap<>();
        return Arrays.stream(labels)
                .map(label -> numbers.computeIfAbsent(label, seen -> numbers.size() + 1))
                .toArray();
    }

    @TestFactory
    Stream<DynamicTest> coefficientsAreThoseOfAgnes() {
        return GoldenCases.of("hierarchical.coefficients").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureMatrix data = golden.matrix();
                    golden.assertClose(
                            "agglomerativeCoefficientAverage",
                            Agglomerative.average().grow(data).agglomerativeCoefficient());
                    golden.assertClose(
                            "agglomerativeCoefficientWard",
                            Agglomerative.ward().grow(data).agglomerativeCoefficient());
                }));
    }
}
