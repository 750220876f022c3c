package dev.segmentation.metrics.validity;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import java.util.Arrays;

/**
 * For the rows of a strip, the weighted sum of their Euclidean distances to the rows of each segment. Scratch space of
 * one thread.
 *
 * <p>The rows of the strip lie in lanes, and all rows pass by one after the other: so sums are added to where they are
 * needed, row by row in their order, by loops that the JIT compiler turns into vector instructions, since all their
 * arrays are read and written at the loop index alone and their length is constant. Four features at a time; where there
 * are fewer, the others are 0 everywhere. Lanes without a row hold rows of zeros, and sums that nobody reads.
 */
final class DistanceSums {

    /** Rows worked on together. */
    static final int STRIP = 512;

    /** Features worked on together. */
    private static final int GROUP = 4;

    private final Blocks blocks;
    private final int features;
    private final double[][] columns;
    private final double[] point;
    private final double[] squared = new double[STRIP];
    private final double[][] sums;
    private final double[] scratch;

    DistanceSums(FeatureMatrix matrix, int segmentCount) {
        this.blocks = MatrixAccess.blocks(matrix);
        this.features = matrix.featureCount();
        int groups = (features + GROUP - 1) / GROUP;
        this.columns = new double[groups * GROUP][STRIP];
        this.point = new double[groups * GROUP];
        this.sums = new double[segmentCount][STRIP];
        this.scratch = new double[blocks.scratchSize()];
    }

    /** Finds the sums for the rows from {@code start} to {@code end}, at most {@link #STRIP}. */
    void find(Workers workers, int start, int end, int[] labels, double[] weights) {
        for (int r = 0; r < end - start; r++) {
            for (int j = 0; j < features; j++) {
                columns[j][r] = blocks.get(start + r, j);
            }
        }
        for (double[] sum : sums) {
            Arrays.fill(sum, 0);
        }
        for (int b = 0; b < blocks.blockCount(); b++) {
            double[] values = blocks.read(b, scratch);
            int rows = blocks.rowsIn(b);
            for (int r = 0; r < rows; r++) {
                if (r % Blocks.LANES == 0) { // rows may be wide
                    workers.checkCancelled();
                }
                int stride = Blocks.lanes(rows, r & -Blocks.LANES);
                int at = blocks.indexInBlock(r);
                for (int j = 0; j < features; j++, at += stride) {
                    point[j] = values[at];
                }
                int row = b * Blocks.ROWS + r;
                add(weights[row], sums[labels[row]]);
            }
        }
    }

    /** The sum that was found for a row, {@code r} after the first, and a segment. */
    double sum(int segment, int r) {
        return sums[segment][r];
    }

    private void add(double weight, double[] sum) {
        Arrays.fill(squared, 0);
        for (int j = 0; j < point.length; j += GROUP) {
            addSquares(
                    squared,
                    columns[j],
                    columns[j + 1],
                    columns[j + 2],
                    columns[j + 3],
                    point[j],
                    point[j + 1],
                    point[j + 2],
                    point[j + 3]);
        }
        addRoots(sum, weight, squared);
    }

    private static void addSquares(
            double[] squared,
            double[] x0,
            double[] x1,
            double[] x2,
            double[] x3,
            double p0,
            double p1,
            double p2,
            double p3) {
        for (int r = 0; r < STRIP; r++) {
            double t0 = x0[r] - p0;
            double t1 = x1[r] - p1;
            double t2 = x2[r] - p2;
            double t3 = x3[r] - p3;
            squared[r] = (((squared[r] + t0 * t0) + t1 * t1) + t2 * t2) + t3 * t3;
        }
    }

    private static void addRoots(double[] sum, double weight, double[] squared) {
        for (int r = 0; r < STRIP; r++) {
            sum[r] += weight * Math.sqrt(squared[r]);
        }
    }
}
