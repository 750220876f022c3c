package dev.segmentation.mixture;

import dev.segmentation.mixture.CovarianceStructure.Shape;
import java.util.function.Consumer;

/**
 * The components of a mixture as the passes use them: logarithms of constants, means relative to an offset, and what
 * turns a difference from the mean into independent standard normal numbers. Immutable by agreement.
 */
final class Components {

    final int count;
    final int features;
    final Shape shape;

    /** Means less the offset, row-major. */
    final double[] means;

    /** The mixing proportions; the last one is the noise, 0 if there is none. */
    final double[] shares;

    /**
     * Of each component its covariance: one number, d numbers, or the d·(d+1)/2 of the lower triangle, row by row.
     */
    final double[][] covariances;

    /** 1/variance per feature, or the rows of the inverse of the Cholesky factor, one after the other. */
    final double[][] precisions;

    /** ln share − (d/2) ln 2π − ½ ln |covariance|; last ln share of the noise − ln volume. */
    final double[] constants;

    /** Whether the covariance had to be kept from vanishing. */
    final boolean[] floored;

    Components(
            Shape shape,
            int features,
            double[] means,
            double[] shares,
            double[][] covariances,
            boolean[] floored,
            double logVolume) {
        this.count = covariances.length;
        this.features = features;
        this.shape = shape;
        this.means = means;
        this.shares = shares;
        this.covariances = covariances;
        this.floored = floored;
        this.precisions = new double[count][];
        this.constants = new double[count + 1];
        for (int c = 0; c < count; c++) {
            double logDeterminant = invert(c);
            constants[c] = log(shares[c]) - 0.5 * (features * LN_2_PI + logDeterminant);
        }
        constants[count] = log(shares[count]) - logVolume;
    }

    private static final double LN_2_PI = 1.8378770664093453;

    private static double log(double share) {
        return share > 0 ? StrictMath.log(share) : Double.NEGATIVE_INFINITY;
    }

    /** Finds the precision of a component and gives ln |covariance|. */
    private double invert(int c) {
        double[] covariance = covariances[c];
        if (shape == Shape.FULL) {
            Triangle factor = Triangle.cholesky(covariance, features);
            precisions[c] = factor.inverse();
            return factor.logDeterminant();
        }
        precisions[c] = new double[features];
        double logDeterminant = 0;
        for (int j = 0; j < features; j++) {
            double value = covariance[shape == Shape.DIAGONAL ? j : 0];
            precisions[c][j] = 1 / value;
            logDeterminant += StrictMath.log(value);
        }
        return logDeterminant;
    }

    /** What turns independent standard normal numbers into differences from the mean of a component, in place. */
    Consumer<double[]> spread(int c) {
        if (shape == Shape.FULL) {
            return Triangle.cholesky(covariances[c], features)::multiply;
        }
        double[] deviations = new double[features];
        for (int j = 0; j < features; j++) {
            deviations[j] = Math.sqrt(covariances[c][shape == Shape.DIAGONAL ? j : 0]);
        }
        return z -> {
            for (int j = 0; j < features; j++) {
                z[j] *= deviations[j];
            }
        };
    }

    /** How far a share, a mean or a covariance is at most from that of others, in standard deviations of its component. */
    double distance(Components other) {
        double most = 0;
        for (int c = 0; c < count; c++) {
            most = Math.max(most, Math.abs(shares[c] - other.shares[c]));
            for (int i = 0; i < features; i++) {
                double deviation = Math.sqrt(variance(c, i));
                most = Math.max(most, Math.abs(means[c * features + i] - other.means[c * features + i]) / deviation);
                for (int j = 0; shape == Shape.FULL && j < i; j++) {
                    int at = Triangle.index(i, j);
                    double moved = Math.abs(covariances[c][at] - other.covariances[c][at]);
                    most = Math.max(most, moved / deviation / Math.sqrt(variance(c, j)));
                }
                most = Math.max(most, Math.abs(other.variance(c, i) / variance(c, i) - 1));
            }
        }
        return most;
    }

    private double variance(int c, int feature) {
        return switch (shape) {
            case SPHERICAL -> covariances[c][0];
            case DIAGONAL -> covariances[c][feature];
            case FULL -> covariances[c][Triangle.index(feature, feature)];
        };
    }

    boolean hasNoise() {
        return shares[count] > 0;
    }

    /** How many components had to be kept from vanishing. */
    int flooredCount() {
        int found = 0;
        for (boolean one : floored) {
            found += one ? 1 : 0;
        }
        return found;
    }
}
