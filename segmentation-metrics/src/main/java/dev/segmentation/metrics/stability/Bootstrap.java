package dev.segmentation.metrics.stability;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;

/** n rows of n, with replacement. */
record Bootstrap() implements Scheme {

    @Override
    public Sampler over(FeatureMatrix features, Runnable poll) {
        return random -> {
            int[] drawn = draw(features.rowCount(), random);
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

    /** Ascending, with repeats. */
    static int[] draw(int n, SeededRandom random) {
        int[] copies = new int[n];
        for (int i = 0; i < n; i++) {
            copies[random.nextInt(n)]++;
        }
        int[] drawn = new int[n];
        int at = 0;
        for (int row = 0; row < n; row++) {
            for (int c = 0; c < copies[row]; c++) {
                drawn[at++] = row;
            }
        }
        return drawn;
    }

    @Override
    public String toString() {
        return "bootstrap";
    }
}
