package dev.segmentation.app.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What the cells of a column are if they are taken for numbers, by every style in which numbers may be written. */
final class NumberSketch {

    /** A style that fails more often is given up. */
    private static final int MOST_FAILURES = 100;

    private final List<NumberStyle> styles;
    private final long[] failures;
    private final long[] firstFailures; // lines
    private final double[] smallest;
    private final double[] largest;
    private final boolean[] whole;

    NumberSketch(List<NumberStyle> styles) {
        this.styles = styles;
        this.failures = new long[styles.size()];
        this.firstFailures = new long[styles.size()];
        this.smallest = new double[styles.size()];
        this.largest = new double[styles.size()];
        this.whole = new boolean[styles.size()];
        Arrays.fill(smallest, Double.POSITIVE_INFINITY);
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        Arrays.fill(whole, true);
    }

    /** All styles that may be told apart: the plain one first, groups last. */
    static List<NumberStyle> allStyles() {
        List<NumberStyle> styles = new ArrayList<>();
        for (DecimalSign decimal : DecimalSign.values()) {
            styles.add(new NumberStyle(decimal, Optional.empty()));
        }
        for (DecimalSign decimal : DecimalSign.values()) {
            for (ThousandsSign thousands : ThousandsSign.values()) {
                if (!thousands.is(decimal.sign())) {
                    styles.add(new NumberStyle(decimal, Optional.of(thousands)));
                }
            }
        }
        return List.copyOf(styles);
    }

    void add(char[] text, int from, int to, long line) {
        OptionalDouble shared = styles.get(0).parse(text, from, to);
        boolean plain = shared.isPresent() && isDigits(text, from, to);
        for (int s = 0; s < failures.length; s++) {
            if (failures[s] > MOST_FAILURES) {
                continue;
            }
            OptionalDouble number = plain || s == 0 ? shared : styles.get(s).parse(text, from, to);
            if (number.isEmpty()) {
                firstFailures[s] = failures[s]++ == 0 ? line : firstFailures[s];
            } else {
                double value = number.getAsDouble();
                smallest[s] = Math.min(smallest[s], value);
                largest[s] = Math.max(largest[s], value);
                whole[s] &= value == Math.rint(value);
            }
        }
    }

    /** Then all styles read the same. */
    private static boolean isDigits(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /** Whether all cells are numbers in this style. */
    boolean fits(int style) {
        return failures[style] == 0;
    }

    /** How many cells are no numbers, and in which line the first is; empty if they are too many to be told. */
    Optional<long[]> exceptions(int style, long cells) {
        return failures[style] <= MOST_FAILURES && 20 * failures[style] <= cells
                ? Optional.of(new long[] {failures[style], firstFailures[style]})
                : Optional.empty();
    }

    boolean isWhole(int style) {
        return whole[style];
    }

    double smallest(int style) {
        return smallest[style];
    }

    double largest(int style) {
        return largest[style];
    }

    /** Whether all cells are numbers in two styles, but other ones. */
    boolean readsOtherwise(int one, int other) {
        return fits(one) && fits(other) && (smallest[one] != smallest[other] || largest[one] != largest[other]);
    }

    /** The styles in which most columns are numbers, the plainest first. */
    static List<Integer> best(List<NumberStyle> styles, List<NumberSketch> columns) {
        long[] fitting = IntStream.range(0, styles.size())
                .mapToLong(
                        s -> columns.stream().filter(column -> column.fits(s)).count())
                .toArray();
        long most = Arrays.stream(fitting).max().orElse(0);
        return IntStream.range(0, fitting.length)
                .filter(s -> fitting[s] == most)
                .boxed()
                .toList();
    }
}
