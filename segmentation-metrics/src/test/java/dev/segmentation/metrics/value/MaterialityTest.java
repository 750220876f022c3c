package dev.segmentation.metrics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.interval.ProportionInterval;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class MaterialityTest {

    private static final Assignment FOUR = Assignment.copyOf(3, 0, 0, 0, 1);

    @Test
    void byHand() {
        Materiality found = Materiality.of(new double[] {1, 2, 3, 6}, FOUR);
        assertThat(found.customerShare(0, 0.95)).isEqualTo(ProportionInterval.wilson(3, 4, 0.95));
        assertThat(found.valueShare(0, 0.95).value()).isEqualTo(0.5);
        assertThat(found.valueIndex(0, 0.95).value()).isCloseTo(0.5 / 0.75, within(1e-15));
        assertThat(found.valueIndex(1, 0.95).value()).isEqualTo(2);
        assertThat(found.valueShare(2, 0.95).value()).isEqualTo(0);
        assertThat(found.valueIndex(2, 0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        // value share: influences (x·1 − ½·x)/3 are ±1/6, ±2/6, ±3/6, −1; Student's quantile on 3 is 3.182446
        double error = Math.sqrt((1 + 4 + 9 + 36) / 36.0 / 12);
        assertThat(found.valueShare(0, 0.95).upper()).isCloseTo(Math.min(1, 0.5 + 3.182446305 * error), within(1e-9));
        double entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
        assertThat(found.effectiveSegments(0.95).value()).isCloseTo(Math.exp(entropy), within(1e-14));
        assertThat(found.inverseSimpson(0.95).value()).isCloseTo(1 / (0.5625 + 0.0625), within(1e-14));
        assertThat(found).hasToString("Materiality[4 customers with a value, 3 segments]");
    }

    @Test
    void equalSegmentsCountInFull() {
        Materiality found = Materiality.of(new double[] {1, 2, 3, 4}, Assignment.copyOf(4, 0, 1, 2, 3));
        assertThat(found.effectiveSegments(0.95).value()).isCloseTo(4, within(1e-14));
        assertThat(found.inverseSimpson(0.95).value()).isEqualTo(4);
        Materiality one = Materiality.of(new double[] {1, 2}, Assignment.copyOf(3, 1, 1));
        assertThat(one.effectiveSegments(0.95).value()).isEqualTo(1);
        assertThat(one.inverseSimpson(0.95).upper()).isEqualTo(1);
    }

    @Test
    void intervalsCover() {
        // segment 0: 30 % of customers with mean 3 of gamma shape 2; others mean 1
        assertCovers(found -> 0.9 / 1.6, found -> found.valueShare(0, 0.95));
        assertCovers(found -> 3 / 1.6, found -> found.valueIndex(0, 0.95));
        assertCovers(
                found -> Math.exp(-0.3 * Math.log(0.3) - 0.7 * Math.log(0.7)), found -> found.effectiveSegments(0.95));
        assertCovers(found -> 1 / (0.09 + 0.49), found -> found.inverseSimpson(0.95));
    }

    private static void assertCovers(ToDoubleFunction<Materiality> truth, Function<Materiality, Estimate> estimate) {
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            SeededRandom random = SeededRandom.stream(51, run);
            double[] values = new double[250];
            int[] labels = new int[250];
            for (int i = 0; i < 250; i++) {
                labels[i] = random.nextDouble() < 0.3 ? 0 : 1;
                values[i] = -(labels[i] == 0 ? 3 : 1) / 2.0 * StrictMath.log(random.nextDouble() * random.nextDouble());
            }
            Materiality found = Materiality.of(values, Assignment.copyOf(2, labels));
            Estimate interval = estimate.apply(found);
            double wanted = truth.applyAsDouble(found);
            covered += interval.lower() <= wanted && wanted <= interval.upper() ? 1 : 0;
        }
        assertThat(covered).isBetween(930, 970);
    }

    @Test
    void sharesAddUpAndMissingValuesAreLeftOut() {
        double[] values = {5, Double.NaN, -1, 2, 7, 0.25};
        Assignment assignment = Assignment.copyOf(3, 0, 0, 1, 1, 2, 2);
        Materiality found = Materiality.of(values, assignment);
        double sum = 0;
        for (int s = 0; s < 3; s++) {
            sum += found.valueShare(s, 0.95).value();
            double customers = found.customerShare(s, 0.95).value();
            assertThat(found.valueIndex(s, 0.95).value() * customers)
                    .isCloseTo(found.valueShare(s, 0.95).value(), within(1e-15));
            assertThat(found.valueShare(s, 0.95).customers()).isEqualTo(5);
        }
        assertThat(sum).isCloseTo(1, within(1e-15));
        assertThat(found.valueShare(1, 0.95).lower()).isNegative(); // allowed, where values are negative
    }

    @Test
    void sharesOfSkewedValuesCover() {
        int covered = 0;
        for (int run = 0; run < 400; run++) {
            SeededRandom random = SeededRandom.stream(3, run);
            int[] labels = new int[400];
            double[] values = new double[400];
            for (int i = 0; i < 400; i++) {
                labels[i] = random.nextDouble() < 0.25 ? 0 : 1;
                values[i] = StrictMath.exp(0.7 * random.nextGaussian()) * (labels[i] == 0 ? 3 : 1);
            }
            Materiality found = Materiality.of(values, Assignment.copyOf(2, labels));
            Estimate share = found.valueShare(0, 0.9);
            assertThat(share.value() + found.valueShare(1, 0.9).value()).isCloseTo(1, within(1e-12));
            covered += share.lower() <= 0.5 && 0.5 <= share.upper() ? 1 : 0;
        }
        assertThat(covered).isBetween(336, 384); // 360 expected, four standard deviations either way
    }

    @Test
    void sharesDoNotDependOnTheUnit() {
        double[] values = {1, 5, 2, 7, 3};
        Assignment assignment = Assignment.copyOf(2, 0, 1, 0, 1, 1);
        Estimate wanted = Materiality.of(values, assignment).valueShare(0, 0.95);
        for (int exponent : new int[] {-1000, -660, 660, 1000}) { // 1e-301 … 1e301
            double[] scaled =
                    Arrays.stream(values).map(v -> Math.scalb(v, exponent)).toArray();
            assertThat(Materiality.of(scaled, assignment).valueShare(0, 0.95)).isEqualTo(wanted);
        }
    }

    @Test
    void sharesOfACancellingTotal() {
        Assignment assignment = Assignment.copyOf(2, 0, 1, 1);
        assertThat(Materiality.of(new double[] {1, -1, 0}, assignment)
                        .valueShare(0, 0.95)
                        .undefined())
                .contains(Reason.NO_ACTIVITY);
        assertThat(Materiality.of(new double[] {3, -1, 0}, assignment)
                        .valueShare(0, 0.95)
                        .value())
                .isEqualTo(1.5);
        assertThat(Materiality.of(new double[] {1e200, -1e200, 1e-100}, assignment)
                        .valueShare(0, 0.95)
                        .undefined())
                .contains(Reason.RANGE);
        assertThat(Materiality.of(new double[] {Double.NaN, Double.NaN, 5}, assignment)
                        .valueShare(0, 0.95)
                        .undefined())
                .as("one value says nothing of how far values spread")
                .contains(Reason.NO_OBSERVATIONS);
    }

    @Test
    void saysWhyItIsUndefined() {
        Materiality none = Materiality.of(new double[] {0, 0, 0, 0}, FOUR);
        assertThat(none.undefined()).contains(Reason.NO_ACTIVITY);
        assertThat(none.valueShare(0, 0.95).undefined()).contains(Reason.NO_ACTIVITY);
        assertThat(none.valueIndex(0, 0.95).undefined()).contains(Reason.NO_ACTIVITY);
        assertThat(none.customerShare(0, 0.95).value()).isEqualTo(0.75);
        Materiality empty = Materiality.of(new double[0], Assignment.copyOf(2));
        assertThat(empty.customerShare(0, 0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(empty.effectiveSegments(0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(empty.inverseSimpson(0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThatThrownBy(() -> Materiality.of(new double[1], FOUR))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Materiality.of: values has 1 entries, expected 4, one per label");
        assertThatThrownBy(() -> none.valueShare(3, 0.95)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> none.valueIndex(0, -1))
                .hasMessage("Materiality.valueIndex: level = -1.0, expected more than 0 and less than 1");
    }
}
