package dev.segmentation.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.internal.SeededRandom;
import org.junit.jupiter.api.Test;

public class OptimalMatchingTest {

    @Test
    void isAsGoodAsTheBestOfAllPermutations() {
        SeededRandom random = SeededRandom.stream(1, 2);
        for (int run = 0; run < 600; run++) {
            int rows = 1 + random.nextInt(7);
            int columns = 1 + random.nextInt(7);
            int bound = run % 3 == 0 ? 4 : 1000; // few values make ties and zeros
            long[][] weights = new long[rows][columns];
            for (long[] row : weights) {
                for (int j = 0; j < columns; j++) {
                    row[j] = run % 5 == 0 ? (1L << 40) - random.nextInt(bound) : random.nextInt(bound);
                }
            }
            int[] found = OptimalMatching.of(weights);
            long total = 0;
            boolean[] used = new boolean[columns];
            for (int i = 0; i < rows; i++) {
                if (found[i] >= 0) {
                    assertThat(used[found[i]])
                            .as("column used twice, run %d", run)
                            .isFalse();
                    used[found[i]] = true;
                    assertThat(weights[i][found[i]]).isPositive();
                    total += weights[i][found[i]];
                }
            }
            assertThat(total).as("run %d", run).isEqualTo(best(weights, 0, new boolean[columns]));
        }
    }

    @Test
    void prefersTheTotalToTheLargestSinglePair() {
        assertThat(OptimalMatching.of(new long[][] {{10, 9}, {9, 1}})).containsExactly(1, 0);
        assertThat(OptimalMatching.of(new long[][] {{0, 0, 5}})).containsExactly(2);
        assertThat(OptimalMatching.of(new long[][] {{3}, {4}, {0}})).containsExactly(-1, 0, -1);
        assertThat(OptimalMatching.of(new long[][] {{0, 0}, {0, 0}})).containsExactly(-1, -1);
    }

    /** Tries every column, or none, for every row. */
    public static long best(long[][] weights, int row, boolean[] used) {
        if (row == weights.length) {
            return 0;
        }
        long best = best(weights, row + 1, used);
        for (int j = 0; j < used.length; j++) {
            if (!used[j]) {
                used[j] = true;
                best = Math.max(best, weights[row][j] + best(weights, row + 1, used));
                used[j] = false;
            }
        }
        return best;
    }
}
