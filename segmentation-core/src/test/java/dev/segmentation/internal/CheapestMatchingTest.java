package dev.segmentation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

public class CheapestMatchingTest {

    @Test
    void noMatchingIsCheaper() {
        for (long seed = 0; seed < 300; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 0);
            int columns = 1 + random.nextInt(6);
            int rows = 1 + random.nextInt(columns);
            double[][] costs = new double[rows][columns];
            for (double[] row : costs) {
                for (int j = 0; j < columns; j++) {
                    row[j] = seed % 2 == 0 ? random.nextInt(5) : random.nextDouble();
                }
            }
            int[] found = CheapestMatching.of(costs, () -> {});
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += costs[i][found[i]];
            }
            assertThat(found).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(sum).as("seed %d", seed).isCloseTo(least(costs, 0, new boolean[columns]), within(1e-12));
        }
    }

    /** Tries all. */
    public static double least(double[][] costs, int row, boolean[] taken) {
        if (row == costs.length) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < taken.length; j++) {
            if (!taken[j]) {
                taken[j] = true;
                least = Math.min(least, costs[row][j] + least(costs, row + 1, taken));
                taken[j] = false;
            }
        }
        return least;
    }
}
