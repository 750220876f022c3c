package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.GroupedColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Silhouette widths of an assignment: how much closer rows are to their own segment than to the next one.
 *
 * <p>For each row, (b − a)/max(a, b), where a is the mean distance to the other rows of its own segment and b the
 * smallest mean distance to the rows of another segment. Range [−1, 1], higher is better, no unit; below 0 the row would
 * fit better elsewhere. Use it to compare segment counts on one matrix. The two ways to measure distance, {@link #of
 * plain} and {@link #squaredEuclidean squared}, give different numbers; never compare one with the other.
 *
 * <p><b>Input:</b> n × d matrix without missing values, already scaled; n labels. A row of weight w counts as w equal
 * rows. Nothing is modified.
 * <br><b>Degenerate:</b> a row alone in its segment scores 0 (Rousseeuw), and so does one for which a = b = 0. Empty
 * segments are skipped. A single segment, only segments of one row, no rows at all, or distances that overflow: every
 * value is NaN and {@link #undefined()} says why.
 * <br><b>Precision:</b> distances are never taken by expanding the square, so that an offset of 1e12 does no harm. The
 * same bits on any number of threads.
 * <br><b>Reference:</b> P. J. Rousseeuw (1987), J. Comput. Appl. Math. 20, 53–65, doi:10.1016/0377-0427(87)90125-7.
 */
public final class Silhouette {

    private final double[] values;
    private final double[] perSegment;
    private final double mean;
    private final @Nullable Reason undefined;

    private Silhouette(double[] values, double[] perSegment, double mean, @Nullable Reason undefined) {
        this.values = values;
        this.perSegment = perSegment;
        this.mean = mean;
        this.undefined = undefined;
    }

    /**
     * The silhouette with Euclidean distances, exact, on the calling thread.
     *
     * <p><b>Cost:</b> O(n²·d) time; O(n) memory, and 4 KB per feature and segment; about a second for 20 000 rows. For
     * many rows use {@link #squaredEuclidean(FeatureMatrix, Assignment)} or a sample of the rows.
     *
     * @param features the scaled matrix, n × d
     * @param assignment the labels, one per row
     * @return the silhouette, with the mean and one value per segment and per row
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     */
    public static Silhouette of(FeatureMatrix features, Assignment assignment) {
        return of(features, assignment, Execution.sequential());
    }

    /**
     * The silhouette with Euclidean distances, exact.
     *
     * <p><b>Cost:</b> O(n²·d) time; O(n) memory, and 4 KB per feature and segment on each thread.
     *
     * @param features the scaled matrix, n × d
     * @param assignment the labels, one per row
     * @param execution how to run
     * @return the silhouette, with the mean and one value per segment and per row
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static Silhouette of(FeatureMatrix features, Assignment assignment, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(assignment, "assignment");
        Objects.requireNonNull(execution, "execution");
        Rows rows = Rows.check(features, assignment, "Silhouette.of");
        if (rows.undefined != null) {
            return undefined(rows, rows.undefined);
        }
        double[] values = new double[rows.labels.length];
        try (Workers workers = execution.start()) {
            workers.forEach((values.length - 1) / DistanceSums.STRIP + 1, strip -> {
                int start = strip * DistanceSums.STRIP;
                int end = Math.min(values.length, start + DistanceSums.STRIP);
                DistanceSums sums = new DistanceSums(features, rows.sizes.length);
                sums.find(workers, start, end, rows.labels, rows.weights);
                double[] means = new double[rows.sizes.length];
                for (int i = start; i < end; i++) {
                    for (int s = 0; s < means.length; s++) {
                        means[s] = sums.sum(s, i - start) / (s == rows.labels[i] ? rows.others(i) : rows.sizes[s]);
                    }
                    values[i] = rows.width(i, means);
                }
            });
        }
        return of(rows, values);
    }

    /**
     * The silhouette with squared Euclidean distances, on the calling thread.
     *
     * @param features the scaled matrix, n × d
     * @param assignment the labels, one per row
     * @return the silhouette, with the mean and one value per segment and per row
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     */
    public static Silhouette squaredEuclidean(FeatureMatrix features, Assignment assignment) {
        return squaredEuclidean(features, assignment, Execution.sequential());
    }

    /**
     * The silhouette with squared Euclidean distances: exact for that distance, at a cost that is linear in n, since the
     * mean squared distance to a segment is that to its center plus the mean square within it.
     *
     * <p>Larger in absolute value than with plain distances, because squares exaggerate what is far.
     *
     * <p><b>Cost:</b> O(n·k·d) time; O(n) memory per thread.
     *
     * @param features the scaled matrix, n × d
     * @param assignment the labels, one per row
     * @param execution how to run
     * @return the silhouette, with the mean and one value per segment and per row
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static Silhouette squaredEuclidean(FeatureMatrix features, Assignment assignment, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(assignment, "assignment");
        Objects.requireNonNull(execution, "execution");
        Rows rows = Rows.check(features, assignment, "Silhouette.squaredEuclidean");
        if (rows.undefined != null) {
            return undefined(rows, rows.undefined);
        }
        double[] values = new double[rows.labels.length];
        try (Workers workers = execution.start()) {
            List<GroupedColumn> columns =
                    SegmentIndices.columns(workers, features, rows.labels, rows.sizes.length, rows.weights);
            double[] spread = new double[rows.sizes.length];
            for (GroupedColumn column : columns) {
                for (int s = 0; s < spread.length; s++) {
                    spread[s] += column.squares[s] / rows.sizes[s];
                }
            }
            workers.forEach(Blocks.blockCount(values.length), block -> {
                int end = Math.min(values.length, (block + 1) * Blocks.ROWS);
                for (int i = block * Blocks.ROWS; i < end; i++) {
                    double[] means = meanSquaredDistances(features.row(i), columns, spread);
                    means[rows.labels[i]] *= rows.sizes[rows.labels[i]] / rows.others(i);
                    values[i] = rows.width(i, means);
                }
            });
        }
        return of(rows, values);
    }

    /**
     * The mean over all rows.
     *
     * @return in [−1, 1]; NaN if undefined
     */
    public double mean() {
        return mean;
    }

    /**
     * The mean over the rows of one segment.
     *
     * @param segment its label
     * @return in [−1, 1]; NaN if undefined or if the segment is empty
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double segment(int segment) {
        return perSegment[Objects.checkIndex(segment, perSegment.length)];
    }

    /**
     * The width of one row.
     *
     * @param row from 0
     * @return in [−1, 1]; NaN if undefined
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double value(int row) {
        return values[Objects.checkIndex(row, values.length)];
    }

    /**
     * The number of rows, n.
     *
     * @return at least 0
     */
    public int size() {
        return values.length;
    }

    /**
     * Why the silhouette is undefined.
     *
     * @return {@link Reason#EMPTY}, {@link Reason#SINGLE_SEGMENT}, if every row is alone in its segment {@link
     *     Reason#NO_WITHIN_VARIATION}, or if distances overflow {@link Reason#RANGE}; empty if it is defined
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(undefined);
    }

    /**
     * The widths of all rows.
     *
     * @return n values, a new array
     */
    public double[] toArray() {
        return values.clone();
    }

    @Override
    public String toString() {
        return "Silhouette[mean " + mean + ", segments " + Arrays.toString(perSegment)
                + (undefined == null ? "]" : ", undefined: " + undefined + "]");
    }

    private static Silhouette of(Rows rows, double[] values) {
        int segments = rows.sizes.length;
        ExactSum[] sums = new ExactSum[segments];
        Arrays.setAll(sums, s -> new ExactSum());
        for (int i = 0; i < values.length; i++) {
            sums[rows.labels[i]].addProduct(rows.weights[i], values[i]);
        }
        ExactSum all = new ExactSum();
        double total = 0;
        double[] perSegment = new double[segments];
        for (int s = 0; s < segments; s++) {
            perSegment[s] = sums[s].value() / rows.sizes[s]; // 0/0 is NaN
            all.add(sums[s]);
            total += rows.sizes[s];
        }
        double mean = all.value() / total;
        // the width of a row is NaN only where a distance overflowed
        return Double.isNaN(mean) ? undefined(rows, Reason.RANGE) : new Silhouette(values, perSegment, mean, null);
    }

    private static Silhouette undefined(Rows rows, Reason reason) {
        double[] values = new double[rows.labels.length];
        double[] perSegment = new double[rows.sizes.length];
        Arrays.fill(values, Double.NaN);
        Arrays.fill(perSegment, Double.NaN);
        return new Silhouette(values, perSegment, Double.NaN, reason);
    }

    /** The mean squared distance of a row to the rows of each segment, itself included. */
    private static double[] meanSquaredDistances(double[] row, List<GroupedColumn> columns, double[] spread) {
        double[] means = spread.clone();
        for (int j = 0; j < row.length; j++) {
            GroupedColumn column = columns.get(j);
            for (int s = 0; s < means.length; s++) {
                double difference = (row[j] - column.meanHigh[s]) - column.meanLow[s];
                means[s] += difference * difference;
            }
        }
        return means;
    }

    /** Labels, weights, and the weight of each segment. */
    private static final class Rows {

        final int[] labels;
        final double[] weights;
        final double[] sizes;
        final @Nullable Reason undefined;

        private Rows(int[] labels, double[] weights, double[] sizes) {
            this.labels = labels;
            this.weights = weights;
            this.sizes = sizes;
            long occupied = Arrays.stream(sizes).filter(size -> size > 0).count();
            boolean allAlone = true;
            for (int i = 0; i < labels.length && allAlone; i++) {
                allAlone = !(weights[i] > 0) || !(others(i) > 0);
            }
            if (occupied == 0) {
                this.undefined = Reason.EMPTY;
            } else if (occupied == 1) {
                this.undefined = Reason.SINGLE_SEGMENT;
            } else {
                this.undefined = allAlone ? Reason.NO_WITHIN_VARIATION : null;
            }
        }

        static Rows check(FeatureMatrix features, Assignment assignment, String where) {
            Arguments.sameSize(features.rowCount(), assignment.size(), where, "assignment", "row");
            Arguments.noMissing(features, where);
            int[] labels = assignment.toArray();
            double[] weights = GroupedColumn.weights(features);
            double[] sizes = new double[assignment.segmentCount()];
            for (int i = 0; i < labels.length; i++) {
                sizes[labels[i]] += weights[i];
            }
            return new Rows(labels, weights, sizes);
        }

        /** How many rows the segment of a row has beside it; a row of weight w stands for w rows. */
        double others(int row) {
            return sizes[labels[row]] - Math.min(1, weights[row]);
        }

        /** From the mean distances of a row to each segment. */
        double width(int row, double[] means) {
            int own = labels[row];
            if (!(others(row) > 0)) {
                return 0;
            }
            double nearest = Double.POSITIVE_INFINITY;
            for (int s = 0; s < means.length; s++) {
                if (s != own && sizes[s] > 0) {
                    nearest = Math.min(nearest, means[s]);
                }
            }
            double larger = Math.max(means[own], nearest);
            return larger == 0 ? 0 : (nearest - means[own]) / larger;
        }
    }
}
