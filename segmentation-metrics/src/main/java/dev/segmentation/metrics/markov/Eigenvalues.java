package dev.segmentation.metrics.markov;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MathArithmeticException;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;

/** The eigenvalues of a small matrix. */
final class Eigenvalues {

    private final double[] real;
    private final double[] imaginary;

    private Eigenvalues(double[] real, double[] imaginary) {
        this.real = real;
        this.imaginary = imaginary;
    }

    /** Empty if the iteration does not converge. */
    static Optional<Eigenvalues> of(double[][] matrix) {
        try {
            EigenDecomposition found = new EigenDecomposition(MatrixUtils.createRealMatrix(matrix));
            return Optional.of(new Eigenvalues(found.getRealEigenvalues(), found.getImagEigenvalues()));
        } catch (MaxCountExceededException | MathArithmeticException notConverged) {
            return Optional.empty();
        }
    }

    /** Their absolute values, the largest first. */
    double[] moduli() {
        double[] moduli = IntStream.range(0, real.length)
                .mapToDouble(i -> Math.hypot(real[i], imaginary[i]))
                .map(modulus -> -modulus)
                .sorted()
                .toArray();
        return Arrays.stream(moduli).map(modulus -> -modulus).toArray();
    }

    /** Whether one is zero, or on the negative real axis. */
    boolean anyNotPositive() {
        return IntStream.range(0, real.length).anyMatch(i -> Math.abs(imaginary[i]) <= 1e-14 && real[i] <= 1e-14);
    }

    /** The smallest distance between two of them; infinite for one. */
    double leastGap() {
        double gap = Double.POSITIVE_INFINITY;
        for (int i = 0; i < real.length; i++) {
            for (int j = 0; j < i; j++) {
                gap = Math.min(gap, Math.hypot(real[i] - real[j], imaginary[i] - imaginary[j]));
            }
        }
        return gap;
    }
}
