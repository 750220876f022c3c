package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Segment;
import dev.segmentation.Segmenter;
import dev.segmentation.app.io.Json;
import dev.segmentation.mixture.GaussianMixture;
import dev.segmentation.mixture.GaussianMixtureModel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** {@link GaussianMixture}. */
final class GaussianMixtureAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "gaussian-mixture";
    }

    @Override
    public String description() {
        return "normal distributions; memberships";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.NUMERIC, Needs.Scaling.SCALED)
                .taking(
                        ClusterOption.SEED,
                        ClusterOption.RESTARTS,
                        ClusterOption.INITIAL_CENTERS,
                        ClusterOption.MAX_ITERATIONS,
                        ClusterOption.TOLERANCE,
                        ClusterOption.COVARIANCE,
                        ClusterOption.NOISE);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        GaussianMixture config = config(data, options, options.k());
        FeatureMatrix features = data.matrix();
        Fit<GaussianMixtureModel> fit = config.fit(features, execution);
        GaussianMixtureModel model = fit.model();
        Clustering found = Clustering.soft(fit, model.memberships(features))
                .withNames(names(model))
                .withDetails(details(model, data))
                .withSentence(Likelihood.sentence(model));
        // the noise has no mean, so that means of customers say more about all segments than those of components of
        // some
        return model.noiseSegment().isPresent() ? found : found.withCenters(data.inUnits(model.means()));
    }

    @Override
    public boolean hasLikelihood() {
        return true;
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return config(data, options, segments);
    }

    private static GaussianMixture config(ClusterData data, ClusterOptions options, int segments) {
        GaussianMixture config = GaussianMixture.of(segments);
        config = with(config, options.seed(), GaussianMixture::withSeed);
        config = with(config, options.restarts(), GaussianMixture::withRestarts);
        config = with(config, options.maxIterations(), GaussianMixture::withMaxIterations);
        config = with(config, options.tolerance(), GaussianMixture::withTolerance);
        config = with(config, options.covariance(), GaussianMixture::withCovariance);
        config = with(config, data.initialCenters(), GaussianMixture::withMeans);
        config = options.hasNoise() ? config.withNoise() : config;
        return config;
    }

    private static List<Segment> names(GaussianMixtureModel model) {
        OptionalInt noise = model.noiseSegment();
        List<Segment> names = new ArrayList<>();
        for (int s = 0; s < model.segmentCount(); s++) {
            names.add(Segment.of(s, noise.isPresent() && noise.getAsInt() == s ? "noise" : Integer.toString(s)));
        }
        return names;
    }

    private static ObjectNode details(GaussianMixtureModel model, ClusterData data) {
        ObjectNode json = Json.object();
        json.put("covariance", ClusterOptions.Shape.text(model.covarianceStructure()));
        model.noiseSegment().ifPresent(segment -> json.put("noiseSegment", segment));
        Likelihood.add(json, model);
        ArrayNode shares = json.putArray("shares");
        for (int s = 0; s < model.segmentCount(); s++) {
            shares.add(model.share(s));
        }
        json.set("means", Json.rows(data.inUnits(model.means()).matrix()));
        return json;
    }
}
