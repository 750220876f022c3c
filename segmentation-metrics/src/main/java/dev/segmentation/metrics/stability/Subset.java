package dev.segmentation.metrics.stability;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmenter;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import java.util.stream.IntStream;

/** A share of the rows, without replacement. */
record Subset(double share) implements Scheme {

    Subset {
        Arguments.openUnit(share, "Resampling.subset", "share");
    }

    @Override
    public Sampler over(FeatureMatrix features, Segmenter<?> segmenter, Runnable poll) {
        int n = features.rowCount();
        int size = Math.max(1, (int) (share * n));
        return random -> {
            int[] rows = draw(n, size, random);
            return new Resample(
                    features.rows(rows), rows, IntStream.range(0, size).toArray());
        };
    }

    /** Ascending: each row is taken with the probability that enough of the rest are wanted (Knuth's algorithm S). */
    static int[] draw(int n, int size, SeededRandom random) {
        int[] rows = new int[size];
        int taken = 0;
        for (int row = 0; taken < size; row++) {
            if (random.nextInt(n - row) < size - taken) {
                rows[taken++] = row;
            }
        }
        return rows;
    }

    @Override
    public String toString() {
        return share == 0.5 ? "half of the rows" : "subset of " + share;
    }
}
