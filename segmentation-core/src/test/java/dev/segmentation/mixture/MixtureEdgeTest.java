package dev.segmentation.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Mixtures and fuzzy c-means where starts, scales and weights are unusual. */
class MixtureEdgeTest {

    /** Memberships that are all but equal are next to a saddle, where gains are tiny at first, and grow. */
    @Test
    void aStartNextToASaddleGoesOnToTheOptimum() {
        SeededRandom random = SeededRandom.stream(21, 21);
        int n = 500;
        double[] x = new double[n];
        double[] degrees = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextGaussian() * (i % 5 == 0 ? 6 : 1);
            degrees[2 * i] = 0.5 + 1e-6 * (Math.abs(x[i]) > 3 ? -1 : 1);
            degrees[2 * i + 1] = 1 - degrees[2 * i];
        }
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a"), x);
        double best = GaussianMixture.of(2).fit(data).model().logLikelihood();
        Fit<GaussianMixtureModel> fit = GaussianMixture.of(2)
                .withMemberships(Memberships.copyOfRowMajor(2, degrees))
                .fit(data);
        assertThat(fit.converged()).isTrue();
        assertThat(fit.model().logLikelihood()).isCloseTo(best, within(1e-5));
        assertThat(fit.model().covariance(1, 0, 0))
                .isGreaterThan(10 * fit.model().covariance(0, 0, 0));
    }

    /** Squares of such differences vanish, so that no distance could tell rows apart. */
    @Test
    void rowsThatDifferByTooLittleAreRefused() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a"), 1e-170, 2e-170, 8e-170, 9e-170);
        FeatureMatrix centers = FeatureMatrix.copyOfRowMajor(List.of("a"), 1e-170, 9e-170);
        String message = "the rows differ by so little that squares would vanish; scale the features first";
        assertThatThrownBy(() -> FuzzyCMeans.of(2).withCenters(centers).fit(data))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.RANGE))
                .hasMessage("FuzzyCMeans.fit: " + message);
        for (CovarianceStructure structure : CovarianceStructure.values()) {
            assertThatThrownBy(() ->
                            GaussianMixture.of(2).withCovariance(structure).fit(data))
                    .isInstanceOfSatisfying(
                            InvalidInputException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.RANGE))
                    .hasMessage("GaussianMixture.fit: " + message);
        }
        double[] small = Arrays.stream(new double[] {1, 2, 8, 9, 2.5, 7})
                .map(value -> value * 0x1p-400)
                .toArray();
        FeatureMatrix tiny = FeatureMatrix.copyOfRowMajor(List.of("a"), small);
        assertThat(GaussianMixture.of(2)
                        .withCovariance(CovarianceStructure.TIED_SPHERICAL)
                        .fit(tiny)
                        .assignment()
                        .toArray())
                .containsExactly(0, 0, 1, 1, 0, 1);
        assertThat(FuzzyCMeans.of(2).fit(tiny).assignment().toArray()).containsExactly(0, 0, 1, 1, 0, 1);
    }

    /** By areas of rectangles: along the features, and turned by 45°. */
    @Test
    void noiseLiesInTheSmallerOfTwoBoxes() {
        SeededRandom random = SeededRandom.stream(22, 22);
        double[] along = new double[2000];
        double[] turned = new double[2000];
        for (int i = 0; i < 1000; i++) {
            double a = i < 4 ? (i % 2 == 0 ? -3 : 3) : 6 * random.nextDouble() - 3;
            double b = i < 4 ? (i < 2 ? -0.5 : 0.5) : random.nextDouble() - 0.5; // the corners are there
            along[2 * i] = 10 + a;
            along[2 * i + 1] = 1e6 * b;
            turned[2 * i] = 10 + (a - b) * Math.sqrt(0.5);
            turned[2 * i + 1] = (a + b) * Math.sqrt(0.5);
        }
        assertThat(Math.exp(volume(along))).isCloseTo(6e6, within(1e-5 * 6e6));
        // axes of the standardized features are along a and b but for sampling: equal variances turn them by 45°
        assertThat(Math.exp(volume(turned))).isCloseTo(6, within(0.3)).isLessThan(3.6 * 3.6);
    }

    private static double volume(double[] values) {
        try (Workers workers = Execution.sequential().start()) {
            Loop loop = Loop.within(workers);
            return NoiseBox.around(MixtureData.of(FeatureMatrix.copyOfRowMajor(List.of("a", "b"), values), loop), loop)
                    .logVolume();
        }
    }

    /** What takes d² steps per row looks often whether to stop. */
    @Test
    void theBoxOfTheNoisePollsCancellation() {
        SeededRandom random = SeededRandom.stream(23, 23);
        double[] values = new double[12_000];
        for (int at = 0; at < values.length; at++) {
            values[at] = random.nextGaussian();
        }
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a", "b"), values);
        AtomicInteger polls = new AtomicInteger();
        try (Workers workers = Execution.sequential()
                .withCancellation(() -> polls.incrementAndGet() < 0)
                .start()) {
            Loop loop = Loop.within(workers);
            MixtureData checked = MixtureData.of(data, loop);
            int before = polls.get();
            NoiseBox.around(checked, loop);
            assertThat(polls.get() - before).isGreaterThanOrEqualTo(3 * 6000 / 64);
        }
    }

    /** K-means, which draws the starts, is not what was called. */
    @Test
    void whatStartsCannotTakeIsSaidInTheNameOfTheCaller() {
        FeatureMatrix data =
                FeatureMatrix.copyOfRowMajor(List.of("a"), 0, 1, 2, 10, 11, 12).weightedBy(1e-10, 1e10, 1, 1, 1, 1);
        assertThatThrownBy(() -> GaussianMixture.of(2).fit(data))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.RANGE))
                .hasMessageStartingWith("GaussianMixture.fit: no start could be drawn; KMeans.fit: ");
        assertThatThrownBy(() -> FuzzyCMeans.of(2).fit(data))
                .hasMessageStartingWith("FuzzyCMeans.fit: no start could be drawn; KMeans.fit: ");
    }
}
