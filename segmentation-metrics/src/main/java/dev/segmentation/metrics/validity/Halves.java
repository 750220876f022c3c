package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Workers;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.Refinement;
import java.util.Arrays;

/** Segments cut in two by k-means, without row weights. */
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
        int[] complete = Arrays.stream(rows)
                .filter(row -> Arrays.stream(features.row(row)).noneMatch(Double::isNaN))
                .toArray();
        FeatureMatrix own = features.rows(complete);
        double[] ones = new double[complete.length];
        Arrays.fill(ones, 1);
        Assignment parts = KMeans.of(2)
                .withRestarts(RESTARTS)
                .withRefinement(Refinement.NONE)
                .withSeed(seed)
                .fit(own.isWeighted() ? own.weightedBy(ones) : own, workers.inside())
                .assignment();
        int[] sizes = parts.sizes();
        return Arrays.stream(parts.rowsOf(sizes[0] < sizes[1] ? 0 : 1))
                .map(i -> complete[i])
                .toArray();
    }
}
