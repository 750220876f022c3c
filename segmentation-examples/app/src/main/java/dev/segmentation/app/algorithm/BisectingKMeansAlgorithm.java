package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Segmenter;
import dev.segmentation.app.io.Json;
import dev.segmentation.cluster.BisectingKMeans;
import dev.segmentation.cluster.KMeansModel;

/** {@link BisectingKMeans}. */
final class BisectingKMeansAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "bisecting-kmeans";
    }

    @Override
    public String description() {
        return "splits the widest segment in two, and again";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.NUMERIC, Needs.Scaling.SCALED)
                .taking(ClusterOption.SEED, ClusterOption.RESTARTS, ClusterOption.MAX_ITERATIONS);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        BisectingKMeans config = config(options, options.k());
        FeatureMatrix features = data.matrix();
        Fit<KMeansModel> fit = config.fit(features, execution);
        ObjectNode details = Json.object();
        details.put("rowsElsewhere", OwnLabels.differences(fit, features));
        return OwnLabels.clustering(fit, data, features)
                .withDetails(details)
                .withSentence("Each split is k-means with two segments.");
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return config(options, segments);
    }

    private static BisectingKMeans config(ClusterOptions options, int segments) {
        BisectingKMeans config = BisectingKMeans.of(segments);
        config = with(config, options.seed(), BisectingKMeans::withSeed);
        config = with(config, options.restarts(), BisectingKMeans::withRestarts);
        config = with(config, options.maxIterations(), BisectingKMeans::withMaxIterations);
        return config;
    }
}
