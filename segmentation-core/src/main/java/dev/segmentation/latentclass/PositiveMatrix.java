package dev.segmentation.latentclass;

/** Systems with a symmetric positive matrix, row-major, small. */
final class PositiveMatrix {

    private static final double TINY_PIVOT = 1e-13;

    private PositiveMatrix() {}

    /**
     * Replaces a matrix by its Cholesky factor, in the lower triangle.
     *
     * @param least pivots below this part of their diagonal element are taken for 0
     * @param poll called for every column
     * @return whether all pivots are positive
     */
    static boolean factor(double[] a, int size, double least, Runnable poll) {
        for (int j = 0; j < size; j++) {
            poll.run();
            double diagonal = a[j * size + j];
            double pivot = diagonal;
            for (int i = 0; i < j; i++) {
                pivot -= a[j * size + i] * a[j * size + i];
            }
            if (!(pivot > least * diagonal)) {
                return false;
            }
            pivot = Math.sqrt(pivot);
            a[j * size + j] = pivot;
            for (int row = j + 1; row < size; row++) {
                double sum = a[row * size + j];
                for (int i = 0; i < j; i++) {
                    sum -= a[row * size + i] * a[j * size + i];
                }
                a[row * size + j] = sum / pivot;
            }
        }
        return true;
    }

    /** Solves a system, with as much added to the diagonal as is needed to make the matrix positive. */
    static double[] solve(double[] a, int size, double[] right) {
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += a[i * size + i];
        }
        double ridge = 0;
        double[] factor = a.clone();
        while (ridge <= Double.MAX_VALUE && !factor(factor, size, TINY_PIVOT, () -> {})) {
            ridge = ridge == 0 ? 1e-12 * trace / size + Double.MIN_NORMAL : 10 * ridge;
            factor = a.clone();
            for (int i = 0; i < size; i++) {
                factor[i * size + i] += ridge;
            }
        }
        return solveFactored(factor, size, right);
    }

    /** Solves a system whose matrix was factored. */
    static double[] solveFactored(double[] factor, int size, double[] right) {
        double[] x = right.clone();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                x[i] -= factor[i * size + j] * x[j];
            }
            x[i] /= factor[i * size + i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int j = i + 1; j < size; j++) {
                x[i] -= factor[j * size + i] * x[j];
            }
            x[i] /= factor[i * size + i];
        }
        return x;
    }
}
