package dev.segmentation.mixture;

import dev.segmentation.mixture.CovarianceStructure.Shape;

/**
 * Keeps covariances from vanishing: in the scale in which every column has variance 1, no component has a variance below
 * the floor in any direction.
 *
 * <p>Eigenvalues below the floor are put on it, which is the covariance of largest likelihood under that bound; so EM
 * still never lowers the likelihood, and the bound does nothing where it does not bind.
 */
final class CovarianceFloor {

    private final Shape shape;
    private final double share;
    private final double[] variances;
    private final double meanVariance;

    CovarianceFloor(Shape shape, double share, double[] variances) {
        this.shape = shape;
        this.share = share;
        this.variances = variances;
        double sum = 0;
        for (double variance : variances) {
            sum += variance / variances.length;
        }
        this.meanVariance = sum;
    }

    /** Raises a covariance where it is below the floor; whether that was needed. */
    boolean raise(double[] covariance) {
        if (shape == Shape.FULL) {
            if (Triangle.isAtLeast(share, covariance, variances)) {
                return false;
            }
            raiseEigenvalues(covariance);
            return true;
        }
        boolean raised = false;
        for (int j = 0; j < covariance.length; j++) {
            double least = share * (shape == Shape.DIAGONAL ? variances[j] : meanVariance);
            if (!(covariance[j] > least)) {
                covariance[j] = least;
                raised = true;
            }
        }
        return raised;
    }

    private void raiseEigenvalues(double[] covariance) {
        int d = variances.length;
        double[][] scaled = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                scaled[i][j] = Triangle.get(covariance, i, j) / Math.sqrt(variances[i]) / Math.sqrt(variances[j]);
            }
        }
        SymmetricEigen found = SymmetricEigen.of(scaled);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int e = 0; e < d; e++) {
                    double value = Math.max(found.value(e), share);
                    sum += value * found.vector(i, e) * found.vector(j, e);
                }
                covariance[Triangle.index(i, j)] = sum * Math.sqrt(variances[i]) * Math.sqrt(variances[j]);
            }
        }
    }

    /** The covariance of all rows without correlations, to stand for a component without rows. */
    double[] ofAllRows() {
        return switch (shape) {
            case SPHERICAL -> new double[] {meanVariance};
            case DIAGONAL -> variances.clone();
            case FULL -> {
                double[] triangle = new double[Triangle.length(variances.length)];
                for (int i = 0; i < variances.length; i++) {
                    triangle[Triangle.index(i, i)] = variances[i];
                }
                yield triangle;
            }
        };
    }
}
