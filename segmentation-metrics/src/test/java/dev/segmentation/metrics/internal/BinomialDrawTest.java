package dev.segmentation.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialDrawTest {

    /** Against the probabilities themselves: χ² over all values expected at least five times. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.3",
        "7, 0.5",
        "40, 0.02",
        "40, 0.25",
        "40, 0.9",
        "1000, 0.009",
        "1000, 0.011",
        "5000, 0.4",
        "100000, 0.5"
    })
    void drawsAsOftenAsItShould(int n, double p) {
        int draws = 40_000;
        SeededRandom random = SeededRandom.stream(n, 1);
        int[] found = new int[n + 1];
        for (int d = 0; d < draws; d++) {
            found[(int) BinomialDraw.binomial(random, n, p)]++;
        }
        BinomialDistribution exact = new BinomialDistribution(null, n, p);
        double statistic = 0;
        int cells = 0;
        double rest = draws;
        double restFound = draws;
        for (int k = 0; k <= n; k++) {
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
        }
        assertThat(Tails.chiSquare(statistic, cells - 1)).isGreaterThan(0.001); // the draws are always the same ones
    }

    @Test
    void countsMayBeVeryLarge() {
        long n = 4_000_000_000_000L;
        SeededRandom random = SeededRandom.stream(1, 1);
        int draws = 20_000;
        double mean = 0;
        double square = 0;
        for (int d = 0; d < draws; d++) {
            double off = (BinomialDraw.binomial(random, n, 0.25) - 1e12) / Math.sqrt(0.75e12);
            mean += off / draws;
            square += off * off / draws;
        }
        assertThat(mean).isCloseTo(0, within(4 / Math.sqrt(draws)));
        assertThat(square).isCloseTo(1, within(4 * Math.sqrt(2.0 / draws)));
    }

    @Test
    void edges() {
        SeededRandom random = SeededRandom.stream(0, 0);
        assertThat(BinomialDraw.binomial(random, 0, 0.5)).isZero();
        assertThat(BinomialDraw.binomial(random, 9, 0)).isZero();
        assertThat(BinomialDraw.binomial(random, 9, 1)).isEqualTo(9);
        assertThat(BinomialDraw.multinomial(random, 0, 0, 0)).containsExactly(0, 0);
        for (int d = 0; d < 1000; d++) {
            long[] counts = BinomialDraw.multinomial(random, 100, 0, 3, 0, 96, 1, 0);
            assertThat(Arrays.stream(counts).sum()).isEqualTo(100);
            assertThat(counts[0] + counts[2] + counts[5]).isZero();
        }
    }
}
