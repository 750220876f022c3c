package dev.segmentation;

import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Typed columns about customers: numeric, ordinal and nominal, with missing values that stay visible, and an optional
 * weight per row.
 *
 * <p>Mixed and categorical algorithms take a table; its all-numeric form is the {@link FeatureMatrix}.
 */
public final class FeatureTable {

    private final int rowCount;
    private final Map<String, TableColumn> columns;
    private final double @Nullable [] weights;

    private FeatureTable(int rowCount, Map<String, TableColumn> columns, double @Nullable [] weights) {
        this.rowCount = rowCount;
        this.columns = columns;
        this.weights = weights;
    }

    /**
     * The columns of a matrix, weights included, without a copy.
     *
     * @param matrix n × d
     * @return a table of d numeric columns
     */
    public static FeatureTable of(FeatureMatrix matrix) {
        Objects.requireNonNull(matrix, "matrix");
        Map<String, TableColumn> columns = new LinkedHashMap<>();
        for (int j = 0; j < matrix.featureCount(); j++) {
            columns.put(matrix.featureNames().get(j), new TableColumn.OfMatrix(matrix, j));
        }
        double[] weights = null;
        if (matrix.isWeighted()) {
            weights = new double[matrix.rowCount()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = matrix.weight(i);
            }
        }
        return new FeatureTable(matrix.rowCount(), columns, weights);
    }

    /**
     * A builder that takes columns.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The number of rows, n.
     *
     * @return at least 0
     */
    public int rowCount() {
        return rowCount;
    }

    /**
     * The names of the columns, in their order.
     *
     * @return unique names
     */
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /**
     * Whether there is a column of that name.
     *
     * @param name the column
     * @return true if there is
     */
    public boolean has(String name) {
        return columns.containsKey(name);
    }

    /**
     * The type of a column.
     *
     * @param name the column
     * @return its type
     * @throws InvalidInputException if there is no such column
     */
    public ColumnKind kind(String name) {
        return column(name).kind();
    }

    /**
     * The levels of a categorical column.
     *
     * @param name the column
     * @return its levels, in their order; empty for a numeric column
     * @throws InvalidInputException if there is no such column
     */
    public List<String> levels(String name) {
        return column(name).levels();
    }

    /**
     * Whether a value is missing.
     *
     * @param row from 0
     * @param name the column
     * @return true if it is
     * @throws InvalidInputException if there is no such column
     */
    public boolean isMissing(int row, String name) {
        Objects.checkIndex(row, rowCount);
        return Double.isNaN(column(name).number(row));
    }

    /**
     * A value as a number: the value itself, or the position of its level, from 0.
     *
     * @param row from 0
     * @param name the column
     * @return NaN if missing
     * @throws InvalidInputException if there is no such column
     */
    public double number(int row, String name) {
        Objects.checkIndex(row, rowCount);
        return column(name).number(row);
    }

    /**
     * The level of a categorical value.
     *
     * @param row from 0
     * @param name the column
     * @return its level, or empty if it is missing or the column is numeric
     * @throws InvalidInputException if there is no such column
     */
    public Optional<String> level(int row, String name) {
        Objects.checkIndex(row, rowCount);
        TableColumn column = column(name);
        double code = column.number(row);
        return column.kind() == ColumnKind.NUMERIC || Double.isNaN(code)
                ? Optional.empty()
                : Optional.of(column.levels().get((int) code));
    }

    /**
     * A whole column as numbers, as {@link #number} gives them.
     *
     * @param name the column
     * @return n numbers, a new array
     * @throws InvalidInputException if there is no such column
     */
    public double[] numbers(String name) {
        TableColumn column = column(name);
        double[] numbers = new double[rowCount];
        for (int i = 0; i < rowCount; i++) {
            numbers[i] = column.number(i);
        }
        return numbers;
    }

    /**
     * Some columns, in the given order; rows and weights stay, nothing is copied.
     *
     * @param names the columns wanted
     * @return a new table
     * @throws InvalidInputException if there is no such column or one is repeated
     */
    public FeatureTable select(List<String> names) {
        Map<String, TableColumn> selected = new LinkedHashMap<>();
        for (String name : Arguments.featureNames(names, "FeatureTable.select")) {
            selected.put(name, column(name));
        }
        return new FeatureTable(rowCount, selected, weights);
    }

    /**
     * Some rows, in the given order, repeated if asked for; columns, levels and weights stay.
     *
     * @param rows from 0; not modified
     * @return a new table, copied
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public FeatureTable rows(int... rows) {
        Objects.requireNonNull(rows, "rows");
        int[] wanted = rows.clone();
        for (int row : wanted) {
            Objects.checkIndex(row, rowCount);
        }
        Map<String, TableColumn> picked = new LinkedHashMap<>();
        columns.forEach((name, column) -> picked.put(name, column.rows(wanted)));
        double[] weightsThere = weights;
        double[] pickedWeights = weightsThere == null
                ? null
                : Arrays.stream(wanted).mapToDouble(row -> weightsThere[row]).toArray();
        return new FeatureTable(wanted.length, picked, pickedWeights);
    }

    /**
     * The numeric columns of that name as a matrix, weights included.
     *
     * @param names numeric columns
     * @return n × d; not copied where the table was made of that very matrix
     * @throws InvalidInputException if there is no such column, or one is not numeric ({@link Reason#SCHEMA_MISMATCH})
     */
    public FeatureMatrix matrix(List<String> names) {
        List<String> wanted = Arguments.featureNames(names, "FeatureTable.matrix");
        for (String name : wanted) {
            if (column(name).kind() != ColumnKind.NUMERIC) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        name,
                        "FeatureTable.matrix: column \"" + name + "\" is " + kind(name)
                                + ", expected NUMERIC; encode it or leave it out");
            }
        }
        Optional<FeatureMatrix> whole = wholeMatrix(wanted);
        if (whole.isPresent()) {
            return weights == null || hasWeights(whole.get())
                    ? whole.get()
                    : whole.get().weightedBy(weights);
        }
        FeatureMatrix.Builder builder = FeatureMatrix.builder(wanted);
        double[] row = new double[wanted.size()];
        for (int i = 0; i < rowCount; i++) {
            for (int j = 0; j < row.length; j++) {
                row[j] = column(wanted.get(j)).number(i);
            }
            builder.addRow(row);
        }
        FeatureMatrix matrix = builder.build();
        return weights == null ? matrix : matrix.weightedBy(weights);
    }

    /**
     * All columns as a matrix.
     *
     * @return n × d
     * @throws InvalidInputException if a column is not numeric
     */
    public FeatureMatrix matrix() {
        return matrix(names());
    }

    /** The columns of a matrix in place of those of their names; weights stay. */
    FeatureTable withColumnsOf(FeatureMatrix matrix) {
        Map<String, TableColumn> replaced = new LinkedHashMap<>(columns);
        for (int j = 0; j < matrix.featureCount(); j++) {
            replaced.put(matrix.featureNames().get(j), new TableColumn.OfMatrix(matrix, j));
        }
        return new FeatureTable(rowCount, replaced, weights);
    }

    /**
     * The same rows with a weight each.
     *
     * @param rowWeights n weights, finite and not negative, at least one positive; not modified, not kept
     * @return a new table
     * @throws InvalidInputException as {@link FeatureMatrix#weightedBy}
     */
    public FeatureTable weightedBy(double... rowWeights) {
        // the matrix has the one set of rules for weights; a column of zeros of that length applies them
        FeatureMatrix.copyOfRowMajor(List.of("weight"), new double[rowCount]).weightedBy(rowWeights);
        return new FeatureTable(rowCount, columns, rowWeights.clone());
    }

    /**
     * The weight of a row.
     *
     * @param row from 0
     * @return 1 unless weights were given
     */
    public double weight(int row) {
        Objects.checkIndex(row, rowCount);
        return weights == null ? 1 : weights[row];
    }

    /**
     * Whether weights were given.
     *
     * @return false if every weight is 1 by default
     */
    public boolean isWeighted() {
        return weights != null;
    }

    /** Shape, names and types, never values. */
    @Override
    public String toString() {
        List<String> described = new ArrayList<>();
        columns.forEach((name, column) -> described.add(name + ":" + column.kind()));
        return "FeatureTable[" + rowCount + " rows " + Arguments.shown(described) + "]";
    }

    /** The matrix whose columns are exactly the wanted ones, unless it has weights and this table has none. */
    private Optional<FeatureMatrix> wholeMatrix(List<String> wanted) {
        if (!(column(wanted.get(0)) instanceof TableColumn.OfMatrix first)) {
            return Optional.empty();
        }
        FeatureMatrix matrix = first.matrix();
        boolean same = matrix.featureNames().equals(wanted) && (weights != null || !matrix.isWeighted());
        for (String name : wanted) {
            same &= column(name) instanceof TableColumn.OfMatrix part && part.matrix() == matrix;
        }
        return same ? Optional.of(matrix) : Optional.empty();
    }

    private boolean hasWeights(FeatureMatrix matrix) {
        boolean same = matrix.isWeighted() == isWeighted();
        for (int i = 0; same && i < rowCount; i++) {
            same = matrix.weight(i) == weight(i);
        }
        return same;
    }

    private TableColumn column(String name) {
        TableColumn column = columns.get(Objects.requireNonNull(name, "name"));
        if (column == null) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    "FeatureTable: no column \"" + name + "\"; there are " + Arguments.shown(names()));
        }
        return column;
    }

    /** Collects columns of equal length. Not thread-safe. */
    public static final class Builder {

        private final Map<String, TableColumn> columns = new LinkedHashMap<>();
        private int rowCount = -1;

        private Builder() {}

        /**
         * Adds a numeric column.
         *
         * @param name unique
         * @param values n values, NaN for missing; copied
         * @return this builder
         * @throws InvalidInputException if the name is taken, the length differs or a value is infinite
         */
        public Builder numeric(String name, double... values) {
            for (int i = 0; i < values.length; i++) {
                if (Double.isInfinite(values[i])) {
                    throw new InvalidInputException(
                            Reason.NON_FINITE,
                            i,
                            name,
                            "FeatureTable: infinite value at row " + i + ", column \"" + name
                                    + "\"; use NaN for a missing value");
                }
            }
            return add(name, new TableColumn.OfNumbers(values.clone()), values.length);
        }

        /**
         * Adds an ordinal column.
         *
         * @param name unique
         * @param levels the levels from lowest to highest
         * @param values n levels, null for missing
         * @return this builder
         * @throws InvalidInputException if the name is taken, the length differs, a level is repeated, or a value is
         *     none of the levels
         */
        public Builder ordinal(String name, List<String> levels, List<? extends @Nullable String> values) {
            return categorical(name, ColumnKind.ORDINAL, List.copyOf(levels), values);
        }

        /**
         * Adds a nominal column, whose levels are the values in the order of their first appearance.
         *
         * @param name unique
         * @param values n levels, null for missing
         * @return this builder
         * @throws InvalidInputException if the name is taken or the length differs
         */
        public Builder nominal(String name, List<? extends @Nullable String> values) {
            LinkedHashSet<String> levels = new LinkedHashSet<>();
            for (String value : values) {
                if (value != null) {
                    levels.add(value);
                }
            }
            return categorical(name, ColumnKind.NOMINAL, List.copyOf(levels), values);
        }

        /**
         * Adds all columns of a matrix, without a copy; its weights are not taken over.
         *
         * @param matrix n × d
         * @return this builder
         * @throws InvalidInputException if a name is taken or the number of rows differs
         */
        public Builder matrix(FeatureMatrix matrix) {
            for (int j = 0; j < matrix.featureCount(); j++) {
                add(matrix.featureNames().get(j), new TableColumn.OfMatrix(matrix, j), matrix.rowCount());
            }
            return this;
        }

        /** Takes over the columns of another table. */
        void addAll(FeatureTable other) {
            other.columns.forEach((name, column) -> add(name, column, other.rowCount));
        }

        /**
         * Makes the table.
         *
         * @return the table
         */
        public FeatureTable build() {
            return new FeatureTable(Math.max(0, rowCount), new LinkedHashMap<>(columns), null);
        }

        private Builder categorical(
                String name, ColumnKind kind, List<String> levels, List<? extends @Nullable String> values) {
            Map<String, Integer> codeOf = new HashMap<>();
            for (String level : levels) {
                if (codeOf.put(level, codeOf.size()) != null) {
                    throw new InvalidInputException(
                            Reason.BAD_NAME, name, "FeatureTable: column \"" + name + "\" repeats a level");
                }
            }
            int[] codes = new int[values.size()];
            Arrays.fill(codes, -1);
            int i = 0;
            for (String value : values) {
                if (value != null) {
                    Integer code = codeOf.get(value);
                    if (code == null) {
                        throw new InvalidInputException(
                                Reason.SCHEMA_MISMATCH,
                                i,
                                name,
                                "FeatureTable: row " + i + " of column \"" + name + "\" is none of its " + levels.size()
                                        + " levels; list every level");
                    }
                    codes[i] = code;
                }
                i++;
            }
            return add(name, new TableColumn.OfLevels(kind, levels, codes), codes.length);
        }

        private Builder add(String name, TableColumn column, int length) {
            if (name == null || name.isBlank()) {
                throw new InvalidInputException(
                        Reason.BAD_NAME, "FeatureTable: the name of a column is blank; name every column");
            }
            if (rowCount >= 0) {
                Arguments.sameSize(rowCount, length, "FeatureTable", "column \"" + name + "\"", "row");
            }
            if (columns.putIfAbsent(name, column) != null) {
                throw new InvalidInputException(
                        Reason.DUPLICATE_FEATURE,
                        name,
                        "FeatureTable: two columns are called \"" + name + "\"; give each a name of its own");
            }
            rowCount = length;
            return this;
        }
    }
}
