package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.GroupedColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the Euclidean distances of all pairs of rows say about segments: how close rows are within and between segments on
 * average and at the extremes.
 *
 * <p>Like all indices of the features that formed the segments, they describe; they are no evidence that segments differ.
 *
 * <p><b>Input:</b> n × d matrix without missing values, already scaled; n labels. A row of weight w counts as w rows. Empty
 * segments are skipped. Nothing is modified.
 * <br><b>Undefined:</b> NaN. What compares segments needs two of them ({@link Reason#SINGLE_SEGMENT}), what looks within needs a
 * segment with two rows ({@link Reason#NO_WITHIN_VARIATION}); nothing is defined for no rows ({@link Reason#EMPTY}) or
 * distances that overflow ({@link Reason#RANGE}).
 * <br><b>Cost:</b> every pair is looked at: O(n²·d) time, minutes from some 200 000 rows on, where a sample of rows does as
 * well; O(n·d + k²) memory and O(k²) per strip of 256 rows. The same bits on any number of threads.
 * <br><b>Reference:</b> C. Hennig and T. F. Liao (2013), J. R. Stat. Soc. C 62, 309–369,
 * doi:10.1111/j.1467-9876.2012.01066.x.
 */
public final class DistanceStatistics {

    private static final int STRIP = 256;
    private static final int POLL = 1024;

    private final double[] weight;
    private final double[][] sums;
    private final double squares;
    private final double[] diameters;
    private final double[] separations;
    private final @Nullable Reason undefined;

    private DistanceStatistics(double[] weight, List<Strip> strips) {
        int segments = weight.length;
        this.weight = weight;
        this.sums = new double[segments][segments];
        this.diameters = filled(segments, Double.NEGATIVE_INFINITY);
        this.separations = filled(segments, Double.POSITIVE_INFINITY);
        ExactSum allSquares = new ExactSum();
        for (int s = 0; s < segments; s++) {
            for (int t = 0; t < segments; t++) {
                ExactSum sum = new ExactSum();
                for (Strip strip : strips) {
                    sum.add(strip.sums[s][t]);
                }
                sums[s][t] = sum.value();
            }
        }
        for (Strip strip : strips) {
            allSquares.add(strip.squares);
            for (int s = 0; s < segments; s++) {
                diameters[s] = Math.max(diameters[s], strip.farthest[s]);
                separations[s] = Math.min(separations[s], strip.nearest[s]);
            }
        }
        this.squares = allSquares.value();
        long occupied = Arrays.stream(weight).filter(w -> w > 0).count();
        if (occupied == 0) {
            this.undefined = Reason.EMPTY;
        } else if (!(squares <= Double.MAX_VALUE)) {
            this.undefined = Reason.RANGE;
        } else if (occupied == 1) {
            this.undefined = Reason.SINGLE_SEGMENT;
        } else {
            this.undefined = Arrays.stream(weight).noneMatch(w -> w > 1) ? Reason.NO_WITHIN_VARIATION : null;
        }
    }

    /**
     * Looks at all pairs, on the calling thread.
     *
     * @param features the scaled matrix, n × d
     * @param assignment the labels, one per row
     * @return the statistics
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     */
    public static DistanceStatistics of(FeatureMatrix features, Assignment assignment) {
        return of(features, assignment, Execution.sequential());
    }

    /**
     * Looks at all pairs.
     *
     * @param features the scaled matrix, n × d
     * @param assignment the labels, one per row
     * @param execution how to run; strips of rows are worked on side by side
     * @return the statistics
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static DistanceStatistics of(FeatureMatrix features, Assignment assignment, Execution execution) {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(features.rowCount(), assignment.size(), "DistanceStatistics.of", "assignment", "row");
        Arguments.noMissing(features, "DistanceStatistics.of");
        Rows rows = new Rows(features, assignment);
        double[] weight = new double[assignment.segmentCount()];
        for (int i = 0; i < rows.labels.length; i++) {
            weight[rows.labels[i]] += rows.weights[i];
        }
        try (Workers workers = execution.start()) {
            int count = (rows.labels.length + STRIP - 1) / STRIP;
            return new DistanceStatistics(weight, workers.map(count, strip -> new Strip(workers, rows, strip)));
        }
    }

    /**
     * The mean distance of two rows of one segment.
     *
     * @param segment its label
     * @return at least 0; NaN with fewer than two rows
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double averageDistance(int segment) {
        double rows = weight[Objects.checkIndex(segment, weight.length)];
        return rows > 1 && undefined != Reason.RANGE ? sums[segment][segment] / (rows * (rows - 1)) : Double.NaN;
    }

    /**
     * The mean distance of a row of one segment to a row of another.
     *
     * @param first the label of one
     * @param second the label of the other; the same gives {@link #averageDistance(int)}
     * @return at least 0; NaN if one is empty
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double averageDistance(int first, int second) {
        Objects.checkIndex(first, weight.length);
        Objects.checkIndex(second, weight.length);
        if (first == second) {
            return averageDistance(first);
        }
        double pairs = weight[first] * weight[second];
        return pairs > 0 && undefined != Reason.RANGE ? sums[first][second] / pairs : Double.NaN;
    }

    /**
     * The largest distance of two rows of one segment.
     *
     * @param segment its label
     * @return at least 0; 0 for a single row; NaN if it is empty
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double diameter(int segment) {
        return finite(diameters[Objects.checkIndex(segment, weight.length)]);
    }

    /**
     * The smallest distance of a row of the segment to a row of any other.
     *
     * @param segment its label
     * @return at least 0; NaN if it is empty or alone
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double separation(int segment) {
        return finite(separations[Objects.checkIndex(segment, weight.length)]);
    }

    /**
     * The mean distance within segments, such that each row counts the same, not each pair: lower is better. Segments of
     * one row are left out.
     *
     * @return at least 0; NaN if no segment has two rows
     */
    public double averageWithin() {
        double sum = 0;
        double rows = 0;
        for (int s = 0; s < weight.length; s++) {
            if (weight[s] > 1) {
                sum += weight[s] * averageDistance(s);
                rows += weight[s];
            }
        }
        return sum / rows;
    }

    /**
     * The mean distance of all pairs of rows in different segments: higher is better.
     *
     * @return at least 0; NaN for a single segment
     */
    public double averageBetween() {
        double sum = 0;
        double pairs = 0;
        for (int s = 0; s < weight.length; s++) {
            for (int t = 0; t < s; t++) {
                sum += sums[s][t];
                pairs += weight[s] * weight[t];
            }
        }
        return undefined == Reason.RANGE ? Double.NaN : sum / pairs;
    }

    /**
     * The mean distance within segments divided by that between them.
     *
     * @return at least 0, about 1 for random labels, lower is better; NaN if either is undefined
     */
    public double withinBetweenRatio() {
        return finite(averageWithin() / averageBetween());
    }

    /**
     * The average form of Dunn's index: the smallest mean distance between two segments divided by the largest mean distance
     * within one. Unlike Dunn's own it does not hang on two rows.
     *
     * @return at least 0, higher is better; NaN if undefined, also if all rows within segments coincide
     */
    public double averageDunn() {
        double nearest = Double.POSITIVE_INFINITY;
        double widest = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < weight.length; s++) {
            if (weight[s] > 1) {
                widest = Math.max(widest, averageDistance(s));
            }
            for (int t = 0; t < s; t++) {
                if (weight[s] > 0 && weight[t] > 0) {
                    nearest = Math.min(nearest, averageDistance(s, t));
                }
            }
        }
        return widest >= 0 ? finite(nearest / widest) : Double.NaN;
    }

    /**
     * The correlation of two numbers of every pair of rows: its distance, and 1 if the rows are in different segments, else 0
     * (Hubert's Γ, normalized).
     *
     * @return in [−1, 1], higher is better, about 0 for random labels; NaN if undefined or if all distances are equal
     */
    public double pearsonGamma() {
        if (undefined != null) {
            return Double.NaN;
        }
        double rows = Arrays.stream(weight).sum();
        double pairs = rows * (rows - 1) / 2;
        double apart = 0;
        double distance = 0;
        double all = 0;
        for (int s = 0; s < weight.length; s++) {
            for (int t = 0; t <= s; t++) {
                apart += t < s ? weight[s] * weight[t] : 0;
                distance += t < s ? sums[s][t] : 0;
                all += t < s ? sums[s][t] : sums[s][s] / 2;
            }
        }
        double mean = all / pairs;
        double share = apart / pairs;
        double variance = squares / 2 / pairs - mean * mean;
        return variance > 0
                ? (distance / pairs - mean * share) / Math.sqrt(variance * share * (1 - share))
                : Double.NaN;
    }

    /**
     * The entropy of the sizes of segments, −Σ s·ln s: how evenly rows are spread.
     *
     * @return 0 for a single segment, ln k if all k have the same size; NaN for no rows
     */
    public double entropy() {
        double rows = Arrays.stream(weight).sum();
        double entropy = rows > 0 ? 0 : Double.NaN;
        for (double size : weight) {
            entropy -= size > 0 ? size / rows * StrictMath.log(size / rows) : 0;
        }
        return entropy;
    }

    /**
     * Why the indices that compare segments are undefined.
     *
     * @return the reason, or empty if they are defined
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(undefined);
    }

    @Override
    public String toString() {
        return "DistanceStatistics[within " + averageWithin() + ", between " + averageBetween()
                + (undefined == null ? "]" : ", undefined: " + undefined + "]");
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }

    private static double[] filled(int length, double value) {
        double[] filled = new double[length];
        Arrays.fill(filled, value);
        return filled;
    }

    /** The data as the kernel wants them. */
    private static final class Rows {

        final double[] values;
        final int features;
        final int[] labels;
        final double[] weights;
        final int segments;

        Rows(FeatureMatrix matrix, Assignment assignment) {
            this.values = matrix.toRowMajorArray();
            this.features = matrix.featureCount();
            this.labels = assignment.toArray();
            this.weights = GroupedColumn.weights(matrix);
            this.segments = assignment.segmentCount();
        }

        double distance(int first, int second) {
            int a = first * features;
            int b = second * features;
            double squared = 0;
            for (int j = 0; j < features; j++) {
                double difference = values[a + j] - values[b + j];
                squared += difference * difference;
            }
            return Math.sqrt(squared);
        }
    }

    /** Some rows against all: sums by pair of segments, the own segment first. */
    private static final class Strip {

        final double[][] sums;
        final double[] farthest;
        final double[] nearest;
        double squares;

        Strip(Workers workers, Rows rows, int strip) {
            this.sums = new double[rows.segments][rows.segments];
            this.farthest = filled(rows.segments, Double.NEGATIVE_INFINITY);
            this.nearest = filled(rows.segments, Double.POSITIVE_INFINITY);
            int end = Math.min(rows.labels.length, (strip + 1) * STRIP);
            for (int i = strip * STRIP; i < end; i++) {
                if (rows.weights[i] > 0) {
                    add(workers, rows, i);
                }
            }
        }

        private void add(Workers workers, Rows rows, int row) {
            int own = rows.labels[row];
            double[] mine = sums[own];
            double weight = rows.weights[row];
            for (int j = 0; j < rows.labels.length; j++) {
                if (j % POLL == 0) {
                    workers.checkCancelled();
                }
                if (rows.weights[j] > 0) {
                    double distance = rows.distance(row, j);
                    int other = rows.labels[j];
                    mine[other] += weight * rows.weights[j] * distance;
                    squares += weight * rows.weights[j] * distance * distance;
                    if (other == own) {
                        farthest[own] = Math.max(farthest[own], distance);
                    } else {
                        nearest[own] = Math.min(nearest[own], distance);
                    }
                }
            }
        }
    }
}
