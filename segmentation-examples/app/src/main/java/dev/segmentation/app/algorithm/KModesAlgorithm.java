package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.Segmenter;
import dev.segmentation.app.io.Json;
import dev.segmentation.mixed.KModes;
import dev.segmentation.mixed.KModesModel;
import java.math.BigDecimal;

/** {@link KModes}. */
final class KModesAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "kmodes";
    }

    @Override
    public String description() {
        return "around most frequent levels, for categories";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.CATEGORICAL, Needs.Scaling.AS_THEY_ARE)
                .taking(
                        ClusterOption.SEED,
                        ClusterOption.RESTARTS,
                        ClusterOption.INITIAL_CENTERS,
                        ClusterOption.MAX_ITERATIONS);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        KModes config = config(data, options, options.k());
        FeatureTable table = data.table().select(data.features());
        Fit<KModesModel> fit = config.fit(table, execution);
        KModesModel model = fit.model();
        ObjectNode details = Json.object();
        ArrayNode mismatches = details.putArray("mismatches"); // per segment
        for (int s = 0; s < model.segmentCount(); s++) {
            mismatches.add(model.mismatches(s));
        }
        return Clustering.of(fit, model.type(table))
                .withCenters(model.modes())
                .withDetails(details)
                .withSentence(BigDecimal.valueOf(fit.report().objective())
                                .stripTrailingZeros()
                                .toPlainString()
                        + " values differ from the modes of their segments.");
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return config(data, options, segments);
    }

    private static KModes config(ClusterData data, ClusterOptions options, int segments) {
        KModes config = KModes.of(segments);
        config = with(config, options.seed(), KModes::withSeed);
        config = with(config, options.restarts(), KModes::withRestarts);
        config = with(config, options.maxIterations(), KModes::withMaxIterations);
        config = with(config, data.extras().initialCenters(), KModes::withPrototypes);
        return config;
    }
}
