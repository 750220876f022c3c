package dev.segmentation.metrics.internal;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix of finite numbers of any scale: reflections to a tridiagonal matrix,
 * then rotations with implicit shifts (Golub and Van Loan 2013, Matrix Computations, 8.3). O(n³) time.
 *
 * <p>The matrix is made symmetric and brought to a scale of 1 first, so that neither rounding nor units can lead astray; the
 * shifts make the rotations end for every matrix.
 */
public final class SymmetricEigen {

    /** Of its neighbors on the diagonal: less off it is rounding. */
    private static final double ROUNDING = 0x1p-53;

    /** Of the largest element: less is nothing. */
    private static final double NOTHING = 1e-40;

    private final int n;
    private final Runnable poll;
    private final double[][] a; // becomes the reflections, in its columns below the diagonal
    private final double[] betas; // 0 where there was nothing to reflect
    private final double[][] rows; // becomes the eigenvectors
    private final double[] diagonal;
    private final double[] off; // between an index and the next
    private final int exponent;
    private final int[] order;

    private SymmetricEigen(double[][] matrix, Runnable poll) {
        this.n = matrix.length;
        this.poll = poll;
        this.a = new double[n][n];
        this.betas = new double[n];
        this.rows = new double[n][n];
        this.diagonal = new double[n];
        this.off = new double[n];
        double most = 0;
        for (double[] row : matrix) {
            for (double value : row) {
                most = Math.max(most, Math.abs(value));
            }
        }
        this.exponent = most > 0 ? Math.getExponent(most) : 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = (Math.scalb(matrix[i][j], -exponent) + Math.scalb(matrix[j][i], -exponent)) / 2;
            }
        }
        reflect();
        gather();
        rotate();
        this.order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -diagonal[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Of a matrix that is symmetric up to rounding.
     *
     * @param matrix n × n, finite; not modified, the mean of both halves counts
     * @param poll run every O(n²) steps
     * @return all n of them
     */
    public static SymmetricEigen of(double[][] matrix, Runnable poll) {
        return new SymmetricEigen(matrix, poll);
    }

    /** Reflections I − βvvᵀ from both sides that leave a tridiagonal matrix; v takes the place of the column it clears. */
    private void reflect() {
        double[] product = new double[n];
        for (int k = 0; k < n - 2; k++) {
            poll.run();
            diagonal[k] = a[k][k];
            if (isClear(k)) {
                off[k] = a[k + 1][k];
                continue;
            }
            double length = length(k);
            off[k] = a[k + 1][k] > 0 ? -length : length;
            double head = a[k + 1][k] - off[k];
            for (int i = k + 2; i < n; i++) {
                a[i][k] /= head;
            }
            a[k + 1][k] = 1;
            double beta = -head / off[k];
            betas[k] = beta;
            double shared = 0;
            for (int i = k + 1; i < n; i++) {
                double sum = 0;
                for (int j = k + 1; j < n; j++) {
                    sum += a[i][j] * a[j][k];
                }
                product[i] = beta * sum;
                shared += product[i] * a[i][k];
            }
            for (int i = k + 1; i < n; i++) {
                product[i] -= beta / 2 * shared * a[i][k];
            }
            for (int i = k + 1; i < n; i++) {
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= a[i][k] * product[j] + product[i] * a[j][k];
                }
            }
        }
        for (int k = Math.max(0, n - 2); k < n; k++) {
            diagonal[k] = a[k][k];
            off[k] = k + 1 < n ? a[k + 1][k] : 0;
        }
    }

    private boolean isClear(int k) {
        double rest = 0;
        for (int i = k + 2; i < n; i++) {
            rest = Math.max(rest, Math.abs(a[i][k]));
        }
        return rest <= NOTHING;
    }

    /** Of the column below the diagonal. */
    private double length(int k) {
        double sum = 0;
        for (int i = k + 1; i < n; i++) {
            sum += a[i][k] * a[i][k];
        }
        return Math.sqrt(sum);
    }

    /** The product of the reflections, transposed: a row for each direction of the tridiagonal matrix. */
    private void gather() {
        for (int i = 0; i < n; i++) {
            rows[i][i] = 1;
        }
        for (int k = n - 3; k >= 0; k--) {
            poll.run();
            for (int r = k + 1; r < n && betas[k] != 0; r++) {
                double sum = 0;
                for (int j = k + 1; j < n; j++) {
                    sum += rows[r][j] * a[j][k];
                }
                sum *= betas[k];
                for (int j = k + 1; j < n; j++) {
                    rows[r][j] -= sum * a[j][k];
                }
            }
        }
    }

    private void rotate() {
        int high = n - 1;
        while (high > 0) {
            if (isNothing(high - 1)) {
                high--;
                continue;
            }
            int low = high - 1;
            while (low > 0 && !isNothing(low - 1)) {
                low--;
            }
            poll.run();
            sweep(low, high);
        }
    }

    private boolean isNothing(int k) {
        double size = Math.abs(off[k]);
        return !(size > NOTHING && size > ROUNDING * (Math.abs(diagonal[k]) + Math.abs(diagonal[k + 1])));
    }

    /** One sweep of rotations over a part whose neighbors are all connected. */
    private void sweep(int low, int high) {
        double half = (diagonal[high - 1] - diagonal[high]) / 2;
        double last = off[high - 1];
        double root = Math.sqrt(half * half + last * last);
        double x = diagonal[low] - (diagonal[high] - last * last / (half + (half < 0 ? -root : root)));
        double z = off[low];
        for (int k = low; k < high; k++) {
            double r = Math.sqrt(x * x + z * z);
            double c = r > 0 ? x / r : 1;
            double s = r > 0 ? z / r : 0;
            if (k > low) {
                off[k - 1] = r;
            }
            double first = diagonal[k];
            double second = diagonal[k + 1];
            double between = 2 * c * s * off[k];
            diagonal[k] = c * c * first + between + s * s * second;
            diagonal[k + 1] = s * s * first - between + c * c * second;
            off[k] = c * s * (second - first) + (c * c - s * s) * off[k];
            turn(rows[k], rows[k + 1], c, s);
            if (k + 1 < high) {
                x = off[k];
                z = s * off[k + 1];
                off[k + 1] *= c;
            }
        }
    }

    private static void turn(double[] first, double[] second, double c, double s) {
        for (int j = 0; j < first.length; j++) {
            double u = first[j];
            double v = second[j];
            first[j] = c * u + s * v;
            second[j] = c * v - s * u;
        }
    }

    /**
     * An eigenvalue.
     *
     * @param index from 0, the largest, on
     */
    public double value(int index) {
        return Math.scalb(diagonal[order[index]], exponent);
    }

    /** The eigenvector of an eigenvalue, of length 1; a copy. */
    public double[] vector(int index) {
        return rows[order[index]].clone();
    }
}
