package dev.segmentation.metrics.profile;

import dev.segmentation.ColumnKind;
import dev.segmentation.Snapshot;
import dev.segmentation.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The columns that rules may speak of, in some of the rows, each sorted once. */
final class RuleTable {

    private final List<Column> columns;
    private final int rowCount;

    private RuleTable(List<Column> columns, int rowCount) {
        this.columns = columns;
        this.rowCount = rowCount;
    }

    static RuleTable of(Snapshot snapshot, List<String> names, int[] rows, Workers workers) {
        List<Column> columns = workers.map(names.size(), j -> {
            double[] all = snapshot.numbers(names.get(j));
            // adding 0 turns −0 into 0, which sorting would tell apart
            double[] values = Arrays.stream(rows).mapToDouble(i -> all[i] + 0.0).toArray();
            ColumnKind kind = snapshot.table().kind(names.get(j));
            return new Column(names.get(j), kind, snapshot.table().levels(names.get(j)), values);
        });
        return new RuleTable(columns, rows.length);
    }

    int rowCount() {
        return rowCount;
    }

    int columnCount() {
        return columns.size();
    }

    String name(int column) {
        return columns.get(column).name;
    }

    boolean isNominal(int column) {
        return columns.get(column).kind == ColumnKind.NOMINAL;
    }

    int levelCount(int column) {
        return columns.get(column).levels.size();
    }

    double value(int row, int column) {
        return columns.get(column).values[row];
    }

    /** All values of a column, by row; not to be written. */
    double[] values(int column) {
        return columns.get(column).values;
    }

    /** The rows with a value, by ascending value; not to be written. */
    int[] order(int column) {
        return columns.get(column).order;
    }

    /** What it takes to say a condition on a column: which column, and which of its cuts and sides or levels. */
    double bits(int column) {
        Column said = columns.get(column);
        double choices = isNominal(column) ? said.levels.size() : 2 * (said.distinct - 1.0);
        return CodeLength.log2(columns.size()) + CodeLength.log2(Math.max(1, choices));
    }

    /** Such as {@code orders_12m ≥ 6.5}, {@code tier ≤ silver} or {@code region = north}. */
    String text(Condition condition) {
        Column said = columns.get(condition.column());
        double bound = condition.bound();
        if (said.kind == ColumnKind.NUMERIC) {
            return said.name + (condition.side() == Condition.Side.BELOW ? " < " : " ≥ ") + number(bound);
        }
        return switch (condition.side()) {
            case AT_LEAST -> said.name + " ≥ " + said.levels.get((int) Math.ceil(bound));
            case BELOW -> said.name + " ≤ " + said.levels.get((int) Math.ceil(bound) - 1);
            case EQUAL -> said.name + " = " + said.levels.get((int) bound);
        };
    }

    /** Six digits, since a bound lies midway between values and its further digits say nothing. */
    private static String number(double value) {
        String plain = Double.toString(value);
        String text = plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
        return text.length() <= 8 ? text : String.format(Locale.ROOT, "%.6g", value);
    }

    /** Values with the places of their ascending order. */
    private static final class Column {

        private final String name;
        private final ColumnKind kind;
        private final List<String> levels;
        private final double[] values;
        private final int[] order;
        private final int distinct;

        Column(String name, ColumnKind kind, List<String> levels, double... values) {
            this.name = name;
            this.kind = kind;
            this.levels = levels;
            this.values = values;
            double[] sorted =
                    Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
            int different = 0;
            int[] firstOf = new int[sorted.length]; // of equal values, the first place
            for (int i = 0; i < sorted.length; i++) {
                boolean isNew = i == 0 || sorted[i] != sorted[i - 1];
                different += isNew ? 1 : 0;
                firstOf[i] = isNew ? i : firstOf[i - 1];
            }
            this.distinct = different;
            this.order = new int[sorted.length];
            int[] taken = new int[sorted.length];
            for (int i = 0; i < values.length; i++) {
                if (!Double.isNaN(values[i])) {
                    int first = firstOf[Arrays.binarySearch(sorted, values[i])];
                    order[first + taken[first]++] = i;
                }
            }
        }
    }
}
