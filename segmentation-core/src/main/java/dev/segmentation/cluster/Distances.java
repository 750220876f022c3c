package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;

/**
 * Squared distances of the rows of one tile to a set of centers: Σ (x_j − c_j)², added up in the order of the features,
 * in plain double arithmetic. This order is the definition that every other kernel has to reproduce; it is right at any
 * offset of the data, because differences are taken before squares.
 *
 * <p>Rows lie in lanes: columns of the tile are copied to arrays of their own, eight at a time, so that every inner loop
 * reads and writes at the loop index alone, which is what the compiler turns into vector instructions. Scratch space of
 * one thread.
 */
final class Distances {

    private static final int LANES = Blocks.LANES;

    private final int centerCount;
    private final int features;
    private final double[] x0 = new double[LANES];
    private final double[] x1 = new double[LANES];
    private final double[] x2 = new double[LANES];
    private final double[] x3 = new double[LANES];
    private final double[] x4 = new double[LANES];
    private final double[] x5 = new double[LANES];
    private final double[] x6 = new double[LANES];
    private final double[] x7 = new double[LANES];
    private final double[][] squared;
    private final double[] least = new double[LANES];
    private final int[] nearest = new int[LANES];

    Distances(int centerCount, int features) {
        this.centerCount = centerCount;
        this.features = features;
        this.squared = new double[centerCount][LANES];
    }

    /**
     * Fills the distances of one tile.
     *
     * @param block the block that holds the tile
     * @param tile where the tile starts in it
     * @param lanes its rows
     * @param centers row-major
     */
    void fill(double[] block, int tile, int lanes, double[] centers) {
        for (int c = 0; c < centerCount; c++) {
            java.util.Arrays.fill(squared[c], 0);
        }
        int j = 0;
        for (; j + 8 <= features; j += 8) {
            int at = tile + j * lanes;
            System.arraycopy(block, at, x0, 0, lanes);
            System.arraycopy(block, at + lanes, x1, 0, lanes);
            System.arraycopy(block, at + 2 * lanes, x2, 0, lanes);
            System.arraycopy(block, at + 3 * lanes, x3, 0, lanes);
            System.arraycopy(block, at + 4 * lanes, x4, 0, lanes);
            System.arraycopy(block, at + 5 * lanes, x5, 0, lanes);
            System.arraycopy(block, at + 6 * lanes, x6, 0, lanes);
            System.arraycopy(block, at + 7 * lanes, x7, 0, lanes);
            for (int c = 0; c < centerCount; c++) {
                addFour(squared[c], x0, x1, x2, x3, centers, c * features + j);
                addFour(squared[c], x4, x5, x6, x7, centers, c * features + j + 4);
            }
        }
        for (; j < features; j++) {
            System.arraycopy(block, tile + j * lanes, x0, 0, lanes);
            for (int c = 0; c < centerCount; c++) {
                addOne(squared[c], x0, centers[c * features + j]);
            }
        }
    }

    /** The distances of all lanes to one center; lanes beyond the rows of the tile hold no meaning. */
    double[] to(int center) {
        return squared[center];
    }

    /** Finds the nearest center of each lane, the lower one of two equally near ones. */
    int[] nearest() {
        System.arraycopy(squared[0], 0, least, 0, LANES);
        java.util.Arrays.fill(nearest, 0);
        for (int c = 1; c < centerCount; c++) {
            double[] distance = squared[c];
            for (int r = 0; r < LANES; r++) {
                if (distance[r] < least[r]) {
                    least[r] = distance[r];
                    nearest[r] = c;
                }
            }
        }
        return nearest;
    }

    private static void addFour(
            double[] sum, double[] a, double[] b, double[] c, double[] d, double[] centers, int at) {
        double ca = centers[at];
        double cb = centers[at + 1];
        double cc = centers[at + 2];
        double cd = centers[at + 3];
        for (int r = 0; r < LANES; r++) {
            double ta = a[r] - ca;
            double tb = b[r] - cb;
            double tc = c[r] - cc;
            double td = d[r] - cd;
            sum[r] = (((sum[r] + ta * ta) + tb * tb) + tc * tc) + td * td;
        }
    }

    private static void addOne(double[] sum, double[] x, double center) {
        for (int r = 0; r < LANES; r++) {
            double t = x[r] - center;
            sum[r] += t * t;
        }
    }

    /** The same distance of one row, for where a single one is needed. */
    static double squared(double[] block, int tile, int lanes, int lane, double[] centers, int center, int features) {
        double sum = 0;
        int at = tile + lane;
        int c = center * features;
        for (int j = 0; j < features; j++, at += lanes) {
            double t = block[at] - centers[c + j];
            sum += t * t;
        }
        return sum;
    }
}
