package dev.segmentation.metrics.effect;

import java.util.Optional;

/**
 * The factor L of a covariance C = s·L·Lᵀ·s, with its standard deviations s taken out, so that units do not matter and a
 * pivot is the share of a column's variance that those before it do not explain.
 */
final class Cholesky {

    /** Of a share of variance this small, rounding leaves nothing: products of doubles keep 1e-16. */
    private static final double SINGULAR = 1e-12;

    private final double[] deviations;
    private final double[][] factor;

    private Cholesky(double[] deviations, double[][] factor) {
        this.deviations = deviations;
        this.factor = factor;
    }

    /** Empty if it has no inverse within rounding, or is not finite. */
    static Optional<Cholesky> of(double[][] covariance) {
        int d = covariance.length;
        double[] deviations = new double[d];
        double[][] factor = new double[d][d];
        for (int i = 0; i < d; i++) {
            deviations[i] = Math.sqrt(covariance[i][i]);
            if (!(deviations[i] > 0 && deviations[i] <= Double.MAX_VALUE)) {
                return Optional.empty();
            }
            for (int j = 0; j <= i; j++) {
                double rest = covariance[i][j] / deviations[i] / deviations[j];
                for (int l = 0; l < j; l++) {
                    rest -= factor[i][l] * factor[j][l];
                }
                if (i != j) {
                    factor[i][j] = rest / factor[j][j];
                } else if (rest > SINGULAR) {
                    factor[i][i] = Math.sqrt(rest);
                } else {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Cholesky(deviations, factor));
    }

    /** L⁻¹·s⁻¹·x, whose squared length is xᵀ·C⁻¹·x. */
    double[] whiten(double[] x) {
        double[] white = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double rest = x[i] / deviations[i];
            for (int j = 0; j < i; j++) {
                rest -= factor[i][j] * white[j];
            }
            white[i] = rest / factor[i][i];
        }
        return white;
    }

    /** xᵀ·C⁻¹·x. */
    double squaredLength(double[] x) {
        double sum = 0;
        for (double value : whiten(x)) {
            sum += value * value;
        }
        return sum;
    }

    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < deviations.length; i++) {
            sum += 2 * (StrictMath.log(deviations[i]) + StrictMath.log(factor[i][i]));
        }
        return sum;
    }
}
