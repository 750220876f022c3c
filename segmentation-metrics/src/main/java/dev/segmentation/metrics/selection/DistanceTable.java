package dev.segmentation.metrics.selection;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;

/** All Euclidean distances of a moderate number of rows: m²/2 doubles. */
final class DistanceTable {

    private final double[][] rows; // row i holds its distances to the rows before it
    private final double mean;
    private final double deviation;

    DistanceTable(FeatureMatrix features, Workers polled) {
        int m = features.rowCount();
        double[] values = features.toRowMajorArray();
        this.rows = new double[m][];
        double sum = 0;
        for (int i = 0; i < m; i++) {
            polled.checkCancelled();
            rows[i] = new double[i];
            for (int j = 0; j < i; j++) {
                rows[i][j] = Dispersion.distance(values, i, j, features.featureCount());
                sum += rows[i][j];
            }
        }
        this.mean = sum / pairs();
        double squares = 0;
        for (double[] row : rows) {
            for (double distance : row) {
                squares += (distance - mean) * (distance - mean);
            }
        }
        this.deviation = Math.sqrt(squares / pairs());
    }

    int size() {
        return rows.length;
    }

    double between(int one, int other) {
        if (one == other) {
            return 0;
        }
        return one > other ? rows[one][other] : rows[other][one];
    }

    double pairs() {
        return 0.5 * rows.length * (rows.length - 1.0);
    }

    /** Over all pairs. */
    double mean() {
        return mean;
    }

    /** Over all pairs, dividing by their number. */
    double deviation() {
        return deviation;
    }
}
