package dev.segmentation.tier;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;

/** The distinct values of one column, ascending, with the weight of each. */
final class SortedValues {

    private static final int POLL = 1 << 10;
    private static final int BLOCK = 1 << 16;

    /** Ascending, without repeats and negative zeros. */
    final double[] values;

    /** Of all rows of the value, positive. */
    final double[] weights;

    private SortedValues(double[] values, double[] weights) {
        this.values = values;
        this.weights = weights;
    }

    /** The one column of a matrix, without missing values; rows of weight 0 are left out. */
    static SortedValues of(FeatureMatrix features, int tiers, Workers workers, String where) {
        Arguments.segmentable(features.rowCount(), tiers, "matrix", where);
        checkWidth(features, where);
        Arguments.noMissing(features, where);
        double[] column = features.column(features.featureNames().get(0));
        double[] weights = new double[column.length];
        int[] order = new int[column.length];
        int count = 0;
        boolean isEqual = true;
        for (int i = 0; i < column.length; i++) {
            poll(i, workers);
            column[i] += 0.0; // −0 becomes 0
            weights[i] = features.weight(i);
            if (weights[i] > 0) {
                order[count++] = i;
                isEqual &= weights[i] == weights[order[0]];
            }
        }
        if (isEqual && count > 0) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = column[order[i]];
            }
            return distinct(sorted(values, workers), weights[order[0]]);
        }
        order = sorted(Arrays.copyOf(order, count), column, weights, workers);
        return distinct(order, column, weights);
    }

    /** One column, or {@link Reason#SCHEMA_MISMATCH}. */
    static void checkWidth(FeatureMatrix features, String where) {
        if (features.featureCount() != 1) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    where + ": the matrix has " + features.featureCount()
                            + " features, expected 1; name it with FeatureMatrix.select");
        }
    }

    private static SortedValues distinct(int[] order, double[] column, double[] weights) {
        double[] values = new double[order.length];
        double[] sums = new double[order.length];
        int count = 0;
        for (int i : order) {
            if (count == 0 || column[i] > values[count - 1]) {
                values[count++] = column[i];
            }
            sums[count - 1] += weights[i];
        }
        return new SortedValues(Arrays.copyOf(values, count), Arrays.copyOf(sums, count));
    }

    /** Of rows of equal weight. */
    private static SortedValues distinct(double[] ascending, double weight) {
        double[] values = new double[ascending.length];
        double[] sums = new double[ascending.length];
        int count = 0;
        for (double value : ascending) {
            if (count == 0 || value > values[count - 1]) {
                values[count++] = value;
            }
            sums[count - 1] += weight;
        }
        return new SortedValues(Arrays.copyOf(values, count), Arrays.copyOf(sums, count));
    }

    /** Blocks first, then merged two by two, so that it can be cancelled. */
    private static double[] sorted(double[] values, Workers workers) {
        int n = values.length;
        workers.forEach((n - 1) / BLOCK + 1, b -> Arrays.sort(values, b * BLOCK, (int) Math.min(n, (b + 1L) * BLOCK)));
        double[] from = values;
        double[] to = new double[n > BLOCK ? n : 0];
        for (long width = BLOCK; width < n; width *= 2) {
            merge(from, to, width, workers);
            double[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void merge(double[] from, double[] to, long width, Workers workers) {
        int n = from.length;
        workers.forEach((int) ((n - 1) / (2 * width)) + 1, pair -> {
            int left = (int) (2 * width * pair);
            int middle = (int) Math.min(left + width, n);
            int end = (int) Math.min(middle + width, n);
            int right = middle;
            for (int at = left; at < end; at++) {
                poll(at, workers);
                boolean isLeft = right == end || (left < middle && from[left] <= from[right]);
                to[at] = from[isLeft ? left++ : right++];
            }
        });
    }

    /** By value, then by weight, so that sums of weights do not depend on the order of rows; a merge sort that polls. */
    private static int[] sorted(int[] order, double[] column, double[] weights, Workers workers) {
        int[] from = order;
        int[] to = new int[order.length];
        for (int width = 1; width < order.length; width *= 2) {
            for (int start = 0; start < order.length; start += 2 * width) {
                poll(start, workers);
                int middle = Math.min(start + width, order.length);
                int end = (int) Math.min(start + 2L * width, order.length);
                int left = start;
                int right = middle;
                for (int at = start; at < end; at++) {
                    if (width > POLL) {
                        poll(at, workers);
                    }
                    boolean isLeft =
                            right == end || (left < middle && isOrdered(from[left], from[right], column, weights));
                    to[at] = from[isLeft ? left++ : right++];
                }
            }
            int[] swap = from;
            from = to;
            to = swap;
            if (width > order.length / 2) {
                break; // doubling might overflow
            }
        }
        return from;
    }

    private static boolean isOrdered(int a, int b, double[] column, double[] weights) {
        return column[a] < column[b] || (column[a] == column[b] && weights[a] <= weights[b]);
    }

    private static void poll(int i, Workers workers) {
        if (i % POLL == 0) {
            workers.checkCancelled();
        }
    }

    int count() {
        return values.length;
    }

    /** Enough distinct values, or {@link Reason#FEWER_DISTINCT_THAN_K}. */
    void checkDistinct(int tiers, String where) {
        if (tiers > values.length) {
            throw new InvalidInputException(
                    Reason.FEWER_DISTINCT_THAN_K,
                    "segmentCount",
                    where + ": segmentCount = " + tiers + " but the matrix has " + values.length
                            + " distinct rows of positive weight; lower segmentCount");
        }
    }
}
