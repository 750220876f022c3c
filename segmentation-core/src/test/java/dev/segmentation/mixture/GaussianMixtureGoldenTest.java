package dev.segmentation.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Memberships;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Gaussian mixtures against mclust and a separate EM in numpy. */
class GaussianMixtureGoldenTest {

    @RegisterExtension
    static final GoldenOperation GMM = GoldenOperation.of("gmm")
            .without("converged.iterationsMclust", "where mclust's own criterion stopped, for information");

    @RegisterExtension
    static final GoldenOperation GMM_SELECT = GoldenOperation.of("gmm.select");

    private static final Execution EXECUTION = Execution.onThreads(2);

    @TestFactory
    Stream<DynamicTest> tenIterationsFromHardLabels() {
        return GMM.cases()
                .filter(golden -> golden.expected().has("afterTenIterations"))
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    Fit<GaussianMixtureModel> fit =
                            given(golden).withMaxIterations(10).withTolerance(0).fit(golden.matrix(), EXECUTION);
                    JsonNode expected = golden.expected().get("afterTenIterations");
                    assertThat(fit.report().iterations())
                            .isEqualTo(expected.get("iterations").asInt());
                    checkParameters(golden, fit, expected, "afterTenIterations");
                }));
    }

    @TestFactory
    Stream<DynamicTest> theFixedPointFromHardLabels() {
        return GMM.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    Fit<GaussianMixtureModel> fit = given(golden)
                            .withMaxIterations(100_000)
                            .withTolerance(0)
                            .fit(golden.matrix(), EXECUTION);
                    JsonNode expected = golden.expected().get("converged");
                    assertThat(fit.converged()).isTrue();
                    checkParameters(golden, fit, expected, "converged");
                    golden.assertClose(
                            "icl",
                            -bic(fit.model()) + 2 * fit.model().labelLogProbability(),
                            expected.get("icl").asDouble());
                    golden.assertClose(
                            "aic",
                            2.0 * fit.model().freeParameters() - 2 * fit.model().logLikelihood(),
                            expected.get("aic").asDouble());
                }));
    }

    /** From random starts with the default number of restarts, at least the likelihood of the reference. */
    @TestFactory
    Stream<DynamicTest> everySeedReachesTheReferenceWithoutCollapse() {
        return GMM.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    double bar = golden.expected()
                            .get("converged")
                            .get("logLikelihood")
                            .asDouble();
                    for (int seed = 0; seed < 3; seed++) {
                        Fit<GaussianMixtureModel> fit =
                                of(golden).withSeed(seed).fit(golden.matrix(), EXECUTION);
                        assertThat(fit.model().logLikelihood())
                                .as("seed %d", seed)
                                .isGreaterThanOrEqualTo(bar - 1e-6);
                        assertThat(fit.report().notices()).isEmpty();
                        checkSpread(golden, fit.model());
                    }
                }));
    }

    /** No component with a spread of its own has fewer rows than that needs, and none is flat beside all rows. */
    private static void checkSpread(GoldenCase golden, GaussianMixtureModel model) {
        FeatureMatrix data = golden.matrix();
        GaussianMixtureModel whole =
                GaussianMixture.of(1).withRestarts(1).fit(data).model();
        for (int s = 0; s < model.segmentCount(); s++) {
            assertThat(model.isRegularized(s)).isFalse();
            if (golden.parameters().get("mclustModel").asText().startsWith("V")) {
                assertThat(model.share(s) * data.rowCount()).isGreaterThan(data.featureCount() + 1);
            }
            for (int j = 0; j < data.featureCount(); j++) {
                assertThat(model.covariance(s, j, j)).isGreaterThan(1e-3 * whole.covariance(0, j, j));
            }
        }
    }

    /** Every cell of mclust's table of BIC, from random starts with the default number of restarts, and the same choice. */
    @TestFactory
    Stream<DynamicTest> everyCellOfTheTableOfBicIsReached() {
        return GMM_SELECT.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkTable(golden)));
    }

    private static void checkTable(GoldenCase golden) {
        double[][] table = golden.doubles2(golden.expected().get("mclustBIC"));
        List<String> models = golden.strings(golden.parameters().get("models"));
        FeatureMatrix data = golden.matrix();
        double slack = golden.relative("mclustBIC");
        double highest = Double.NEGATIVE_INFINITY;
        String best = "";
        for (int row = 0; row < table.length; row++) {
            for (int m = 0; m < table[row].length; m++) {
                String cell = models.get(m) + "," + (row + 1);
                double bic = -bic(GaussianMixture.of(row + 1)
                        .withCovariance(structure(models.get(m)))
                        .fit(data, EXECUTION)
                        .model());
                assertThat(bic).as(cell).isGreaterThanOrEqualTo(table[row][m] - slack * Math.abs(table[row][m]));
                best = bic > highest ? cell : best;
                highest = Math.max(highest, bic);
            }
        }
        assertThat(best).isEqualTo(golden.expected().get("best").asText());
        golden.assertReached("bestBIC", highest);
    }

    private static void checkParameters(
            GoldenCase golden, Fit<GaussianMixtureModel> fit, JsonNode expected, String which) {
        GaussianMixtureModel model = fit.model();
        String field = which.equals("converged") ? "means" : which;
        golden.assertClose(
                "logLikelihood",
                model.logLikelihood(),
                expected.get("logLikelihood").asDouble());
        assertThat(model.freeParameters())
                .isEqualTo(expected.get("parametersCount").asInt());
        golden.assertClose(
                "conventionalBIC", bic(model), expected.get("conventionalBIC").asDouble());
        golden.assertClose("mclustBIC", -bic(model), expected.get("mclustBIC").asDouble());
        double[] weights = golden.doubles(expected.get("weights"));
        double[][] means = golden.doubles2(expected.get("means"));
        for (int s = 0; s < weights.length; s++) {
            golden.assertClose(field, model.share(s), weights[s]);
            golden.assertClose(field, model.means().row(s), means[s]);
            double[][] covariance = golden.doubles2(expected.get("covariances").get(s));
            for (int i = 0; i < covariance.length; i++) {
                for (int j = 0; j < covariance.length; j++) {
                    golden.assertClose(field, model.covariance(s, i, j), covariance[i][j]);
                }
            }
        }
        assertThat(fit.assignment().toArray()).isEqualTo(golden.ints(expected.get("labels")));
        Memberships memberships = model.memberships(golden.matrix());
        double[][] first = golden.doubles2(expected.get("responsibilitiesFirst5"));
        for (int i = 0; i < first.length; i++) {
            for (int s = 0; s < weights.length; s++) {
                golden.assertClose(field, memberships.degree(i, s), first[i][s]);
            }
        }
    }

    /** The conventional one, which is better the lower it is. */
    private static double bic(GaussianMixtureModel model) {
        return model.freeParameters() * Math.log(model.observations()) - 2 * model.logLikelihood();
    }

    private static GaussianMixture of(GoldenCase golden) {
        return GaussianMixture.of(golden.parameters().get("components").asInt())
                .withCovariance(structure(golden.parameters().get("mclustModel").asText()));
    }

    private static GaussianMixture given(GoldenCase golden) {
        int[] labels = golden.ints(golden.inputs().get("initialLabels0"));
        int k = golden.parameters().get("components").asInt();
        double[] degrees = new double[labels.length * k];
        for (int i = 0; i < labels.length; i++) {
            degrees[i * k + labels[i]] = 1;
        }
        return of(golden).withMemberships(Memberships.copyOfRowMajor(k, degrees));
    }

    private static CovarianceStructure structure(String mclust) {
        return switch (mclust) {
            case "EII" -> CovarianceStructure.TIED_SPHERICAL;
            case "VII" -> CovarianceStructure.SPHERICAL;
            case "EEI" -> CovarianceStructure.TIED_DIAGONAL;
            case "VVI" -> CovarianceStructure.DIAGONAL;
            case "EEE" -> CovarianceStructure.TIED;
            case "VVV" -> CovarianceStructure.FULL;
            default -> throw new IllegalArgumentException(mclust);
        };
    }
}
