package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.app.io.Json;
import dev.segmentation.mixture.FuzzyCMeans;
import dev.segmentation.mixture.FuzzyCMeansModel;
import java.util.Locale;

/** {@link FuzzyCMeans}. */
final class FuzzyCMeansAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "fuzzy-cmeans";
    }

    @Override
    public String description() {
        return "k-means with degrees of membership";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.NUMERIC, Needs.Scaling.SCALED)
                .taking(
                        ClusterOption.SEED,
                        ClusterOption.RESTARTS,
                        ClusterOption.INITIAL_CENTERS,
                        ClusterOption.MAX_ITERATIONS,
                        ClusterOption.TOLERANCE);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        FuzzyCMeans config = config(data, options, options.k());
        FeatureMatrix features = data.matrix();
        Fit<FuzzyCMeansModel> fit = config.fit(features, execution);
        FuzzyCMeansModel model = fit.model();
        return Clustering.soft(fit, model.memberships(features))
                .withCenters(data.inUnits(model.centers()))
                .withDetails(details(model))
                .withSentence(String.format(
                        Locale.ROOT,
                        "Partition coefficient %.4f: 1 if everyone belongs to one segment, 1/%d if to all alike.",
                        model.partitionCoefficient(),
                        model.segmentCount()));
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return config(data, options, segments);
    }

    private static FuzzyCMeans config(ClusterData data, ClusterOptions options, int segments) {
        FuzzyCMeans config = FuzzyCMeans.of(segments);
        config = with(config, options.seed(), FuzzyCMeans::withSeed);
        config = with(config, options.restarts(), FuzzyCMeans::withRestarts);
        config = with(config, options.maxIterations(), FuzzyCMeans::withMaxIterations);
        config = with(config, options.tolerance(), FuzzyCMeans::withTolerance);
        config = with(config, data.initialCenters(), FuzzyCMeans::withCenters);
        return config;
    }

    private static ObjectNode details(FuzzyCMeansModel model) {
        ObjectNode json = Json.object();
        json.put("fuzzifier", model.fuzzifier());
        Json.put(json, "partitionCoefficient", model.partitionCoefficient(), Reason.SINGLE_SEGMENT);
        Json.put(json, "partitionEntropy", model.partitionEntropy(), Reason.SINGLE_SEGMENT);
        Json.put(
                json,
                "xieBeni",
                model.xieBeni(),
                model.segmentCount() == 1 ? Reason.SINGLE_SEGMENT : Reason.COINCIDENT_CENTERS);
        return json;
    }
}
