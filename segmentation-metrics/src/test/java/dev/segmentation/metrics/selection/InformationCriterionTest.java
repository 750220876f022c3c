package dev.segmentation.metrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.latentclass.LatentClassModel;
import dev.segmentation.latentclass.LatentClassRecord;
import dev.segmentation.mixture.CovarianceStructure;
import dev.segmentation.mixture.GaussianMixture;
import dev.segmentation.mixture.GaussianMixtureModel;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InformationCriterionTest {

    /** BIC, AIC and ICL against mclust, at the fixed point of its start. */
    @TestFactory
    Stream<DynamicTest> criteriaAreThoseOfMclust() {
        return GoldenCases.of("gmm").stream()
                .filter(golden ->
                        golden.parameters().get("mclustModel").asText().equals("VVV"))
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    int[] labels = golden.ints(golden.inputs().get("initialLabels0"));
                    int k = golden.parameters().get("components").asInt();
                    double[] degrees = new double[labels.length * k];
                    for (int i = 0; i < labels.length; i++) {
                        degrees[i * k + labels[i]] = 1;
                    }
                    GaussianMixtureModel model = GaussianMixture.of(k)
                            .withMemberships(Memberships.copyOfRowMajor(k, degrees))
                            .withTolerance(0)
                            .withMaxIterations(100_000)
                            .fit(golden.matrix())
                            .model();
                    JsonNode expected = golden.expected().get("converged");
                    golden.assertClose(
                            "conventionalBIC",
                            InformationCriterion.BIC.of(model),
                            expected.get("conventionalBIC").asDouble());
                    golden.assertClose(
                            "icl",
                            -InformationCriterion.ICL_LABELS.of(model),
                            expected.get("icl").asDouble());
                    golden.assertClose(
                            "aic",
                            InformationCriterion.AIC.of(model),
                            expected.get("aic").asDouble());
                    checkOthers(model, golden);
                }));
    }

    private static void checkOthers(GaussianMixtureModel model, GoldenCase golden) {
        double deviance = -2 * model.logLikelihood();
        int m = model.freeParameters();
        double n = golden.matrix().rowCount();
        assertThat(InformationCriterion.AIC3.of(model)).isEqualTo(deviance + 3 * m);
        assertThat(InformationCriterion.CAIC.of(model)).isCloseTo(deviance + m * Math.log(n) + m, within(1e-9));
        Memberships memberships = model.memberships(golden.matrix());
        double entropy = 0;
        for (int i = 0; i < n; i++) {
            for (int s = 0; s < memberships.segmentCount(); s++) {
                double p = memberships.degree(i, s);
                entropy -= p > 0 ? p * Math.log(p) : 0;
            }
        }
        assertThat(InformationCriterion.ICL_ENTROPY.of(model))
                .isCloseTo(deviance + m * Math.log(n) + 2 * entropy, within(1e-8))
                .isGreaterThanOrEqualTo(InformationCriterion.ICL_LABELS.of(model));
    }

    /** faithful, EEE: mclust's table has its best BIC at three components, −2314.3. */
    @Test
    void aSearchPicksTheSmallest() {
        GoldenCase golden = GoldenCases.of("gmm.select").stream()
                .filter(one -> one.id().equals("gmm-bictable-faithful"))
                .findAny()
                .orElseThrow();
        SearchReport report = SegmentCountSearch.between(
                        1, 4, k -> GaussianMixture.of(k).withCovariance(CovarianceStructure.TIED))
                .withCriteria(
                        InformationCriterion.BIC.criterion(),
                        InformationCriterion.AIC3.criterion(),
                        InformationCriterion.ICL_LABELS.criterion())
                .search(golden.matrix());
        CriterionCurve bic = report.curve("BIC");
        double[][] table = golden.doubles2(golden.expected().get("mclustBIC"));
        for (int k = 1; k <= 4; k++) {
            assertThat(-bic.score(k).value()).isGreaterThanOrEqualTo(table[k - 1][4] * (1 + 1e-7));
        }
        assertThat(bic.pick()).hasValue(3);
        assertThat(report.curve("ICL by labels").pick()).hasValue(2);
        assertThat(report.curve("AIC3").score(2).value())
                .isLessThan(bic.score(2).value());
    }

    /** Classes that were written down were fitted to nobody, so that nothing is more likely than something else. */
    @Test
    void aModelThatWasNotFittedHasNoCriterion() {
        LatentClassModel written = new LatentClassRecord(
                        List.of(new LatentClassRecord.Question(
                                "a", false, List.of("x", "y"), List.of(List.of(0.8, 0.2), List.of(0.3, 0.7)))),
                        List.of(0.6, 0.4),
                        LatentClassRecord.Training.none())
                .restore();
        for (InformationCriterion criterion : InformationCriterion.values()) {
            assertThat(criterion.of(written)).as("%s", criterion).isNaN();
        }
    }

    @Test
    void whatHasNoLikelihoodHasNoCriterion() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a"), 1, 2, 5, 6, 9, 12);
        CriterionCurve curve = SegmentCountSearch.between(1, 2, KMeans::of)
                .withCriteria(InformationCriterion.BIC.criterion())
                .search(data)
                .curve("BIC");
        assertThat(curve.score(2).undefined()).hasValue(Reason.NO_OBSERVATIONS);
        assertThat(curve.notices())
                .anyMatch(notice -> notice.message().contains("the model of k-means has no likelihood"));
    }

    /** Two values repeated: whatever two components are, they lie on the floor. */
    @Test
    void aLikelihoodThatABoundMadeIsNotCompared() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a"), 0, 0, 0, 0, 1, 1, 1, 1);
        CriterionCurve curve = SegmentCountSearch.between(1, 2, GaussianMixture::of)
                .withCriteria(InformationCriterion.BIC.criterion())
                .search(data)
                .curve("BIC");
        assertThat(curve.score(1).isDefined()).isTrue();
        assertThat(curve.score(2).undefined()).hasValue(Reason.SINGULAR_COVARIANCE);
        assertThatThrownBy(() -> InformationCriterion.likelihood(KMeans.of(1).fit(data), "BIC"))
                .isInstanceOf(InvalidInputException.class);
    }
}
