package dev.segmentation.metrics.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DominanceTest {

    private static final double[] FIRST = {1, 2, 2, 5, 7, 9, 9, 9, 11};
    private static final double[] SECOND = {2, 3, 3, 4, 5, 9, 1, 0, 2, 2};

    /** scipy 1.17.1: mannwhitneyu(method="asymptotic", use_continuity=True). */
    @Test
    void mannWhitneyAgreesWithScipy() {
        TestResult found = Dominance.of(FIRST, SECOND).mannWhitney();
        assertThat(found.statistic()).isEqualTo(64.5);
        assertThat(found.pValue()).isCloseTo(0.11541887103150512, within(1e-14));
        assertThat(found.degreesOfFreedom()).isNaN();
    }

    /** Every pair compared, and the three sums of Cliff (1993) written out. */
    @Test
    void agreesWithTheSlowTwin() {
        SeededRandom random = SeededRandom.stream(5, 1);
        for (int run = 0; run < 30; run++) {
            double[] x = draws(random, 2 + random.nextInt(20), 0);
            double[] y = draws(random, 2 + random.nextInt(20), 1);
            double[][] pairs = new double[x.length][y.length];
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < y.length; j++) {
                    pairs[i][j] = Double.compare(x[i], y[j]);
                    sum += pairs[i][j];
                }
            }
            double n1 = x.length;
            double n2 = y.length;
            double delta = sum / (n1 * n2);
            Estimate found = Dominance.of(x, y).cliffsDelta(0.95);
            assertThat(found.value()).isCloseTo(delta, within(1e-14));
            if (Math.abs(delta) < 1) {
                double variance = slowVariance(pairs, delta);
                // the ends are the δ₀ with (d − δ₀)² = z²·s²·(1 − δ₀·d)²/(1 − d²)² … checked by the printed formula
                double z = 1.959963984540054;
                double half = z * Math.sqrt(variance) * Math.sqrt(Math.pow(1 - delta * delta, 2) + z * z * variance);
                double scale = 1 - delta * delta + z * z * variance;
                double lower = (delta - Math.pow(delta, 3) - half) / scale;
                double upper = (delta - Math.pow(delta, 3) + half) / scale;
                assertThat(found.lower()).isCloseTo(Math.max(-1, lower), within(1e-8));
                assertThat(found.upper()).isCloseTo(Math.min(1, upper), within(1e-8));
            }
        }
    }

    private static double slowVariance(double[][] pairs, double delta) {
        int n1 = pairs.length;
        int n2 = pairs[0].length;
        double rows = 0;
        double columns = 0;
        double all = 0;
        for (double[] pair : pairs) {
            rows += Math.pow(Arrays.stream(pair).average().orElseThrow() - delta, 2) / (n1 - 1);
            all += Arrays.stream(pair).map(d -> (d - delta) * (d - delta)).sum() / (n1 - 1) / (n2 - 1);
        }
        for (int j = 0; j < n2; j++) {
            int column = j;
            double mean = Arrays.stream(pairs)
                    .mapToDouble(pair -> pair[column])
                    .average()
                    .orElseThrow();
            columns += Math.pow(mean - delta, 2) / (n2 - 1);
        }
        return ((n2 - 1) * rows + (n1 - 1) * columns + all) / (n1 * n2);
    }

    private static double[] draws(SeededRandom random, int n, double shift) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> Math.rint(2 * (random.nextGaussian() + shift)) + 0.0);
        return values;
    }

    @Test
    void separatedGroupsEndAtOne() {
        Dominance found = Dominance.of(new double[] {7, 8, 9}, new double[] {1, 2, 3, 4});
        Estimate delta = found.cliffsDelta(0.95);
        double squared = 1.959963984540054 * 1.959963984540054;
        assertThat(delta.value()).isEqualTo(1);
        assertThat(delta.upper()).isEqualTo(1);
        assertThat(delta.lower()).isCloseTo((3 - squared) / (3 + squared), within(1e-9));
        Estimate reversed =
                Dominance.of(new double[] {1, 2, 3, 4}, new double[] {7, 8, 9}).cliffsDelta(0.95);
        assertThat(reversed.lower()).isEqualTo(-1);
        assertThat(reversed.upper()).isEqualTo(-delta.lower());
        assertThat(found.superiority(0.95).value()).isEqualTo(1);
    }

    @Test
    void orderAloneCounts() {
        double[] first = Arrays.stream(FIRST).map(Math::exp).toArray();
        double[] second = Arrays.stream(SECOND).map(Math::exp).toArray();
        assertThat(Dominance.of(first, second).cliffsDelta(0.9))
                .isEqualTo(Dominance.of(FIRST, SECOND).cliffsDelta(0.9));
        assertThat(Dominance.of(new double[] {-0.0, 1}, new double[] {0.0, 1})
                        .cliffsDelta(0.9)
                        .value())
                .isEqualTo(0); // zeros of either sign are equal
    }

    @Test
    void saysWhyItIsUndefined() {
        Dominance none = Dominance.of(new double[] {Double.NaN}, new double[] {1, 2});
        assertThat(none.undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none.cliffsDelta(0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none.superiority(0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none.mannWhitney().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none).hasToString("Dominance[undefined: NO_OBSERVATIONS]");
        Dominance constant = Dominance.of(new double[] {3, 3}, new double[] {3, 3});
        assertThat(constant.cliffsDelta(0.95).value()).isEqualTo(0);
        assertThat(constant.mannWhitney().undefined()).contains(Reason.ZERO_VARIANCE);
        assertThat(constant.mannWhitney()).hasToString("TestResult[undefined: ZERO_VARIANCE]");
        assertThatThrownBy(() -> Dominance.ofSegmentAndOthers(new double[1], Assignment.copyOf(2, 0, 1), 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Dominance.ofSegmentAndOthers: values has 1 entries, expected 2, one per label");
    }
}
