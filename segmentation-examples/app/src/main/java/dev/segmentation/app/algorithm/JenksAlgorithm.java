package dev.segmentation.app.algorithm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.app.io.Json;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.tier.Jenks;
import java.util.Locale;

/** {@link Jenks}. */
final class JenksAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "jenks";
    }

    @Override
    public String description() {
        return "tiers of one column by natural breaks";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.ONE_NUMBER, Needs.Scaling.AS_THEY_ARE);
    }

    @Override
    public boolean namesSegments() {
        return true;
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        FeatureMatrix features = data.matrix();
        Fit<RuleSet> fit = Jenks.of(options.k()).fit(features, execution);
        double share = Jenks.varianceFit(features, fit.assignment());
        ObjectNode details = TierCuts.belongingBelow(fit.model());
        Json.put(details, "varianceFit", share, Reason.NO_WITHIN_VARIATION);
        return TierCuts.clustering(fit)
                .withDetails(details)
                .withSentence(
                        Double.isNaN(share)
                                ? "Goodness of variance fit undefined: all values are equal, so that there is nothing to explain."
                                : String.format(
                                        Locale.ROOT, "Goodness of variance fit %.4f: 1 if tiers explain all.", share));
    }

    @Override
    public Segmenter<?> segmenter(ClusterData data, ClusterOptions options, int segments) {
        return Jenks.of(segments);
    }
}
