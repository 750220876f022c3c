package dev.segmentation.metrics.stability;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmenter;
import dev.segmentation.internal.SeededRandom;

/** What a {@link Resampling} can do. */
sealed interface Scheme extends Resampling permits Bootstrap, Subset, Jitter, Noise {

    /** Looks at the rows once, for all resamples, which a segmenter will get; {@code poll} ends work that is cancelled. */
    Sampler over(FeatureMatrix features, Segmenter<?> segmenter, Runnable poll);

    /** Draws resamples of the same rows; safe for use by several threads. */
    @FunctionalInterface
    interface Sampler {

        /** The next resample of a stream of random numbers. */
        Resample draw(SeededRandom random);
    }

    /**
     * Rows to segment anew.
     *
     * @param features the matrix to fit
     * @param rows the original rows that count in the comparison, each once
     * @param positions where in the matrix each of them is
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Resample(FeatureMatrix features, int[] rows, int[] positions) {}
}
