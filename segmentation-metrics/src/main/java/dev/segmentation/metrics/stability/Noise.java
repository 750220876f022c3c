package dev.segmentation.metrics.stability;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmenter;
import dev.segmentation.internal.Arguments;
import java.util.stream.IntStream;

/** Some rows replaced by points of a box. */
record Noise(double share, double reach) implements Scheme {

    private static final double LARGEST_REACH = 1e6;

    Noise {
        Arguments.openUnit(share, "Resampling.noise", "share");
        if (!(reach > 0 && reach <= LARGEST_REACH)) {
            throw Arguments.badParameter(
                    "Resampling.noise", "reach", reach, "more than 0 and at most " + LARGEST_REACH);
        }
    }

    @Override
    public Sampler over(FeatureMatrix features, Segmenter<?> segmenter, Runnable poll) {
        ColumnSpread spread = ColumnSpread.of(features, poll);
        return random -> {
            boolean[] replaced = new boolean[features.rowCount()];
            for (int i = 0; i < replaced.length; i++) {
                replaced[i] = random.nextDouble() < share;
            }
            FeatureMatrix noisy = ColumnSpread.changed(features, poll, (row, values) -> {
                for (int j = 0; j < values.length && replaced[row]; j++) {
                    values[j] = spread.mean(j) + (2 * random.nextDouble() - 1) * reach * spread.deviation(j);
                }
            });
            int[] kept = IntStream.range(0, replaced.length)
                    .filter(i -> !replaced[i])
                    .toArray();
            return new Resample(noisy, kept, kept);
        };
    }

    @Override
    public String toString() {
        return "noise for " + share + " of the rows, reaching " + reach + " standard deviations";
    }
}
