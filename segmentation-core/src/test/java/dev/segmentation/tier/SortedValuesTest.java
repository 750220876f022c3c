package dev.segmentation.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedValuesTest {

    /** Below, at and above the size of a block, with a last block and a last pair of blocks that are not full. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 65_536, 65_537, 131_073, 200_001})
    void rowsOfEqualWeightAreSortedAsOneByOne(int rows) {
        SeededRandom random = SeededRandom.stream(6, rows);
        double[] column = new double[rows];
        TreeMap<Double, Double> twin = new TreeMap<>();
        for (int i = 0; i < rows; i++) {
            column[i] = random.nextInt(rows) - rows / 2 + 0.25;
            twin.merge(column[i], 0.1, Double::sum);
        }
        double[] weights = new double[rows];
        Arrays.fill(weights, 0.1);
        for (int threads : new int[] {1, 2, 3}) {
            try (Workers workers = Execution.onThreads(threads).start()) {
                SortedValues sorted = SortedValues.of(matrix(column, weights), 1, workers, "here");
                assertThat(sorted.values)
                        .isEqualTo(twin.keySet().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray());
                assertThat(sorted.weights)
                        .isEqualTo(twin.values().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 60})
    void sortingCanBeCancelled(int polls) {
        double[] column = new double[200_000];
        Arrays.setAll(column, i -> -i);
        AtomicInteger asked = new AtomicInteger();
        Execution execution = Execution.sequential().withCancellation(() -> asked.incrementAndGet() > polls);
        try (Workers workers = execution.start()) {
            assertThatThrownBy(() -> SortedValues.of(JenksTest.column(column), 1, workers, "here"))
                    .isInstanceOf(CancelledException.class);
        }
    }

    private static FeatureMatrix matrix(double[] column, double[] weights) {
        return JenksTest.column(column).weightedBy(weights);
    }
}
