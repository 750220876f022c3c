package dev.segmentation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixed seeds: these tests can fail, but not now and then. */
class SeededRandomTest {

    private static final long[] SEEDS = {Long.MIN_VALUE, 0, -1, Long.MAX_VALUE};

    @Test
    void theSameKeyGivesTheSameStream() {
        SeededRandom one = SeededRandom.stream(42, 7);
        SeededRandom two = SeededRandom.stream(42, 7);
        for (int i = 0; i < 100; i++) {
            assertThat(one.nextLong()).isEqualTo(two.nextLong());
        }
    }

    /** These numbers are part of the promise that a seed means the same result in the next release. */
    @Test
    void drawsAreFixedForGood() {
        SeededRandom random = SeededRandom.stream(42, 7);
        assertThat(new long[] {random.nextLong(), random.nextLong()}).containsExactly(twin(42, 7, 1), twin(42, 7, 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, 0, -1, Long.MAX_VALUE, 42})
    void streamsAndRowsAreUniform(long seed) {
        SeededRandom stream = SeededRandom.stream(seed, 3);
        uniform(stream::nextDouble);
        long[] row = {0};
        uniform(() -> SeededRandom.uniform(seed, row[0]++));
        long[] key = {0};
        uniform(() -> SeededRandom.stream(seed, key[0]++).nextDouble());
    }

    @Test
    void extremeSeedsGiveDistinctStreams() {
        Set<Long> draws = new HashSet<>();
        Set<Double> rows = new HashSet<>();
        for (long seed : SEEDS) {
            for (long stream : new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE}) {
                SeededRandom random = SeededRandom.stream(seed, stream);
                for (int i = 0; i < 100; i++) {
                    draws.add(random.nextLong());
                }
            }
            for (int i = 0; i < 100; i++) {
                rows.add(SeededRandom.uniform(seed, i));
            }
        }
        assertThat(draws).hasSize(4 * 5 * 100);
        assertThat(rows).hasSize(4 * 100);
    }

    @Test
    void neighboringKeysAreNotCorrelated() {
        int n = 100_000;
        for (long seed : SEEDS) {
            double rows = 0;
            double seeds = 0;
            double streams = 0;
            for (int i = 0; i < n; i++) {
                rows += centered(seed, i) * centered(seed, i + 1L);
                seeds += centered(seed, i) * centered(seed + 1, i);
                streams += (SeededRandom.stream(seed, i).nextDouble() - 0.5)
                        * (SeededRandom.stream(seed, i + 1L).nextDouble() - 0.5);
            }
            for (double sum : new double[] {rows, seeds, streams}) {
                assertThat(12 * sum / Math.sqrt(n)).as("standard normal").isBetween(-4.5, 4.5);
            }
        }
    }

    @Test
    void unitNumbersLieInsideTheInterval() {
        SeededRandom random = SeededRandom.stream(1, 1);
        for (int i = 0; i < 1_000_000; i++) {
            double u = random.nextDouble();
            if (!(u > 0 && u < 1)) {
                assertThat(u).isBetween(Double.MIN_VALUE, Math.nextDown(1.0));
            }
        }
    }

    @Test
    void integersStayBelowTheirBound() {
        SeededRandom random = SeededRandom.stream(5, 5);
        for (int bound : new int[] {1, 2, 3, 7, 1 << 30, Integer.MAX_VALUE - 1, Integer.MAX_VALUE}) {
            int smallest = Integer.MAX_VALUE;
            int largest = 0;
            for (int i = 0; i < 10_000; i++) {
                int value = random.nextInt(bound);
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
            assertThat(smallest).as("bound %d", bound).isBetween(0, bound / 500);
            assertThat(largest).as("bound %d", bound).isBetween((int) (bound * 0.998 - 1), bound - 1);
        }
    }

    @Test
    void integersAreUniform() {
        for (int bound : new int[] {2, 3, 10, 97}) {
            SeededRandom random = SeededRandom.stream(bound, 0);
            int[] counts = new int[bound];
            for (int i = 0; i < 1000 * bound; i++) {
                counts[random.nextInt(bound)]++;
            }
            assertChiSquare(counts, 1000);
        }
    }

    @Test
    void gaussiansHaveTheirMoments() {
        SeededRandom random = SeededRandom.stream(11, 0);
        int n = 1_000_000;
        double[] moments = new double[5];
        for (int i = 0; i < n; i++) {
            double z = random.nextGaussian();
            double power = 1;
            for (int p = 0; p < 5; p++) {
                moments[p] += power / n;
                power *= z;
            }
        }
        assertThat(moments[1]).isCloseTo(0, within(0.005));
        assertThat(moments[2]).isCloseTo(1, within(0.007));
        assertThat(moments[3]).isCloseTo(0, within(0.02));
        assertThat(moments[4]).isCloseTo(3, within(0.05));
    }

    private static double centered(long seed, long row) {
        return SeededRandom.uniform(seed, row) - 0.5;
    }

    private static void uniform(DoubleSupplier source) {
        int[] counts = new int[100];
        for (int i = 0; i < 100_000; i++) {
            counts[(int) (source.getAsDouble() * 100)]++;
        }
        assertChiSquare(counts, 1000);
    }

    /** Within 5 standard deviations of its mean, both ways: too even is no better than too uneven. */
    private static void assertChiSquare(int[] counts, double expected) {
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        double df = counts.length - 1.0;
        assertThat(chiSquare).isBetween(Math.max(0, df - 5 * Math.sqrt(2 * df)), df + 5 * Math.sqrt(2 * df) + 5);
    }

    /** SplitMix64 written out a second time. */
    private static long twin(long seed, long stream, int draw) {
        long state = mix(mix(seed + 0x9E3779B97F4A7C15L) ^ mix(stream * 0xD1342543DE82EF95L + 0x2545F4914F6CDD1DL));
        return mix(state + draw * 0x9E3779B97F4A7C15L);
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
