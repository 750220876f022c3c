package dev.segmentation.metrics.profile;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import java.util.OptionalInt;

/**
 * The row of a segment with the smallest sum of distances to the others.
 *
 * @param place among the rows of the segment; empty if there is none
 * @param isExact whether every candidate was compared or cannot win
 */
record Medoid(OptionalInt place, boolean isExact) {

    /** By how much a bound may be too high by rounding, as a share of the sums it is made of. */
    private static final double ROUNDING = 1e-9;

    /** How many distances between two looks at cancellation, or one candidate's. */
    private static final int POLL = 1 << 16;

    /** Candidates in the given order, at most so many of them compared with all. */
    static Medoid of(FeatureMatrix features, int[] rows, int[] order, int limit, Workers workers) {
        int m = rows.length;
        if (m == 0) {
            return new Medoid(OptionalInt.empty(), true);
        }
        double[] values = features.rows(rows).toRowMajorArray();
        int d = features.featureCount();
        double[] atLeast = new double[m];
        double[] distances = new double[m];
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        int compared = 0;
        for (int candidate : order) {
            if (atLeast[candidate] > least) {
                continue;
            }
            if (compared == limit) {
                return new Medoid(OptionalInt.of(best), false);
            }
            if ((long) compared * m % POLL < m) {
                workers.checkCancelled();
            }
            double sum = distances(values, d, candidate, distances);
            compared++;
            int earliest = candidate; // of the rows that equal it, which need no comparison of their own
            for (int i = 0; i < m; i++) {
                if (distances[i] == 0) {
                    earliest = Math.min(earliest, i);
                    atLeast[i] = Double.POSITIVE_INFINITY;
                }
                double other = m * distances[i];
                atLeast[i] = Math.max(atLeast[i], Math.abs(sum - other) - ROUNDING * (sum + other));
            }
            if (sum < least || (sum == least && earliest < best)) {
                least = sum;
                best = earliest;
            }
        }
        return new Medoid(OptionalInt.of(best), true);
    }

    /** Fills the distances of one row to all, and sums them in the order of the rows. */
    private static double distances(double[] values, int d, int row, double[] into) {
        double sum = 0;
        for (int i = 0; i < into.length; i++) {
            double squared = 0;
            for (int j = 0; j < d; j++) {
                double difference = values[i * d + j] - values[row * d + j];
                squared += difference * difference;
            }
            into[i] = Math.sqrt(squared);
            sum += into[i];
        }
        return sum;
    }
}
