package dev.segmentation.metrics.stability;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmenter;
import dev.segmentation.metrics.internal.BootstrapSample;

/** n rows of n, with replacement. */
record Bootstrap() implements Scheme {

    @Override
    public Sampler over(FeatureMatrix features, Segmenter<?> segmenter, Runnable poll) {
        return random -> {
            BootstrapSample sample = BootstrapSample.of(features, segmenter, random);
            return new Resample(sample.matrix(), sample.distinct(), sample.firstPlaces());
        };
    }

    @Override
    public String toString() {
        return "bootstrap";
    }
}
