package dev.segmentation.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.junit.jupiter.api.Test;

class GammaDrawTest {

    /** By the distance of Kolmogorov, which exceeds 1.95 / √n once in a thousand times; the seed is fixed. */
    @Test
    void drawsFollowTheDistribution() {
        int n = 20_000;
        for (double shape : new double[] {0.1, 0.5, 1, 3.5, 200}) {
            SeededRandom random = SeededRandom.stream(9, Math.round(10 * shape));
            double[] drawn = new double[n];
            Arrays.setAll(drawn, i -> GammaDraw.gamma(random, shape));
            Arrays.sort(drawn);
            GammaDistribution gamma = new GammaDistribution(null, shape, 1);
            double distance = 0;
            for (int i = 0; i < n; i++) {
                double chance = gamma.cumulativeProbability(drawn[i]);
                distance = Math.max(distance, Math.max(chance - (double) i / n, (i + 1.0) / n - chance));
            }
            assertThat(distance).as("shape %s", shape).isLessThan(1.95 / Math.sqrt(n));
        }
    }

    @Test
    void sharesSumToOneAndWhatHasNoWeightHasNone() {
        double[] shares = GammaDraw.dirichlet(SeededRandom.stream(1, 1), 3, 0, 0.5, 12);
        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-15));
        assertThat(shares[1]).isZero();
    }
}
