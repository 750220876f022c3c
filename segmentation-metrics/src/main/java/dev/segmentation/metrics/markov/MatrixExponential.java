package dev.segmentation.metrics.markov;

import java.util.Arrays;

/**
 * exp(A) of a small matrix, by scaling and squaring of its power series.
 *
 * <p>The diagonal is lifted by its smallest element first, so that for rates of moving, whose other elements are not
 * negative, nothing is ever subtracted and small chances keep their relative accuracy.
 *
 * <p><b>Reference:</b> C. B. Moler, C. F. Van Loan (2003), SIAM Rev. 45, 3–49, doi:10.1137/S00361445024180 (method 3).
 */
final class MatrixExponential {

    /** The remainder of the series at norm 1 is below 10⁻¹⁹. */
    private static final int TERMS = 20;

    /** So many after the first that reaches an element give it its digits. */
    private static final int AFTER_FIRST = 14;

    /** Terms beyond are below what a number holds: 1/171! is. */
    private static final int MOST_TERMS = 171;

    /** Starts between two polls: of a thousand elements, some milliseconds. */
    private static final int POLLED = 16;

    private MatrixExponential() {}

    /** Of any matrix of finite numbers. */
    static double[][] of(double[][] a) {
        return of(a, () -> {});
    }

    /** Of a matrix whose rows sum to 0; those of the result then sum to 1, however often it is squared. */
    static double[][] ofRates(double[][] a) {
        return ofRates(a, () -> {});
    }

    /** The same, looking between the rows of its products whether to go on. */
    static double[][] of(double[][] a, Runnable poll) {
        return squared(a, false, poll);
    }

    /** The same, looking between the rows of its products whether to go on. */
    static double[][] ofRates(double[][] a, Runnable poll) {
        return squared(a, true, poll);
    }

    private static double[][] squared(double[][] a, boolean stochastic, Runnable poll) {
        int k = a.length;
        double lift = 0;
        for (int i = 0; i < k; i++) {
            lift = Math.max(lift, -a[i][i]);
        }
        double[][] lifted = Matrices.copy(a);
        for (int i = 0; i < k; i++) {
            lifted[i][i] += lift;
        }
        int terms = terms(lifted, poll);
        int squarings = Math.max(0, Math.getExponent(Matrices.rowNorm(lifted)) + 1);
        double scale = Math.scalb(1.0, -squarings);
        double[][] result =
                Matrices.scaled(series(Matrices.scaled(lifted, scale), terms, poll), StrictMath.exp(-lift * scale));
        for (int s = 0; s <= squarings; s++) {
            if (s > 0) {
                result = Matrices.times(result, result, poll);
            }
            if (stochastic) {
                Matrices.divideRows(result);
            }
        }
        return result;
    }

    /** More where some elements are reached in many steps only, for these would be 0 or lose digits. */
    private static int terms(double[][] a, Runnable poll) {
        int most = 0;
        for (int start = 0; start < a.length && a.length + AFTER_FIRST > TERMS; start++) {
            if (start % POLLED == POLLED - 1) {
                poll.run();
            }
            most = Math.max(most, steps(a, start));
        }
        return Math.min(MOST_TERMS, Math.max(TERMS, most + AFTER_FIRST));
    }

    /** To the farthest element that is reached from a start. */
    private static int steps(double[][] a, int start) {
        int[] open = new int[a.length];
        int[] steps = new int[a.length];
        Arrays.fill(steps, -1);
        steps[start] = 0;
        open[0] = start;
        int found = 1;
        for (int next = 0; next < found; next++) {
            int i = open[next];
            for (int j = 0; j < a.length; j++) {
                if (steps[j] < 0 && a[i][j] != 0) {
                    steps[j] = steps[i] + 1;
                    open[found++] = j;
                }
            }
        }
        return steps[open[found - 1]];
    }

    /** Σ Aⁿ / n!, from the innermost term: I + A (I + A / 2 (I + A / 3 (…))). */
    private static double[][] series(double[][] a, int terms, Runnable poll) {
        double[][] sum = Matrices.identity(a.length);
        for (int n = terms; n > 0; n--) {
            sum = Matrices.scaled(Matrices.times(a, sum, poll), 1.0 / n);
            for (int i = 0; i < a.length; i++) {
                sum[i][i] += 1;
            }
        }
        return sum;
    }
}
