package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.Segmenter;
import dev.segmentation.app.io.Json;
import dev.segmentation.latentclass.LatentClass;
import dev.segmentation.latentclass.LatentClassModel;
import dev.segmentation.latentclass.MembershipEffects;

/** {@link LatentClass}. */
final class LatentClassAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "latent-class";
    }

    @Override
    public String description() {
        return "classes of categorical answers; memberships";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.CATEGORICAL, Needs.Scaling.AS_THEY_ARE)
                .taking(
                        ClusterOption.SEED,
                        ClusterOption.RESTARTS,
                        ClusterOption.MAX_ITERATIONS,
                        ClusterOption.TOLERANCE,
                        ClusterOption.COVARIATES);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        LatentClass config = config(options, options.k());
        FeatureTable table = data.table().select(data.features());
        Fit<LatentClassModel> fit = config.fit(table, execution);
        LatentClassModel model = fit.model();
        return Clustering.soft(fit, model.memberships(table))
                .withDetails(details(model))
                .withSentence(Likelihood.sentence(model))
                .withSentence("The best likelihood was reached from " + model.startsAtBest() + " of " + model.starts()
                        + " starts.");
    }

    @Override
    public boolean hasLikelihood() {
        return true;
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return config(options, segments);
    }

    private static LatentClass config(ClusterOptions options, int segments) {
        LatentClass config = LatentClass.of(segments);
        config = with(config, options.seed(), LatentClass::withSeed);
        config = with(config, options.restarts(), LatentClass::withRestarts);
        config = with(config, options.maxIterations(), LatentClass::withMaxIterations);
        config = with(config, options.tolerance(), LatentClass::withTolerance);
        config = config.withCovariates(options.covariates().toArray(String[]::new));
        return config;
    }

    private static ObjectNode details(LatentClassModel model) {
        ObjectNode json = Json.object();
        Likelihood.add(json, model);
        json.put("starts", model.starts());
        json.put("startsAtBest", model.startsAtBest());
        ArrayNode shares = json.putArray("shares");
        for (int s = 0; s < model.segmentCount(); s++) {
            shares.add(model.share(s));
        }
        ArrayNode items = json.putArray("items");
        for (String item : model.items()) {
            ObjectNode node = items.addObject().put("name", item);
            node.set("levels", Json.texts(model.levels(item)));
            ArrayNode rows = node.putArray("probabilities"); // a row per segment
            for (int s = 0; s < model.segmentCount(); s++) {
                ArrayNode row = rows.addArray();
                for (String level : model.levels(item)) {
                    row.add(model.probability(item, level, s));
                }
            }
        }
        model.membershipEffects().ifPresent(effects -> json.set("covariates", effects(effects, model.segmentCount())));
        return json;
    }

    /** Logarithms of odds against the first class, a row per class. */
    private static ObjectNode effects(MembershipEffects effects, int classes) {
        ObjectNode json = Json.object();
        json.set("terms", Json.texts(effects.terms()));
        ArrayNode coefficients = json.putArray("coefficients");
        ArrayNode errors = json.putArray("standardErrors");
        for (int s = 0; s < classes; s++) {
            int segment = s;
            coefficients.add(Json.numbers(effects.terms().stream()
                    .mapToDouble(term -> effects.coefficient(segment, term))
                    .toArray()));
            ArrayNode row = errors.addArray();
            for (String term : effects.terms()) {
                double error = effects.standardError(s, term);
                if (Double.isNaN(error)) {
                    row.addNull();
                } else {
                    row.add(error);
                }
            }
        }
        effects.undefined().ifPresent(reason -> json.put("standardErrorsReason", reason.name()));
        return json;
    }
}
