package dev.segmentation.dissimilarity;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.List;

/** The numeric columns of a table, checked. */
final class NumericColumns {

    /** Beyond this, squares of differences might not be finite. */
    private static final double MOST = 1e150;

    private NumericColumns() {}

    /** The names of all columns, which must be numeric. */
    static List<String> namesOf(FeatureTable table, String where) {
        List<String> names = Arguments.featureNames(table.names(), where);
        for (String name : names) {
            check(table, name, where);
        }
        return names;
    }

    /** The values of numeric columns, NaN where missing. */
    static Tiles tiles(FeatureTable table, List<String> names, String where) {
        List<double[]> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(numbers(table, name, where));
        }
        return new Tiles(columns, table.rowCount());
    }

    /** The values of a numeric column, NaN where missing. */
    static double[] numbers(FeatureTable table, String name, String where) {
        check(table, name, where);
        double[] numbers = table.numbers(name);
        for (int i = 0; i < numbers.length; i++) {
            if (Math.abs(numbers[i]) > MOST) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        i,
                        name,
                        where + ": the value at row " + i + ", feature \"" + name
                                + "\" is beyond 1e150, so that squares would not be finite; use a larger unit");
            }
        }
        return numbers;
    }

    private static void check(FeatureTable table, String name, String where) {
        if (!table.has(name)) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    name,
                    where + ": no column \"" + name + "\", which the fitted rows had; there are "
                            + Arguments.shown(table.names()));
        }
        if (table.kind(name) != ColumnKind.NUMERIC) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    name,
                    where + ": column \"" + name + "\" is " + table.kind(name)
                            + ", expected NUMERIC; for mixed columns use dissimilarity.Gower");
        }
    }
}
