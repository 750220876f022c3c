package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import dev.segmentation.Execution;
import dev.segmentation.Segmenter;
import dev.segmentation.medoid.Clara;

/** {@link Clara}. */
final class ClaraAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "clara";
    }

    @Override
    public String description() {
        return "pam (medoids) by samples, for many customers";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.ANY, Needs.Scaling.SCALED).taking(ClusterOption.SEED);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        Clara config = config(data, options, options.k());
        return Medoids.of(config.fit(data.table().select(data.features()), execution), data);
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return config(data, options, segments);
    }

    private static Clara config(ClusterData data, ClusterOptions options, int segments) {
        Clara config = Clara.of(segments).withDissimilarity(Medoids.dissimilarity(data));
        config = with(config, options.seed(), Clara::withSeed);
        return config;
    }
}
