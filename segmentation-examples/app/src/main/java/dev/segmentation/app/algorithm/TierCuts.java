package dev.segmentation.app.algorithm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Fit;
import dev.segmentation.Typing;
import dev.segmentation.app.io.Json;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.rule.RuleSetRecord;
import java.util.List;

/** What tiers of one column have in common: rules from the highest tier down, and the cuts between them. */
final class TierCuts {

    private TierCuts() {}

    static Clustering clustering(Fit<RuleSet> fit) {
        return Clustering.of(fit, Typing.certain(fit.assignment()))
                .withNames(fit.model().segments());
    }

    /** Whoever is at a cut belongs to the tier below it. */
    static ObjectNode belongingBelow(RuleSet rules) {
        List<RuleSetRecord.NamedRule> tiers = rules.toRecord().rules();
        double[] cuts = new double[tiers.size() - 1];
        for (int t = 0; t < cuts.length; t++) {
            cuts[t] = tiers.get(t + 1).conditions().get(0).atMost();
        }
        return json(rules, cuts);
    }

    /** Whoever is at a cut belongs to the tier above it. */
    static ObjectNode belongingAbove(RuleSet rules) {
        List<RuleSetRecord.NamedRule> tiers = rules.toRecord().rules();
        double[] cuts = new double[tiers.size() - 1];
        for (int t = 0; t < cuts.length; t++) {
            cuts[t] = tiers.get(t).conditions().get(0).atLeast();
        }
        return json(rules, cuts);
    }

    private static ObjectNode json(RuleSet rules, double... cuts) {
        ObjectNode json = Json.object();
        ArrayNode descending = json.putArray("cuts");
        for (double cut : cuts) {
            descending.add(cut);
        }
        json.set("rules", RuleTexts.of(rules));
        return json;
    }
}
