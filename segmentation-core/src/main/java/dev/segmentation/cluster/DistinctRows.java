package dev.segmentation.cluster;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Different rows, until there are enough of them. */
final class DistinctRows {

    private final int enough;
    private final Set<Row> rows = new LinkedHashSet<>();

    DistinctRows(int enough) {
        this.enough = enough;
    }

    boolean isEnough() {
        return rows.size() >= enough;
    }

    int count() {
        return rows.size();
    }

    /** Adds a row, which is copied, unless there are enough. */
    void add(double[] values) {
        if (!isEnough()) {
            double[] copy = values.clone();
            for (int j = 0; j < copy.length; j++) {
                copy[j] += 0.0; // −0 becomes 0
            }
            rows.add(new Row(copy));
        }
    }

    void add(DistinctRows other) {
        for (Row row : other.rows) {
            add(row.values);
        }
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
