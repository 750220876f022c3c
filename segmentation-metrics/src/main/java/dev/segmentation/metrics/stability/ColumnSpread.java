package dev.segmentation.metrics.stability;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;

/**
 * Mean and standard deviation of every column, with n in the denominator; missing values are left out, a row of weight w
 * counts as w rows.
 */
final class ColumnSpread {

    private final double[] means;
    private final double[] deviations;

    private ColumnSpread(double[] means, double[] deviations) {
        this.means = means;
        this.deviations = deviations;
    }

    static ColumnSpread of(FeatureMatrix features, Runnable poll) {
        double[] means = new double[features.featureCount()];
        double[] deviations = new double[means.length];
        for (int j = 0; j < means.length; j++) {
            poll.run();
            double[] column = features.column(features.featureNames().get(j));
            ExactSum sum = new ExactSum();
            ExactSum total = new ExactSum();
            for (int i = 0; i < column.length; i++) {
                if (!Double.isNaN(column[i])) {
                    sum.addProduct(features.weight(i), column[i]);
                    total.add(features.weight(i));
                }
            }
            double weight = total.value();
            means[j] = weight > 0 ? sum.value() / weight : 0;
            ExactSum squares = new ExactSum();
            for (int i = 0; i < column.length; i++) {
                if (!Double.isNaN(column[i])) {
                    double difference = column[i] - means[j];
                    squares.add(features.weight(i) * (difference * difference));
                }
            }
            deviations[j] = weight > 0 ? Math.sqrt(squares.value() / weight) : 0;
        }
        return new ColumnSpread(means, deviations);
    }

    double mean(int feature) {
        return means[feature];
    }

    double deviation(int feature) {
        return deviations[feature];
    }

    /** What happens to the values of a row. */
    @FunctionalInterface
    interface RowChange {

        void apply(int row, double[] values);
    }

    /** A copy with other values, with the weights and in the storage of the original; rows are changed in their order. */
    static FeatureMatrix changed(FeatureMatrix features, Runnable poll, RowChange change) {
        FeatureMatrix.Builder builder = FeatureMatrix.builder(features.featureNames());
        double[] weights = new double[features.rowCount()];
        for (int i = 0; i < weights.length; i++) {
            if (i % Blocks.ROWS == 0) {
                poll.run();
            }
            double[] values = features.row(i);
            change.apply(i, values);
            builder.addRow(values);
            weights[i] = features.weight(i);
        }
        FeatureMatrix built = builder.build();
        if (features.hasFloatStorage()) {
            built = built.withFloatStorage();
        }
        return features.isWeighted() ? built.weightedBy(weights) : built;
    }
}
