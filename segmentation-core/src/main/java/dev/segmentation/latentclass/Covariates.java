package dev.segmentation.latentclass;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How covariates become numbers: a numeric column as it is, a categorical one as an indicator of each level but the
 * first. Levels are in the order of their text, or as declared for an ordinal column, so that the order of rows does not
 * matter. Immutable.
 *
 * @param columns in the order of the numbers
 */
record Covariates(List<Column> columns) {

    /**
     * One covariate.
     *
     * @param name of the column
     * @param kind of the column
     * @param levels those with an indicator follow the first, which is the reference; none for a numeric column
     */
    record Column(String name, ColumnKind kind, List<String> levels) {}

    /** The coding of some columns of a table, by the rows of positive weight. */
    static Covariates of(FeatureTable table, List<String> names, String where) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            double[] numbers = table.numbers(name);
            List<String> declared = table.levels(name);
            boolean[] given = new boolean[declared.size()];
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < numbers.length; i++) {
                if (Double.isNaN(numbers[i])) {
                    throw new InvalidInputException(
                            Reason.NON_FINITE,
                            i,
                            name,
                            where + ": missing value at row " + i + ", covariate \"" + name
                                    + "\"; impute it, or make missing a level of its own");
                }
                if (table.weight(i) > 0) {
                    least = Math.min(least, numbers[i]);
                    most = Math.max(most, numbers[i]);
                    if (given.length > 0) {
                        given[(int) numbers[i]] = true;
                    }
                }
            }
            if (!(most > least)) {
                throw new InvalidInputException(
                        Reason.ZERO_VARIANCE,
                        name,
                        where + ": covariate \"" + name + "\" is constant, so that it cannot tell classes apart; leave"
                                + " it out");
            }
            List<String> levels = new ArrayList<>();
            for (int code = 0; code < given.length; code++) {
                if (given[code]) {
                    levels.add(declared.get(code));
                }
            }
            if (table.kind(name) == ColumnKind.NOMINAL) {
                levels.sort(Comparator.naturalOrder());
            }
            columns.add(new Column(name, table.kind(name), List.copyOf(levels)));
        }
        return new Covariates(List.copyOf(columns));
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** The names of the numbers: {@code (constant)}, then such as {@code age} or {@code region=north}. */
    List<String> terms() {
        List<String> terms = new ArrayList<>(List.of("(constant)"));
        for (Column column : columns) {
            if (column.kind == ColumnKind.NUMERIC) {
                terms.add(column.name);
            } else {
                column.levels.stream().skip(1).forEach(level -> terms.add(column.name + "=" + level));
            }
        }
        return List.copyOf(terms);
    }

    /** The numbers of every row, rows × terms, the constant 1 first. */
    double[] encode(FeatureTable table, String where) {
        int width = terms().size();
        double[] x = new double
                [Arguments.arraySize(table.rowCount(), width, where, "take the rows in parts, or fewer covariates")];
        int at = 0;
        for (int i = 0; i < table.rowCount(); i++) {
            x[i * width] = 1;
        }
        at++;
        for (Column column : columns) {
            if ((column.kind == ColumnKind.NUMERIC) != (table.kind(column.name) == ColumnKind.NUMERIC)) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        column.name,
                        where + ": covariate \"" + column.name + "\" is " + table.kind(column.name) + ", expected "
                                + column.kind);
            }
            double[] numbers = table.numbers(column.name);
            Map<Double, Integer> levelOf = new HashMap<>();
            for (int code = 0; code < table.levels(column.name).size(); code++) {
                levelOf.put(
                        (double) code,
                        column.levels.indexOf(table.levels(column.name).get(code)));
            }
            for (int i = 0; i < numbers.length; i++) {
                boolean unknown = !levelOf.isEmpty() && levelOf.getOrDefault(numbers[i], -1) < 0;
                if (Double.isNaN(numbers[i]) || unknown) {
                    throw new InvalidInputException(
                            Double.isNaN(numbers[i]) ? Reason.NON_FINITE : Reason.SCHEMA_MISMATCH,
                            i,
                            column.name,
                            where + ": covariate \"" + column.name + "\" of row " + i
                                    + " is missing, or a level that was not there when the model was fitted");
                }
                if (column.kind == ColumnKind.NUMERIC) {
                    x[i * width + at] = numbers[i];
                } else {
                    int level = levelOf.getOrDefault(numbers[i], 0);
                    if (level > 0) {
                        x[i * width + at + level - 1] = 1;
                    }
                }
            }
            at += column.kind == ColumnKind.NUMERIC ? 1 : column.levels.size() - 1;
        }
        return x;
    }
}
