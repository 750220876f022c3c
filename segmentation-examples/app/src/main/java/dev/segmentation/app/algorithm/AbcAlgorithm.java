package dev.segmentation.app.algorithm;

import dev.segmentation.Execution;
import dev.segmentation.Fit;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.tier.AbcTiers;

/** {@link AbcTiers}. */
final class AbcAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "abc";
    }

    @Override
    public String description() {
        return "tiers of one column of value: 80 %, 95 %, the rest";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.ONE_NUMBER, Needs.Scaling.AS_THEY_ARE).withSegmentNumber(Needs.SegmentNumber.FOUND);
    }

    @Override
    public boolean namesSegments() {
        return true;
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        Fit<RuleSet> fit = AbcTiers.standard().fit(data.matrix(), execution);
        return TierCuts.clustering(fit)
                .withDetails(TierCuts.belongingAbove(fit.model()))
                .withSentence("A makes 80 % of the sum, A and B 95 %; equal values share a tier.");
    }
}
