package dev.segmentation.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.PackedRows;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Scans that tests of row sources use. */
final class Scans {

    private Scans() {}

    /** A naive sum of each column, whose rounding depends on the order of additions. */
    static final class RoundingSum implements Scan<double[]> {
        private final int features;

        RoundingSum(int features) {
            this.features = features;
        }

        @Override
        public double[] start() {
            return new double[features];
        }

        @Override
        public void add(double[] sums, RowBlock rows) {
            for (int i = 0; i < rows.rowCount(); i++) {
                for (int j = 0; j < features; j++) {
                    sums[j] += rows.value(i, j) * rows.weight(i);
                }
            }
        }

        @Override
        public void merge(double[] into, double[] from) {
            for (int j = 0; j < features; j++) {
                into[j] += from[j];
            }
        }
    }

    /** The rows in the order in which they were merged: index, weight, values. Every way to read a block must agree. */
    static final class Rows implements Scan<List<double[]>> {
        private final int features;

        Rows(int features) {
            this.features = features;
        }

        @Override
        public List<double[]> start() {
            return new ArrayList<>();
        }

        @Override
        public void add(List<double[]> seen, RowBlock rows) {
            int n = rows.rowCount();
            assertThat(n).isPositive();
            int before = seen.size();
            for (int i = 0; i < n; i++) {
                double[] row = new double[features + 2];
                row[0] = rows.firstRow() + i;
                row[1] = rows.weight(i);
                seen.add(row);
            }
            double[] column = new double[n + 3];
            assertThat(rows).isInstanceOf(PackedRows.class);
            double[] packed = ((PackedRows) rows).packed();
            assertThat(((PackedRows) rows).rowCount()).isEqualTo(n);
            for (int j = 0; j < features; j++) {
                rows.copyColumn(j, column);
                for (int i = 0; i < n; i++) {
                    double value = rows.value(i, j);
                    double other = packed[Blocks.index(i, j, n, features)];
                    if (Double.compare(value, column[i]) != 0 || Double.compare(value, other) != 0) {
                        throw new AssertionError("row " + i + ": " + value + ", " + column[i] + ", " + other);
                    }
                    seen.get(before + i)[j + 2] = value;
                }
            }
        }

        @Override
        public void merge(List<double[]> into, List<double[]> from) {
            into.addAll(from);
        }
    }

    static void assertSameRows(RowSource source, FeatureMatrix expected, int threads) {
        int d = expected.featureCount();
        List<double[]> seen = source.scan(new Rows(d), Execution.onThreads(threads));
        assertThat(seen).hasSize(expected.rowCount());
        double[] row = new double[d + 2];
        for (int i = 0; i < expected.rowCount(); i++) {
            row[0] = i;
            row[1] = expected.weight(i);
            System.arraycopy(expected.row(i), 0, row, 2, d);
            if (!Arrays.equals(seen.get(i), row)) {
                assertThat(seen.get(i)).as("row %d", i).containsExactly(row);
            }
        }
    }

    /** Values of very different size, some of them missing. */
    static FeatureMatrix random(int n, int d) {
        SeededRandom random = SeededRandom.stream(n, d);
        double[] values = new double[n * d];
        for (int at = 0; at < values.length; at++) {
            values[at] = at % 2 == 0 ? random.nextGaussian() * 1e6 : StrictMath.exp(20 * random.nextDouble());
        }
        return FeatureMatrix.copyOfRowMajor(names(d), values);
    }

    static FeatureMatrix weighted(FeatureMatrix matrix) {
        SeededRandom random = SeededRandom.stream(matrix.rowCount(), 7);
        return matrix.weightedBy(IntStream.range(0, matrix.rowCount())
                .mapToDouble(i -> 1 + random.nextInt(5))
                .toArray());
    }

    static FeatureMatrix withMissing(FeatureMatrix matrix) {
        double[] values = matrix.toRowMajorArray();
        for (int at = 0; at < values.length; at += 5) {
            values[at] = Double.NaN;
        }
        return FeatureMatrix.copyOfRowMajor(matrix.featureNames(), values);
    }

    static List<String> names(int d) {
        return IntStream.range(0, d).mapToObj(j -> "größe_" + j).toList();
    }
}
