package dev.segmentation;

import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.Objects;

/**
 * Which segment each row belongs to: n labels in 0 … k − 1, one per row, none left out.
 *
 * <p>A segment may be empty here, since a later snapshot need not reach every segment of the model.
 */
public final class Assignment {

    private final int[] labels;
    private final int segmentCount;

    private Assignment(int[] labels, int segmentCount) {
        this.labels = labels;
        this.segmentCount = segmentCount;
    }

    /**
     * Copies labels.
     *
     * @param segmentCount k, at least 1
     * @param labels n labels in 0 … k − 1; not modified, not kept
     * @return the assignment
     * @throws InvalidInputException if k is below 1 or a label is out of range
     */
    public static Assignment copyOf(int segmentCount, int... labels) {
        Objects.requireNonNull(labels, "labels");
        Arguments.atLeast(1, segmentCount, "Assignment.copyOf", "segmentCount", "1 puts every row into one segment");
        int[] copy = labels.clone();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] < 0 || copy[i] >= segmentCount) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        i,
                        "labels",
                        "Assignment.copyOf: the label of row " + i + " is " + copy[i] + ", expected 0 to "
                                + (segmentCount - 1));
            }
        }
        return new Assignment(copy, segmentCount);
    }

    /**
     * The number of rows, n.
     *
     * @return at least 0
     */
    public int size() {
        return labels.length;
    }

    /**
     * The number of segments, k, empty ones included.
     *
     * @return at least 1
     */
    public int segmentCount() {
        return segmentCount;
    }

    /**
     * The segment of a row.
     *
     * @param row from 0
     * @return its label, 0 … k − 1
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public int label(int row) {
        return labels[Objects.checkIndex(row, labels.length)];
    }

    /**
     * How many rows each segment has.
     *
     * @return k counts, a new array
     */
    public int[] sizes() {
        int[] sizes = new int[segmentCount];
        for (int label : labels) {
            sizes[label]++;
        }
        return sizes;
    }

    /**
     * The rows of one segment, ascending.
     *
     * @param segment its label
     * @return row indices, a new array
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public int[] rowsOf(int segment) {
        Objects.checkIndex(segment, segmentCount);
        int[] rows = new int[labels.length];
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == segment) {
                rows[count++] = i;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /**
     * The labels of some of the rows, in the given order.
     *
     * @param rows row indices, repeats allowed
     * @return an assignment of those rows to the same segments
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Assignment rows(int... rows) {
        int[] taken = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            taken[i] = label(rows[i]);
        }
        return new Assignment(taken, segmentCount);
    }

    /**
     * All labels.
     *
     * @return n labels, a new array
     */
    public int[] toArray() {
        return labels.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Assignment that
                && segmentCount == that.segmentCount
                && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(labels) + segmentCount;
    }

    /** Counts only. */
    @Override
    public String toString() {
        return "Assignment[" + labels.length + " rows, " + segmentCount + " segments]";
    }
}
