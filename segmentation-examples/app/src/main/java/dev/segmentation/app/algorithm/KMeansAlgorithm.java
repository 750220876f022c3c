package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Seeding;
import java.util.Optional;

/** {@link KMeans}, the default, and under constraints {@link ConstrainedSegments}. */
final class KMeansAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "kmeans";
    }

    @Override
    public String description() {
        return "around means; the default; keeps sizes and groups";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.NUMERIC, Needs.Scaling.SCALED)
                .taking(
                        ClusterOption.SEED,
                        ClusterOption.RESTARTS,
                        ClusterOption.INITIAL_CENTERS,
                        ClusterOption.MAX_ITERATIONS,
                        ClusterOption.TOLERANCE)
                .taking(ConstrainedSegments.options().toArray(ClusterOption[]::new));
    }

    @Override
    public Optional<String> fault(ClusterOptions options) {
        return ConstrainedSegments.fault(options);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        if (ConstrainedSegments.areAsked(options)) {
            return ConstrainedSegments.fit(data, options, execution);
        }
        KMeans config = config(data, options, options.k());
        FeatureMatrix features = data.matrix();
        Fit<KMeansModel> fit = config.fit(features, execution);
        return Clustering.of(fit, fit.model().type(features))
                .withCenters(data.inUnits(fit.model().centers()));
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return config(data, options, segments);
    }

    private static KMeans config(ClusterData data, ClusterOptions options, int segments) {
        KMeans config = KMeans.of(segments);
        config = with(config, options.seed(), KMeans::withSeed);
        config = with(config, options.restarts(), KMeans::withRestarts);
        config = with(config, options.maxIterations(), KMeans::withMaxIterations);
        config = with(config, options.tolerance(), KMeans::withTolerance);
        config = with(config, data.initialCenters().map(Seeding::centers), KMeans::withSeeding);
        return config;
    }
}
