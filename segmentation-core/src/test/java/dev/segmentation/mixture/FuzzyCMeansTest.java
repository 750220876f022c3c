package dev.segmentation.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.internal.SeededRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzyCMeansTest {

    /** Degrees, objective and indices by their definitions, for several fuzzifiers, with weights. */
    @Test
    void whatIsToldFollowsFromTheCenters() {
        SeededRandom random = SeededRandom.stream(1, 1);
        double[][] x = new double[300][3];
        double[] w = new double[300];
        for (int i = 0; i < x.length; i++) {
            w[i] = random.nextInt(3);
            for (int j = 0; j < 3; j++) {
                x[i][j] = random.nextGaussian() + 5 * (i % 3 == j ? 1 : 0);
            }
        }
        FeatureMatrix data = FeatureMatrix.copyOf(List.of("a", "b", "c"), x).weightedBy(w);
        for (double m : new double[] {1.2, 2, 3.5}) {
            FuzzyCMeansModel model =
                    FuzzyCMeans.of(3).withFuzzifier(m).fit(data).model();
            Memberships memberships = model.memberships(data);
            double objective = 0;
            double squares = 0;
            double entropy = 0;
            double rows = 0;
            double[][] sums = new double[3][4];
            for (int i = 0; i < x.length; i++) {
                rows += w[i];
                for (int s = 0; s < 3; s++) {
                    double inverse = 0;
                    for (int h = 0; h < 3; h++) {
                        inverse += Math.pow(
                                distance(x[i], model.centers().row(s))
                                        / distance(x[i], model.centers().row(h)),
                                2 / (m - 1));
                    }
                    double u = 1 / inverse;
                    assertThat(memberships.degree(i, s)).isCloseTo(u, within(1e-10));
                    double power = w[i] * Math.pow(u, m);
                    objective += power * Math.pow(distance(x[i], model.centers().row(s)), 2);
                    squares += w[i] * u * u;
                    entropy -= w[i] * u * Math.log(u);
                    for (int j = 0; j < 3; j++) {
                        sums[s][j] += power * x[i][j];
                    }
                    sums[s][3] += power;
                }
            }
            double nearest = Double.POSITIVE_INFINITY;
            for (int s = 0; s < 3; s++) {
                for (int j = 0; j < 3; j++) {
                    assertThat(model.centers().value(s, j))
                            .as("a fixed point")
                            .isCloseTo(sums[s][j] / sums[s][3], within(1e-7));
                }
                for (int h = 0; h < s; h++) {
                    nearest = Math.min(
                            nearest,
                            distance(model.centers().row(s), model.centers().row(h)));
                }
            }
            assertThat(model.objective()).isCloseTo(objective, within(1e-9 * objective));
            assertThat(model.partitionCoefficient()).isCloseTo(squares / rows, within(1e-9));
            assertThat(model.normalizedPartitionCoefficient()).isCloseTo((3 * squares / rows - 1) / 2, within(1e-9));
            assertThat(model.partitionEntropy()).isCloseTo(entropy / rows, within(1e-9));
            assertThat(model.xieBeni()).isCloseTo(objective / (rows * nearest * nearest), within(1e-9));
        }
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return Math.sqrt(sum);
    }

    @Test
    void aRowAtACenterBelongsWhollyToIt() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a"), 0, 0, 0, 1, 1, 1);
        FuzzyCMeansModel model = FuzzyCMeans.of(2).fit(data).model();
        Memberships memberships = model.memberships(model.centers());
        assertThat(memberships.degree(0, 0)).isEqualTo(1);
        assertThat(memberships.degree(0, 1)).isZero();
        assertThat(memberships.degree(1, 1)).isEqualTo(1);
        double[] shared = new double[3];
        FuzzyPartition.degrees(new double[] {0, 4, 0}, 1.7, shared);
        assertThat(shared).as("two centers in one point").containsExactly(0.5, 0, 0.5);
        FuzzyPartition.degrees(new double[] {1e-300, 1e300, 4e-300}, 2, shared);
        assertThat(shared).containsExactly(new double[] {0.8, 0, 0.2}, within(1e-12));
    }

    @Test
    void oneSegmentHasNoIndices() {
        FuzzyCMeansModel model = FuzzyCMeans.of(1)
                .fit(FeatureMatrix.copyOfRowMajor(List.of("a"), 1, 2, 6))
                .model();
        assertThat(model.centers().value(0, 0)).isCloseTo(3, within(1e-15));
        assertThat(model.partitionCoefficient()).isEqualTo(1);
        assertThat(model.partitionEntropy()).isZero();
        assertThat(model.normalizedPartitionCoefficient()).isNaN();
        assertThat(model.xieBeni()).isNaN();
    }

    @Test
    void theIterationLimitIsToldAndOptionsAreChecked() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a"), 0, 1, 2, 5, 8, 9, 13);
        Fit<FuzzyCMeansModel> fit = FuzzyCMeans.of(3).withMaxIterations(1).fit(data);
        assertThat(fit.report().termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(fit.report().notices()).anyMatch(notice -> notice.reason() == Reason.NOT_CONVERGED);
        assertThatThrownBy(() -> FuzzyCMeans.of(2).withFuzzifier(1))
                .hasMessage(
                        "FuzzyCMeans.withFuzzifier: fuzzifier = 1.0, expected 1.01 to 100; 2 is usual, k-means is the limit 1");
        assertThatThrownBy(() -> FuzzyCMeans.of(2).withCenters(FeatureMatrix.copyOfRowMajor(List.of("a"), 1, 1)))
                .hasMessage("FuzzyCMeans.withCenters: centers 0 and 1 are equal; give k different ones");
        assertThat(FuzzyCMeans.of(2).withFuzzifier(1.5)).asString().contains("fuzzifier=1.5");
    }
}
