package dev.segmentation.prepare;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.PackedRows;
import dev.segmentation.scan.RowBlock;
import dev.segmentation.scan.RowCursor;
import dev.segmentation.scan.RowFile;
import dev.segmentation.scan.RowFileWriter;
import dev.segmentation.scan.RowSource;
import dev.segmentation.scan.Scan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScalingOutOfCoreTest {

    private static final List<String> NAMES = List.of("money", "count", "constant", "far");

    @TempDir
    private Path folder;

    static Stream<Scaling> all() {
        return ScalingTest.all().filter(scaling -> !scaling.toString().contains("robust"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theBitsAreThoseOfTheMatrix(Scaling scaling) {
        FeatureMatrix plain = random(70_000);
        FeatureMatrix weighted = plain.weightedBy(
                IntStream.range(0, plain.rowCount()).mapToDouble(i -> i % 3).toArray());
        for (FeatureMatrix matrix : List.of(plain, weighted, plain.withFloatStorage())) {
            ScalingModel expected = scaling.fit(matrix);
            List<double[]> scaled = rowsOf(RowSource.of(expected.apply(matrix)), 1);
            for (RowSource source : List.of(file(matrix), cursor(matrix), oddBlocks(matrix))) {
                for (int threads : new int[] {1, 3}) {
                    ScalingModel model = scaling.fit(source, Execution.onThreads(threads));
                    for (String name : NAMES) {
                        assertThat(model.center(name)).isEqualTo(expected.center(name));
                        assertThat(model.scale(name)).isEqualTo(expected.scale(name));
                    }
                    assertThat(model.notices()).isEqualTo(expected.notices());
                    assertSame(rowsOf(model.apply(source), threads), scaled);
                }
            }
        }
    }

    @Test
    void columnsAreMatchedByName() {
        FeatureMatrix matrix = random(3000);
        ScalingModel model = Scaling.zScore().fit(matrix);
        List<String> reversed = List.of("far", "constant", "count", "money");
        RowSource scaled = model.apply(RowSource.of(matrix.select(reversed)));
        assertThat(scaled.featureNames()).isEqualTo(NAMES);
        assertThat(scaled.rowCount()).hasValue(3000);
        assertThat(scaled).hasToString("RowSource[scaled " + RowSource.of(matrix.select(reversed)) + "]");
        assertSame(rowsOf(scaled, 2), rowsOf(RowSource.of(model.apply(matrix)), 1));
        assertThat(refused(
                        Reason.SCHEMA_MISMATCH,
                        () -> model.apply(RowSource.of(matrix.select(List.of("far", "money"))))))
                .hasMessageContaining("missing [count, constant]");
    }

    @Test
    void anyExecutionScalesAMatrixTheSame() {
        FeatureMatrix matrix = random(5000);
        ScalingModel model = Scaling.signedLog1p().then(Scaling.zScore()).fit(matrix);
        FeatureMatrix expected = model.apply(matrix);
        FeatureMatrix threaded = model.apply(matrix, Execution.onThreads(3));
        assertThat(threaded.toRowMajorArray()).containsExactly(expected.toRowMajorArray());
        assertThat(threaded.missingCount()).isEqualTo(matrix.missingCount()).isPositive();
        assertThat(model.apply(matrix.withFloatStorage()).hasFloatStorage()).isFalse();
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> model.apply(matrix, Execution.onThreads(2).withCancellation(() -> true)));
    }

    @Test
    void theFirstRowAtFaultIsNamedWhicheverThreadMeetsOneFirst() {
        double[] values = new double[200_000];
        for (int bad : new int[] {150_000, 199_999, 70_001, 70_000}) {
            values[bad] = -1;
        }
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(List.of("x"), values);
        ScalingModel model = Scaling.log1p().fit(FeatureMatrix.copyOfRowMajor(List.of("x"), 1, 2));
        String fault = ": log1p needs values above -1; use signedLog1p, or shift the feature; found one that is not"
                + " at row 70000, feature \"x\"";
        for (int threads : new int[] {1, 2, 8}) {
            Execution execution = Execution.onThreads(threads);
            InvalidInputException first = refused(Reason.RANGE, () -> model.apply(matrix, execution));
            assertThat(first).hasMessage("ScalingModel.apply" + fault);
            assertThat(first.row()).hasValue(70_000);
            assertThat(refused(Reason.RANGE, () -> rowsOf(model.apply(RowSource.of(matrix)), threads)))
                    .hasMessage("ScalingModel.apply" + fault);
            for (Scaling scaling : List.of(Scaling.log1p(), Scaling.log1p().then(Scaling.zScore()))) {
                assertThat(refused(Reason.RANGE, () -> scaling.fit(matrix, execution)))
                        .hasMessage("Scaling.fit" + fault);
                assertThat(refused(Reason.RANGE, () -> scaling.fit(cursor(matrix), execution)))
                        .hasMessage("Scaling.fit" + fault);
            }
        }
    }

    @Test
    void robustNeedsTheRowsInMemory() {
        RowSource rows = RowSource.of(random(10));
        for (Scaling scaling : List.of(Scaling.robust(), Scaling.signedLog1p().then(Scaling.robust()))) {
            assertThat(refused(Reason.RESOURCE_LIMIT, () -> scaling.fit(rows, Execution.sequential())))
                    .hasMessageStartingWith(
                            "Scaling.fit: robust sorts every column, which needs the rows in memory; fit");
        }
    }

    @Test
    void noRowsAreRefused() {
        FeatureMatrix none = random(0);
        for (RowSource source : List.of(RowSource.of(none), cursor(none), file(none))) {
            for (Scaling scaling : List.of(Scaling.zScore(), Scaling.log1p())) {
                assertThat(refused(Reason.EMPTY, () -> scaling.fit(source, Execution.sequential())))
                        .hasMessage("Scaling.fit: there are no rows; fit on at least one customer");
            }
        }
    }

    @Test
    void failuresAndCancellationOfTheSourceComeThrough() {
        RowSource broken = RowSource.of(List.of("x"), () -> values -> {
            throw new IllegalStateException("gone");
        });
        assertThatExceptionOfType(FitException.class)
                .isThrownBy(() -> Scaling.zScore().fit(broken, Execution.sequential()));
        AtomicInteger asked = new AtomicInteger();
        Execution execution = Execution.sequential().withCancellation(() -> asked.incrementAndGet() > 10);
        RowSource file = file(random(100_000));
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> Scaling.log1p().then(Scaling.zScore()).fit(file, execution));
    }

    private RowSource file(FeatureMatrix matrix) {
        try (RowFileWriter writer = RowFile.create(folder.resolve("rows"), matrix.featureNames())) {
            return (matrix.isWeighted() ? writer.withWeights() : writer)
                    .addAll(matrix)
                    .commit();
        }
    }

    private static RowSource cursor(FeatureMatrix matrix) {
        return RowSource.of(matrix.featureNames(), () -> new RowCursor() {
            private int row = -1;

            @Override
            public boolean next(double[] values) {
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
        });
    }

    /** As an engine adapter may have it: blocks of any size, nothing packed. */
    private static RowSource oddBlocks(FeatureMatrix matrix) {
        return new RowSource() {
            @Override
            public List<String> featureNames() {
                return matrix.featureNames();
            }

            @Override
            public <A> A scan(Scan<A> scan, Execution execution) {
                A total = scan.start();
                int size = 1;
                for (int first = 0; first < matrix.rowCount(); first += size) {
                    size = Math.min(size * 3 % 5003 + 1, matrix.rowCount() - first);
                    A part = scan.start();
                    scan.add(part, block(matrix, first, size));
                    scan.merge(total, part);
                }
                return total;
            }
        };
    }

    private static RowBlock block(FeatureMatrix matrix, int first, int size) {
        return new RowBlock() {
            @Override
            public long firstRow() {
                return first;
            }

            @Override
            public int rowCount() {
                return size;
            }

            @Override
            public double value(int row, int feature) {
                return matrix.value(first + row, feature);
            }

            @Override
            public double weight(int row) {
                return matrix.weight(first + row);
            }
        };
    }

    /** Index, weight and values of all rows, in order. */
    private static List<double[]> rowsOf(RowSource source, int threads) {
        int d = source.featureNames().size();
        return source.scan(
                new Scan<List<double[]>>() {
                    @Override
                    public List<double[]> start() {
                        return new ArrayList<>();
                    }

                    @Override
                    public void add(List<double[]> seen, RowBlock rows) {
                        double[] packed = rows instanceof PackedRows p ? p.packed() : new double[0];
                        double[] column = new double[rows.rowCount()];
                        rows.copyColumn(d - 1, column);
                        for (int i = 0; i < rows.rowCount(); i++) {
                            double[] row = new double[d + 2];
                            row[0] = rows.firstRow() + i;
                            row[1] = rows.weight(i);
                            for (int j = 0; j < d; j++) {
                                row[j + 2] = rows.value(i, j);
                                assertThat(Double.compare(packed[Blocks.index(i, j, rows.rowCount(), d)], row[j + 2]))
                                        .isZero();
                            }
                            assertThat(Double.compare(column[i], row[d + 1])).isZero();
                            seen.add(row);
                        }
                    }

                    @Override
                    public void merge(List<double[]> into, List<double[]> from) {
                        into.addAll(from);
                    }
                },
                Execution.onThreads(threads));
    }

    private static void assertSame(List<double[]> actual, List<double[]> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            if (!Arrays.equals(actual.get(i), expected.get(i))) {
                assertThat(actual.get(i)).as("row %d", i).containsExactly(expected.get(i));
            }
        }
    }

    private static FeatureMatrix random(int n) {
        Random random = new Random(n);
        FeatureMatrix.Builder builder = FeatureMatrix.builder(NAMES);
        for (int i = 0; i < n; i++) {
            builder.addRow(
                    StrictMath.exp(10 * random.nextDouble()),
                    random.nextInt(7) == 0 ? Double.NaN : random.nextInt(40),
                    3,
                    1e9 + random.nextGaussian());
        }
        return builder.build();
    }
}
