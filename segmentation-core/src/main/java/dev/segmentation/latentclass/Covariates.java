package dev.segmentation.latentclass;

import dev.segmentation.ColumnKind;
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
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How covariates become numbers: a numeric column as it is, a categorical one as an indicator of each level but the
 * first. Levels are in the order of their text, or as declared for an ordinal column, so that the order of rows does not
 * matter. Immutable.
 *
 * @param columns in the order of the numbers
 */
record Covariates(List<Column> columns) {

    /** Of a numeric covariate: coefficients and their variances stay in range. */
    private static final double LEAST_RANGE = 1e-130;

    /**
     * One covariate.
     *
     * @param name of the column
     * @param kind of the column
     * @param levels those with an indicator follow the first, which is the reference; none for a numeric column
     */
    record Column(String name, ColumnKind kind, List<String> levels) {}

    /**
     * The coding of some columns of a table.
     *
     * @param counts whether a row has a weight and an answer; others say nothing
     */
    static Covariates of(FeatureTable table, List<String> names, boolean[] counts, String where) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            double[] numbers = table.numbers(name);
            checkPresent(numbers, name, where);
            double[] counted = IntStream.range(0, numbers.length)
                    .filter(i -> counts[i])
                    .mapToDouble(i -> numbers[i])
                    .toArray();
            checkRange(counted, table.kind(name), name, where);
            List<String> declared = table.levels(name);
            List<String> levels = new ArrayList<>();
            if (!declared.isEmpty()) {
                Arrays.stream(counted)
                        .mapToInt(code -> (int) code)
                        .distinct()
                        .sorted()
                        .mapToObj(declared::get)
                        .forEach(levels::add);
            }
            if (table.kind(name) == ColumnKind.NOMINAL) {
                levels.sort(Comparator.naturalOrder());
            }
            columns.add(new Column(name, table.kind(name), List.copyOf(levels)));
        }
        return new Covariates(List.copyOf(columns));
    }

    private static void checkPresent(double[] numbers, String name, String where) {
        for (int i = 0; i < numbers.length; i++) {
            if (Double.isNaN(numbers[i])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        i,
                        name,
                        where + ": missing value at row " + i + ", covariate \"" + name
                                + "\"; impute it, or make missing a level of its own");
            }
        }
    }

    private static void checkRange(double[] counted, ColumnKind kind, String name, String where) {
        double range = Arrays.stream(counted).max().orElse(0)
                - Arrays.stream(counted).min().orElse(0);
        if (range == 0) {
            throw new InvalidInputException(
                    Reason.ZERO_VARIANCE,
                    name,
                    where + ": covariate \"" + name + "\" is constant where there are answers, so that it cannot tell"
                            + " classes apart; leave it out");
        }
        if (kind == ColumnKind.NUMERIC && !(range >= LEAST_RANGE && range <= 1 / LEAST_RANGE)) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    name,
                    where + ": covariate \"" + name
                            + "\" has a range outside 1e-130 … 1e130, in which the errors of its"
                            + " effects would not be numbers; give it in another unit");
        }
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

    /**
     * The numbers of every row, rows × terms, the constant 1 first.
     *
     * @param counts a row that does not may have a level without an indicator; its constant is NaN then
     */
    double[] encode(FeatureTable table, IntPredicate counts, String where) {
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
                if (Double.isNaN(numbers[i]) || (unknown && counts.test(i))) {
                    throw new InvalidInputException(
                            Double.isNaN(numbers[i]) ? Reason.NON_FINITE : Reason.SCHEMA_MISMATCH,
                            i,
                            column.name,
                            where + ": covariate \"" + column.name + "\" of row " + i
                                    + " is missing, or a level that was not there when the model was fitted");
                }
                if (unknown) {
                    x[i * width] = Double.NaN;
                } else if (column.kind == ColumnKind.NUMERIC) {
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
