package dev.segmentation.app.report;

import dev.segmentation.Assignment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * How many customers of each segment have a value between the same edges. Exact counts: those of a segment and who lacks a value
 * are the segment. Immutable.
 *
 * <p>Edges are round numbers: 1, 2 or 5 times a power of ten apart. There are twice the cube root of the number of values of
 * bins at most (Rice's rule), and never more than {@value #MOST_BINS}. Values far outside, more than three interquartile
 * ranges from the quartiles and beyond the 5 % or 95 % quantile, do not stretch the bins: they have an open bin at that end,
 * whose outer edge is the smallest or the largest value. A bin has its lower edge and not its upper one, but the last has both.
 * Whole numbers have bins of whole numbers.
 */
final class Histogram {

    static final int MOST_BINS = 24;

    private static final int LEAST_BINS = 3;

    private static final double FAR = 3;

    private final double[] edges;
    private final long[][] counts;
    private final boolean openBelow;
    private final boolean openAbove;

    private Histogram(double[] edges, long[][] counts, boolean openBelow, boolean openAbove) {
        this.edges = edges;
        this.counts = counts;
        this.openBelow = openBelow;
        this.openAbove = openAbove;
    }

    /**
     * Counts customers.
     *
     * @param values one per customer, NaN where missing
     * @param assignment one label per customer
     * @return without bins if there are no values
     */
    static Histogram of(double[] values, Assignment assignment) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Histogram(new double[0], new long[assignment.segmentCount()][0], false, false);
        }
        double least = sorted[0] + 0.0; // no negative zero
        double most = sorted[sorted.length - 1] + 0.0;
        if (least == most) {
            return counted(new double[] {least, most}, values, assignment, false, false);
        }
        double low = quantile(sorted, 0.25);
        double high = quantile(sorted, 0.75);
        double reach = Math.min(FAR * (high - low), Double.MAX_VALUE);
        double from = Math.max(least, Math.min(low - reach, quantile(sorted, 0.05)));
        double to = Math.min(most, Math.max(high + reach, quantile(sorted, 0.95)));
        if (from == to) { // nearly all are alike
            from = least;
            to = most;
        }
        int bins = Math.min(MOST_BINS, Math.max(LEAST_BINS, (int) Math.ceil(2 * StrictMath.cbrt(sorted.length))));
        int closed = bins - (from > least ? 1 : 0) - (to < most ? 1 : 0);
        boolean whole = Arrays.stream(sorted).allMatch(value -> value == Math.rint(value));
        double[] inner = roundEdges(from, to, Math.max(1, closed), whole);
        if (whole && most == inner[inner.length - 1]) { // a single value is no long tail: one bin more, as wide
            inner = Arrays.copyOf(inner, inner.length + 1);
            inner[inner.length - 1] = 2 * most - inner[inner.length - 3];
        }
        boolean openBelow = least < inner[0];
        boolean openAbove = most > inner[inner.length - 1];
        return counted(withTails(inner, least, most), values, assignment, openBelow, openAbove);
    }

    /** Round numbers from one that is no more than the first to one that is no less than the last, in equal steps. */
    private static double[] roundEdges(double from, double to, int bins, boolean whole) {
        BigDecimal first = new BigDecimal(from);
        BigDecimal last = new BigDecimal(to);
        BigDecimal least =
                last.subtract(first).divide(BigDecimal.valueOf(bins), new MathContext(6, RoundingMode.CEILING));
        BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(least.precision() - least.scale() - 1);
        if (whole && power.compareTo(BigDecimal.ONE) < 0) {
            power = BigDecimal.ONE;
        }
        for (; ; power = power.scaleByPowerOfTen(1)) {
            for (int multiple : List.of(1, 2, 5)) {
                BigDecimal step = power.multiply(BigDecimal.valueOf(multiple));
                BigDecimal start = first.divide(step, 0, RoundingMode.FLOOR);
                // the upper edge is no part of a bin, and whole numbers leave no room between the last and it
                BigDecimal end = whole
                        ? last.divide(step, 0, RoundingMode.FLOOR).add(BigDecimal.ONE)
                        : last.divide(step, 0, RoundingMode.CEILING);
                int count = end.subtract(start).intValueExact();
                if (count <= bins) {
                    TreeSet<Double> edges = new TreeSet<>(); // steps below the precision of a double coincide
                    for (int i = 0; i <= count; i++) {
                        edges.add(
                                start.add(BigDecimal.valueOf(i)).multiply(step).doubleValue() + 0.0);
                    }
                    return edges.stream().mapToDouble(Double::doubleValue).toArray();
                }
            }
        }
    }

    private static double[] withTails(double[] inner, double least, double most) {
        TreeSet<Double> edges = new TreeSet<>();
        for (double edge : inner) {
            edges.add(Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, edge)));
        }
        if (least < inner[0]) {
            edges.add(least);
        }
        if (most > inner[inner.length - 1]) {
            edges.add(most);
        }
        return edges.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Histogram counted(
            double[] edges, double[] values, Assignment assignment, boolean openBelow, boolean openAbove) {
        int bins = edges.length - 1;
        long[][] counts = new long[assignment.segmentCount()][bins];
        for (int row = 0; row < values.length; row++) {
            if (!Double.isNaN(values[row])) {
                int found = Arrays.binarySearch(edges, values[row] + 0.0);
                int bin = found >= 0 ? found : -found - 2;
                counts[assignment.label(row)][Math.min(bin, bins - 1)]++;
            }
        }
        return new Histogram(edges, counts, openBelow, openAbove);
    }

    /** Linear between order statistics; the values need not be different. */
    private static double quantile(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        double share = position - below;
        return (1 - share) * sorted[below] + share * sorted[above];
    }

    /** Ascending, one more than bins; none without values. */
    double[] edges() {
        return edges.clone();
    }

    /** Of a segment, one per bin. */
    long[] counts(int segment) {
        return counts[segment].clone();
    }

    /** Whether the first bin is of all that is smaller than its upper edge. */
    boolean isOpenBelow() {
        return openBelow;
    }

    /** Whether the last bin is of all that is no smaller than its lower edge. */
    boolean isOpenAbove() {
        return openAbove;
    }
}
