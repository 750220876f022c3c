package dev.segmentation.latentclass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationQualityTest {

    /** Four customers, worked by hand. */
    private static final Memberships FOUR = Memberships.copyOfRowMajor(2, 0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.6, 0.4);

    @Test
    void ofFourCustomersByHand() {
        ClassificationQuality quality = ClassificationQuality.of(FOUR);
        // assigned 0: rows 1, 2, 4; assigned 1: row 3
        assertThat(quality.customers(0, 0)).isCloseTo(2.3, within(1e-15));
        assertThat(quality.customers(1, 0)).isCloseTo(0.7, within(1e-15));
        assertThat(quality.customers(0, 1)).isCloseTo(0.3, within(1e-15));
        assertThat(quality.customers(1, 1)).isCloseTo(0.7, within(1e-15));
        assertThat(quality.chanceOfAssignment(0, 1)).isCloseTo(0.3 / 2.6, within(1e-15));
        assertThat(quality.chanceOfAssignment(1, 0)).isCloseTo(0.5, within(1e-15));
        assertThat(quality.share(0)).isCloseTo(0.65, within(1e-15));
        assertThat(quality.classificationError()).isCloseTo(0.25, within(1e-15));
        assertThat(quality.lambda()).isCloseTo(1 - 0.25 / 0.35, within(1e-14));
        double entropy = 0;
        for (double p : new double[] {0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.6, 0.4}) {
            entropy -= p * Math.log(p);
        }
        assertThat(quality.relativeEntropy()).isCloseTo(1 - entropy / (4 * Math.log(2)), within(1e-14));
        double ofShares = -0.65 * Math.log(0.65) - 0.35 * Math.log(0.35);
        assertThat(quality.entropyRSquared()).isCloseTo(1 - entropy / (4 * ofShares), within(1e-14));
        assertThat(quality.averagePosterior(0)).isCloseTo(2.3 / 3, within(1e-15));
        assertThat(quality.averagePosterior(1)).isCloseTo(0.7, within(1e-15));
        assertThat(quality.oddsOfCorrectClassification(1)).isCloseTo(0.7 / 0.3 / (0.35 / 0.65), within(1e-13));
        assertThat(quality.undefined()).isEmpty();
    }

    @Test
    void weightsAreRepeatedRowsAndOrderOfTheTwoEntropiesHolds() {
        SeededRandom random = SeededRandom.stream(1, 0);
        for (int round = 0; round < 50; round++) {
            double[] degrees = new double[30 * 3];
            double[] weights = new double[30];
            for (int i = 0; i < 30; i++) {
                weights[i] = random.nextInt(3) + (i == 0 ? 1 : 0);
                double sum = 0;
                for (int c = 0; c < 3; c++) {
                    degrees[3 * i + c] = -Math.log(random.nextDouble()) * (c + 1);
                    sum += degrees[3 * i + c];
                }
                for (int c = 0; c < 3; c++) {
                    degrees[3 * i + c] /= sum;
                }
            }
            double[] repeated =
                    new double[(int) java.util.Arrays.stream(weights).sum() * 3];
            int at = 0;
            for (int i = 0; i < 30; i++) {
                for (int copy = 0; copy < weights[i]; copy++) {
                    System.arraycopy(degrees, 3 * i, repeated, at, 3);
                    at += 3;
                }
            }
            ClassificationQuality weighted = ClassificationQuality.of(Memberships.copyOfRowMajor(3, degrees), weights);
            ClassificationQuality duplicated = ClassificationQuality.of(Memberships.copyOfRowMajor(3, repeated));
            assertThat(weighted.entropyRSquared()).isCloseTo(duplicated.entropyRSquared(), within(1e-12));
            assertThat(weighted.lambda()).isCloseTo(duplicated.lambda(), within(1e-12));
            assertThat(weighted.entropyRSquared()).isLessThanOrEqualTo(weighted.relativeEntropy() + 1e-12);
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                sum += duplicated.share(c);
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void whatIsUndefinedIsNaN() {
        ClassificationQuality single = ClassificationQuality.of(Memberships.copyOfRowMajor(1, 1, 1));
        assertThat(single.relativeEntropy()).isNaN();
        assertThat(single.entropyRSquared()).isNaN();
        assertThat(single.lambda()).isNaN();
        assertThat(single.undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(single.classificationError()).isZero();
        ClassificationQuality empty = ClassificationQuality.of(Memberships.copyOfRowMajor(2, 0.7, 0.3, 0.6, 0.4));
        assertThat(empty.averagePosterior(1)).as("nobody is assigned").isNaN();
        assertThat(empty.oddsOfCorrectClassification(1)).isNaN();
        ClassificationQuality clear = ClassificationQuality.of(Memberships.copyOfRowMajor(2, 1, 0, 0, 1));
        assertThat(clear.oddsOfCorrectClassification(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(clear.entropyRSquared()).isEqualTo(1);
        assertThat(clear.lambda()).isEqualTo(1);
        assertThatThrownBy(() -> ClassificationQuality.of(Memberships.copyOfRowMajor(2)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.EMPTY));
        assertThatThrownBy(() -> ClassificationQuality.of(FOUR, 1, 1)).hasMessageContaining("weights has 2 entries");
        assertThatThrownBy(() -> ClassificationQuality.of(FOUR, 0, 0, 0, 0))
                .hasMessageContaining("all weights are zero");
    }

    /** Two classes written down: what is expected in a cell is 10 Σ π θ θ, by hand. */
    @Test
    void bivariateResidualOfTwoClassesIsByTheirMixture() {
        LatentClassModel model = new LatentClassRecord(
                        List.of(
                                new LatentClassRecord.Question(
                                        "a", false, List.of("x", "y"), List.of(List.of(0.8, 0.2), List.of(0.3, 0.7))),
                                new LatentClassRecord.Question(
                                        "b", false, List.of("p", "q"), List.of(List.of(0.6, 0.4), List.of(0.1, 0.9)))),
                        List.of(0.6, 0.4),
                        LatentClassRecord.Training.none())
                .restore();
        FeatureTable table = FeatureTable.builder()
                .nominal("a", Arrays.asList("x", "x", "x", "x", "y", "y", "x", "y", "y", "y", "x", null))
                .nominal("b", Arrays.asList("p", "p", "p", "q", "q", "q", "q", "p", "q", "q", null, "q"))
                .build();
        // observed 3 2 / 1 4 of the ten that answered both
        double[] expected = {
            10 * (0.6 * 0.8 * 0.6 + 0.4 * 0.3 * 0.1), 10 * (0.6 * 0.8 * 0.4 + 0.4 * 0.3 * 0.9),
            10 * (0.6 * 0.2 * 0.6 + 0.4 * 0.7 * 0.1), 10 * (0.6 * 0.2 * 0.4 + 0.4 * 0.7 * 0.9)
        };
        double[] observed = {3, 2, 1, 4};
        double chi = 0;
        for (int cell = 0; cell < 4; cell++) {
            chi += Math.pow(observed[cell] - expected[cell], 2) / expected[cell];
        }
        assertThat(LatentClassDiagnostics.of(model, table).bivariateResidual("a", "b"))
                .isCloseTo(chi, within(1e-12));
    }

    /** Of a thousand items the chance of every pattern vanishes as a double; no number is infinite. */
    @Test
    void statisticsBeyondDoublesAreUndefined() {
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int v = 0; v < 1200; v++) {
            builder.nominal("q" + v, List.of("x", v % 2 == 0 ? "x" : "y", v % 3 == 0 ? "y" : "x", "y"));
        }
        FeatureTable table = builder.build();
        LatentClassDiagnostics diagnostics =
                LatentClassDiagnostics.of(LatentClass.of(1).fit(table).model(), table);
        assertThat(diagnostics.logLikelihood() / 4).isLessThan(-745);
        assertThat(diagnostics.gSquared()).isFinite();
        assertThat(diagnostics.chiSquared()).isNaN();
    }

    /** With one class the expected two-way table is that of independence, so that X² is Pearson's. */
    @Test
    void bivariateResidualOfOneClassIsPearsonsTest() {
        FeatureTable table = FeatureTable.builder()
                .nominal("a", List.of("x", "x", "x", "x", "x", "x", "y", "y", "y", "y"))
                .nominal("b", List.of("p", "p", "p", "p", "q", "r", "p", "q", "q", "r"))
                .build();
        LatentClassModel model = LatentClass.of(1).fit(table).model();
        LatentClassDiagnostics diagnostics = LatentClassDiagnostics.of(model, table);
        // observed 4 1 1 / 1 2 1; expected 3 1.8 1.2 / 2 1.2 0.8
        double chi = 1.0 / 3 + 0.64 / 1.8 + 0.04 / 1.2 + 1.0 / 2 + 0.64 / 1.2 + 0.04 / 0.8;
        assertThat(diagnostics.bivariateResidual("a", "b")).isCloseTo(chi / 2, within(1e-12));
        assertThat(diagnostics.bivariateResidual("b", "a")).isCloseTo(chi / 2, within(1e-12));
        assertThat(diagnostics.chiSquared()).isCloseTo(chi, within(1e-12));
        assertThat(model.residualDegrees()).isEqualTo(5 - 3.0);
        double logLikelihood =
                6 * Math.log(0.6) + 4 * Math.log(0.4) + 5 * Math.log(0.5) + 3 * Math.log(0.3) + 2 * Math.log(0.2);
        assertThat(diagnostics.aic()).isCloseTo(-2 * logLikelihood + 2 * 3, within(1e-12));
        assertThat(diagnostics.aic3()).isCloseTo(-2 * logLikelihood + 3 * 3, within(1e-12));
        assertThat(diagnostics.bic()).isCloseTo(-2 * logLikelihood + Math.log(10) * 3, within(1e-12));
        assertThat(diagnostics.caic()).isCloseTo(-2 * logLikelihood + (Math.log(10) + 1) * 3, within(1e-12));
        assertThat(diagnostics.icl()).isEqualTo(diagnostics.bic());
        assertThatThrownBy(() -> diagnostics.bivariateResidual("a", "a")).hasMessageContaining("another item");
        assertThatThrownBy(() -> diagnostics.bivariateResidual("a", "z")).hasMessageContaining("no item \"z\"");
    }
}
