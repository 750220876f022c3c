package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import dev.segmentation.Execution;
import dev.segmentation.Segmenter;
import dev.segmentation.medoid.Pam;

/** {@link Pam}. */
final class PamAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "pam";
    }

    @Override
    public String description() {
        return "around customers, medoids; also mixed columns";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.ANY, Needs.Scaling.SCALED)
                .taking(ClusterOption.SEED, ClusterOption.RESTARTS, ClusterOption.MAX_ITERATIONS);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        Pam config = config(data, options, options.k());
        return Medoids.of(config.fit(data.table().select(data.features()), execution), data);
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return config(data, options, segments);
    }

    private static Pam config(ClusterData data, ClusterOptions options, int segments) {
        Pam config = Pam.of(segments).withDissimilarity(Medoids.dissimilarity(data));
        config = with(config, options.seed(), Pam::withSeed);
        config = with(config, options.restarts(), Pam::withRestarts);
        config = with(config, options.maxIterations(), Pam::withMaxIterations);
        return config;
    }

    @Override
    public boolean isQuadratic() {
        return true;
    }
}
