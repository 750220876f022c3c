package dev.segmentation.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HypergeometricDrawTest {

    /** Against the probabilities themselves: χ² over all values expected at least five times. */
    @ParameterizedTest
    @CsvSource({
        "2, 1, 1",
        "10, 3, 4",
        "10, 9, 8",
        "40, 1, 20",
        "60, 30, 30",
        "500, 20, 40",
        "5000, 4000, 300",
        "5000, 2500, 2500",
        "100000, 20, 60000",
        "100000, 50000, 40000"
    })
    void drawsAsOftenAsItShould(int population, int marked, int sample) {
        int draws = 40_000;
        SeededRandom random = SeededRandom.stream(population, 1);
        int[] found = new int[sample + 1];
        for (int d = 0; d < draws; d++) {
            found[(int) HypergeometricDraw.draw(random, population, marked, sample)]++;
        }
        HypergeometricDistribution exact = new HypergeometricDistribution(null, population, marked, sample);
        double statistic = 0;
        int cells = 0;
        double rest = draws;
        double restFound = draws;
        for (int k = 0; k <= sample; k++) {
            double expected = draws * exact.probability(k);
            if (expected >= 5) {
                statistic += Math.pow(found[k] - expected, 2) / expected;
                cells++;
                rest -= expected;
                restFound -= found[k];
            }
        }
        if (rest >= 5) {
            statistic += Math.pow(restFound - rest, 2) / rest;
            cells++;
        } else {
            assertThat(restFound)
                    .as("values expected less than five times in all")
                    .isLessThan(20);
        }
        assertThat(Tails.chiSquare(statistic, cells - 1)).isGreaterThan(0.001); // the draws are always the same ones
    }

    @Test
    void countsMayBeVeryLarge() {
        SeededRandom random = SeededRandom.stream(1, 1);
        int draws = 20_000;
        double mean = 0;
        double square = 0;
        double deviation = Math.sqrt(1e12 * 0.75 * 0.75); // a quarter of 4·10¹² have the mark, a quarter is drawn
        for (int d = 0; d < draws; d++) {
            long found = HypergeometricDraw.draw(random, 16_000_000_000_000L, 4_000_000_000_000L, 4_000_000_000_000L);
            double off = (found - 1e12) / deviation;
            mean += off / draws;
            square += off * off / draws;
        }
        assertThat(mean).isCloseTo(0, within(4 / Math.sqrt(draws)));
        assertThat(square).isCloseTo(1, within(4 * Math.sqrt(2.0 / draws)));
    }

    @Test
    void edges() {
        SeededRandom random = SeededRandom.stream(0, 0);
        assertThat(HypergeometricDraw.draw(random, 0, 0, 0)).isZero();
        assertThat(HypergeometricDraw.draw(random, 9, 0, 5)).isZero();
        assertThat(HypergeometricDraw.draw(random, 9, 9, 5)).isEqualTo(5);
        assertThat(HypergeometricDraw.draw(random, 9, 4, 9)).isEqualTo(4);
        for (int d = 0; d < 1000; d++) {
            long[] counts = HypergeometricDraw.multivariate(random, 50, 0, 3, 0, 96, 1, 0);
            assertThat(Arrays.stream(counts).sum()).isEqualTo(50);
            assertThat(counts[1]).isLessThanOrEqualTo(3);
            assertThat(counts[4]).isLessThanOrEqualTo(1);
            assertThat(counts[0] + counts[2] + counts[5]).isZero();
        }
    }
}
