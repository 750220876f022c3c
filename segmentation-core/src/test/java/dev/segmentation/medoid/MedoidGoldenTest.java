package dev.segmentation.medoid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.GowerCases;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Medoids against R (pam and clara of package cluster). */
class MedoidGoldenTest {

    @RegisterExtension
    static final GoldenOperation PAM = GoldenOperation.of("pam");

    @RegisterExtension
    static final GoldenOperation CLARA =
            GoldenOperation.of("clara").without("lastObjective", "where R's own random samples led last, no bar");

    @TestFactory
    Stream<DynamicTest> classicSearchFindsTheMedoidsOfTheReference() {
        return PAM.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkClassic(golden)));
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
        if (golden.expected().has("averageSilhouette")) {
            checkShape(golden, fit);
        }
        int[] labels = golden.ints(golden.expected().get("labels"));
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int s = 0; s < expected.length; s++) {
            numbers.put(s, fit.model().medoidRows().indexOf(expected[s]));
        }
        assertThat(fit.assignment().toArray())
                .isEqualTo(Arrays.stream(labels).map(numbers::get).toArray());
    }

    /** What R tells about each segment: size, largest and mean dissimilarity to the medoid, diameter, separation. */
    private static void checkShape(GoldenCase golden, Fit<MedoidModel> fit) {
        FeatureTable table = table(golden);
        Dissimilarities between = dissimilarity(golden).fit(table).within(table);
        int[] label = fit.assignment().toArray();
        int k = k(golden);
        double[][] sums = new double[label.length][k];
        double[][] info = new double[k][5];
        for (double[] row : info) {
            row[4] = Double.POSITIVE_INFINITY;
        }
        for (int i = 0; i < label.length; i++) {
            double[] own = info[label[i]];
            double toMedoid = between.between(i, fit.model().medoidRows().get(label[i]));
            own[0]++;
            own[1] = Math.max(own[1], toMedoid);
            own[2] += toMedoid;
            for (int j = 0; j < label.length; j++) {
                double d = between.between(i, j);
                sums[i][label[j]] += d;
                own[3] = label[i] == label[j] ? Math.max(own[3], d) : own[3];
                own[4] = label[i] == label[j] ? own[4] : Math.min(own[4], d);
            }
        }
        double silhouettes = 0;
        for (int i = 0; i < label.length; i++) {
            double a = sums[i][label[i]] / (info[label[i]][0] - 1); // none of these segments is of one row
            double b = Double.POSITIVE_INFINITY;
            for (int s = 0; s < k; s++) {
                b = s == label[i] ? b : Math.min(b, sums[i][s] / info[s][0]);
            }
            silhouettes += (b - a) / Math.max(a, b);
        }
        golden.assertClose("averageSilhouette", silhouettes / label.length);
        double[][] expected = golden.doubles2(golden.expected().get("clusterInfo"));
        int[] medoids = golden.ints(golden.expected().get("medoidRows0"));
        for (int s = 0; s < k; s++) {
            double[] found = info[fit.model().medoidRows().indexOf(medoids[s])];
            found[2] /= found[0];
            golden.assertClose("clusterInfo", found, expected[s]);
        }
    }

    /** One pass of best swaps finds nothing to swap where BUILD is the optimum; its sum is that of the reference. */
    @TestFactory
    Stream<DynamicTest> buildStartsWhereTheReferenceDoes() {
        return PAM.cases()
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
        return PAM.cases()
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
        return CLARA.cases()
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
