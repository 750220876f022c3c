package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.Segmenter;
import dev.segmentation.app.io.Json;
import dev.segmentation.mixed.KPrototypes;
import dev.segmentation.mixed.KPrototypesModel;
import java.util.Locale;

/** {@link KPrototypes}. */
final class KPrototypesAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "kprototypes";
    }

    @Override
    public String description() {
        return "around means and most frequent levels";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.MIXED, Needs.Scaling.SCALED)
                .taking(
                        ClusterOption.SEED,
                        ClusterOption.RESTARTS,
                        ClusterOption.INITIAL_CENTERS,
                        ClusterOption.MAX_ITERATIONS);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        KPrototypes config = config(data, options, options.k());
        FeatureTable table = data.table().select(data.features());
        Fit<KPrototypesModel> fit = config.fit(table, execution);
        KPrototypesModel model = fit.model();
        ObjectNode details = Json.object();
        model.lambda().ifPresent(lambda -> details.put("lambda", lambda));
        ArrayNode within = details.putArray("within"); // per segment
        for (int s = 0; s < model.segmentCount(); s++) {
            within.add(model.within(s));
        }
        Clustering found = Clustering.of(fit, model.type(table))
                .withCenters(data.inUnits(model.prototypes()))
                .withDetails(details);
        return model.lambda().isEmpty()
                ? found
                : found.withSentence(String.format(
                        Locale.ROOT,
                        "A category that differs counts as much as %.4g squared units of the scaled numbers (lambda).",
                        model.lambda().getAsDouble()));
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return config(data, options, segments);
    }

    private static KPrototypes config(ClusterData data, ClusterOptions options, int segments) {
        KPrototypes config = KPrototypes.of(segments);
        config = with(config, options.seed(), KPrototypes::withSeed);
        config = with(config, options.restarts(), KPrototypes::withRestarts);
        config = with(config, options.maxIterations(), KPrototypes::withMaxIterations);
        config = with(config, data.extras().initialCenters(), KPrototypes::withPrototypes);
        return config;
    }
}
