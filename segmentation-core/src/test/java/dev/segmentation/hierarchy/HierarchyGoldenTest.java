package dev.segmentation.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Trees against R: {@code hclust}, {@code cutree}, {@code cophenetic} of stats, {@code agnes} of cluster. */
class HierarchyGoldenTest {

    @TestFactory
    Stream<DynamicTest> treesAreThoseOfHclust() {
        return GoldenCases.of("hierarchical").stream()
                .filter(golden -> linkage(golden).isPresent())
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureMatrix data = golden.matrix();
                    Agglomerative agglomerative =
                            Agglomerative.of(linkage(golden).orElseThrow());
                    checkTree(golden, agglomerative.grow(data, Execution.onThreads(2)), data);
                    if (agglomerative.linkage() != Linkage.WARD) {
                        checkTree(golden, agglomerative.grow(SlowHierarchy.euclidean(data)), data);
                    }
                }));
    }

    /** Others than the four linkages, and Ward of plain distances ({@code ward.D}), are not built. */
    private static Optional<Linkage> linkage(GoldenCase golden) {
        return switch (golden.parameters().get("linkage").asText()) {
            case "ward.D2" -> Optional.of(Linkage.WARD);
            case "complete" -> Optional.of(Linkage.COMPLETE);
            case "average" -> Optional.of(Linkage.AVERAGE);
            case "single" -> Optional.of(Linkage.SINGLE);
            default -> Optional.empty();
        };
    }

    private static void checkTree(GoldenCase golden, Hierarchy tree, FeatureMatrix data) {
        JsonNode expected = golden.expected();
        golden.assertClose("heights", tree.heights(), golden.doubles(expected.get("heights")));
        double[] heights = tree.heights();
        boolean isTied = false;
        for (int t = 1; t < heights.length; t++) {
            isTied |= heights[t] - heights[t - 1] <= 1e-12 * heights[t];
        }
        if (!isTied) {
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
        assertThat(tree.rowCount()).isEqualTo(data.rowCount());
        expected.get("cut").properties().forEach(cut -> {
            int k = Integer.parseInt(cut.getKey().substring(1));
            assertThat(byFirstAppearance(tree.cut(k).toArray())).isEqualTo(golden.ints(cut.getValue()));
        });
        golden.assertClose(
                "cophenetic",
                tree.copheneticCorrelation(SlowHierarchy.euclidean(data), Execution.sequential()),
                expected.get("cophenetic").asDouble());
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
