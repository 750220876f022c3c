package dev.segmentation.dissimilarity;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureTable;
import java.util.Map;

/** Numbers, by the range of the training rows. */
final class NumberColumn extends GowerColumn {

    private final double range;

    private NumberColumn(String name, double weight, double range) {
        super(name, weight, ColumnKind.NUMERIC);
        this.range = range;
    }

    static NumberColumn fit(FeatureTable table, String name, double weight, String where) {
        double[] numbers = NumericColumns.numbers(table, name, where);
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < numbers.length; i++) {
            if (table.weight(i) > 0 && !Double.isNaN(numbers[i])) {
                least = Math.min(least, numbers[i]);
                most = Math.max(most, numbers[i]);
            }
        }
        return new NumberColumn(name, weight, most > least ? most - least : 0);
    }

    static NumberColumn restored(String name, double weight, double range) {
        return new NumberColumn(name, weight, range);
    }

    @Override
    DissimilarityRecord.Column toRecord() {
        return DissimilarityRecord.Column.of(ColumnRecord.numeric(name), weight, range);
    }

    @Override
    double[] encode(FeatureTable table, Map<String, Double> unknown, String where) {
        return NumericColumns.numbers(table, name, where);
    }

    @Override
    void add(double x, double[] tile, int lanes, double[] sums, double[] weights) {
        for (int r = 0; r < lanes; r++) {
            double difference = Math.abs(x - tile[r]);
            if (!Double.isNaN(difference)) {
                sums[r] += weight * (difference < range ? difference / range : difference == 0 ? 0 : 1);
                weights[r] += weight;
            }
        }
    }
}
