package dev.segmentation.medoid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The searches against the slow and obvious ones, swap by swap, at awkward sizes. */
class SwapSearchTest {

    private static final int[] SIZES = {9, 40, 64, 65, 127, 129, 130};

    @Test
    void costIsSearchedAsByTheTwins() {
        for (int rows : SIZES) {
            for (int k : new int[] {1, 2, 3, 6}) {
                FeatureTable table = random(rows, rows + k, k % 2 == 0);
                MedoidData data = MedoidTwins.data(table, Dissimilarity.manhattan(), k);
                int[] start = FirstMedoids.random(data, k, 1, 0);
                assertThat(search(new CostMedoids(matrix(data), data.weights(), start), Swaps.EAGER))
                        .as("n = %d, k = %d, eager", rows, k)
                        .isEqualTo(MedoidTwins.eager(data, start, MedoidTwins::cost));
                assertThat(search(new CostMedoids(matrix(data), data.weights(), start), Swaps.BEST))
                        .as("n = %d, k = %d, best", rows, k)
                        .isEqualTo(MedoidTwins.best(data, start, MedoidTwins::cost));
            }
        }
    }

    @Test
    void silhouetteIsSearchedAsByTheTwins() {
        for (int rows : SIZES) {
            for (int k : new int[] {2, 3, 4, 6}) {
                FeatureTable table = random(rows, 100 + rows + k, k % 2 == 0);
                MedoidData data = MedoidTwins.data(table, Dissimilarity.euclidean(), k);
                int[] start = FirstMedoids.random(data, k, 2, 0);
                SilhouetteMedoids set = new SilhouetteMedoids(matrix(data), data.weights(), start);
                assertThat(search(set, Swaps.EAGER))
                        .as("n = %d, k = %d, eager", rows, k)
                        .isEqualTo(MedoidTwins.eager(data, start, MedoidTwins::meanRatio));
                assertThat(set.objective()).isCloseTo(MedoidTwins.meanRatio(data, set.rows), within(1e-12));
                assertThat(search(new SilhouetteMedoids(matrix(data), data.weights(), start), Swaps.BEST))
                        .as("n = %d, k = %d, best", rows, k)
                        .isEqualTo(MedoidTwins.best(data, start, MedoidTwins::meanRatio));
            }
        }
    }

    @Test
    void theMedoidThatIsLetGoIsTheLeastUseful() {
        for (int seed = 0; seed < 20; seed++) {
            MedoidData data = MedoidTwins.data(random(60, seed, true), Dissimilarity.euclidean(), 6);
            SilhouetteMedoids set =
                    new SilhouetteMedoids(matrix(data), data.weights(), FirstMedoids.random(data, 6, seed, 0));
            while (set.slots() > 2) {
                int[] before = set.rows;
                double least = Double.POSITIVE_INFINITY;
                for (int leaving : before) {
                    int[] others =
                            Arrays.stream(before).filter(row -> row != leaving).toArray();
                    least = Math.min(least, MedoidTwins.meanRatio(data, others));
                }
                set.removeOne();
                assertThat(set.objective()).isCloseTo(least, within(1e-12));
                assertThat(MedoidTwins.meanRatio(data, set.rows)).isCloseTo(least, within(1e-12));
            }
        }
    }

    @Test
    void buildIsThatOfTheTwin() {
        for (int rows : SIZES) {
            MedoidData data = MedoidTwins.data(random(rows, rows, true), Dissimilarity.manhattan(), 5);
            assertThat(MedoidTwins.firstMedoids(data, 5)).isEqualTo(MedoidTwins.build(data, 5));
        }
    }

    private static DissimilarityMatrix matrix(MedoidData data) {
        return (DissimilarityMatrix) data.dissimilarities();
    }

    private static int[] search(Medoids medoids, Swaps swaps) {
        try (Workers workers = Execution.onThreads(2).start()) {
            new SwapSearch(medoids, 1000, workers).run(swaps);
            return medoids.rows;
        }
    }

    /** Three columns, some rows repeated, some of weight 0 if weighted. */
    private static FeatureTable random(int rows, long seed, boolean weighted) {
        SeededRandom random = SeededRandom.stream(seed, 7);
        double[][] columns = new double[3][rows];
        double[] weights = new double[rows];
        for (int i = 0; i < rows; i++) {
            int same = i > 8 && random.nextInt(10) == 0 ? random.nextInt(i) : -1;
            for (double[] column : columns) {
                column[i] = same >= 0 ? column[same] : random.nextGaussian();
            }
            weights[i] = i < 8 ? 1 : random.nextInt(4) * random.nextDouble();
        }
        FeatureTable table = FeatureTable.builder()
                .numeric("x", columns[0])
                .numeric("y", columns[1])
                .numeric("z", columns[2])
                .build();
        return weighted ? table.weightedBy(weights) : table;
    }
}
