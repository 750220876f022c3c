package dev.segmentation.app.story;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.rule.Rfm;
import dev.segmentation.rule.RfmModel;
import dev.segmentation.rule.RfmSegments;
import dev.segmentation.rule.RuleSet;
import java.util.List;

/** The classic: scores for recency, frequency and money, and rules that give the cells their well-known names. */
final class RfmMethod implements Method {

    static final List<String> FEATURES = List.of(Customers.RECENCY, Customers.FREQUENCY, Customers.MONETARY);

    private final RfmModel scores;
    private final RuleSet rules;

    private RfmMethod(RfmModel scores, RuleSet rules) {
        this.scores = scores;
        this.rules = rules;
    }

    /** Takes the cut-points between the fifths of the customers. */
    static RfmMethod learn(Snapshot first) {
        RfmModel scores = Rfm.quintiles().fit(first.features().select(FEATURES));
        return new RfmMethod(scores, RfmSegments.standard(scores));
    }

    @Override
    public String title() {
        return "RFM";
    }

    @Override
    public String introduction() {
        return "RFM rules: by how recently, how often and for how much customers bought, each cut into fifths.";
    }

    @Override
    public String folder() {
        return "rfm";
    }

    @Override
    public FeatureMatrix features(Snapshot snapshot) {
        return scores.score(snapshot.features().select(FEATURES)).toMatrix();
    }

    @Override
    public Segmentation segment(Snapshot snapshot) {
        return Segmentation.of(snapshot, rules.assign(features(snapshot))).withNames(rules.segmentNames());
    }

    RfmModel scores() {
        return scores;
    }

    RuleSet rules() {
        return rules;
    }
}
