package dev.segmentation.internal;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Checks of arguments, with messages of one form: {@code Where: name = found, expected …; how to fix}. */
public final class Arguments {

    private static final int NAMES_SHOWN = 8;
    private static final int MOST_IN_ARRAY = Integer.MAX_VALUE - 8;

    private Arguments() {}

    /** The failure of a parameter out of range, to be thrown by the caller. */
    public static InvalidInputException badParameter(String where, String name, Object found, String expected) {
        return new InvalidInputException(
                Reason.BAD_PARAM, name, where + ": " + name + " = " + found + ", expected " + expected);
    }

    /** At least a minimum, or {@link Reason#BAD_PARAM}. */
    public static int atLeast(int minimum, int found, String where, String name, String hint) {
        if (found < minimum) {
            throw badParameter(where, name, found, "at least " + minimum + "; " + hint);
        }
        return found;
    }

    /** In the open interval (0, 1), or {@link Reason#BAD_PARAM}; NaN fails. */
    public static double openUnit(double found, String where, String name) {
        if (!(found > 0 && found < 1)) {
            throw badParameter(where, name, found, "more than 0 and less than 1");
        }
        return found;
    }

    /** In the closed interval [0, 1], or {@link Reason#BAD_PARAM}; NaN fails. */
    public static double closedUnit(double found, String where, String name) {
        if (!(found >= 0 && found <= 1)) {
            throw badParameter(where, name, found, "0 to 1");
        }
        return found;
    }

    /** Equal sizes, or {@link Reason#SCHEMA_MISMATCH}. */
    public static void sameSize(long expected, long found, String where, String name, String of) {
        if (expected != found) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    name,
                    where + ": " + name + " has " + found + " entries, expected " + expected + ", one per " + of);
        }
    }

    /** The size of an array of so many rows of so many numbers, or {@link Reason#RESOURCE_LIMIT} before it is allocated. */
    public static int arraySize(long rows, long width, String where, String hint) {
        long size = rows * width; // both are ints, or little more
        if (size > MOST_IN_ARRAY) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    where + ": " + rows + " × " + width + " numbers, expected at most " + MOST_IN_ARRAY
                            + ", what an array can hold; " + hint);
        }
        return (int) size;
    }

    /** Unique, non-blank feature names, at least one; a defensive copy. */
    public static List<String> featureNames(List<String> names, String where) {
        Objects.requireNonNull(names, "featureNames");
        if (names.isEmpty()) {
            throw new InvalidInputException(Reason.NO_FEATURES, where + ": no features; give at least one column");
        }
        Set<String> seen = new HashSet<>();
        for (int j = 0; j < names.size(); j++) {
            String name = names.get(j);
            if (name == null || name.isBlank()) {
                throw new InvalidInputException(
                        Reason.BAD_NAME, where + ": the name of feature " + j + " is blank; name every column");
            }
            if (!seen.add(name)) {
                throw new InvalidInputException(
                        Reason.DUPLICATE_FEATURE,
                        name,
                        where + ": two features are called \"" + name + "\"; give each column a name of its own");
            }
        }
        return List.copyOf(names);
    }

    /** Fails with {@link Reason#NON_FINITE} at the first missing value. */
    public static void noMissing(FeatureMatrix features, String where) {
        long missing = features.missingCount();
        if (missing == 0) {
            return;
        }
        for (int i = 0; i < features.rowCount(); i++) {
            for (int j = 0; j < features.featureCount(); j++) {
                if (Double.isNaN(features.value(i, j))) {
                    String name = features.featureNames().get(j);
                    throw missing(i, name, missing, where);
                }
            }
        }
    }

    /**
     * The columns of a matrix in the order that a model knows them, or {@link Reason#SCHEMA_MISMATCH}.
     *
     * @return for each expected feature its column in the matrix
     */
    public static int[] match(List<String> expected, FeatureMatrix features, String where) {
        return match(expected, features.featureNames(), where);
    }

    /**
     * The columns of any rows in the order that a model knows them, or {@link Reason#SCHEMA_MISMATCH}.
     *
     * @return for each expected feature its column in what was found
     */
    public static int[] match(List<String> expected, List<String> found, String where) {
        return match(expected, found, "FeatureMatrix", where);
    }

    /**
     * Checks that a table has the columns that a model knows, in any order, or fails with {@link Reason#SCHEMA_MISMATCH}.
     *
     * @return for each expected feature its column in the table
     */
    public static int[] match(List<String> expected, FeatureTable table, String where) {
        return match(expected, table.names(), "FeatureTable", where);
    }

    /**
     * The same for rows of a type that a reader of the message can select from.
     *
     * @param type {@code FeatureMatrix} or {@code FeatureTable}
     * @return for each expected feature its column in what was found
     */
    public static int[] match(List<String> expected, List<String> found, String type, String where) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(found);
        List<String> unexpected = new ArrayList<>(found);
        unexpected.removeAll(expected);
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    where + ": features differ from the fitted ones; missing " + shown(missing) + ", unexpected "
                            + shown(unexpected) + "; use " + type + ".select(model.featureNames())");
        }
        int[] columns = new int[expected.size()];
        for (int j = 0; j < columns.length; j++) {
            columns[j] = found.indexOf(expected.get(j));
        }
        return columns;
    }

    /** A list of names cut to a readable length. */
    public static String shown(List<String> names) {
        if (names.size() <= NAMES_SHOWN) {
            return names.toString();
        }
        return names.subList(0, NAMES_SHOWN) + " and " + (names.size() - NAMES_SHOWN) + " more";
    }

    /**
     * At least one row and at least as many as segments, or {@link Reason#EMPTY} or {@link Reason#K_GT_N}.
     *
     * @param what has the rows, such as {@code "matrix"}
     */
    public static void segmentable(long rows, int segmentCount, String what, String where) {
        segmentable(rows, segmentCount, "segmentCount", what, where);
    }

    /**
     * The same where the number of segments is set by another option.
     *
     * @param option its name, such as {@code "most"}
     * @param what has the rows
     */
    public static void segmentable(long rows, int segmentCount, String option, String what, String where) {
        if (rows == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY, where + ": the " + what + " has no rows; nothing can be segmented");
        }
        if (segmentCount > rows) {
            throw new InvalidInputException(
                    Reason.K_GT_N,
                    option,
                    where + ": " + option + " = " + segmentCount + " but the " + what + " has " + rows + " rows; lower "
                            + option);
        }
    }

    /** No missing value in any column, or {@link Reason#NON_FINITE} with the first one and their number. */
    public static void noMissing(FeatureTable table, String where) {
        int firstRow = -1;
        String firstName = "";
        long missing = 0;
        for (String name : table.names()) {
            double[] numbers = table.numbers(name);
            for (int i = 0; i < numbers.length; i++) {
                if (Double.isNaN(numbers[i])) {
                    missing++;
                    if (firstRow < 0 || i < firstRow) {
                        firstRow = i;
                        firstName = name;
                    }
                }
            }
        }
        if (missing > 0) {
            throw missing(firstRow, firstName, missing, where);
        }
    }

    private static InvalidInputException missing(int row, String name, long missing, String where) {
        return new InvalidInputException(
                Reason.NON_FINITE,
                row,
                name,
                where + ": missing value at row " + row + ", feature \"" + name + "\" (" + missing
                        + " missing in all); impute or leave out these rows first");
    }
}
