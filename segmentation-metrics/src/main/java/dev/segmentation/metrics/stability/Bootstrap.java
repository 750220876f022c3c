package dev.segmentation.metrics.stability;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.metrics.internal.WithReplacement;
import java.util.Arrays;

/** n rows of n, with replacement. */
record Bootstrap() implements Scheme {

    @Override
    public Sampler over(FeatureMatrix features, Runnable poll) {
        return random -> {
            int[] drawn = WithReplacement.draw(features.rowCount(), random);
            int[] rows = new int[drawn.length];
            int[] positions = new int[drawn.length];
            int distinct = 0;
            for (int i = 0; i < drawn.length; i++) {
                if (i == 0 || drawn[i] != drawn[i - 1]) {
                    rows[distinct] = drawn[i];
                    positions[distinct++] = i;
                }
            }
            return new Resample(
                    features.rows(drawn), Arrays.copyOf(rows, distinct), Arrays.copyOf(positions, distinct));
        };
    }

    @Override
    public String toString() {
        return "bootstrap";
    }
}
