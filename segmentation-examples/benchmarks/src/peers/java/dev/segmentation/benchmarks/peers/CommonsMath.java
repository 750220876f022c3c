package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Blobs;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;

/** Apache commons-math, on one thread from k-means++ seeds of its own. */
final class CommonsMath implements Rival {

    private static final long SEED = 1;

    private final List<DoublePoint> points;
    private final int segments;

    CommonsMath(Blobs blobs) {
        this.points = Arrays.stream(blobs.rows()).map(DoublePoint::new).toList();
        this.segments = blobs.segments();
    }

    @Override
    public Object fit(int maxIterations) {
        return new KMeansPlusPlusClusterer<DoublePoint>(
                        segments, maxIterations, new EuclideanDistance(), new Well19937c(SEED))
                .cluster(points);
    }
}
