package dev.segmentation.metrics.structure;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.Objects;

/**
 * Hartigan's dip: how far values are from having a single mode.
 *
 * <p>The largest difference between the distribution function of the values and that of the closest distribution with one
 * mode (which may have an atom there), made as small as possible. Range [1/(2n), 1/4] for at least two distinct values, 0
 * if all are equal, no unit; the larger, the less like one mode. Shifting and scaling the values changes nothing.
 *
 * <p><b>p:</b> the probability of a dip at least as large for n values of a uniform distribution, which of all
 * distributions with one mode is asymptotically the hardest to tell from two. Hence for others, normal ones among them, p
 * is too large and claims are rarer than their level. From a table that was simulated ({@link DipQuantiles}),
 * interpolated; never less than {@value DipQuantiles#LEAST}, where the table ends, and 1 for fewer than four values.
 * Values that are rounded or counted have several modes by themselves: spread them first, as {@link StructureTest} does.
 *
 * <p><b>Input:</b> n finite values, in any order; a missing one is refused. Nothing is modified. Immutable.
 * <br><b>Degenerate:</b> no value at all: statistic NaN, p NaN.
 * <br><b>Cost:</b> O(n log n) time, O(n) memory.
 * <br><b>Reference:</b> J. A. Hartigan and P. M. Hartigan (1985), Ann. Statist. 13, 70–84, doi:10.1214/aos/1176346577.
 */
public final class Dip {

    private final int size;
    private final double statistic;

    private Dip(int size, double statistic) {
        this.size = size;
        this.statistic = statistic;
    }

    /**
     * Measures the dip of some values.
     *
     * @param values n finite values, in any order; not modified
     * @return their dip
     * @throws InvalidInputException if a value is missing or infinite ({@link Reason#NON_FINITE})
     */
    public static Dip of(double... values) {
        Objects.requireNonNull(values, "values");
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        i,
                        "values",
                        "Dip.of: missing or infinite value at row " + i + "; leave out these rows first");
            }
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double largest = sorted.length == 0 ? 0 : Math.max(-sorted[0], sorted[sorted.length - 1]);
        int exponent = Math.max(Double.MIN_EXPONENT, Math.getExponent(largest));
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = Math.scalb(sorted[i], -exponent); // or the range of huge values would overflow
        }
        return ofSorted(sorted);
    }

    static Dip ofSorted(double... sorted) {
        return new Dip(sorted.length, sorted.length == 0 ? Double.NaN : new Steps(sorted).dip());
    }

    /**
     * How many values there are.
     *
     * @return n
     */
    public int size() {
        return size;
    }

    /**
     * The dip.
     *
     * @return in [0, 1/4]; NaN without values
     */
    public double statistic() {
        return statistic;
    }

    /**
     * How often n values of a uniform distribution have a dip at least as large.
     *
     * @return in (0, 1]; NaN without values
     */
    public double pValue() {
        return size == 0 ? Double.NaN : DipQuantiles.pValue(size, statistic);
    }

    @Override
    public String toString() {
        return "Dip[" + statistic + ", n = " + size + ", p = " + pValue() + "]";
    }

    /**
     * An empirical distribution function, by its corners, and Hartigan and Hartigan's search in it (their section 4): within
     * the interval that may hold the mode, the greatest convex function below and the least concave one above are farthest
     * apart at a corner of one of them; the interval shrinks to the corners around, until what is outside of it is farther
     * from the distribution function than those two are from one another.
     */
    private static final class Steps {

        private final double[] at; // distinct values, ascending
        private final double[] below; // share of the values that are smaller
        private final double[] upTo; // share of the values that are at most as large
        private final int count;

        /** For each position, the corner before it in the greatest convex function below what is up to it. */
        private final int[] before;

        /** For each position, the corner after it in the least concave function above what is from it on. */
        private final int[] after;

        /** Corners of the two functions, as positions; only the first so many are in use. */
        private final int[] convex;

        private final int[] concave;
        private int convexCount;
        private int concaveCount;

        /** The two functions are this far apart, between these positions. */
        private double farthest;

        private int left;
        private int right;

        Steps(double... sorted) {
            int n = sorted.length;
            at = new double[n];
            below = new double[n];
            upTo = new double[n];
            int distinct = 0;
            for (int start = 0, end; start < n; start = end) {
                end = start + 1;
                while (end < n && sorted[end] == sorted[start]) {
                    end++;
                }
                at[distinct] = sorted[start];
                below[distinct] = (double) start / n;
                upTo[distinct++] = (double) end / n;
            }
            count = distinct;
            before = new int[distinct];
            after = new int[distinct];
            convex = new int[distinct];
            concave = new int[distinct];
        }

        double dip() {
            findHulls();
            int first = 0;
            int last = count - 1;
            double twice = 0;
            while (first < last) {
                findCorners(first, last);
                findFarthest(first, last);
                if (farthest <= twice) {
                    break;
                }
                twice = Math.max(twice, Math.max(aboveConvex(), belowConcave()));
                if (left == first && right == last) {
                    break;
                }
                first = left;
                last = right;
            }
            return twice / 2;
        }

        private void findHulls() {
            for (int i = 1; i < count; i++) {
                int corner = i - 1;
                while (corner > 0 && turn(below, before[corner], corner, i) <= 0) {
                    corner = before[corner];
                }
                before[i] = corner;
            }
            for (int i = count - 2; i >= 0; i--) {
                int corner = i + 1;
                while (corner < count - 1 && turn(upTo, i, corner, after[corner]) >= 0) {
                    corner = after[corner];
                }
                after[i] = corner;
            }
        }

        /**
         * The corners between two positions. The first position always is a corner of the convex function of all values, and
         * the last one of the concave one, so that what is outside of the interval moves no corner in it.
         */
        private void findCorners(int first, int last) {
            convexCount = 1;
            for (int i = last; i > first; i = before[i]) {
                convexCount++;
            }
            int place = convexCount;
            for (int i = last; i > first; i = before[i]) {
                convex[--place] = i;
            }
            convex[0] = first;
            concaveCount = 0;
            for (int i = first; i < last; i = after[i]) {
                concave[concaveCount++] = i;
            }
            concave[concaveCount++] = last;
        }

        /** Positive if the path through three points turns to the left. */
        private double turn(double[] height, int a, int b, int c) {
            return (height[c] - height[a]) * (at[b] - at[a]) - (height[b] - height[a]) * (at[c] - at[a]);
        }

        private void findFarthest(int first, int last) {
            farthest = -1;
            left = first;
            right = last;
            for (int i = 0, j = 0; i < convexCount; i++) {
                int corner = convex[i];
                while (concave[j + 1] < corner) {
                    j++;
                }
                double apart = line(upTo, concave[j], concave[j + 1], corner) - below[corner];
                if (apart > farthest) {
                    farthest = apart;
                    left = corner;
                    right = concave[j] == corner ? corner : concave[j + 1];
                }
            }
            for (int i = 0, j = 0; i < concaveCount; i++) {
                int corner = concave[i];
                while (j + 2 < convexCount && convex[j + 1] <= corner) {
                    j++;
                }
                double apart = upTo[corner] - line(below, convex[j], convex[j + 1], corner);
                if (apart > farthest) {
                    farthest = apart;
                    left = convex[j + 1] == corner ? corner : convex[j];
                    right = corner;
                }
            }
        }

        /** How far the distribution function is above the convex function, left of the new interval. */
        private double aboveConvex() {
            double most = 0;
            for (int i = 0; convex[i] < left; i++) {
                for (int r = convex[i]; r < convex[i + 1]; r++) {
                    most = Math.max(most, upTo[r] - line(below, convex[i], convex[i + 1], r));
                }
            }
            return most;
        }

        /** How far the distribution function is below the concave function, right of the new interval. */
        private double belowConcave() {
            double most = 0;
            for (int i = concaveCount - 1; concave[i] > right; i--) {
                for (int r = concave[i]; r > concave[i - 1]; r--) {
                    most = Math.max(most, line(upTo, concave[i - 1], concave[i], r) - below[r]);
                }
            }
            return most;
        }

        /** The height, over the value at a position, of the line through two points. */
        private double line(double[] height, int a, int b, int position) {
            return height[a] + (height[b] - height[a]) * ((at[position] - at[a]) / (at[b] - at[a]));
        }
    }
}
