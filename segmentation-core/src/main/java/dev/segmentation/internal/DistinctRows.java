package dev.segmentation.internal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Different rows, until there are enough of them. */
public final class DistinctRows {

    private final int enough;
    private final Map<Row, Double> rows = new LinkedHashMap<>();

    /** Stops to add once there are so many. */
    public DistinctRows(int enough) {
        this.enough = enough;
    }

    /** Whether more rows would not be added. */
    public boolean isEnough() {
        return rows.size() >= enough;
    }

    /** How many there are. */
    public int count() {
        return rows.size();
    }

    /** The rows, in the order they were added. */
    public List<double[]> values() {
        return rows.keySet().stream().map(row -> row.values).toList();
    }

    /** The weight of the first of each. */
    public List<Double> weights() {
        return List.copyOf(rows.values());
    }

    /** Adds a row, which is copied, unless there are enough. */
    public void add(double[] values, double weight) {
        if (!isEnough()) {
            double[] copy = values.clone();
            for (int j = 0; j < copy.length; j++) {
                copy[j] += 0.0; // −0 becomes 0
            }
            rows.putIfAbsent(new Row(copy), weight);
        }
    }

    /** Adds the rows of another set, in their order. */
    public void add(DistinctRows other) {
        other.rows.forEach((row, weight) -> add(row.values, weight));
    }

    /** A row as a key. */
    private static final class Row {

        private final double[] values;

        Row(double[] values) {
            this.values = values;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }
}
