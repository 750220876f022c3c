package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import dev.segmentation.Execution;
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
        Pam config = Pam.of(options.k()).withDissimilarity(Medoids.dissimilarity(data));
        config = with(config, options.seed(), Pam::withSeed);
        config = with(config, options.restarts(), Pam::withRestarts);
        config = with(config, options.maxIterations(), Pam::withMaxIterations);
        return Medoids.of(config.fit(data.table().select(data.features()), execution), data);
    }
}
