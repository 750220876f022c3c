package dev.segmentation.mixed;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The columns of a fit, by name, so that their order in a table cannot matter; levels of ordinal columns in their order,
 * of nominal ones by text, so that the order of rows cannot matter either.
 *
 * <p>Inside, a level is its position; behind the levels of a column there are two more codes, for a value that is missing
 * and for a level that was not there at the fit.
 */
final class Schema {

    /** A value this large may overflow when it is squared. */
    private static final double LARGEST = 1e130;

    private final List<String> names; // in the order of the table that was fitted
    private final List<String> numeric;
    private final List<String> categorical;
    private final List<ColumnKind> kinds; // of the categorical ones
    private final List<List<String>> levels; // of the categorical ones

    private Schema(
            List<String> names,
            List<String> numeric,
            List<String> categorical,
            List<ColumnKind> kinds,
            List<List<String>> levels) {
        this.names = names;
        this.numeric = numeric;
        this.categorical = categorical;
        this.kinds = kinds;
        this.levels = levels;
    }

    /** The columns of a table; nominal levels also of others, which have the same columns. */
    static Schema of(FeatureTable table, List<FeatureTable> others) {
        List<String> numeric = new ArrayList<>();
        List<String> categorical = new ArrayList<>();
        List<ColumnKind> kinds = new ArrayList<>();
        List<List<String>> levels = new ArrayList<>();
        for (String name : table.names().stream().sorted().toList()) {
            if (table.kind(name) == ColumnKind.NUMERIC) {
                numeric.add(name);
                continue;
            }
            categorical.add(name);
            kinds.add(table.kind(name));
            if (table.kind(name) == ColumnKind.ORDINAL) {
                levels.add(table.levels(name));
            } else {
                TreeSet<String> sorted = new TreeSet<>(table.levels(name));
                others.stream().filter(other -> other.has(name)).forEach(other -> sorted.addAll(other.levels(name)));
                levels.add(List.copyOf(sorted));
            }
        }
        return new Schema(table.names(), numeric, categorical, kinds, levels);
    }

    /** The columns of a model that was saved. */
    static Schema restored(List<ColumnRecord> columns) {
        List<ColumnRecord> sorted = columns.stream()
                .sorted(Comparator.comparing(ColumnRecord::name))
                .toList();
        List<ColumnRecord> levels = sorted.stream()
                .filter(column -> column.type() != ColumnKind.NUMERIC)
                .toList();
        return new Schema(
                columns.stream().map(ColumnRecord::name).toList(),
                sorted.stream()
                        .filter(column -> column.type() == ColumnKind.NUMERIC)
                        .map(ColumnRecord::name)
                        .toList(),
                levels.stream().map(ColumnRecord::name).toList(),
                levels.stream().map(ColumnRecord::type).toList(),
                levels.stream().map(ColumnRecord::levels).toList());
    }

    List<String> names() {
        return names;
    }

    List<String> numeric() {
        return numeric;
    }

    List<String> categorical() {
        return categorical;
    }

    ColumnKind kind(int categoricalColumn) {
        return kinds.get(categoricalColumn);
    }

    List<String> levels(int categoricalColumn) {
        return levels.get(categoricalColumn);
    }

    /** The code of a missing value. */
    int missing(int categoricalColumn) {
        return levels.get(categoricalColumn).size();
    }

    /** How many codes there are: the levels, missing, and unknown. */
    int codes(int categoricalColumn) {
        return levels.get(categoricalColumn).size() + 2;
    }

    /** Fails unless a table has exactly these columns, of these types. */
    void check(FeatureTable table, String where) {
        Arguments.match(names, table, where);
        for (String name : numeric) {
            checkKind(table, name, ColumnKind.NUMERIC, where);
        }
        for (int j = 0; j < categorical.size(); j++) {
            checkKind(table, categorical.get(j), kinds.get(j), where);
        }
    }

    private static void checkKind(FeatureTable table, String name, ColumnKind expected, String where) {
        if (table.kind(name) != expected) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    name,
                    where + ": column \"" + name + "\" is " + table.kind(name) + ", expected " + expected
                            + "; give it the type that was fitted");
        }
    }

    /** The columns of a table that was checked. */
    Columns read(FeatureTable table, String where) {
        double[][] values = new double[numeric.size()][];
        for (int j = 0; j < values.length; j++) {
            values[j] = values(table, j, where);
        }
        int[][] codes = new int[categorical.size()][];
        for (int j = 0; j < codes.length; j++) {
            codes[j] = codes(table, j);
        }
        double[] weights = new double[table.isWeighted() ? table.rowCount() : 0];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = table.weight(i);
        }
        return new Columns(values, codes, weights, table.rowCount());
    }

    /** The values of a numeric column, NaN where missing. */
    private double[] values(FeatureTable table, int numericColumn, String where) {
        String name = numeric.get(numericColumn);
        double[] values = table.numbers(name);
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i]) > LARGEST) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        i,
                        name,
                        where + ": value beyond 1e130 at row " + i + ", column \"" + name + "\"; use a larger unit");
            }
        }
        return values;
    }

    /** The codes of a categorical column. */
    private int[] codes(FeatureTable table, int categoricalColumn) {
        List<String> known = levels.get(categoricalColumn);
        Map<String, Integer> codeOf = new HashMap<>();
        for (String level : known) {
            codeOf.put(level, codeOf.size());
        }
        String name = categorical.get(categoricalColumn);
        int[] codeThere = table.levels(name).stream()
                .mapToInt(level -> codeOf.getOrDefault(level, known.size() + 1))
                .toArray();
        return Arrays.stream(table.numbers(name))
                .mapToInt(number -> Double.isNaN(number) ? known.size() : codeThere[(int) number])
                .toArray();
    }

    /** The failure of a column that is missing throughout. */
    InvalidInputException noObservations(String name, String where) {
        return new InvalidInputException(
                Reason.NO_OBSERVATIONS,
                name,
                where + ": every value of column \"" + name
                        + "\" is missing in rows of positive weight; leave the column" + " out");
    }

    /** The failure of a level that was not there at the fit. */
    InvalidInputException unknownLevel(int row, int categoricalColumn, String where) {
        String name = categorical.get(categoricalColumn);
        return new InvalidInputException(
                Reason.SCHEMA_MISMATCH,
                row,
                name,
                where + ": the level at row " + row + " of column \"" + name + "\" is none of the "
                        + levels.get(categoricalColumn).size()
                        + " that were fitted, so that it has no rank; list every level at the fit");
    }
}
