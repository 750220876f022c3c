package dev.segmentation.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.internal.SeededRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With the default restarts, small cases end in the best of all partitions that keep the constraints. */
class ConstrainedOptimumTest {

    @Test
    void equalRowsInTwoSegmentsCanBeTheOptimum() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), 1.0, 2.0, 0.0, 0.0, 0.0, 0.0, 1.0);
        assertThat(ConstrainedKMeans.of(3)
                        .withMinimumSize(2)
                        .withMaximumSize(4)
                        .fit(data)
                        .report()
                        .objective())
                .as("{0, 0}, {0, 0}, {1, 1, 2}")
                .isCloseTo(2 / 3.0, within(1e-12));
    }

    /** Every second case has integers, and so ties and equal rows; every third cannot-links instead of bounds. */
    @Test
    void noPartitionThatKeepsTheConstraintsIsBetterThanWhatDefaultRestartsFind() {
        int compared = 0;
        for (long seed = 0; seed < 900; seed++) {
            Case random = new Case(seed);
            try {
                double found = random.config
                        .fit(FeatureMatrix.copyOfRowMajor(random.names, random.values))
                        .report()
                        .objective();
                double least = random.leastOfAllPartitions();
                assertThat(found).as("seed %d", seed).isCloseTo(least, within(1e-9 * (1 + least)));
                compared++;
            } catch (InvalidInputException fewerDistinctRows) {
                assertThat(fewerDistinctRows).as("seed %d", seed).hasMessageContaining("distinct rows");
            }
        }
        assertThat(compared).isGreaterThan(850);
    }

    private static final class Case {

        private final int rows;
        private final int segmentCount;
        private final List<String> names;
        private final double[] values;
        private final int least;
        private final int most;
        private final boolean arePairsApart;
        private final ConstrainedKMeans config;

        Case(long seed) {
            SeededRandom random = SeededRandom.stream(seed, 9);
            this.rows = 5 + random.nextInt(5);
            this.segmentCount = 2 + random.nextInt(2);
            this.names = random.nextInt(2) == 0 ? List.of("x") : List.of("x", "y");
            this.values = new double[rows * names.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = seed % 2 == 0 ? random.nextInt(4) : random.nextGaussian();
            }
            this.arePairsApart = seed % 3 == 2;
            this.least = arePairsApart ? 1 : 1 + random.nextInt(rows / segmentCount);
            this.most = arePairsApart ? rows : (rows + segmentCount - 1) / segmentCount + random.nextInt(3);
            ConstrainedKMeans seeded = ConstrainedKMeans.of(segmentCount).withSeed(seed);
            this.config = arePairsApart
                    ? seeded.withCannotLink(
                            IntStream.range(0, rows).mapToLong(row -> row / 2).toArray())
                    : seeded.withMinimumSize(least).withMaximumSize(most);
        }

        double leastOfAllPartitions() {
            return leastFrom(0, 0, new int[rows], new int[segmentCount]);
        }

        /** A row enters a segment that has rows, or the first of those that have none. */
        private double leastFrom(int row, int used, int[] labels, int[] sizes) {
            if (row == rows) {
                boolean isKept = IntStream.of(sizes).allMatch(size -> size >= least);
                return isKept ? sumOfSquares(labels, sizes) : Double.POSITIVE_INFINITY;
            }
            double best = Double.POSITIVE_INFINITY;
            for (int s = 0; s < Math.min(segmentCount, used + 1); s++) {
                boolean collides = arePairsApart && row % 2 == 1 && labels[row - 1] == s;
                if (sizes[s] < most && !collides) {
                    labels[row] = s;
                    sizes[s]++;
                    best = Math.min(best, leastFrom(row + 1, Math.max(used, s + 1), labels, sizes));
                    sizes[s]--;
                }
            }
            return best;
        }

        private double sumOfSquares(int[] labels, int[] sizes) {
            int d = names.size();
            double[] means = new double[segmentCount * d];
            for (int i = 0; i < values.length; i++) {
                means[labels[i / d] * d + i % d] += values[i] / sizes[labels[i / d]];
            }
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                double t = values[i] - means[labels[i / d] * d + i % d];
                sum += t * t;
            }
            return sum;
        }
    }
}
