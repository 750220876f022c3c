package dev.segmentation.mixture;

/**
 * The lower triangle of a symmetric matrix, or a lower triangular factor, row by row: element (i, j), j ≤ i, at i·(i+1)/2
 * + j.
 */
final class Triangle {

    private final int size;
    private final double[] scales; // of the rows, taken out so that features of any units can be beside each other
    private final double[] factor;

    private Triangle(int size, double[] scales, double[] factor) {
        this.size = size;
        this.scales = scales;
        this.factor = factor;
    }

    static int index(int i, int j) {
        return i * (i + 1) / 2 + j;
    }

    /** How many elements. */
    static int length(int size) {
        return size * (size + 1) / 2;
    }

    /** Element (i, j) of a symmetric matrix. */
    static double get(double[] triangle, int i, int j) {
        return i >= j ? triangle[index(i, j)] : triangle[index(j, i)];
    }

    /**
     * Whether matrix − share · diagonal(variances) is positive definite: no direction has less than that share of the
     * variance.
     */
    static boolean isAtLeast(double share, double[] matrix, double[] variances) {
        int d = variances.length;
        double[] scales = new double[d];
        for (int i = 0; i < d; i++) {
            scales[i] = Math.sqrt(variances[i]);
        }
        double[] work = new double[matrix.length];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                work[index(i, j)] = matrix[index(i, j)] / scales[i] / scales[j] - (i == j ? share : 0);
            }
        }
        return factorize(work, d);
    }

    /** The factor L of a positive definite matrix, L·Lᵀ. */
    static Triangle cholesky(double[] matrix, int size) {
        double[] scales = new double[size];
        for (int i = 0; i < size; i++) {
            scales[i] = Math.sqrt(matrix[index(i, i)]);
        }
        double[] factor = new double[matrix.length];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                factor[index(i, j)] = matrix[index(i, j)] / scales[i] / scales[j];
            }
        }
        if (!factorize(factor, size)) {
            throw new IllegalStateException("a covariance that was kept positive definite is not");
        }
        return new Triangle(size, scales, factor);
    }

    private static boolean factorize(double[] matrix, int size) {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[index(i, j)];
                for (int h = 0; h < j; h++) {
                    sum -= matrix[index(i, h)] * matrix[index(j, h)];
                }
                if (i > j) {
                    matrix[index(i, j)] = sum / matrix[index(j, j)];
                } else if (sum > 0) {
                    matrix[index(i, i)] = Math.sqrt(sum);
                } else {
                    return false;
                }
            }
        }
        return true;
    }

    /** ln |L·Lᵀ|. */
    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += 2 * (StrictMath.log(factor[index(i, i)]) + StrictMath.log(scales[i]));
        }
        return sum;
    }

    /** L⁻¹, row by row. */
    double[] inverse() {
        double[] inverse = new double[factor.length];
        for (int j = 0; j < size; j++) {
            inverse[index(j, j)] = 1 / factor[index(j, j)];
            for (int i = j + 1; i < size; i++) {
                double sum = 0;
                for (int h = j; h < i; h++) {
                    sum -= factor[index(i, h)] * inverse[index(h, j)];
                }
                inverse[index(i, j)] = sum / factor[index(i, i)];
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                inverse[index(i, j)] /= scales[j];
            }
        }
        return inverse;
    }

    /** L·z, written over z. */
    void multiply(double[] z) {
        for (int i = size - 1; i >= 0; i--) {
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += factor[index(i, j)] * z[j];
            }
            z[i] = scales[i] * sum;
        }
    }
}
