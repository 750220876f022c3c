package dev.segmentation.rule;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.List;

/** The three columns of RFM scoring with the weights of the rows; recency may be missing. */
record RfmColumns(Column recency, Column frequency, Column monetary) {

    static RfmColumns of(List<String> names, FeatureMatrix features, String where) {
        Arguments.match(names, features, where);
        double[] weights = new double[features.isWeighted() ? features.rowCount() : 0];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = features.weight(i);
        }
        RfmColumns columns = new RfmColumns(
                new Column(features.column(names.get(0)), weights),
                new Column(features.column(names.get(1)), weights),
                new Column(features.column(names.get(2)), weights));
        columns.frequency.checkNoMissing(names.get(1), where);
        columns.monetary.checkNoMissing(names.get(2), where);
        return columns;
    }

    int size() {
        return recency.values.length;
    }

    /** The rows that have this label. */
    RfmColumns where(int[] labels, int label) {
        int count = 0;
        int[] rows = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == label) {
                rows[count++] = i;
            }
        }
        return new RfmColumns(recency.rows(rows, count), frequency.rows(rows, count), monetary.rows(rows, count));
    }

    /** Values with their weights, or with no weights at all. */
    static final class Column {

        final double[] values;
        final double[] weights;

        Column(double[] values, double[] weights) {
            this.values = values;
            this.weights = weights;
        }

        double value(int row) {
            return values[row];
        }

        Cuts cuts(int bins) {
            return Cuts.quantiles(values, weights, bins);
        }

        private Column rows(int[] rows, int count) {
            double[] taken = new double[count];
            double[] weight = new double[weights.length == 0 ? 0 : count];
            for (int i = 0; i < count; i++) {
                taken[i] = values[rows[i]];
                if (weight.length > 0) {
                    weight[i] = weights[rows[i]];
                }
            }
            return new Column(taken, weight);
        }

        private void checkNoMissing(String name, String where) {
            for (int i = 0; i < values.length; i++) {
                if (Double.isNaN(values[i])) {
                    throw new InvalidInputException(
                            Reason.NON_FINITE,
                            i,
                            name,
                            where + ": missing value at row " + i + ", feature \"" + name
                                    + "\"; only recency may be missing; use 0 for a customer who bought nothing");
                }
            }
        }
    }
}
