package dev.segmentation.mixture;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's rotations, which find small eigenvalues of scaled
 * matrices well; with roots as the only function, so that bits are the same everywhere.
 *
 * <p>G. H. Golub and C. F. Van Loan (2013), Matrix Computations, section 8.5.
 */
final class SymmetricEigen {

    private static final int SWEEPS = 60;

    private final double[][] a;
    private final double[][] vectors;

    private SymmetricEigen(double[][] matrix) {
        int d = matrix.length;
        this.a = matrix;
        this.vectors = new double[d][d];
        for (int i = 0; i < d; i++) {
            vectors[i][i] = 1;
        }
    }

    /** Of a symmetric matrix, which is overwritten. */
    static SymmetricEigen of(double[][] matrix) {
        SymmetricEigen eigen = new SymmetricEigen(matrix);
        for (int sweep = 0; sweep < SWEEPS && eigen.sweep(); sweep++) {
            // until no element off the diagonal is left
        }
        return eigen;
    }

    /** One eigenvalue, in no order. */
    double value(int index) {
        return a[index][index];
    }

    /** A coordinate of the eigenvector of that value; vectors have length 1. */
    double vector(int coordinate, int index) {
        return vectors[coordinate][index];
    }

    private boolean sweep() {
        boolean rotated = false;
        for (int p = 0; p < a.length; p++) {
            for (int q = p + 1; q < a.length; q++) {
                if (Math.abs(a[p][q]) > 1e-18 * Math.sqrt(Math.abs(a[p][p] * a[q][q])) && a[p][q] != 0) {
                    rotate(p, q);
                    rotated = true;
                }
            }
        }
        return rotated;
    }

    /** Turns the plane of two coordinates so that their element vanishes. */
    private void rotate(int p, int q) {
        double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double root = Math.abs(tau) > 1e150 ? Math.abs(tau) : Math.sqrt(1 + tau * tau);
        double tangent = tau >= 0 ? 1 / (tau + root) : 1 / (tau - root);
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        double sine = tangent * cosine;
        double off = a[p][q];
        a[p][p] -= tangent * off;
        a[q][q] += tangent * off;
        a[p][q] = 0;
        a[q][p] = 0;
        for (int i = 0; i < a.length; i++) {
            if (i != p && i != q) {
                double ip = a[i][p];
                double iq = a[i][q];
                a[i][p] = cosine * ip - sine * iq;
                a[i][q] = sine * ip + cosine * iq;
                a[p][i] = a[i][p];
                a[q][i] = a[i][q];
            }
            double vp = vectors[i][p];
            double vq = vectors[i][q];
            vectors[i][p] = cosine * vp - sine * vq;
            vectors[i][q] = sine * vp + cosine * vq;
        }
    }
}
