package dev.segmentation.app.story;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.metrics.stability.ClusterwiseJaccard;
import dev.segmentation.metrics.stability.Stability;
import java.util.stream.IntStream;

/**
 * How many groups to look for: as many as a team can handle, and of those the number whose weakest group is found again
 * best when customers are drawn anew. A group that depends on who happened to be in the data is no group.
 */
final class SegmentCount {

    /** Fewer say too little. */
    private static final int FEWEST = 4;

    /** More cannot be told apart in daily work. */
    private static final int MOST = 6;

    private SegmentCount() {}

    static int choose(FeatureMatrix scaled, long seed, Execution execution) {
        int best = FEWEST;
        double highest = Double.NEGATIVE_INFINITY;
        for (int count = FEWEST; count <= MOST; count++) {
            double weakest = weakest(KMeans.of(count).withSeed(seed), scaled, execution);
            if (weakest > highest) {
                best = count;
                highest = weakest;
            }
        }
        return best;
    }

    private static double weakest(KMeans config, FeatureMatrix scaled, Execution execution) {
        Stability stability = ClusterwiseJaccard.of(config.withRestarts(Demo.RESTARTS_OF_RESAMPLES))
                .withReplicates(Demo.RESAMPLES)
                .assess(scaled, config.fit(scaled, execution).assignment(), execution);
        return IntStream.range(0, config.segmentCount())
                .mapToDouble(segment -> stability.jaccard(segment).value())
                .min()
                .orElseThrow();
    }
}
