package dev.segmentation.metrics.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.metrics.validity.SegmentIndices;

/**
 * The dispersion within segments of the gap statistic: W = Σ_r D_r/(2n_r), D_r the sum of distances, or their squares,
 * over all ordered pairs of rows of segment r. A row of weight w counts as w rows.
 */
final class Dispersion {

    private static final int POLL = 64;

    private Dispersion() {}

    /** ln W; −∞ if the rows of each segment are all alike. */
    static double logarithm(FeatureMatrix features, Assignment assignment, DistancePower power, Execution inside) {
        return StrictMath.log(
                power == DistancePower.SQUARED
                        ? SegmentIndices.of(features, assignment, inside).withinSumOfSquares()
                        : plain(features, assignment, inside));
    }

    private static double plain(FeatureMatrix features, Assignment assignment, Execution inside) {
        double sum = 0;
        try (Workers polled = inside.start()) {
            for (int s = 0; s < assignment.segmentCount(); s++) {
                int[] rows = assignment.rowsOf(s);
                FeatureMatrix members = features.rows(rows);
                double[] values = members.toRowMajorArray();
                double size = 0;
                double pairs = 0;
                for (int i = 0; i < rows.length; i++) {
                    if (i % POLL == 0) {
                        polled.checkCancelled();
                    }
                    size += members.weight(i);
                    pairs += members.weight(i) * before(values, i, members);
                }
                sum += size > 0 ? pairs / size : 0;
            }
        }
        return sum;
    }

    /** The weighted sum of the distances of a row to the rows before it. */
    private static double before(double[] values, int row, FeatureMatrix members) {
        int d = members.featureCount();
        double sum = 0;
        for (int other = 0; other < row; other++) {
            sum += members.weight(other) * distance(values, row, other, d);
        }
        return sum;
    }

    /** The Euclidean distance of two rows of a row-major array. */
    static double distance(double[] values, int row, int other, int d) {
        double squared = 0;
        for (int j = 0; j < d; j++) {
            double difference = values[row * d + j] - values[other * d + j];
            squared += difference * difference;
        }
        return Math.sqrt(squared);
    }
}
