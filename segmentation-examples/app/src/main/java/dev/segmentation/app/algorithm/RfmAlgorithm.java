package dev.segmentation.app.algorithm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitReport;
import dev.segmentation.Typing;
import dev.segmentation.app.io.Json;
import dev.segmentation.rule.Rfm;
import dev.segmentation.rule.RfmModel;
import dev.segmentation.rule.RfmRules;

/** {@link Rfm} by fifths, and the standard rules over its scores. */
final class RfmAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "rfm";
    }

    @Override
    public String description() {
        return "fifths of recency, frequency, monetary; known names";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.RFM, Needs.Scaling.AS_THEY_ARE).withSegmentNumber(Needs.SegmentNumber.FOUND);
    }

    @Override
    public boolean namesSegments() {
        return true;
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        FeatureMatrix features = data.matrix();
        RfmModel scores = Rfm.quintiles()
                .withFeatures(
                        data.features().get(0),
                        data.features().get(1),
                        data.features().get(2))
                .fit(features);
        RfmRules rules = RfmRules.standard(scores);
        FitReport.Builder report = FitReport.builder("RFM");
        scores.notices().forEach(report::notice);
        return Clustering.of(rules, Typing.certain(rules.assign(features)), report.build())
                .withNames(rules.segments())
                .withDetails(details(scores, rules))
                .withSentence("Scores are fifths, whose cuts are kept; segments are rules over scores.");
    }

    private static ObjectNode details(RfmModel scores, RfmRules rules) {
        ObjectNode json = Json.object();
        json.set("recencyCuts", Json.numbers(scores.recencyCuts()));
        json.set("frequencyCuts", Json.numbers(scores.frequencyCuts()));
        json.set("monetaryCuts", Json.numbers(scores.monetaryCuts()));
        json.set("rules", RuleTexts.of(rules.rules()));
        return json;
    }
}
