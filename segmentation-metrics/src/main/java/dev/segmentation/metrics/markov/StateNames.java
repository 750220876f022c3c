package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The states of a chain, found by name: segments, and what customers of none are in (ENTRY, EXIT, UNSCORED); and the checks
 * of what has one row, column or number per state.
 */
final class StateNames {

    private final List<String> names;
    private final Map<String, Integer> indexOf;

    private StateNames(List<String> names, Map<String, Integer> indexOf) {
        this.names = names;
        this.indexOf = indexOf;
    }

    /** Names, unique and not blank, of which there is at least one and not too many. */
    static StateNames of(List<String> names, String where) {
        int k = names.size();
        if (k == 0) {
            throw new InvalidInputException(Reason.EMPTY, "states", where + ": no states, expected at least 1");
        }
        if (k > MarkovChain.MOST_STATES) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "states",
                    where + ": " + k + " states, expected at most " + MarkovChain.MOST_STATES + "; merge states first");
        }
        Map<String, Integer> indexOf = new HashMap<>();
        for (String name : names) {
            if (Objects.requireNonNull(name, "state").isBlank()) {
                throw new InvalidInputException(
                        Reason.BAD_NAME,
                        "states",
                        where + ": the name of state " + indexOf.size() + " is blank; name it");
            }
            if (indexOf.putIfAbsent(name, indexOf.size()) != null) {
                throw new InvalidInputException(
                        Reason.BAD_NAME,
                        "states",
                        where + ": two states are called \"" + name + "\"; give each a name of its own");
            }
        }
        return new StateNames(List.copyOf(names), Map.copyOf(indexOf));
    }

    int size() {
        return names.size();
    }

    List<String> names() {
        return names;
    }

    /** The position of a state. */
    int indexOf(String name, String where) {
        Integer index = indexOf.get(Objects.requireNonNull(name, "state"));
        if (index == null) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    where + ": no state \"" + name + "\"; there are " + Arguments.shown(names));
        }
        return index;
    }

    /** The states of a k × k matrix of finite numbers. */
    static StateNames of(List<String> names, double[][] matrix, String what, String where) {
        StateNames states = of(names, where);
        int k = states.size();
        Arguments.sameSize(k, matrix.length, where, what, "state");
        for (int i = 0; i < k; i++) {
            if (matrix[i].length != k) {
                throw new InvalidInputException(
                        Reason.RAGGED,
                        i,
                        what,
                        where + ": row " + i + " of " + what + " has " + matrix[i].length + " numbers, expected " + k
                                + ", one per state; the matrix is square");
            }
            for (int j = 0; j < k; j++) {
                if (!Double.isFinite(matrix[i][j])) {
                    throw new InvalidInputException(
                            Reason.NON_FINITE,
                            i,
                            what,
                            where + ": " + what + "[" + i + "][" + j + "] = " + matrix[i][j]
                                    + ", expected a number; leave out states of which nothing is known");
                }
            }
        }
        return states;
    }

    /** The numbers of a vector with one per state, all finite. */
    double[] perState(double[] values, String what, String where) {
        Arguments.sameSize(size(), values.length, where, what, "state");
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        i,
                        what,
                        where + ": " + what + "[" + i + "] = " + values[i] + ", expected a number");
            }
        }
        return values.clone();
    }

    /** Without the last digits, which are rounding errors of the sum. */
    static String shown(double sum) {
        return new BigDecimal(sum)
                .round(new MathContext(12))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** No number off the diagonal may be negative. */
    static void notNegative(double value, int row, int column, String what, String where) {
        if (value < 0) {
            throw new InvalidInputException(
                    Reason.NEGATIVE_VALUE,
                    row,
                    what,
                    where + ": " + what + "[" + row + "][" + column + "] = " + value + ", expected at least 0");
        }
    }
}
