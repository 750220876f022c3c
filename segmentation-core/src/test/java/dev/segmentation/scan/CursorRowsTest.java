package dev.segmentation.scan;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorRowsTest {

    private static final List<String> X = List.of("x");

    /** Opened and not yet closed. */
    private final AtomicInteger open = new AtomicInteger();

    private int opened;

    /** A cursor as over a database: it fills a row, has weights, may fail, and must be closed. */
    private class Cursor implements RowCursor {
        private final FeatureMatrix matrix;
        private final Thread owner = Thread.currentThread();
        private int row = -1;

        Cursor(FeatureMatrix matrix) {
            this.matrix = matrix;
            open.incrementAndGet();
            opened++;
        }

        @Override
        public boolean next(double[] values) throws Exception {
            assertThat(Thread.currentThread()).isEqualTo(owner);
            assertThat(values).containsOnly(Double.NaN);
            if (++row == matrix.rowCount()) {
                return false;
            }
            System.arraycopy(matrix.row(row), 0, values, 0, values.length);
            return true;
        }

        @Override
        public double weight() {
            return matrix.weight(row);
        }

        @Override
        public void close() throws IOException {
            assertThat(Thread.currentThread()).isEqualTo(owner);
            open.decrementAndGet();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33, 1023, 1024, 1025, 4095, 4096, 4097, 8192, 30_000})
    void everyRowIsSeenOnceInOrder(int n) {
        for (int d : n > 8192 ? new int[] {2} : new int[] {1, 2, 40}) {
            FeatureMatrix matrix = Scans.weighted(Scans.withMissing(Scans.random(n, d)));
            RowSource source = RowSource.of(matrix.featureNames(), () -> new Cursor(matrix));
            for (int threads : new int[] {1, 2, 3, 8}) {
                Scans.assertSameRows(source, matrix, threads);
            }
            assertThat(source.rowCount()).isEmpty();
            assertThat(source.featureNames()).isEqualTo(matrix.featureNames());
        }
        assertThat(open).hasValue(0);
        assertThat(opened).as("one cursor for each scan").isEqualTo(n > 8192 ? 4 : 12);
    }

    @Test
    void theBitsAreTheSameOnAnyNumberOfThreadsEvenWhereAdditionsRound() {
        FeatureMatrix matrix = Scans.random(50_000, 2);
        RowSource source = RowSource.of(matrix.featureNames(), () -> new Cursor(matrix));
        double[] expected = source.scan(new Scans.RoundingSum(2), Execution.sequential());
        for (int threads : new int[] {2, 3, 8, 64}) {
            assertThat(source.scan(new Scans.RoundingSum(2), Execution.onThreads(threads)))
                    .containsExactly(expected);
        }
    }

    @Test
    void iteratorsAndStreamsAreCursors() {
        FeatureMatrix matrix = Scans.random(5000, 2);
        AtomicInteger closed = new AtomicInteger();
        Callable<RowCursor> streams = () ->
                RowCursor.of(IntStream.range(0, 5000).mapToObj(matrix::row).onClose(closed::incrementAndGet));
        Callable<RowCursor> iterators = () ->
                RowCursor.of(IntStream.range(0, 5000).mapToObj(matrix::row).iterator());
        Scans.assertSameRows(RowSource.of(matrix.featureNames(), streams), matrix, 2);
        assertThat(closed).hasValue(1);
        Scans.assertSameRows(RowSource.of(matrix.featureNames(), iterators), matrix, 2);
        class Closeable implements Iterator<double[]>, AutoCloseable {
            @Override
            public boolean hasNext() {
                return false;
            }

            @Override
            public double[] next() {
                return new double[0];
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        }
        Scans.assertSameRows(RowSource.of(X, () -> RowCursor.of(new Closeable())), Scans.random(0, 1), 1);
        assertThat(closed).hasValue(2);
    }

    @Test
    void whatACursorLeavesAloneIsMissing() {
        AtomicInteger rows = new AtomicInteger();
        RowSource source = RowSource.of(List.of("x", "y"), () -> values -> {
            values[1] = 7;
            return rows.getAndIncrement() % 3 != 2;
        });
        FeatureMatrix expected = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), Double.NaN, 7, Double.NaN, 7);
        Scans.assertSameRows(source, expected, 1);
    }

    @Test
    void raggedAndInfiniteRowsAndBadWeightsAreRefusedWithTheirPlace() {
        RowSource ragged = RowSource.of(
                X,
                () -> RowCursor.of(
                        Stream.generate(() -> new double[1]).limit(5000).map(r -> r)));
        assertThat(ragged.scan(new Scans.Rows(1), Execution.sequential())).hasSize(5000);
        RowSource wrong = RowSource.of(
                X, () -> RowCursor.of(IntStream.range(0, 5000).mapToObj(i -> new double[i == 4500 ? 2 : 1])));
        assertThat(refused(Reason.RAGGED, () -> scan(wrong, 2)))
                .hasMessage("RowCursor: row 4500 has 2 values, expected 1, one per feature, NaN where it is missing");
        RowSource infinite = counting(5000, i -> i == 4500 ? Double.NEGATIVE_INFINITY : i, i -> 1.0);
        InvalidInputException refused = refused(Reason.NON_FINITE, () -> scan(infinite, 2));
        assertThat(refused.row()).hasValue(4500);
        assertThat(refused.name()).contains("x");
        assertThat(refused(Reason.BAD_WEIGHT, () -> scan(counting(10, i -> 1.0, i -> i == 3 ? -1.0 : 1.0), 1)))
                .hasMessage("RowSource.of: the weight of row 3 is negative or not finite; weights are at least 0");
        assertThat(refused(Reason.BAD_WEIGHT, () -> scan(counting(10, i -> 1.0, i -> 0.0), 1)))
                .hasMessage("RowSource.of: all weights are zero; at least one row must count");
        assertThat(open).hasValue(0);
    }

    @Test
    void whatTheCursorThrowsIsTheCause() {
        IOException broken = new IOException("connection lost");
        RowSource source = counting(
                5000,
                i -> {
                    if (i == 4500) {
                        throw new IllegalStateException(broken);
                    }
                    return 1.0;
                },
                i -> 1.0);
        assertThatExceptionOfType(FitException.class)
                .isThrownBy(() -> scan(source, 2))
                .withMessage("RowSource.of: the cursor threw at row 4500; see the cause")
                .withRootCauseInstanceOf(IOException.class)
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo(Reason.CALLBACK_FAILED));
        assertThat(open).hasValue(0);
        Callable<RowCursor> fails = () -> {
            throw broken;
        };
        assertThatExceptionOfType(FitException.class)
                .isThrownBy(() -> scan(RowSource.of(X, fails), 1))
                .withMessage("RowSource.of: the cursor could not be opened; see the cause")
                .withCause(broken);
        Callable<RowCursor> failsToClose =
                () -> RowCursor.of(Stream.<double[]>empty().onClose(() -> {
                    throw new IllegalStateException("close");
                }));
        assertThatExceptionOfType(FitException.class)
                .isThrownBy(() -> scan(RowSource.of(X, failsToClose), 1))
                .withMessage("RowSource.of: the cursor could not be closed; see the cause");
        InvalidInputException own = new InvalidInputException(Reason.NUMBER_FORMAT, "Shop: not a number");
        Callable<RowCursor> refuses = () -> {
            throw own;
        };
        assertThat(refused(Reason.NUMBER_FORMAT, () -> scan(RowSource.of(X, refuses), 1)))
                .isSameAs(own);
    }

    @Test
    void aScanThatFailsClosesTheCursor() {
        FeatureMatrix matrix = Scans.random(20_000, 1);
        RowSource source = RowSource.of(matrix.featureNames(), () -> new Cursor(matrix));
        Scan<int[]> failing = new Scan<>() {
            @Override
            public int[] start() {
                return new int[0];
            }

            @Override
            public void add(int[] nothing, RowBlock rows) {
                if (rows.firstRow() > 5000) {
                    throw new UnsupportedOperationException("scan");
                }
            }

            @Override
            public void merge(int[] into, int[] from) {
                // nothing to merge
            }
        };
        for (int threads : new int[] {1, 3}) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> source.scan(failing, Execution.onThreads(threads)));
        }
        assertThat(open).hasValue(0);
    }

    @Test
    void adifferentNumberOfRowsInALaterScanIsNoticed() {
        AtomicInteger scans = new AtomicInteger();
        RowSource source = RowSource.of(
                X,
                () -> RowCursor.of(
                        IntStream.range(0, 10 + scans.getAndIncrement() / 2).mapToObj(i -> new double[] {i})));
        scan(source, 1);
        scan(source, 2);
        assertThat(refused(Reason.SOURCE_CHANGED, () -> scan(source, 1)))
                .hasMessage(
                        "RowSource.of: the cursor gave 11 rows, 10 in an earlier scan; each cursor must give the same"
                                + " rows");
    }

    @Test
    void cancellationIsAnsweredWhileRowsAreRead() {
        AtomicInteger asked = new AtomicInteger();
        RowSource endless = counting(Integer.MAX_VALUE, i -> i, i -> 1.0);
        Execution execution = Execution.onThreads(2).withCancellation(() -> asked.incrementAndGet() > 300);
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> endless.scan(new Scans.RoundingSum(1), execution));
        assertThat(open).hasValue(0);
    }

    @Test
    void anInterruptCancelsWhateverTheCursorThrows() {
        for (Exception thrown : List.of(new InterruptedException(), new IOException("interrupted"))) {
            RowSource source = RowSource.of(X, () -> values -> {
                Thread.currentThread().interrupt();
                throw thrown;
            });
            assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> scan(source, 2));
            assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
        }
        RowSource interrupted = RowSource.of(X, () -> {
            throw new InterruptedException();
        });
        assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> scan(interrupted, 1));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void namesAreChecked() {
        refused(Reason.NO_FEATURES, () -> RowSource.of(List.of(), () -> values -> false));
        assertThat(RowSource.of(X, () -> values -> false)).hasToString("RowSource[cursor over [x]]");
    }

    private interface IntToDouble {
        double at(int row) throws Exception;
    }

    /** One feature, by row number. */
    private RowSource counting(int n, IntToDouble value, IntToDouble weight) {
        return RowSource.of(X, () -> new RowCursor() {
            private int row = -1;
            private final int count = open.incrementAndGet();

            @Override
            public boolean next(double[] values) throws Exception {
                assertThat(count).isEqualTo(1);
                if (++row == n) {
                    return false;
                }
                values[0] = value.at(row);
                return true;
            }

            @Override
            public double weight() {
                try {
                    return weight.at(row);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        });
    }

    private static void scan(RowSource source, int threads) {
        source.scan(new Scans.RoundingSum(1), Execution.onThreads(threads));
    }
}
