package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import java.util.Arrays;

/**
 * Squared distances of a strip of rows to a set of centers: Σ (x_j − c_j)², added up in the order of the features, in
 * plain double arithmetic. This order is the definition that every other kernel has to reproduce; it is right at any
 * offset of the data, because differences are taken before squares.
 *
 * <p>Rows lie in lanes: the columns of the strip are copied to arrays of their own, eight at a time, so that every inner
 * loop reads and writes at the loop index alone, and is long enough, to be turned into vector instructions. Scratch space
 * of one thread.
 */
final class Distances {

    /** Rows of a strip at most; a whole number of tiles. */
    static final int STRIP = 8 * Blocks.LANES;

    /** Features after which cancellation is asked for again. */
    private static final int POLLED = 1 << 12;

    private final int features;
    private int centerCount;
    private final double[] x0 = new double[STRIP];
    private final double[] x1 = new double[STRIP];
    private final double[] x2 = new double[STRIP];
    private final double[] x3 = new double[STRIP];
    private final double[] x4 = new double[STRIP];
    private final double[] x5 = new double[STRIP];
    private final double[] x6 = new double[STRIP];
    private final double[] x7 = new double[STRIP];
    private double[][] squared = new double[0][];

    Distances(int features) {
        this.features = features;
    }

    int features() {
        return features;
    }

    /** What is done with each strip once its distances are known. */
    interface StripWork {
        void on(Distances distances, int start, int rows);
    }

    /** Finds the distances of all rows of a block to centers, row-major, strip by strip; polls in between. */
    void eachStrip(double[] packed, int rows, double[] centers, Runnable poll, StripWork work) {
        centerCount = centers.length / features;
        if (squared.length < centerCount) {
            squared = new double[centerCount][STRIP];
        }
        for (int start = 0; start < rows; start += STRIP) {
            int count = Math.min(STRIP, rows - start);
            fill(packed, rows, start, count, centers, poll);
            work.on(this, start, count);
        }
    }

    private void fill(double[] block, int rowsInBlock, int start, int count, double[] centers, Runnable poll) {
        for (int c = 0; c < centerCount; c++) {
            Arrays.fill(squared[c], 0, count, 0);
        }
        int j = 0;
        for (; j + 8 <= features; j += 8) {
            if (j % POLLED == 0) {
                poll.run();
            }
            copy(block, rowsInBlock, start, count, j, x0);
            copy(block, rowsInBlock, start, count, j + 1, x1);
            copy(block, rowsInBlock, start, count, j + 2, x2);
            copy(block, rowsInBlock, start, count, j + 3, x3);
            copy(block, rowsInBlock, start, count, j + 4, x4);
            copy(block, rowsInBlock, start, count, j + 5, x5);
            copy(block, rowsInBlock, start, count, j + 6, x6);
            copy(block, rowsInBlock, start, count, j + 7, x7);
            for (int c = 0; c < centerCount; c++) {
                addFour(count, squared[c], x0, x1, x2, x3, centers, c * features + j);
                addFour(count, squared[c], x4, x5, x6, x7, centers, c * features + j + 4);
            }
        }
        for (; j < features; j++) {
            copy(block, rowsInBlock, start, count, j, x0);
            for (int c = 0; c < centerCount; c++) {
                addOne(count, squared[c], x0, centers[c * features + j]);
            }
        }
    }

    /** Copies one column of the strip, tile by tile. */
    private void copy(double[] block, int rowsInBlock, int start, int count, int feature, double[] into) {
        for (int at = 0; at < count; at += Blocks.LANES) {
            int lanes = Blocks.lanes(rowsInBlock, start + at);
            System.arraycopy(block, (start + at) * features + feature * lanes, into, at, lanes);
        }
    }

    /** The distances of all rows of the strip to one center; beyond its rows, numbers hold no meaning. */
    double[] to(int center) {
        return squared[center];
    }

    private static void addFour(
            int count, double[] sum, double[] a, double[] b, double[] c, double[] d, double[] centers, int at) {
        double ca = centers[at];
        double cb = centers[at + 1];
        double cc = centers[at + 2];
        double cd = centers[at + 3];
        for (int r = 0; r < count; r++) {
            double ta = a[r] - ca;
            double tb = b[r] - cb;
            double tc = c[r] - cc;
            double td = d[r] - cd;
            sum[r] = (((sum[r] + ta * ta) + tb * tb) + tc * tc) + td * td;
        }
    }

    private static void addOne(int count, double[] sum, double[] x, double center) {
        for (int r = 0; r < count; r++) {
            double t = x[r] - center;
            sum[r] += t * t;
        }
    }

    /** The same distance of one row, whose values lie {@code stride} apart. */
    static double squared(double[] values, int first, int stride, double[] centers, int center, int features) {
        double sum = 0;
        int at = first;
        int c = center * features;
        for (int j = 0; j < features; j++, at += stride) {
            double t = values[at] - centers[c + j];
            sum += t * t;
        }
        return sum;
    }

    /** The nearest center of one row, whose values lie {@code stride} apart; the lower one of two equally near ones. */
    static int nearest(double[] values, int first, int stride, double[] centers, int centerCount, int features) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        int c = 0;
        for (; c + 4 <= centerCount; c += 4) { // each in its own order, all four in the time of one
            double sum0 = 0;
            double sum1 = 0;
            double sum2 = 0;
            double sum3 = 0;
            int at = first;
            for (int j = c * features; j < (c + 1) * features; j++, at += stride) {
                double x = values[at];
                double t0 = x - centers[j];
                double t1 = x - centers[j + features];
                double t2 = x - centers[j + 2 * features];
                double t3 = x - centers[j + 3 * features];
                sum0 += t0 * t0;
                sum1 += t1 * t1;
                sum2 += t2 * t2;
                sum3 += t3 * t3;
            }
            nearest = sum0 < least ? c : nearest;
            least = Math.min(least, sum0);
            nearest = sum1 < least ? c + 1 : nearest;
            least = Math.min(least, sum1);
            nearest = sum2 < least ? c + 2 : nearest;
            least = Math.min(least, sum2);
            nearest = sum3 < least ? c + 3 : nearest;
            least = Math.min(least, sum3);
        }
        for (; c < centerCount; c++) {
            double squared = squared(values, first, stride, centers, c, features);
            if (squared < least) {
                least = squared;
                nearest = c;
            }
        }
        return nearest;
    }
}
