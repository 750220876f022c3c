package dev.segmentation.medoid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.GowerCases;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Medoids against R (pam and clara of package cluster). */
class MedoidGoldenTest {

    @TestFactory
    Stream<DynamicTest> classicSearchFindsTheMedoidsOfTheReference() {
        return GoldenCases.of("pam").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkClassic(golden)));
    }

    private static void checkClassic(GoldenCase golden) {
        FeatureTable table = table(golden);
        Fit<MedoidModel> fit =
                Pam.classic(k(golden)).withDissimilarity(dissimilarity(golden)).fit(table);
        int[] expected = golden.ints(golden.expected().get("medoidRows0"));
        assertThat(fit.model().medoidRows())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(expected).boxed().toList());
        golden.assertClose("objectiveSwap", fit.report().objective() / table.rowCount());
        if (golden.expected().has("totalDissimilarity")) {
            golden.assertClose("totalDissimilarity", fit.report().objective());
        }
        int[] labels = golden.ints(golden.expected().get("labels"));
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int s = 0; s < expected.length; s++) {
            numbers.put(s, fit.model().medoidRows().indexOf(expected[s]));
        }
        assertThat(fit.assignment().toArray())
                .isEqualTo(Arrays.stream(labels).map(numbers::get).toArray());
    }

    /** One pass of best swaps finds nothing to swap where BUILD is the optimum; its sum is that of the reference. */
    @TestFactory
    Stream<DynamicTest> buildStartsWhereTheReferenceDoes() {
        return GoldenCases.of("pam").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureTable table = table(golden);
                    MedoidData data = MedoidTwins.data(table, dissimilarity(golden), k(golden));
                    double[] nearest = MedoidTwins.nearest(data, MedoidTwins.build(data, k(golden)));
                    golden.assertClose(
                            "objectiveBuild", Arrays.stream(nearest).average().orElseThrow());
                    assertThat(MedoidTwins.firstMedoids(data, k(golden))).isEqualTo(MedoidTwins.build(data, k(golden)));
                }));
    }

    @TestFactory
    Stream<DynamicTest> eagerSearchIsAsGoodFromEverySeed() {
        return GoldenCases.of("pam").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureTable table = table(golden);
                    double bar = golden.expected().get("objectiveSwap").asDouble() * 1.03 * table.rowCount();
                    for (int seed = 0; seed < 20; seed++) {
                        assertThat(Pam.of(k(golden))
                                        .withDissimilarity(dissimilarity(golden))
                                        .withSeed(seed)
                                        .fit(table)
                                        .report()
                                        .objective())
                                .as("seed %d", seed)
                                .isLessThanOrEqualTo(bar);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> samplesReachTheBestOfTheReference() {
        return GoldenCases.of("clara").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureTable table = FeatureTable.of(golden.matrix());
                    for (int seed = 0; seed < 5; seed++) {
                        double objective = Clara.of(k(golden))
                                .withSamples(golden.parameters().get("samples").asInt())
                                .withSampleSize(
                                        golden.parameters().get("sampleSize").asInt())
                                .withSeed(seed)
                                .fit(table)
                                .report()
                                .objective();
                        golden.assertReached("bestObjective", objective / table.rowCount());
                    }
                }));
    }

    private static int k(GoldenCase golden) {
        return golden.parameters().get("k").asInt();
    }

    private static FeatureTable table(GoldenCase golden) {
        return isGower(golden)
                ? GowerCases.table(GowerCases.named("gower-german-credit-120"))
                : FeatureTable.of(golden.matrix());
    }

    private static Dissimilarity dissimilarity(GoldenCase golden) {
        if (isGower(golden)) {
            return GowerCases.gower(GowerCases.named("gower-german-credit-120"));
        }
        return switch (golden.parameters().get("metric").asText()) {
            case "euclidean" -> Dissimilarity.euclidean();
            case "manhattan" -> Dissimilarity.manhattan();
            default -> throw new IllegalArgumentException(golden.id());
        };
    }

    private static boolean isGower(GoldenCase golden) {
        return golden.parameters().get("metric").asText().startsWith("gower");
    }
}
