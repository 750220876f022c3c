package dev.segmentation.metrics.markov;

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
        int squarings = Math.max(0, Math.getExponent(Matrices.rowNorm(lifted)) + 1);
        double scale = Math.scalb(1.0, -squarings);
        double[][] result =
                Matrices.scaled(series(Matrices.scaled(lifted, scale), poll), StrictMath.exp(-lift * scale));
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

    /** Σ Aⁿ / n!, from the innermost term: I + A (I + A / 2 (I + A / 3 (…))). */
    private static double[][] series(double[][] a, Runnable poll) {
        double[][] sum = Matrices.identity(a.length);
        for (int n = TERMS; n > 0; n--) {
            sum = Matrices.scaled(Matrices.times(a, sum, poll), 1.0 / n);
            for (int i = 0; i < a.length; i++) {
                sum[i][i] += 1;
            }
        }
        return sum;
    }
}
