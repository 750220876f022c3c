package dev.segmentation;

import java.util.Arrays;
import java.util.List;

/** A typed column of a {@link FeatureTable}. */
sealed interface TableColumn {
    ColumnKind kind();

    List<String> levels();

    /** The value, or the code of the level; NaN if missing. */
    double number(int row);

    /** Some rows, in the given order. */
    TableColumn rows(int[] rows);

    final class OfMatrix implements TableColumn {
        private final FeatureMatrix matrix;
        private final int feature;

        OfMatrix(FeatureMatrix matrix, int feature) {
            this.matrix = matrix;
            this.feature = feature;
        }

        FeatureMatrix matrix() {
            return matrix;
        }

        @Override
        public ColumnKind kind() {
            return ColumnKind.NUMERIC;
        }

        @Override
        public List<String> levels() {
            return List.of();
        }

        @Override
        public double number(int row) {
            return matrix.value(row, feature);
        }

        @Override
        public TableColumn rows(int[] rows) {
            return new OfNumbers(Arrays.stream(rows)
                    .mapToDouble(row -> matrix.value(row, feature))
                    .toArray());
        }
    }

    final class OfNumbers implements TableColumn {
        private final double[] values;

        OfNumbers(double[] values) {
            this.values = values;
        }

        @Override
        public ColumnKind kind() {
            return ColumnKind.NUMERIC;
        }

        @Override
        public List<String> levels() {
            return List.of();
        }

        @Override
        public double number(int row) {
            return values[row];
        }

        @Override
        public TableColumn rows(int[] rows) {
            return new OfNumbers(
                    Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
        }
    }

    final class OfLevels implements TableColumn {
        private final ColumnKind kind;
        private final List<String> levels;
        private final int[] codes; // position of the level, or −1 if missing

        OfLevels(ColumnKind kind, List<String> levels, int[] codes) {
            this.kind = kind;
            this.levels = levels;
            this.codes = codes;
        }

        @Override
        public ColumnKind kind() {
            return kind;
        }

        @Override
        public List<String> levels() {
            return levels;
        }

        @Override
        public double number(int row) {
            return codes[row] < 0 ? Double.NaN : codes[row];
        }

        @Override
        public TableColumn rows(int[] rows) {
            return new OfLevels(
                    kind, levels, Arrays.stream(rows).map(row -> codes[row]).toArray());
        }
    }
}
