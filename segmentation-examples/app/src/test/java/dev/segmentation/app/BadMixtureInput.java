package dev.segmentation.app;

import static dev.segmentation.app.BadInputCase.assertSamePartition;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.mixture.GaussianMixture;
import dev.segmentation.mixture.GaussianMixtureModel;
import dev.segmentation.testing.BadInputData;
import java.util.Arrays;
import java.util.Map;

/** The cases GM: covariances without an inverse, extreme scales, limits; and the bits of mixtures on every JDK. */
final class BadMixtureInput {

    private BadMixtureInput() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("GM001", bad -> assertRefusedByColumn(bad, "x0")),
                entry("GM002", bad -> assertRefusedByColumn(bad, "x2")),
                entry("GM006", BadMixtureInput::tinyScaleFarAway),
                entry("GM010", BadMixtureInput::closedForm),
                entry("GM011", BadMixtureInput::iterationLimit),
                entry("GM012", BadMixtureInput::orderOfComponents),
                entry("GM013", bad -> bad.mustReject(Reason.NON_FINITE, () -> fit(bad))),
                entry("GM014", bad -> bad.mustReject(Reason.RANGE, () -> fit(bad))),
                entry("RT003", BadMixtureInput::bitsOnEveryJdk));
    }

    private static Fit<GaussianMixtureModel> fit(BadInputCase bad) {
        return GaussianMixture.of(bad.k()).fit(bad.matrix());
    }

    private static void assertRefusedByColumn(BadInputCase bad, String column) {
        InvalidInputException refused = bad.mustReject(Reason.SINGULAR_COVARIANCE, () -> fit(bad));
        assertThat(refused.name()).contains(column);
        assertThat(refused)
                .hasMessageContaining("feature \"" + column + "\" is constant")
                .hasMessageContaining("leave it out");
    }

    private static void tinyScaleFarAway(BadInputCase bad) {
        bad.mayAccept();
        Fit<GaussianMixtureModel> small = fit(bad);
        JsonNode plain = bad.input().get("data").deepCopy();
        ((ObjectNode) plain).remove("scale");
        ((ObjectNode) plain).remove("offset");
        Fit<GaussianMixtureModel> expected =
                GaussianMixture.of(bad.k()).fit(BadInputData.make(plain).matrix());
        double scale = bad.input().get("data").get("scale").asDouble();
        for (int s = 0; s < bad.k(); s++) {
            for (int a = 0; a < 2; a++) {
                double variance = expected.model().covariance(s, a, a) * scale * scale;
                assertThat(small.model().covariance(s, a, a)).isCloseTo(variance, within(0.01 * variance));
            }
        }
        assertThat(small.assignment()).isEqualTo(expected.assignment());
    }

    private static void closedForm(BadInputCase bad) {
        bad.mayAccept();
        GaussianMixtureModel model = fit(bad).model();
        double[][] rows = bad.data().rows();
        double[] means = new double[2];
        Arrays.setAll(means, a -> Arrays.stream(rows).mapToDouble(row -> row[a]).sum() / rows.length);
        for (int a = 0; a < 2; a++) {
            assertThat(model.means().value(0, a)).isCloseTo(means[a], within(1e-12 * Math.abs(means[a])));
            for (int b = 0; b < 2; b++) {
                int first = a;
                int second = b;
                double covariance = Arrays.stream(rows)
                                .mapToDouble(row -> (row[first] - means[first]) * (row[second] - means[second]))
                                .sum()
                        / rows.length;
                assertThat(model.covariance(0, a, b)).isCloseTo(covariance, within(1e-12 * Math.abs(covariance)));
            }
        }
    }

    private static void iterationLimit(BadInputCase bad) {
        Fit<GaussianMixtureModel> fit = GaussianMixture.of(bad.k())
                .withMaxIterations(bad.input().get("max_iter").asInt())
                .fit(bad.matrix());
        assertThat(fit.report().termination()).isEqualTo(Termination.ITERATION_LIMIT);
        bad.mustFlag(Reason.NOT_CONVERGED, fit.report().notices());
    }

    private static void orderOfComponents(BadInputCase bad) {
        bad.mayAccept();
        Fit<GaussianMixtureModel> first = fit(bad);
        assertSamePartition(first.assignment(), bad.data().truth());
        for (JsonNode seed : bad.input().get("seeds")) {
            Fit<GaussianMixtureModel> other =
                    GaussianMixture.of(bad.k()).withSeed(seed.asLong()).fit(bad.matrix());
            assertThat(other.assignment()).isEqualTo(first.assignment());
            for (int s = 0; s < bad.k(); s++) {
                assertThat(other.model().means().value(s, 0))
                        .isCloseTo(first.model().means().value(s, 0), within(1e-3));
            }
        }
    }

    /** Written down, and so the same on every JDK that the build runs on; latent classes have such a test of their own. */
    private static void bitsOnEveryJdk(BadInputCase bad) {
        bad.mayAccept();
        GaussianMixtureModel model = fit(bad).model();
        long hash = Double.doubleToLongBits(model.logLikelihood());
        for (int s = 0; s < bad.k(); s++) {
            for (int a = 0; a < 4; a++) {
                hash = 31 * hash + Double.doubleToLongBits(model.means().value(s, a));
                hash = 31 * hash + Double.doubleToLongBits(model.covariance(s, a, 0));
            }
        }
        assertThat(hash).isEqualTo(-8455572361422331087L);
    }
}
