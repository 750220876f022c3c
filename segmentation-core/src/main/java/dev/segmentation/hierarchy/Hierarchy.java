package dev.segmentation.hierarchy;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SegmentNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A dendrogram: n rows and the n − 1 merges that join them step by step into one segment.
 *
 * <p>Nodes are numbered as in scipy: 0 … n − 1 are the rows, n + t is what merge t made. Merges are in ascending order of
 * their heights, which never fall, unless there are {@linkplain #hasInversions inversions}; of two children the one with the
 * lower number is the left one, so that single rows come before segments and earlier merges before later ones, as in R.
 *
 * <p>Immutable; 24 bytes per row. Nothing here is recursive, so a tree may be as deep as it has rows.
 */
public final class Hierarchy {

    private static final int POLL = 1 << 12;

    private final int rows;
    private final int[] left;
    private final int[] right;
    private final double[] heights;
    private final int[] sizes; // of what each merge made
    private final int[] parents; // of each node but the last
    private final double[] tops; // the height of each merge, or of the highest of its parts if that is more
    private final boolean isInverted;

    /** Takes the arrays over; merges must be in canonical order. */
    Hierarchy(int rows, int[] left, int[] right, double[] heights) {
        this.rows = rows;
        this.left = left;
        this.right = right;
        this.heights = heights;
        this.sizes = new int[left.length];
        this.parents = new int[rows + left.length];
        for (int t = 0; t < left.length; t++) {
            sizes[t] = size(left[t]) + size(right[t]);
            parents[left[t]] = rows + t;
            parents[right[t]] = rows + t;
        }
        this.isInverted = IntStream.range(1, heights.length).anyMatch(t -> heights[t] < heights[t - 1]);
        this.tops = isInverted ? tops() : heights;
    }

    private double[] tops() {
        double[] highest = heights.clone();
        for (int t = 0; t < highest.length; t++) {
            highest[t] = Math.max(highest[t], Math.max(top(left[t], highest), top(right[t], highest)));
        }
        return highest;
    }

    private double top(int node, double[] highest) {
        return node < rows ? 0 : highest[node - rows];
    }

    /**
     * Two segments that became one.
     *
     * @param left the node with the lower number: a row if below n, else what merge {@code left − n} made
     * @param right the other node
     * @param height how far apart the two were, by the linkage; in the units of the dissimilarity
     * @param size how many rows the new segment has
     */
    public record Merge(int left, int right, double height, int size) {}

    /**
     * The number of rows, n.
     *
     * @return at least 1
     */
    public int rowCount() {
        return rows;
    }

    /**
     * The merges in ascending order of their heights, or, if there are inversions, in the order in which they were made.
     *
     * @return n − 1 merges; none for a single row
     */
    public List<Merge> merges() {
        List<Merge> merges = new ArrayList<>(left.length);
        for (int t = 0; t < left.length; t++) {
            merges.add(merge(t));
        }
        return List.copyOf(merges);
    }

    /**
     * One merge.
     *
     * @param step from 0; the node it makes is n + step
     * @return the merge
     * @throws IndexOutOfBoundsException if there is no such merge
     */
    public Merge merge(int step) {
        Objects.checkIndex(step, left.length);
        return new Merge(left[step], right[step], heights[step], sizes[step]);
    }

    /**
     * The heights of all merges.
     *
     * @return n − 1 numbers, ascending unless there are inversions, a new array
     */
    public double[] heights() {
        return heights.clone();
    }

    /**
     * Whether a merge lies below one before it, as centroid and median linkage allow: then a dendrogram has lines that cross,
     * and heights say little.
     *
     * @return false for all other linkages
     */
    public boolean hasInversions() {
        return isInverted;
    }

    /**
     * How many segments are left when everything that is no farther apart than this has been joined; an inverted merge is not
     * made before those of its parts.
     *
     * @param height any number; below 0 for none joined
     * @return 1 … n
     * @throws InvalidInputException if the height is NaN ({@link Reason#BAD_PARAM})
     */
    public int segmentsAtHeight(double height) {
        return segmentsAtHeight(height, "Hierarchy.segmentsAtHeight");
    }

    private int segmentsAtHeight(double height, String where) {
        if (Double.isNaN(height)) {
            throw Arguments.badParameter(where, "height", height, "a number");
        }
        int joined = 0;
        for (double top : tops) {
            joined += top <= height ? 1 : 0;
        }
        return rows - joined;
    }

    /**
     * Cuts the tree into a number of segments: undoes the last k − 1 merges. Where merges of equal height would be partly
     * undone, those that come later in {@link #merges()} are.
     *
     * @param segmentCount k, at least 1
     * @return labels numbered by decreasing number of rows, ties by first row
     * @throws InvalidInputException if k is below 1 ({@link Reason#BAD_PARAM}), above n ({@link Reason#K_GT_N}), or would
     *     part rows that are at height 0 from each other ({@link Reason#FEWER_DISTINCT_THAN_K})
     */
    public Assignment cut(int segmentCount) {
        return numbered(segmentCount, labels(segmentCount, "Hierarchy.cut"));
    }

    /**
     * Cuts the tree at a height: joins everything that is no farther apart.
     *
     * @param height any number; above all merges gives one segment, below 0 one per row
     * @return labels numbered by decreasing number of rows, ties by first row
     * @throws InvalidInputException if the height is NaN ({@link Reason#BAD_PARAM})
     */
    public Assignment cutAtHeight(double height) {
        int segments = segmentsAtHeight(height, "Hierarchy.cutAtHeight");
        return numbered(segments, labels(t -> tops[t] <= height));
    }

    /**
     * The rows from left to right as a dendrogram is drawn without crossing lines.
     *
     * @return each row once, a new array
     */
    public int[] leafOrder() {
        int[] order = new int[rows];
        int[] stack = new int[rows];
        int depth = 0;
        int count = 0;
        stack[depth++] = rows + left.length - 1;
        while (depth > 0) {
            int node = stack[--depth];
            if (node < rows) {
                order[count++] = node;
            } else {
                stack[depth++] = right[node - rows];
                stack[depth++] = left[node - rows];
            }
        }
        return order;
    }

    /**
     * The height at which two rows come together.
     *
     * @param row from 0
     * @param other from 0
     * @return 0 for a row and itself
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double cophenetic(int row, int other) {
        int a = Objects.checkIndex(row, rows);
        int b = Objects.checkIndex(other, rows);
        while (a != b) { // a parent has a higher number than its children
            if (a < b) {
                a = parents[a];
            } else {
                b = parents[b];
            }
        }
        return a < rows ? 0 : heights[a - rows];
    }

    /**
     * How faithfully the tree keeps the dissimilarities: Pearson's correlation over all pairs of rows between them and the
     * heights at which the rows come together.
     *
     * <p>Range [−1, 1], higher is more faithful. <b>Degenerate:</b> NaN for fewer than three rows, if all heights or all
     * dissimilarities are equal, or if a dissimilarity is NaN. <b>Cost:</b> asks for every pair twice; O(n) memory.
     * <br><b>Reference:</b> R. R. Sokal and F. J. Rohlf (1962), Taxon 11, 33–40, doi:10.2307/1217208.
     *
     * @param dissimilarities of the n rows with each other
     * @param execution how to run; on the calling thread
     * @return the correlation
     * @throws InvalidInputException if there are not n rows ({@link Reason#SCHEMA_MISMATCH})
     * @throws CancelledException if cancelled
     */
    public double copheneticCorrelation(Dissimilarities dissimilarities, Execution execution) {
        Objects.requireNonNull(dissimilarities, "dissimilarities");
        Objects.requireNonNull(execution, "execution");
        String where = "Hierarchy.copheneticCorrelation";
        Arguments.sameSize(rows, dissimilarities.rowCount(), where, "dissimilarities", "row");
        Arguments.sameSize(rows, dissimilarities.otherCount(), where, "dissimilarities", "row");
        double pairs = rows * (rows - 1.0) / 2;
        Spread ofHeights = new Spread();
        Spread ofDissimilarities = new Spread();
        try (Workers workers = execution.start()) {
            eachPair(workers, dissimilarities, (height, between) -> {
                ofHeights.add(height, pairs);
                ofDissimilarities.add(between, pairs);
            });
            if (rows < 3 || !(ofHeights.range() > 0 && ofDissimilarities.range() > 0)) {
                return Double.NaN;
            }
            double[] squares = new double[3];
            eachPair(workers, dissimilarities, (height, between) -> {
                double a = ofHeights.inRange(height);
                double b = ofDissimilarities.inRange(between);
                squares[0] += a * a;
                squares[1] += b * b;
                squares[2] += a * b;
            });
            return Math.max(-1, Math.min(1, squares[2] / (Math.sqrt(squares[0]) * Math.sqrt(squares[1]))));
        }
    }

    /** The mean and the range of numbers, NaN if one is. */
    private static final class Spread {

        private double mean;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;

        void add(double number, double count) {
            mean += number / count;
            least = Math.min(least, number);
            most = Math.max(most, number);
        }

        double range() {
            return most - least;
        }

        /** The difference from the mean, so scaled that squares neither overflow nor vanish. */
        double inRange(double number) {
            return (number - mean) / range();
        }
    }

    /**
     * How much structure the tree shows: the mean over the rows of 1 − h/H, with h the height of a row's first merge and H
     * that of the last merge of all, or the highest.
     *
     * <p>Range [0, 1], higher for clearer structure; it grows with n, so compare only trees of equally many rows.
     * <b>Degenerate:</b> NaN for one row, or if all heights are 0.
     * <br><b>Reference:</b> L. Kaufman and P. J. Rousseeuw (1990), Finding Groups in Data, chapter 5,
     * doi:10.1002/9780470316801.
     *
     * @return the agglomerative coefficient
     */
    public double agglomerativeCoefficient() {
        double last = tops.length == 0 ? 0 : tops[tops.length - 1];
        if (!(last > 0)) {
            return Double.NaN;
        }
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += 1 - heights[parents[i] - rows] / last;
        }
        return sum / rows;
    }

    /** Two trees are equal if they have the same merges. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Hierarchy that
                && rows == that.rows
                && Arrays.equals(left, that.left)
                && Arrays.equals(right, that.right)
                && Arrays.equals(heights, that.heights);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(left) + Arrays.hashCode(right)) + Arrays.hashCode(heights);
    }

    /** The number of rows and the range of the heights. */
    @Override
    public String toString() {
        return "Hierarchy[" + rows + " rows"
                + (heights.length == 0 ? "" : ", heights " + heights[0] + " to " + heights[heights.length - 1]) + "]";
    }

    /** A label for each row, in no particular order of segments. */
    int[] labels(int segmentCount, String where) {
        Arguments.atLeast(1, segmentCount, where, "segmentCount", "1 puts every row into one segment");
        Arguments.segmentable(rows, segmentCount, "tree", where);
        int distinct = segmentsAtHeight(0);
        if (segmentCount > distinct) {
            throw new InvalidInputException(
                    Reason.FEWER_DISTINCT_THAN_K,
                    "segmentCount",
                    where + ": segmentCount = " + segmentCount + " but the tree has " + distinct
                            + " distinct rows, the others are at height 0 from one of them; lower segmentCount");
        }
        return labels(t -> t < rows - segmentCount);
    }

    /** A label for each row; merges that are not made come after those of their parts that are. */
    private int[] labels(IntPredicate isMade) {
        int[] label = new int[rows + left.length];
        Arrays.fill(label, -1);
        int next = 0;
        for (int node = label.length - 1; node >= 0; node--) {
            boolean isWhole = node < rows || isMade.test(node - rows);
            if (isWhole && label[node] < 0) {
                label[node] = next++;
            }
            if (isWhole && node >= rows) {
                label[left[node - rows]] = label[node];
                label[right[node - rows]] = label[node];
            }
        }
        return Arrays.copyOf(label, rows);
    }

    /** As a cut at a height, for the model of the segments. */
    int[] labelsAtHeight(double height) {
        return labels(t -> tops[t] <= height);
    }

    private static Assignment numbered(int segmentCount, int[] labels) {
        int[] numbers = SegmentNumbers.bySize(segmentCount, labels, row -> 1);
        return Assignment.copyOf(
                segmentCount, Arrays.stream(labels).map(label -> numbers[label]).toArray());
    }

    private int size(int node) {
        return node < rows ? 1 : sizes[node - rows];
    }

    private interface PairWork {
        void on(double height, double between);
    }

    /** All pairs of rows, by the merge that joins them. */
    private void eachPair(Workers workers, Dissimilarities dissimilarities, PairWork work) {
        int[] order = leafOrder();
        int[] first = new int[rows + left.length]; // where in the order the rows of a node begin
        for (int i = 0; i < rows; i++) {
            first[order[i]] = i;
        }
        for (int t = 0; t < left.length; t++) {
            first[rows + t] = Math.min(first[left[t]], first[right[t]]);
        }
        int asked = 0;
        for (int t = 0; t < left.length; t++) {
            int fromRight = first[right[t]];
            for (int i = first[left[t]]; i < first[left[t]] + size(left[t]); i++) {
                for (int j = fromRight; j < fromRight + size(right[t]); j++) {
                    if (asked++ % POLL == 0) {
                        workers.checkCancelled();
                    }
                    work.on(heights[t], dissimilarities.between(order[i], order[j]));
                }
            }
        }
    }
}
