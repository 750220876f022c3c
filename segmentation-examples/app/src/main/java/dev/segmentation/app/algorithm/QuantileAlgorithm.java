package dev.segmentation.app.algorithm;

import dev.segmentation.Execution;
import dev.segmentation.Fit;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.tier.QuantileTiers;

/** {@link QuantileTiers}. */
final class QuantileAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "quantile";
    }

    @Override
    public String description() {
        return "tiers of one column, equally many customers in each";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.ONE_NUMBER, Needs.Scaling.AS_THEY_ARE);
    }

    @Override
    public boolean isSearchable() {
        return false; // tiers are alike, however many
    }

    @Override
    public boolean namesSegments() {
        return true;
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        Fit<RuleSet> fit = QuantileTiers.of(options.k()).fit(data.matrix(), execution);
        return TierCuts.clustering(fit)
                .withDetails(TierCuts.belongingBelow(fit.model()))
                .withSentence("Tiers end at quantiles of type 7; equal values share a tier.");
    }
}
