package dev.segmentation.latentclass;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.Memberships;
import dev.segmentation.Termination;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Latent classes against poLCA 1.6.0.2. */
class LatentClassGoldenTest {

    @RegisterExtension
    static final GoldenOperation LCA =
            GoldenOperation.of("lca").without("attemptsAtBest", "how many of poLCA's own random starts got there");

    @RegisterExtension
    static final GoldenOperation LCA_FIXED_START = GoldenOperation.of("lca.fixedStart");

    private static final Execution EXECUTION = Execution.onThreads(2);

    /** The bar of the issue: the best likelihood that is known is reached within this. */
    private static final double BEST = 1e-6;

    @TestFactory
    Stream<DynamicTest> randomStartsReachTheBestKnownLikelihood() {
        return LCA.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkBest(golden)));
    }

    private static void checkBest(GoldenCase golden) {
        FeatureTable table = table(golden);
        int k = golden.parameters().get("classes").asInt();
        Fit<LatentClassModel> fit = LatentClass.of(k).fit(table, EXECUTION);
        LatentClassModel model = fit.model();
        double best = golden.number(golden.expected().get("logLikelihood"));
        assertThat(model.logLikelihood()).isGreaterThanOrEqualTo(best - BEST);
        assertThat(fit.report().termination()).isEqualTo(Termination.CONVERGED);
        assertThat(model.starts()).isEqualTo(100);
        assertThat(model.startsAtBest()).isBetween(1, 100);
        assertThat(-fit.report().objective())
                .isCloseTo(model.logLikelihood(), org.assertj.core.api.Assertions.within(1e-8));
        LatentClassDiagnostics diagnostics = LatentClassDiagnostics.of(model, table);
        golden.assertClose("n", diagnostics.observations());
        golden.assertClose("parameters", model.freeParameters());
        golden.assertClose("residualDf", model.residualDegrees());
        golden.assertClose("aic", diagnostics.aic());
        golden.assertClose("bic", diagnostics.bic());
        golden.assertClose("logLikelihood", model.logLikelihood());
        assertClose(
                golden,
                "gSquared",
                diagnostics.gSquared(),
                golden.number(golden.expected().get("gSquared")));
        assertClose(
                golden,
                "chiSquared",
                diagnostics.chiSquared(),
                golden.number(golden.expected().get("chiSquared")));
        assertClose(
                golden,
                "relativeEntropy",
                diagnostics.classification().relativeEntropy(),
                golden.number(golden.expected().get("relativeEntropy")));
        checkClasses(golden, fit, table);
    }

    /**
     * The cases that are a bar for the likelihood say how far below it one may be, not how close the parameters of that
     * optimum are known: those as in the others. The chi-squared of lca-german-k3 moves by 7e-8 of itself with the tolerance
     * of the fit, while the likelihood stays within 1e-10.
     */
    private static void assertClose(GoldenCase golden, String field, double actual, double expected) {
        if (golden.kind() == GoldenCase.Kind.EQUAL) {
            golden.assertClose(field, actual, expected);
        } else {
            assertThat(actual)
                    .as("%s: %s", golden.id(), field)
                    .isCloseTo(expected, org.assertj.core.api.Assertions.within(1e-5 + 1e-5 * Math.abs(expected)));
        }
    }

    /** The hard problems, where few starts get there: by other seeds as well. */
    @TestFactory
    Stream<DynamicTest> otherSeedsReachItAsWell() {
        return LCA.cases()
                .filter(golden -> golden.kind() == GoldenCase.Kind.AT_LEAST_LOG_LIKELIHOOD)
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    for (int seed = 1; seed <= 3; seed++) {
                        LatentClassModel model = LatentClass.of(
                                        golden.parameters().get("classes").asInt())
                                .withSeed(seed)
                                .fit(table(golden), EXECUTION)
                                .model();
                        assertThat(model.logLikelihood())
                                .as("seed %d", seed)
                                .isGreaterThanOrEqualTo(
                                        golden.number(golden.expected().get("logLikelihood")) - BEST);
                    }
                }));
    }

    private static void checkClasses(GoldenCase golden, Fit<LatentClassModel> fit, FeatureTable table) {
        LatentClassModel model = fit.model();
        JsonNode expected = golden.expected();
        double[] shares = golden.doubles(expected.get("classShares"));
        int[] order = byShare(model);
        int[] sizes = fit.assignment().sizes();
        int[] counts = golden.ints(expected.get("modalClassCounts"));
        for (int c = 0; c < shares.length; c++) {
            assertClose(golden, "classShares", model.share(order[c]), shares[c]);
            assertThat(sizes[order[c]]).isEqualTo(counts[c]);
        }
        checkProbabilities(golden, model, order);
        Memberships memberships = model.memberships(table);
        double[][] posterior = golden.doubles2(expected.get("posteriorFirst10"));
        for (int i = 0; i < posterior.length; i++) {
            for (int c = 0; c < shares.length; c++) {
                assertClose(golden, "posteriorFirst10", memberships.degree(i, order[c]), posterior[i][c]);
            }
        }
        assertThat(memberships.toAssignment()).isEqualTo(fit.assignment());
    }

    private static void checkProbabilities(GoldenCase golden, LatentClassModel model, int[] order) {
        golden.expected().get("probabilities").properties().forEach(item -> {
            List<String> levels =
                    golden.strings(golden.inputs().get("categories").get(item.getKey()));
            double[][] expected = golden.doubles2(item.getValue());
            for (int c = 0; c < expected.length; c++) {
                for (int l = 0; l < levels.size(); l++) {
                    assertClose(
                            golden,
                            "probabilities",
                            model.probability(item.getKey(), levels.get(l), order[c]),
                            expected[c][l]);
                }
            }
        });
    }

    private static int[] byShare(LatentClassModel model) {
        return IntStream.range(0, model.segmentCount())
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -model.share(c)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @TestFactory
    Stream<DynamicTest> fromTheSameStartTheSameOptimumIsFound() {
        return LCA_FIXED_START.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkFixed(golden)));
    }

    private static void checkFixed(GoldenCase golden) {
        int k = golden.parameters().get("classes").asInt();
        List<LatentClassRecord.Question> questions = new ArrayList<>();
        golden.inputs().get("startProbabilities").properties().forEach(item -> {
            List<String> levels =
                    golden.strings(golden.inputs().get("categories").get(item.getKey()));
            List<List<Double>> rows = new ArrayList<>();
            for (double[] row : golden.doubles2(item.getValue())) {
                rows.add(Arrays.stream(row).boxed().toList());
            }
            questions.add(new LatentClassRecord.Question(item.getKey(), false, levels, rows));
        });
        LatentClassModel start = new LatentClassRecord(
                        questions, java.util.Collections.nCopies(k, 1.0 / k), LatentClassRecord.Training.none())
                .restore();
        LatentClassModel model =
                LatentClass.of(k).withStart(start).fit(table(golden), EXECUTION).model();
        golden.assertClose("logLikelihood", model.logLikelihood());
        int[] order = IntStream.range(0, k).toArray();
        double[] shares = golden.doubles(golden.expected().get("classShares"));
        for (int c = 0; c < k; c++) {
            golden.assertClose("classShares", model.share(c), shares[c]);
        }
        checkProbabilities(golden, model, order);
    }

    /** The columns of a case as nominal ones, complete rows only. */
    private static FeatureTable table(GoldenCase golden) {
        List<String> names = golden.strings(golden.dataset().get("columns"));
        Map<String, String[]> columns = new LinkedHashMap<>();
        names.forEach(name -> columns.put(name, golden.column(name)));
        int[] rows = IntStream.range(0, golden.table().rowCount())
                .filter(i -> names.stream().noneMatch(name -> columns.get(name)[i].isEmpty()))
                .toArray();
        FeatureTable.Builder builder = FeatureTable.builder();
        columns.forEach((name, values) -> builder.nominal(
                name, Arrays.stream(rows).mapToObj(i -> values[i]).toList()));
        return builder.build();
    }
}
