package dev.segmentation.metrics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TheilSplitTest {

    @Test
    void betweenAndWithinAddUpToAll() {
        for (int run = 0; run < 50; run++) {
            SeededRandom random = SeededRandom.stream(31, run);
            int segments = 1 + random.nextInt(5);
            double[] values = new double[60];
            int[] labels = new int[60];
            Arrays.setAll(labels, i -> random.nextInt(segments));
            Arrays.setAll(
                    values, i -> random.nextInt(5) == 0 ? 0 : StrictMath.exp(2 * random.nextGaussian() + labels[i]));
            TheilSplit split = TheilSplit.of(values, Assignment.copyOf(segments, labels));
            assertThat(split.total()).isCloseTo(Concentration.of(values).theil(), within(1e-13));
            for (int s = 0; s < segments; s++) {
                int segment = s;
                double[] own = IntStream.range(0, 60)
                        .filter(i -> labels[i] == segment)
                        .mapToDouble(i -> values[i])
                        .toArray();
                assertThat(split.segment(s)).isCloseTo(Concentration.of(own).theil(), within(1e-13));
            }
        }
    }

    @Test
    void byHand() {
        // segment means 1 and 3; shares of customers ½, of value ¼ and ¾
        TheilSplit split = TheilSplit.of(new double[] {1, 1, 3, 3}, Assignment.copyOf(2, 0, 0, 1, 1));
        assertThat(split.between()).isCloseTo(0.25 * Math.log(0.5) + 0.75 * Math.log(1.5), within(1e-15));
        assertThat(split.within()).isEqualTo(0);
        assertThat(split.share(0.95).value()).isEqualTo(1);
        TheilSplit none = TheilSplit.of(new double[] {1, 3, 1, 3}, Assignment.copyOf(2, 0, 0, 1, 1));
        assertThat(none.between()).isEqualTo(0);
        assertThat(none.share(0.95).value()).isEqualTo(0);
        assertThat(none.share(0.95).lower()).isEqualTo(0);
    }

    /** Against the change that each customer of doubled weight makes, which is what the influence is. */
    @Test
    void theErrorIsThatOfTheJackknife() {
        SeededRandom random = SeededRandom.stream(8, 1);
        int n = 400;
        double[] values = new double[n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = random.nextInt(3);
            values[i] = StrictMath.exp(0.6 * random.nextGaussian() + 0.7 * labels[i]);
        }
        double[] without = new double[n];
        for (int left = 0; left < n; left++) {
            double[] rest = values.clone();
            rest[left] = Double.NaN;
            TheilSplit split = TheilSplit.of(rest, Assignment.copyOf(3, labels));
            without[left] = split.between() / split.total();
        }
        double mean = Arrays.stream(without).average().orElseThrow();
        double error = Math.sqrt(
                Arrays.stream(without).map(w -> (w - mean) * (w - mean)).sum() * (n - 1) / n);
        Estimate share = TheilSplit.of(values, Assignment.copyOf(3, labels)).share(0.95);
        double logit = Math.log(share.upper() / (1 - share.upper())) - Math.log(share.value() / (1 - share.value()));
        assertThat(logit / 1.965927 * share.value() * (1 - share.value())).isCloseTo(error, within(0.02 * error));
    }

    /** Gamma values of shape 2 in segments whose means are 1, 2 and 4, customers in the shares ½, ¼ and ¼. */
    @Test
    void intervalsCover() {
        double[] means = {1, 2, 4};
        double[] shares = {0.5, 0.25, 0.25};
        double total = 2;
        double between = 0;
        for (int s = 0; s < 3; s++) {
            between += shares[s] * means[s] / total * Math.log(means[s] / total);
        }
        // E[y ln y] of a gamma variable of mean 1 and shape a is ψ(a + 1) − ln a
        double within = 1.5 - 0.5772156649015329 - Math.log(2); // ψ(3) = 3/2 − γ
        double wanted = between / (between + within);
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            SeededRandom random = SeededRandom.stream(41, run);
            double[] values = new double[300];
            int[] labels = new int[300];
            for (int i = 0; i < 300; i++) {
                double u = random.nextDouble();
                labels[i] = u < 0.5 ? 0 : u < 0.75 ? 1 : 2;
                values[i] = -means[labels[i]] / 2 * StrictMath.log(random.nextDouble() * random.nextDouble());
            }
            Estimate found = TheilSplit.of(values, Assignment.copyOf(3, labels)).share(0.95);
            covered += found.lower() <= wanted && wanted <= found.upper() ? 1 : 0;
        }
        assertThat(covered).isBetween(930, 970);
    }

    @Test
    void edges() {
        Assignment two = Assignment.copyOf(3, 0, 0, 1, 1);
        TheilSplit zeros = TheilSplit.of(new double[] {0, 0, 2, 2}, two);
        assertThat(zeros.segment(0)).isNaN(); // nothing to be unequal
        assertThat(zeros.segment(2)).isNaN();
        assertThat(zeros.between()).isCloseTo(Math.log(2), within(1e-15));
        assertThat(zeros.total()).isCloseTo(Math.log(2), within(1e-15));
        assertThat(TheilSplit.of(new double[] {2, 2, 2, 2}, two).share(0.95).undefined())
                .contains(Reason.ZERO_VARIANCE);
        assertThat(TheilSplit.of(new double[] {2, 3, Double.NaN, Double.NaN}, two)
                        .share(0.95)
                        .undefined())
                .contains(Reason.SINGLE_SEGMENT);
        assertUndefined(TheilSplit.of(new double[] {-2, 3, 1, 1}, two), Reason.NEGATIVE_VALUE);
        assertUndefined(TheilSplit.of(new double[4], two), Reason.NO_ACTIVITY);
        assertUndefined(TheilSplit.of(new double[0], Assignment.copyOf(2)), Reason.NO_OBSERVATIONS);
    }

    private static void assertUndefined(TheilSplit found, Reason reason) {
        assertThat(found.undefined()).contains(reason);
        assertThat(found.total()).isNaN();
        assertThat(found.between()).isNaN();
        assertThat(found.within()).isNaN();
        assertThat(found.segment(0)).isNaN();
        assertThat(found.share(0.95).undefined()).contains(reason);
        assertThat(found).hasToString("TheilSplit[undefined: " + reason + "]");
    }
}
