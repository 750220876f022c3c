package dev.segmentation.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeapsTest {

    @Test
    void whatStandsOutAtTheTensIsTakenOff() {
        double[] ages = IntStream.rangeClosed(20, 80).asDoubleStream().toArray();
        int[] counts = new int[61];
        Arrays.setAll(counts, i -> (20 + i) % 10 == 0 ? 70 : 20);
        List<Heaps.Grid> grids = Heaps.of(ages, counts);
        assertThat(grids).singleElement().satisfies(grid -> {
            assertThat(grid.stride).isCloseTo(10, within(1e-9));
            for (int i = 0; i < 61; i++) {
                assertThat(grid.rounded[i]).isCloseTo((20 + i) % 10 == 0 ? 50 : 0, within(1e-9));
            }
        });
    }

    @Test
    void tensAmongFivesAreAGridOfTheirOwn() {
        double[] ages =
                IntStream.rangeClosed(0, 100).mapToDouble(i -> 0.3 * i - 7).toArray(); // as scaling leaves them
        int[] counts = new int[101];
        Arrays.setAll(counts, i -> i % 10 == 0 ? 200 : i % 5 == 0 ? 110 : 10);
        List<Heaps.Grid> grids = Heaps.of(ages, counts);
        assertThat(grids)
                .extracting(grid -> grid.stride)
                .satisfiesExactlyInAnyOrder(
                        stride -> assertThat(stride).isCloseTo(3, within(1e-9)),
                        stride -> assertThat(stride).isCloseTo(1.5, within(1e-9)));
        for (int i = 0; i < 101; i++) {
            int at = i;
            double off = grids.stream().mapToDouble(grid -> grid.rounded[at]).sum();
            assertThat(off).isCloseTo(i % 5 == 0 ? counts[i] - 10 : 0, within(1e-9));
        }
    }

    @Test
    void roundSumsAmongManyAreFound() {
        SeededRandom random = SeededRandom.stream(3, 1);
        double[] incomes = new double[2000];
        Arrays.setAll(incomes, i -> {
            double income = Math.rint(Math.exp(10 + 0.5 * random.nextGaussian()));
            return i % 10 < 4 ? 1000 * Math.rint(income / 1000) : income;
        });
        double[] distinct = Arrays.stream(incomes).sorted().distinct().toArray();
        int[] counts = new int[distinct.length];
        for (double income : incomes) {
            counts[Arrays.binarySearch(distinct, income)]++;
        }
        List<Heaps.Grid> grids = Heaps.of(distinct, counts);
        assertThat(grids.get(0).stride).isEqualTo(1000);
        assertThat(Arrays.stream(grids.get(0).rounded).sum()).isBetween(740.0, 810.0); // 800, less the lonely ones
    }

    @Test
    void smoothCountsHaveNoHeaps() {
        for (double success : new double[] {0.2, 0.5, 0.8, 0.95}) {
            double[] values = IntStream.range(0, 60).asDoubleStream().toArray();
            int[] geometric = IntStream.range(0, 60)
                    .map(i -> (int) Math.ceil(10_000 * (1 - success) * Math.pow(success, i)))
                    .toArray();
            assertThat(Heaps.of(values, geometric)).isEmpty();
        }
        double[] values = IntStream.range(-10, 10).asDoubleStream().toArray();
        int[] normal = IntStream.range(-10, 10)
                .map(i -> (int) Math.ceil(5000 * Math.exp(-i * i / 4.0)))
                .toArray();
        assertThat(Heaps.of(values, normal)).isEmpty();
    }

    @Test
    void aFewSpikesAreNoGrid() {
        double[] values = IntStream.range(0, 50).asDoubleStream().toArray();
        int[] zeros = new int[50];
        Arrays.setAll(zeros, i -> i == 0 ? 5000 : 20);
        assertThat(Heaps.of(values, zeros)).isEmpty(); // a single one, however high
        int[] three = new int[50];
        Arrays.setAll(three, i -> i == 10 || i == 20 || i == 30 ? 300 : 20);
        assertThat(Heaps.of(values, three)).isEmpty();
        assertThat(Heaps.of(new double[] {0, 1, Math.PI, 4, 5}, 50, 1, 50, 1, 50))
                .isEmpty(); // no lattice
        assertThat(Heaps.of(new double[] {0, 1}, 50, 1)).isEmpty();
    }

    @Test
    void spreadHeapsAreNoModes() {
        SeededRandom random = SeededRandom.stream(3, 2);
        double[] ages = new double[5000];
        Arrays.setAll(ages, i -> {
            double age = Math.rint(45 + 12 * random.nextGaussian());
            return i % 5 < 2 ? 10 * Math.rint(age / 10) : age;
        });
        double mean = Arrays.stream(ages).average().orElseThrow();
        assertThat(Dip.of(ages).pValue()).isEqualTo(DipQuantiles.LEAST);
        TieSpread.apply(ages, 7);
        assertThat(Dip.of(ages).pValue()).isGreaterThan(0.5);
        assertThat(Arrays.stream(ages).average().orElseThrow()).isCloseTo(mean, within(0.15)); // nobody moves far
        double sum = 0;
        for (double age : ages) {
            sum += (age - mean) * (age - mean);
        }
        assertThat(Math.sqrt(sum / ages.length)).isCloseTo(12.3, within(0.4));
    }
}
