package dev.segmentation.tree;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The column that segments are to differ in, and the rows that say something about it. */
final class TargetColumn {

    private static final double LARGEST = 1e130;
    private static final double SMALLEST_SPREAD = 1e-130;

    private final String name;
    private final ColumnKind kind;
    private final List<String> levels;
    private final double[] values; // centered at their first moment if numeric, else positions of levels
    private final double center;
    private final double[] weights;
    private final boolean weighted;
    private final int[] rows;
    private final List<Notice> notices = new ArrayList<>();

    private TargetColumn(String name, FeatureTable table, String where) {
        this.name = name;
        this.kind = table.kind(name);
        this.levels = table.levels(name);
        this.values = table.numbers(name);
        this.weights =
                IntStream.range(0, values.length).mapToDouble(table::weight).toArray();
        this.weighted = table.isWeighted();
        this.rows = IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]) && weights[i] > 0)
                .toArray();
        if (rows.length == 0) {
            throw new InvalidInputException(
                    Reason.NO_OBSERVATIONS,
                    name,
                    where + ": the target \"" + name
                            + "\" is missing in all rows of positive weight; pass rows where it" + " is known");
        }
        if (isNumeric()) {
            checkRange(where);
        }
        this.center = isNumeric() ? takeCenter() : 0;
        long missing = IntStream.range(0, values.length)
                .filter(i -> Double.isNaN(values[i]))
                .count();
        if (missing > 0) {
            notices.add(new Notice(
                    Reason.NO_INFORMATION,
                    where + ": the target \"" + name + "\" is missing in " + missing
                            + " rows, which are assigned but did not form the tree"));
        }
        if (IntStream.of(rows).allMatch(row -> values[row] == values[rows[0]])) {
            notices.add(new Notice(
                    Reason.ZERO_VARIANCE,
                    where + ": the target \"" + name + "\" is constant, so that nothing can be told apart"));
        }
    }

    static TargetColumn of(String name, FeatureTable table, String where) {
        Arguments.segmentable(table.rowCount(), 1, "table", where);
        if (!table.has(name)) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    where + ": no column \"" + name + "\" for the target; there are " + Arguments.shown(table.names()));
        }
        if (table.names().size() < 2) {
            throw new InvalidInputException(
                    Reason.NO_FEATURES, where + ": there is only the target; give at least one column to split by");
        }
        return new TargetColumn(name, table, where);
    }

    /** The name of a target, or {@link Reason#BAD_NAME}. */
    static String named(String target, String where) {
        if (Objects.requireNonNull(target, "target").isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, where + ": the name of the target is blank; name a column");
        }
        return target;
    }

    /** A weight that a node must have. */
    static void checkSize(double weight, String where) {
        if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
            throw Arguments.badParameter(where, "weight", weight, "finite and at least 0");
        }
    }

    /** Refuses numbers whose squares would overflow, or which differ by so little that the squares of it vanish. */
    private void checkRange(String where) {
        double lowest = values[rows[0]];
        double highest = lowest;
        for (int row : rows) {
            if (!(Math.abs(values[row]) <= LARGEST)) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        row,
                        name,
                        where + ": the target \"" + name + "\" at row " + row
                                + " is beyond 1e130, so that squares would overflow; scale it first");
            }
            lowest = Math.min(lowest, values[row]);
            highest = Math.max(highest, values[row]);
        }
        if (highest > lowest && highest - lowest < SMALLEST_SPREAD) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    name,
                    where + ": the values of the target \"" + name
                            + "\" differ by less than 1e-130, so that squares would vanish; scale it first");
        }
    }

    /** Brings the values near zero and gives what was taken off. */
    private double takeCenter() {
        double weight = 0;
        double mean = 0;
        for (int row : rows) {
            weight += weights[row];
            mean += (values[row] - mean) * (weights[row] / weight);
        }
        for (int row : rows) {
            values[row] -= mean;
        }
        return mean;
    }

    boolean isNumeric() {
        return kind == ColumnKind.NUMERIC;
    }

    ColumnKind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    List<String> levels() {
        return levels;
    }

    /** The rows of positive weight whose target is known, ascending. */
    int[] rows() {
        return rows;
    }

    /** All rows, also those that say nothing. */
    int rowCount() {
        return values.length;
    }

    int level(int row) {
        return (int) values[row];
    }

    /** A numeric value without the center. */
    double centered(int row) {
        return values[row];
    }

    double center() {
        return center;
    }

    /** Adds a row to the weights of levels, or to the sum of numbers less what the caller takes for their center. */
    void addTo(double[] sums, int row, double from) {
        if (isNumeric()) {
            sums[0] += weight(row) * (values[row] - from);
        } else {
            sums[(int) values[row]] += weight(row);
        }
    }

    double weight(int row) {
        return weighted ? weights[row] : 1; // one array less to be read in the innermost loop
    }

    List<Notice> notices() {
        return notices;
    }

    /** What is known of some rows: a new node without place in a tree. */
    TreeNode.Content content(int[] some) {
        double weight = 0;
        double[] distribution = new double[levels.size()];
        double mean = 0;
        for (int row : some) {
            weight += weights[row];
            if (isNumeric()) {
                mean += weights[row] * values[row];
            } else {
                distribution[level(row)] += weights[row];
            }
        }
        if (!isNumeric()) {
            double squares = 0;
            for (double part : distribution) {
                squares += part / weight * (part / weight);
            }
            return new TreeNode.Content(weight, distribution, Double.NaN, Math.max(0, 1 - squares));
        }
        mean /= weight;
        double sum = 0;
        for (int row : some) {
            sum += weights[row] * (values[row] - mean) * (values[row] - mean);
        }
        return new TreeNode.Content(weight, distribution, center + mean, sum / weight);
    }
}
