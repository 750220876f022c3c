package dev.segmentation.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSourceTest {

    /** A naive sum, whose rounding depends on the order of additions. */
    private static final class RoundingSum implements Scan<double[]> {
        private static final long serialVersionUID = 1L;

        @Override
        public double[] start() {
            return new double[2];
        }

        @Override
        public void add(double[] sums, RowBlock rows) {
            for (int i = 0; i < rows.rowCount(); i++) {
                sums[0] += rows.value(i, 0) * rows.weight(i);
                sums[1] += rows.value(i, 1);
            }
        }

        @Override
        public void merge(double[] into, double[] from) {
            into[0] += from[0];
            into[1] += from[1];
        }
    }

    /** The rows in the order in which they were merged. */
    private static final class Rows implements Scan<List<double[]>> {
        private static final long serialVersionUID = 1L;

        @Override
        public List<double[]> start() {
            return new ArrayList<>();
        }

        @Override
        public void add(List<double[]> seen, RowBlock rows) {
            assertThat(rows.rowCount()).isPositive();
            for (int i = 0; i < rows.rowCount(); i++) {
                seen.add(new double[] {rows.firstRow() + i, rows.value(i, 0), rows.value(i, 1), rows.weight(i)});
            }
        }

        @Override
        public void merge(List<double[]> into, List<double[]> from) {
            into.addAll(from);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 5000, 65 * 1024, 65 * 1024 + 1, 200_000})
    void theBitsAreTheSameOnAnyNumberOfThreads(int n) {
        FeatureMatrix matrix = random(n);
        RowSource source = RowSource.of(matrix);
        double[] expected = source.scan(new RoundingSum(), Execution.sequential());
        for (int threads : new int[] {2, 3, 8, 64}) {
            assertThat(source.scan(new RoundingSum(), Execution.onThreads(threads)))
                    .as("%d threads", threads)
                    .containsExactly(expected);
        }
        double plain = 0;
        for (int i = 0; i < n; i++) {
            plain += matrix.value(i, 1);
        }
        if (n > 2048) {
            assertThat(expected[1]).as("the test can see an order").isNotEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 1024, 1025, 70_000})
    void everyRowIsSeenOnceInOrder(int n) {
        FeatureMatrix matrix = random(n);
        List<double[]> seen = RowSource.of(matrix).scan(new Rows(), Execution.onThreads(3));
        assertThat(seen).hasSize(n);
        for (int i = 0; i < n; i++) {
            double[] expected = {i, matrix.value(i, 0), matrix.value(i, 1), matrix.weight(i)};
            if (!Arrays.equals(seen.get(i), expected)) {
                assertThat(seen.get(i)).containsExactly(expected);
            }
        }
    }

    @Test
    void namesAreThoseOfTheMatrix() {
        assertThat(RowSource.of(random(3)).featureNames()).containsExactly("a", "b");
    }

    @Test
    void aScanCanBeCancelledHalfway() {
        AtomicInteger asked = new AtomicInteger();
        Execution execution = Execution.onThreads(2).withCancellation(() -> asked.incrementAndGet() > 3);
        RowSource source = RowSource.of(random(100_000));
        assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> source.scan(new RoundingSum(), execution));
        assertThat(source.scan(new Rows(), Execution.sequential())).hasSize(100_000);
    }

    private static FeatureMatrix random(int n) {
        SeededRandom random = SeededRandom.stream(n, 1);
        double[] values = new double[2 * n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = random.nextGaussian() * 1e6;
            values[2 * i + 1] = StrictMath.exp(20 * random.nextDouble());
            weights[i] = 1 + random.nextInt(5);
        }
        return FeatureMatrix.copyOfRowMajor(List.of("a", "b"), values).weightedBy(weights);
    }
}
