package dev.segmentation.benchmarks;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;

/** Data, k and starting centers, with the fits that are compared: plain Lloyd until nothing changes, or stopped before. */
final class Problem {

    /** Iterations from which on a fit is in full swing, so that preparing is not counted. */
    static final int FEW = 5;

    /** And up to which. */
    static final int MANY = 25;

    private static final int NO_LIMIT = 100_000;

    private final FeatureMatrix data;
    private final KMeans lloyd;
    private final double cells;

    Problem(Blobs blobs) {
        data = blobs.matrix();
        cells = blobs.cells();
        lloyd = KMeans.of(blobs.segments())
                .withSeeding(Seeding.centers(blobs.start()))
                .withRefinement(Refinement.NONE)
                .withTolerance(0)
                .withMaxIterations(NO_LIMIT);
    }

    FeatureMatrix data() {
        return data;
    }

    int segments() {
        return lloyd.segmentCount();
    }

    /** n · k · d. */
    double cells() {
        return cells;
    }

    Fit<KMeansModel> toConvergence(Execution execution) {
        return lloyd.fit(data, execution);
    }

    Fit<KMeansModel> stoppedAfter(int iterations, Execution execution) {
        return lloyd.withMaxIterations(iterations).fit(data, execution);
    }

    /** Refuses a problem that is solved before its iterations can be timed. */
    void checkLongEnough(Execution execution) {
        int iterations = stoppedAfter(MANY, execution).report().iterations();
        if (iterations < MANY) {
            throw new IllegalStateException("converged after " + iterations + " iterations, " + MANY + " are timed");
        }
    }
}
