package dev.segmentation.app.algorithm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Typing;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.NameList;
import dev.segmentation.rule.RuleSet;
import java.util.List;

/** A {@link RuleSet} of the user's. */
final class RulesAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String description() {
        return "your rules from a file; the first that holds decides";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.ANY, Needs.Scaling.AS_THEY_ARE)
                .withSegmentNumber(Needs.SegmentNumber.FOUND)
                .requiring(ClusterOption.RULES);
    }

    @Override
    public boolean namesSegments() {
        return true;
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        RuleSet rules = data.extras().rules().orElseThrow();
        List<String> unnamed = rules.featureNames().stream()
                .filter(name -> !data.features().contains(name))
                .toList();
        if (!unnamed.isEmpty()) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    unnamed.get(0),
                    "--rules asks for " + NameList.of(unnamed)
                            + "; name such columns under --features or --categorical");
        }
        FeatureTable table = data.table().select(rules.featureNames());
        FitReport.Builder report = FitReport.builder("rules");
        audit(rules).forEach(report::notice);
        ObjectNode details = Json.object();
        details.set("rules", RuleTexts.of(rules));
        return Clustering.of(rules, Typing.certain(rules.assign(table)), report.build())
                .withNames(rules.segments())
                .withDetails(details)
                .withSentence("The first rule that holds decides.");
    }

    /** What rules leave out or claim twice; rules that are too many for a proof are told so, and decide all the same. */
    private static List<Notice> audit(RuleSet rules) {
        try {
            return rules.audit().notices();
        } catch (InvalidInputException tooMany) {
            if (tooMany.reason() != Reason.RESOURCE_LIMIT) {
                throw tooMany;
            }
            return List.of(new Notice(tooMany.reason(), String.valueOf(tooMany.getMessage())));
        }
    }
}
