package dev.segmentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** k-means against scikit-learn and R. */
class KMeansGoldenTest {

    private static final int SEEDS = 20;

    private static final Execution EXECUTION = Execution.onThreads(2);

    @RegisterExtension
    static final GoldenOperation LLOYD = GoldenOperation.of("kmeans.lloyd");

    @RegisterExtension
    static final GoldenOperation BEST = GoldenOperation.of("kmeans.best");

    @TestFactory
    Stream<DynamicTest> plainLloydFromGivenCenters() {
        return LLOYD.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkLloyd(golden)));
    }

    private static void checkLloyd(GoldenCase golden) {
        FeatureMatrix data = golden.matrix();
        FeatureMatrix starts = FeatureMatrix.copyOf(
                data.featureNames(), golden.doubles2(golden.inputs().get("initialCentroids")));
        Fit<KMeansModel> fit = KMeans.of(starts.rowCount())
                .withSeeding(Seeding.centers(starts))
                .withMaxIterations(golden.parameters().get("maxIterations").asInt())
                .fit(data, EXECUTION);
        JsonNode expected = golden.expected();
        assertThat(fit.assignment().toArray()).isEqualTo(golden.ints(expected.get("labels")));
        assertThat(fit.assignment().sizes()).isEqualTo(golden.ints(expected.get("sizes")));
        assertThat(fit.report().iterations())
                .isEqualTo(expected.get("iterationsSklearn").asInt());
        golden.assertClose(
                "inertia", fit.report().objective(), expected.get("inertia").asDouble());
        double[][] centers = golden.doubles2(expected.get("centroids"));
        for (int s = 0; s < centers.length; s++) {
            for (int j = 0; j < centers[s].length; j++) {
                golden.assertClose("centroids", fit.model().centers().value(s, j), centers[s][j]);
            }
        }
        golden.assertClose("withinSS", squares(data, fit), golden.doubles(expected.get("withinSS")));
        double total = KMeans.of(1).fit(data, EXECUTION).report().objective();
        golden.assertClose("totalSS", total);
        golden.assertClose("betweenSS", total - fit.report().objective());
        assertThat(fit.model().assign(data)).isEqualTo(fit.assignment());
    }

    /** Squared distances to the center, summed within each segment. */
    private static double[] squares(FeatureMatrix data, Fit<KMeansModel> fit) {
        double[] sums = new double[fit.model().segmentCount()];
        for (int i = 0; i < data.rowCount(); i++) {
            int s = fit.assignment().toArray()[i];
            for (int j = 0; j < data.featureCount(); j++) {
                double difference = data.value(i, j) - fit.model().centers().value(s, j);
                sums[s] += difference * difference;
            }
        }
        return sums;
    }

    /** With as many starts as the reference, every seed does at least as well as the best of its plain Lloyd runs. */
    @TestFactory
    Stream<DynamicTest> everySeedReachesTheBestOfAsManyLloydRuns() {
        return BEST.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    double bar = golden.expected().get("bestLloyd").asDouble() * (1 + 1e-6);
                    int restarts = golden.parameters().get("restarts").asInt();
                    for (int seed = 0; seed < SEEDS; seed++) {
                        assertThat(objective(golden, restarts, seed))
                                .as("seed %d", seed)
                                .isLessThanOrEqualTo(bar);
                    }
                }));
    }

    /** With 50 starts, nearly every seed finds the best optimum that any program is known to have found. */
    @TestFactory
    Stream<DynamicTest> nearlyEverySeedFindsTheBestKnownOptimumWithFiftyStarts() {
        return BEST.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    double best = golden.expected().get("bestKnown").asDouble();
                    int found = 0;
                    for (int seed = 0; seed < SEEDS; seed++) {
                        double objective = objective(golden, 50, seed);
                        assertThat(objective).as("seed %d", seed).isLessThanOrEqualTo(best * (1 + 1e-3));
                        found += objective <= best * (1 + 1e-9) ? 1 : 0;
                    }
                    assertThat(found).isGreaterThanOrEqualTo(seedsExpected(golden.id()));
                }));
    }

    private static int seedsExpected(String id) {
        return switch (id) {
            case "kmeans-best-wholesale_log_std-k5" -> 14;
            case "kmeans-best-wholesale_log_std-k8" -> 8;
            default -> 18;
        };
    }

    private static double objective(GoldenCase golden, int restarts, long seed) {
        return KMeans.of(golden.parameters().get("k").asInt())
                .withSeed(seed)
                .withRestarts(restarts)
                .fit(golden.matrix(), EXECUTION)
                .report()
                .objective();
    }
}
