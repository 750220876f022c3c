package dev.segmentation.tree;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
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
    private final boolean whole; // whether all weights are whole numbers
    private final long[] units; // the weights in units, whose sums are exact; empty if there are none
    private final double unit; // a power of two
    private final int[] rows;
    private final List<Notice> notices = new ArrayList<>();

    private TargetColumn(String name, FeatureTable table, String where) {
        this.name = name;
        this.kind = table.kind(name);
        this.levels = Levels.of(name, table);
        this.values = Levels.numbers(name, table);
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
        double total = exactSum(row -> weights[row]);
        this.whole = total < 0x1p53 && IntStream.of(rows).allMatch(row -> weights[row] == Math.rint(weights[row]));
        this.unit = whole ? 1 : Math.scalb(1.0, Math.getExponent(total) - 60);
        this.units = new long[weighted ? values.length : 0];
        for (int row : rows) {
            if (weighted) {
                units[row] = Math.max(1, (long) Math.rint(weights[row] / unit));
            }
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

    private double exactSum(IntToDoubleFunction of) {
        ExactSum sum = new ExactSum();
        for (int row : rows) {
            sum.add(of.applyAsDouble(row));
        }
        return sum.value();
    }

    /** Brings the values near zero and gives what was taken off. */
    private double takeCenter() {
        ExactSum sum = new ExactSum();
        for (int row : rows) {
            sum.addProduct(weights[row], values[row]);
        }
        double mean = sum.value() / exactSum(row -> weights[row]);
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

    double weight(int row) {
        return weighted ? weights[row] : 1;
    }

    /** The weight of a row in units, whose sums are exact. */
    long units(int row) {
        return weighted ? units[row] : 1; // one array less to be read in the innermost loop
    }

    /** The weight of so many units. */
    double weightOf(long sum) {
        return sum * unit;
    }

    /** The grid for weighted sums of some rows, which are of so many units. */
    Grid grid(long sum, int count) {
        return new Grid(weightOf(sum), count, whole);
    }

    List<Notice> notices() {
        return notices;
    }

    /** What is known of some rows, in whatever order: a new node without place in a tree. */
    TreeNode.Content content(int[] some) {
        long sum = 0;
        for (int row : some) {
            sum += units(row);
        }
        double weight = weightOf(sum);
        if (isNumeric()) {
            Grid grid = grid(sum, some.length);
            double mean = mean(some, grid) / weight;
            return new TreeNode.Content(weight, new double[0], center + mean, squares(some, mean, grid) / weight);
        }
        long[] parts = new long[levels.size()];
        for (int row : some) {
            parts[level(row)] += units(row);
        }
        double[] distribution = new double[parts.length];
        double squares = 0;
        for (int level = 0; level < parts.length; level++) {
            distribution[level] = weightOf(parts[level]);
            squares += distribution[level] / weight * (distribution[level] / weight);
        }
        return new TreeNode.Content(weight, distribution, Double.NaN, Math.max(0, 1 - squares));
    }

    /** The weighted sum of the centered numbers. */
    private double mean(int[] some, Grid grid) {
        double largest = farthest(some, 0);
        if (largest == 0) {
            return 0;
        }
        double normal = Grid.normal(largest);
        long[] sums = new long[2];
        for (int row : some) {
            grid.add(sums, 0, values[row] * normal, weight(row));
        }
        return grid.value(sums[0], sums[1]) / normal;
    }

    /** The weighted sum of squares about a mean. */
    private double squares(int[] some, double mean, Grid grid) {
        double largest = farthest(some, mean);
        if (largest == 0) {
            return 0;
        }
        double normal = Grid.normal(largest);
        long[] sums = new long[2];
        for (int row : some) {
            double away = (values[row] - mean) * normal;
            grid.add(sums, 0, away * away, weight(row));
        }
        return grid.value(sums[0], sums[1]) / normal / normal;
    }

    /** How far from some number the centered numbers are at most. */
    private double farthest(int[] some, double from) {
        double farthest = 0;
        for (int row : some) {
            farthest = Math.max(farthest, Math.abs(values[row] - from));
        }
        return farthest;
    }
}
