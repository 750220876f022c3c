package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Blobs;
import smile.clustering.KMeans;
import smile.math.MathEx;

/** Smile, from seeds of its own: Lloyd on the common pool, or its default on a tree of the data. */
final class Smile implements Rival {

    private static final long SEED = 1;

    private final double[][] rows;
    private final int segments;
    private final boolean tree;

    private Smile(Blobs blobs, boolean tree) {
        this.rows = blobs.rows();
        this.segments = blobs.segments();
        this.tree = tree;
    }

    static Rival lloyd(Blobs blobs) {
        return new Smile(blobs, false);
    }

    static Rival tree(Blobs blobs) {
        return new Smile(blobs, true);
    }

    @Override
    public Object fit(int maxIterations) {
        MathEx.setSeed(SEED);
        return tree ? KMeans.fit(rows, segments, maxIterations, 0) : KMeans.lloyd(rows, segments, maxIterations, 0);
    }
}
