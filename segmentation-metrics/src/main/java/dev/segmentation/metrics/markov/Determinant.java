package dev.segmentation.metrics.markov;

import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A determinant that may be too small for a {@code double}, as those of many states are.
 *
 * @param sign −1, 0 (singular but for rounding errors) or 1
 * @param logModulus the logarithm of its absolute value; −∞ if it is 0
 */
record Determinant(int sign, double logModulus) {

    private static final Determinant ZERO = new Determinant(0, Double.NEGATIVE_INFINITY);

    static Determinant of(double[][] matrix) {
        int k = matrix.length;
        LUDecomposition decomposition = new LUDecomposition(MatrixUtils.createRealMatrix(matrix), k * Math.ulp(1.0));
        RealMatrix upper = decomposition.getU();
        if (upper == null) { // a pivot is a rounding error
            return ZERO;
        }
        int sign = parity(decomposition.getPivot());
        double log = 0;
        for (int i = 0; i < k; i++) {
            double pivot = upper.getEntry(i, i);
            sign = pivot < 0 ? -sign : sign;
            log += StrictMath.log(Math.abs(pivot));
        }
        return new Determinant(sign, log);
    }

    private static int parity(int... permutation) {
        int parity = 1;
        boolean[] seen = new boolean[permutation.length];
        for (int start = 0; start < permutation.length; start++) {
            seen[start] = true;
            for (int at = permutation[start]; !seen[at]; at = permutation[at]) {
                seen[at] = true;
                parity = -parity;
            }
        }
        return parity;
    }

    double value() {
        return sign * StrictMath.exp(logModulus);
    }
}
