package dev.segmentation.metrics.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.junit.jupiter.api.Test;

class MeanIntervalTest {

    /** Extra hours of sleep of the first drug, from Student (1908); t.test of R 4.2.2 gives −0.5297804 and 2.0297804. */
    @Test
    void agreesWithStudentsOwnExample() {
        Estimate mean = MeanInterval.student(0.95, 0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0);

        assertThat(mean.value()).isCloseTo(0.75, within(1e-15));
        assertThat(mean.lower()).isCloseTo(-0.5297804, within(5e-8));
        assertThat(mean.upper()).isCloseTo(2.0297804, within(5e-8));
        assertThat(mean.level()).isEqualTo(0.95);
        assertThat(mean.customers()).isEqualTo(10);
    }

    @Test
    void missingValuesAreLeftOut() {
        assertThat(MeanInterval.student(0.9, 1, Double.NaN, 4, 2))
                .isEqualTo(MeanInterval.student(0.9, 1, 4, 2))
                .satisfies(mean -> assertThat(mean.customers()).isEqualTo(3));
    }

    @Test
    void whatLeavesNoIntervalSaysWhy() {
        assertThat(MeanInterval.student(0.95).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(MeanInterval.student(0.95, 7).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(MeanInterval.student(0.95, 7, 7, 7).undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(MeanInterval.student(0.95, -1e300, 1e300).undefined()).contains(Reason.RANGE);
        assertThat(MeanInterval.stratified(0.95, List.of(new double[] {1, 2}, new double[0]), 2, 3)
                        .undefined())
                .as("nobody of a group was looked at")
                .contains(Reason.NO_OBSERVATIONS);
        assertThat(MeanInterval.stratified(0.95, List.of(new double[] {1, 2}, new double[] {5}), 2, 3)
                        .undefined())
                .as("one of three")
                .contains(Reason.NO_OBSERVATIONS);
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> MeanInterval.student(1, 1, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("MeanInterval.student: level = 1.0, expected more than 0 and less than 1");
        assertThatThrownBy(() -> MeanInterval.stratified(0.95, List.of(new double[] {1, 2}), 1))
                .hasMessage("MeanInterval.stratified: size = 1, expected at least 2, the values of the group");
        assertThatThrownBy(() -> MeanInterval.stratified(0.95, List.of(new double[] {1, 2}), 2, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sizes");
    }

    /** Groups of nobody and of one customer do not disturb it either. */
    @Test
    void whereEverybodyWasLookedAtItIsStudents() {
        double[] all = {1, 2, 4, 9, 16, 3};
        Estimate grouped = MeanInterval.stratified(
                0.9,
                List.of(new double[] {1, 2, 4}, new double[0], new double[] {9, 16}, new double[] {3}),
                3,
                0,
                2,
                1);
        Estimate student = MeanInterval.student(0.9, all);

        assertThat(grouped.value()).isCloseTo(student.value(), within(1e-14));
        assertThat(grouped.lower()).isCloseTo(student.lower(), within(1e-13));
        assertThat(grouped.upper()).isCloseTo(student.upper(), within(1e-13));
        assertThat(grouped.customers()).isEqualTo(6);
    }

    @Test
    void agreesWithTheFormulasWrittenDownOnceMore() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            int groups = 1 + random.nextInt(4);
            List<double[]> samples = new ArrayList<>();
            long[] sizes = new long[groups];
            for (int s = 0; s < groups; s++) {
                double center = random.nextGaussian();
                samples.add(random.doubles(2 + random.nextInt(6))
                        .map(u -> center + u)
                        .toArray());
                sizes[s] = samples.get(s).length + 1 + random.nextInt(30);
            }
            Estimate found = MeanInterval.stratified(0.95, samples, sizes);

            double customers = Arrays.stream(sizes).sum();
            double values = samples.stream().mapToInt(sample -> sample.length).sum();
            double mean = 0;
            for (int s = 0; s < groups; s++) {
                mean += sizes[s] * Arrays.stream(samples.get(s)).average().orElseThrow() / customers;
            }
            double drawn = 0;
            double squares = 0;
            for (int s = 0; s < groups; s++) {
                double[] sample = samples.get(s);
                double variance = new Variance().evaluate(sample);
                double own = Arrays.stream(sample).average().orElseThrow();
                drawn += Math.pow(sizes[s] / customers, 2)
                        * (1 - sample.length / (double) sizes[s])
                        * variance
                        / sample.length;
                squares += (sizes[s] - 1) * variance + sizes[s] * Math.pow(own - mean, 2);
            }
            double error = Math.sqrt(drawn + squares / (customers - 1) / customers);
            double half = new TDistribution(values - groups).inverseCumulativeProbability(0.975) * error;
            assertThat(found.value()).as("seed %d", seed).isCloseTo(mean, within(1e-12));
            assertThat(found.upper() - found.value()).as("seed %d", seed).isCloseTo(half, within(1e-9 * half + 1e-12));
            assertThat(found.value() - found.lower()).as("seed %d", seed).isCloseTo(half, within(1e-9 * half + 1e-12));
        }
    }

    /** Of groups that differ, of which unlike shares are looked at: the mean of all who could have been there. */
    @Test
    void intervalsContainTheTruth() {
        Random random = new Random(20261123); // fixed: 2000 runs leave chance of a percent or so
        int runs = 2000;
        int hits = 0;
        for (int run = 0; run < runs; run++) {
            List<double[]> samples = new ArrayList<>();
            int few = binomial(400, 0.2, random);
            samples.add(random.doubles(20).map(u -> 3 + 4 * u).toArray());
            samples.add(random.doubles(40).map(u -> 6 * u * u).toArray());
            Estimate found = MeanInterval.stratified(0.95, samples, few, 400 - few);
            double truth = 0.2 * 5 + 0.8 * 2;
            hits += found.lower() <= truth && truth <= found.upper() ? 1 : 0;
        }
        assertThat((double) hits / runs).isBetween(0.935, 0.965);
    }

    private static int binomial(int trials, double chance, Random random) {
        return (int) random.doubles(trials).filter(u -> u < chance).count();
    }
}
