package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Workers;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.Refinement;
import java.util.Arrays;

/** Segments cut in two by k-means, without row weights and in whatever unit. */
final class Halves {

    /** A part is to be described, not to be used: a few starts will do. */
    private static final int RESTARTS = 3;

    private final FeatureMatrix features;
    private final long seed;
    private final Workers workers;

    Halves(FeatureMatrix features, long seed, Workers workers) {
        this.features = features;
        this.seed = seed;
        this.workers = workers;
    }

    /**
     * The rows in the smaller one of two parts of some rows. Those that lack a feature stay in the larger one.
     *
     * @throws InvalidInputException if they cannot be cut
     */
    int[] smaller(int... rows) {
        int[] complete = Arrays.stream(rows).filter(this::isComplete).toArray();
        Assignment parts = KMeans.of(2)
                .withRestarts(RESTARTS)
                .withRefinement(Refinement.NONE)
                .withSeed(seed)
                .fit(scaled(complete), workers.inside())
                .assignment();
        int[] sizes = parts.sizes();
        return Arrays.stream(parts.rowsOf(sizes[0] < sizes[1] ? 0 : 1))
                .map(i -> complete[i])
                .toArray();
    }

    private boolean isComplete(int row) {
        for (int j = 0; j < features.featureCount(); j++) {
            if (Double.isNaN(features.value(row, j))) {
                return false;
            }
        }
        return true;
    }

    /** Divided by a power of two, so that no square overflows or vanishes. */
    private FeatureMatrix scaled(int... rows) {
        int d = features.featureCount();
        double[] values = new double[rows.length * d];
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = features.value(rows[i / d], i % d);
            largest = Math.max(largest, Math.abs(values[i]));
        }
        for (int i = 0; i < values.length && largest > 0; i++) {
            values[i] = Math.scalb(values[i], -Math.getExponent(largest));
        }
        return FeatureMatrix.copyOfRowMajor(features.featureNames(), values);
    }
}
