package dev.segmentation.metrics.markov;

import java.util.Optional;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The principal logarithm of a small matrix, by inverse scaling and squaring: square roots until the matrix is near the
 * identity, then a rational approximation, doubled as often.
 *
 * <p><b>Reference:</b> S. H. Cheng, N. J. Higham, C. S. Kenney, A. J. Laub (2001), SIAM J. Matrix Anal. Appl. 22,
 * 1112–1125, doi:10.1137/S0895479899364015.
 */
final class MatrixLogarithm {

    /** Where eight nodes leave an error of 10⁻¹⁹. */
    private static final double NEAR = 0.25;

    private static final int MOST_ROOTS = 60;
    private static final int MOST_STEPS = 100;

    /** Gauss–Legendre nodes and weights on [−1, 1], the positive half of eight. */
    private static final double[] NODES = {0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363
    };

    private static final double[] WEIGHTS = {
        0.362683783378362, 0.31370664587788727, 0.22238103445337448, 0.10122853629037626
    };

    private MatrixLogarithm() {}

    /** The logarithm; empty if an eigenvalue is zero or a negative number, for then there is none or not just one. */
    static Optional<double[][]> principal(double[][] p) {
        Optional<Eigenvalues> eigenvalues = Eigenvalues.of(p);
        if (eigenvalues.isEmpty() || eigenvalues.get().anyNotPositive()) {
            return Optional.empty();
        }
        RealMatrix root = MatrixUtils.createRealMatrix(p);
        RealMatrix identity = MatrixUtils.createRealIdentityMatrix(p.length);
        int roots = 0;
        while (Matrices.rowNorm(root.subtract(identity).getData()) > NEAR) {
            Optional<RealMatrix> next = squareRoot(root, identity);
            if (next.isEmpty() || roots == MOST_ROOTS) {
                return Optional.empty();
            }
            root = next.get();
            roots++;
        }
        RealMatrix rest = root.subtract(identity);
        RealMatrix sum = rest.scalarMultiply(0);
        for (int n = 0; n < NODES.length; n++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double at = (1 + sign * NODES[n]) / 2;
                RealMatrix inverse = inverse(identity.add(rest.scalarMultiply(at)));
                sum = sum.add(rest.multiply(inverse).scalarMultiply(WEIGHTS[n] / 2));
            }
        }
        return Optional.of(sum.scalarMultiply(Math.scalb(1.0, roots)).getData());
    }

    /** The product form of the Denman–Beavers iteration. */
    private static Optional<RealMatrix> squareRoot(RealMatrix a, RealMatrix identity) {
        RealMatrix product = a;
        RealMatrix root = a;
        double last = Double.POSITIVE_INFINITY;
        for (int step = 0; step < MOST_STEPS; step++) {
            double off = Matrices.rowNorm(product.subtract(identity).getData());
            if (off == 0 || (off < 1e-8 && off >= last)) { // no longer halves its digits: only rounding is left
                return Optional.of(root);
            }
            last = off;
            RealMatrix inverse = inverse(product);
            root = root.multiply(identity.add(inverse)).scalarMultiply(0.5);
            product = identity.add(product.add(inverse).scalarMultiply(0.5)).scalarMultiply(0.5);
        }
        return Optional.empty();
    }

    private static RealMatrix inverse(RealMatrix a) {
        return new LUDecomposition(a, 0).getSolver().getInverse();
    }
}
