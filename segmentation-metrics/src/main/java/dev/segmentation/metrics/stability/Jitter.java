package dev.segmentation.metrics.stability;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmenter;
import dev.segmentation.internal.Arguments;
import java.util.stream.IntStream;

/** Every value moved by a normal number. */
record Jitter(double share) implements Scheme {

    Jitter {
        if (!(share > 0 && share <= 1)) {
            throw Arguments.badParameter("Resampling.jitter", "share", share, "more than 0 and at most 1");
        }
    }

    @Override
    public Sampler over(FeatureMatrix features, Segmenter<?> segmenter, Runnable poll) {
        ColumnSpread spread = ColumnSpread.of(features, poll);
        int[] all = IntStream.range(0, features.rowCount()).toArray();
        return random -> {
            FeatureMatrix moved = ColumnSpread.changed(features, poll, (row, values) -> {
                for (int j = 0; j < values.length; j++) {
                    values[j] += share * spread.deviation(j) * random.nextGaussian();
                }
            });
            return new Resample(moved, all, all);
        };
    }

    @Override
    public String toString() {
        return "jitter of " + share + " standard deviations";
    }
}
