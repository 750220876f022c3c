package dev.segmentation.tier;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;

/** The rows of one column by ascending value, those of weight 0 left out. */
final class SortedRows {

    private static final int POLL = 1 << 10;
    private static final int BLOCK = 1 << 16;

    /** Ascending, without negative zeros. */
    final double[] values;

    /** Of each row, positive; equal values by ascending weight. */
    final double[] weights;

    private SortedRows(double[] values, double[] weights) {
        this.values = values;
        this.weights = weights;
    }

    /** The one column of a matrix, without missing values. */
    static SortedRows of(FeatureMatrix features, int tiers, Workers workers, String where) {
        Arguments.segmentable(features.rowCount(), tiers, "matrix", where);
        SortedValues.checkWidth(features, where);
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
        if (!isEqual) {
            order = sorted(Arrays.copyOf(order, count), column, weights, workers);
        }
        double[] values = new double[count];
        double[] rowWeights = new double[count];
        for (int i = 0; i < count; i++) {
            poll(i, workers);
            values[i] = column[order[i]];
            rowWeights[i] = weights[order[i]];
        }
        return new SortedRows(isEqual ? sorted(values, workers) : values, rowWeights);
    }

    /** The same with equal weights that are not whole as 1 each, since only their ratios count. */
    SortedRows counted() {
        double first = weights.length > 0 ? weights[0] : 1;
        if (first == Math.rint(first) || Arrays.stream(weights).anyMatch(weight -> weight != first)) {
            return this;
        }
        double[] ones = new double[weights.length];
        Arrays.fill(ones, 1);
        return new SortedRows(values, ones);
    }

    /** Rows of equal values as one. */
    SortedValues distinct() {
        double[] distinct = new double[values.length];
        double[] sums = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (count == 0 || values[i] > distinct[count - 1]) {
                distinct[count++] = values[i];
            }
            sums[count - 1] += weights[i];
        }
        return new SortedValues(Arrays.copyOf(distinct, count), Arrays.copyOf(sums, count));
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
}
