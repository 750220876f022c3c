package dev.segmentation.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSourceTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 5000, 65 * 1024, 65 * 1024 + 1, 200_000})
    void theBitsAreTheSameOnAnyNumberOfThreads(int n) {
        FeatureMatrix matrix = Scans.weighted(Scans.random(n, 2));
        RowSource source = RowSource.of(matrix);
        double[] expected = source.scan(new Scans.RoundingSum(2), Execution.sequential());
        for (int threads : new int[] {2, 3, 8, 64}) {
            assertThat(source.scan(new Scans.RoundingSum(2), Execution.onThreads(threads)))
                    .as("%d threads", threads)
                    .containsExactly(expected);
        }
        double plain = 0;
        for (int i = 0; i < n; i++) {
            plain += matrix.value(i, 1) * matrix.weight(i);
        }
        if (n > 2048) {
            assertThat(expected[1]).as("the test can see an order").isNotEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 1024, 1025, 70_000})
    void everyRowIsSeenOnceInOrder(int n) {
        FeatureMatrix matrix = Scans.withMissing(Scans.random(n, 2));
        Scans.assertSameRows(RowSource.of(Scans.weighted(matrix)), Scans.weighted(matrix), 3);
        Scans.assertSameRows(RowSource.of(matrix), matrix, 3);
        FeatureMatrix floats = matrix.withFloatStorage();
        Scans.assertSameRows(RowSource.of(floats), floats, 3);
    }

    @Test
    void namesAndRowsAreThoseOfTheMatrix() {
        RowSource source = RowSource.of(Scans.random(3, 2));
        assertThat(source.featureNames()).isEqualTo(Scans.names(2));
        assertThat(source.rowCount()).hasValue(3);
        assertThat(source).hasToString("RowSource[FeatureMatrix[3 × 2 [größe_0, größe_1]]]");
    }

    @Test
    void aBlockAnswersOneCellAtATimeIfItMust() {
        RowBlock block = new RowBlock() {
            @Override
            public long firstRow() {
                return 0;
            }

            @Override
            public int rowCount() {
                return 3;
            }

            @Override
            public double value(int row, int feature) {
                return 10 * row + feature;
            }

            @Override
            public double weight(int row) {
                return 1;
            }
        };
        double[] column = new double[4];
        block.copyColumn(2, column);
        assertThat(column).containsExactly(2, 12, 22, 0);
    }

    @Test
    void cellsOutsideABlockAreIndexErrors() {
        Scan<int[]> outside = new Scan<>() {
            @Override
            public int[] start() {
                return new int[1];
            }

            @Override
            public void add(int[] count, RowBlock rows) {
                double[] column = new double[5];
                assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> rows.value(3, 0));
                assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> rows.value(0, 2));
                assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> rows.weight(3));
                assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> rows.copyColumn(2, column));
                count[0]++;
            }

            @Override
            public void merge(int[] into, int[] from) {
                into[0] += from[0];
            }
        };
        assertThat(RowSource.of(Scans.random(3, 2)).scan(outside, Execution.sequential()))
                .containsExactly(1);
    }

    @Test
    void aScanCanBeCancelledHalfway() {
        AtomicInteger asked = new AtomicInteger();
        Execution execution = Execution.sequential().withCancellation(() -> asked.incrementAndGet() > 3);
        FeatureMatrix matrix = Scans.random(100_000, 2);
        RowSource source = RowSource.of(matrix);
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> source.scan(new Scans.RoundingSum(2), execution));
        Scans.assertSameRows(source, matrix, 1);
    }
}
