package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.GroupedColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * Indices of how compact and how far apart segments are, from their centers and sums of squares: Calinski–Harabasz,
 * Davies–Bouldin, and the share of variation between segments.
 *
 * <p>Use them to compare segment counts or algorithms on one scaled matrix; their values mean little across matrices.
 * They describe the columns that formed the segments and are therefore no evidence that the segments differ.
 *
 * <p><b>Input:</b> n × d matrix without missing values, already scaled; n labels. A row of weight w counts as w rows.
 * Empty segments are skipped. Nothing is modified.
 * <br><b>Precision:</b> all sums are exact and deviations are taken from means of two doubles: on the NIST analysis of
 * variance data, 13.5 digits or more also at offset 1e12. The same bits on any number of threads.
 * <br><b>Undefined:</b> NaN, with the reason in {@link #undefined()}: no rows, a single segment, or no variation within
 * segments, by which both indices would divide or which they would flatter.
 * <br><b>Cost:</b> O(n·d) time; O(n) memory per thread.
 */
public final class SegmentIndices {

    private final double within;
    private final double between;
    private final double calinskiHarabasz;
    private final double daviesBouldin;
    private final List<Notice> undefined;

    private SegmentIndices(
            double within, double between, double calinskiHarabasz, double daviesBouldin, List<Notice> undefined) {
        this.within = within;
        this.between = between;
        this.calinskiHarabasz = calinskiHarabasz;
        this.daviesBouldin = daviesBouldin;
        this.undefined = undefined;
    }

    /**
     * Computes all indices on the calling thread.
     *
     * @param features the scaled matrix, n × d
     * @param assignment the labels, one per row
     * @return the indices
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     */
    public static SegmentIndices of(FeatureMatrix features, Assignment assignment) {
        return of(features, assignment, Execution.sequential());
    }

    /**
     * Computes all indices.
     *
     * @param features the scaled matrix, n × d
     * @param assignment the labels, one per row
     * @param execution how to run; columns are worked on side by side
     * @return the indices
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static SegmentIndices of(FeatureMatrix features, Assignment assignment, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(assignment, "assignment");
        Objects.requireNonNull(execution, "execution");
        Arguments.sameSize(features.rowCount(), assignment.size(), "SegmentIndices.of", "assignment", "row");
        Arguments.noMissing(features, "SegmentIndices.of");
        int[] labels = assignment.toArray();
        double[] weights = GroupedColumn.weights(features);
        try (Workers workers = execution.start()) {
            List<GroupedColumn> columns = columns(workers, features, labels, assignment.segmentCount(), weights);
            ExactSum within = new ExactSum();
            ExactSum between = new ExactSum();
            for (GroupedColumn column : columns) {
                within.add(column.within());
                between.add(column.between());
            }
            return of(within.value(), between.value(), columns, () -> {
                double[] scatter = scatter(workers, features, labels, weights, columns);
                return daviesBouldin(scatter, columns);
            });
        }
    }

    private static SegmentIndices of(
            double within, double between, List<GroupedColumn> columns, DoubleSupplier daviesBouldin) {
        GroupedColumn first = columns.get(0);
        int segments = first.occupied();
        double n = first.totalWeight;
        List<Notice> notices = new ArrayList<>();
        if (segments == 0) {
            notices.add(new Notice(Reason.EMPTY, "every index: there are no rows"));
        } else if (segments == 1) {
            notices.add(new Notice(Reason.SINGLE_SEGMENT, "every index: all rows are in one segment"));
        } else if (!(within + between <= Double.MAX_VALUE)) {
            notices.add(new Notice(Reason.RANGE, "every index: squares overflow; scale the features first"));
        } else if (within == 0) {
            notices.add(new Notice(
                    Reason.NO_WITHIN_VARIATION,
                    "Calinski–Harabasz and Davies–Bouldin: the rows of each segment are all alike"));
        }
        if (!notices.isEmpty()) {
            return new SegmentIndices(within, between, Double.NaN, Double.NaN, List.copyOf(notices));
        }
        double ratio = n > segments ? between / (segments - 1) / (within / (n - segments)) : Double.NaN;
        double similarity = daviesBouldin.getAsDouble();
        if (Double.isNaN(similarity)) {
            notices.add(new Notice(Reason.COINCIDENT_CENTERS, "Davies–Bouldin: two segments have the same center"));
        }
        if (Double.isNaN(ratio)) {
            notices.add(new Notice(
                    Reason.NO_WITHIN_VARIATION, "Calinski–Harabasz: the weights add up to no more than the segments"));
        }
        return new SegmentIndices(within, between, ratio, similarity, List.copyOf(notices));
    }

    /**
     * The variance ratio criterion, [B/(k − 1)]/[W/(n − k)] with the sums of squares between and within segments; on one
     * column, the F of the analysis of variance. At least 0, without upper limit; higher is better.
     *
     * <p><b>Reference:</b> T. Caliński and J. Harabasz (1974), Commun. Stat. 3, 1–27, doi:10.1080/03610927408827101.
     *
     * @return the index; NaN if undefined
     */
    public double calinskiHarabasz() {
        return calinskiHarabasz;
    }

    /**
     * How similar each segment is to the one it is most like, (sᵢ + sⱼ)/dᵢⱼ, on average: s is the mean Euclidean distance
     * of a segment's rows to its center, d the distance of the centers. At least 0; lower is better.
     *
     * <p><b>Reference:</b> D. L. Davies and D. W. Bouldin (1979), IEEE Trans. Pattern Anal. 1, 224–227,
     * doi:10.1109/TPAMI.1979.4766909.
     *
     * @return the index; NaN if undefined, also if two segments have the same center
     */
    public double daviesBouldin() {
        return daviesBouldin;
    }

    /**
     * The sum of squared distances of the rows to the centers of their segments, W: what k-means minimizes.
     *
     * @return at least 0; 0 for no rows; not finite where squares overflow
     */
    public double withinSumOfSquares() {
        return within;
    }

    /**
     * The sum of squared distances of the segments' centers to the center of all rows, each counted once per row, B.
     *
     * @return at least 0; 0 for no rows and for a single segment
     */
    public double betweenSumOfSquares() {
        return between;
    }

    /**
     * The share of the variation that lies between segments, η² = B/(B + W). Range [0, 1]; rises with every further
     * segment, so compare it for one k only.
     *
     * @return the share; NaN for no rows, a single segment, rows that are all alike, or squares that overflow
     */
    public double etaSquared() {
        boolean comparable = undefined.stream()
                .noneMatch(notice -> notice.reason() == Reason.SINGLE_SEGMENT || notice.reason() == Reason.RANGE);
        return comparable ? between / (between + within) : Double.NaN;
    }

    /**
     * Which indices are NaN, and why.
     *
     * @return empty if all are defined
     */
    public List<Notice> undefined() {
        return undefined;
    }

    @Override
    public String toString() {
        return "SegmentIndices[Calinski–Harabasz " + calinskiHarabasz + ", Davies–Bouldin " + daviesBouldin + ", η² "
                + etaSquared() + "]";
    }

    static List<GroupedColumn> columns(
            Workers workers, FeatureMatrix features, int[] labels, int segments, double[] weights) {
        return workers.map(
                features.featureCount(),
                j -> GroupedColumn.of(features.column(features.featureNames().get(j)), labels, segments, weights));
    }

    /** The mean Euclidean distance of each segment's rows to its center. */
    private static double[] scatter(
            Workers workers, FeatureMatrix features, int[] labels, double[] weights, List<GroupedColumn> columns) {
        double[] distances = new double[labels.length];
        workers.forEach(Blocks.blockCount(labels.length), block -> {
            int end = Math.min(labels.length, (block + 1) * Blocks.ROWS);
            for (int i = block * Blocks.ROWS; i < end; i++) {
                double squared = 0;
                for (int j = 0; j < columns.size(); j++) {
                    GroupedColumn column = columns.get(j);
                    double deviation = (features.value(i, j) - column.meanHigh[labels[i]]) - column.meanLow[labels[i]];
                    squared += deviation * deviation;
                }
                distances[i] = Math.sqrt(squared);
            }
        });
        GroupedColumn first = columns.get(0);
        ExactSum[] sums = new ExactSum[first.groups];
        Arrays.setAll(sums, s -> new ExactSum());
        for (int i = 0; i < labels.length; i++) {
            sums[labels[i]].addProduct(weights[i], distances[i]);
        }
        double[] scatter = new double[first.groups];
        Arrays.setAll(scatter, s -> sums[s].value() / first.weight[s]);
        return scatter;
    }

    /** NaN if two centers coincide. */
    private static double daviesBouldin(double[] scatter, List<GroupedColumn> columns) {
        GroupedColumn first = columns.get(0);
        double sum = 0;
        for (int s = 0; s < scatter.length; s++) {
            double worst = 0;
            for (int t = 0; t < scatter.length; t++) {
                if (s == t || !(first.weight[s] > 0 && first.weight[t] > 0)) {
                    continue;
                }
                double squared = 0;
                for (GroupedColumn column : columns) {
                    double difference = column.deviation(s) - column.deviation(t);
                    squared += difference * difference;
                }
                if (squared == 0) {
                    return Double.NaN;
                }
                worst = Math.max(worst, (scatter[s] + scatter[t]) / Math.sqrt(squared));
            }
            sum += worst;
        }
        return sum / first.occupied();
    }
}
