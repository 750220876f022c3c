package dev.segmentation.metrics.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionDistanceTest {

    /** scipy 1.17.1: wasserstein_distance, numpy std with ddof = 1. */
    @Test
    void agreesWithScipy() {
        double[] values = {1, 2.5, 2.5, 7, -3, 0, 1, 1.5, 10, 2, 2.5, Double.NaN};
        DistributionDistance found =
                DistributionDistance.of(values, Assignment.copyOf(2, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1));
        assertThat(found.distance(0)).isCloseTo(1.5, within(1e-14));
        assertThat(found.distance(1)).isCloseTo(1.5, within(1e-14));
        assertThat(found.standardized(0)).isCloseTo(1.5 / 3.445682410311094, within(1e-14));
        assertThat(found.undefined(0)).isEmpty();
    }

    /** Of as many values each: the mean distance of the values in order. */
    @Test
    void agreesWithTheSlowTwin() {
        for (int run = 0; run < 20; run++) {
            SeededRandom random = SeededRandom.stream(6, run);
            int n = 1 + random.nextInt(30);
            double[] values = new double[2 * n];
            Arrays.setAll(values, i -> Math.rint(3 * random.nextGaussian()) + 1e9);
            int[] labels = IntStream.range(0, 2 * n).map(i -> i < n ? 0 : 1).toArray();
            double[] first = Arrays.copyOf(values, n);
            double[] second = Arrays.copyOfRange(values, n, 2 * n);
            Arrays.sort(first);
            Arrays.sort(second);
            double wanted = IntStream.range(0, n)
                    .mapToDouble(i -> Math.abs(first[i] - second[i]))
                    .average()
                    .orElseThrow();
            DistributionDistance found = DistributionDistance.of(values, Assignment.copyOf(2, labels));
            assertThat(found.distance(0)).isCloseTo(wanted, within(1e-13));
        }
    }

    @Test
    void saysWhyItIsUndefined() {
        DistributionDistance found =
                DistributionDistance.of(new double[] {5, 5, 5, Double.NaN}, Assignment.copyOf(3, 0, 1, 1, 2));
        assertThat(found.undefined(2)).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.distance(2)).isNaN();
        assertThat(found.distance(0)).isEqualTo(0);
        assertThat(found.standardized(0)).isNaN();
        assertThat(found.undefined(0)).contains(Reason.ZERO_VARIANCE);
        DistributionDistance huge =
                DistributionDistance.of(new double[] {-1.7e308, 1.7e308}, Assignment.copyOf(2, 0, 1));
        assertThat(huge.undefined(1)).contains(Reason.RANGE);
        assertThat(DistributionDistance.of(new double[] {1, 2}, Assignment.copyOf(1, 0, 0))
                        .undefined(0))
                .contains(Reason.NO_OBSERVATIONS);
        assertThatThrownBy(() -> DistributionDistance.of(new double[1], Assignment.copyOf(2, 0, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("DistributionDistance.of: values has 1 entries, expected 2, one per label");
    }
}
