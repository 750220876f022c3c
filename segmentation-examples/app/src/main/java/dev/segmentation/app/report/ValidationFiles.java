package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.Wording;
import dev.segmentation.metrics.structure.Structure;
import dev.segmentation.metrics.validity.ColumnEffect;
import dev.segmentation.metrics.validity.Finding;
import dev.segmentation.metrics.validity.Judgement;
import dev.segmentation.metrics.validity.Merge;
import dev.segmentation.metrics.validity.SegmentCard;
import dev.segmentation.metrics.validity.Split;
import dev.segmentation.metrics.validity.ValidationReport;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The verdicts on segments as a file. */
public final class ValidationFiles {

    private ValidationFiles() {}

    /**
     * The verdict on the whole and on each segment, with the evidence behind it. Verdicts are {@code pass}, {@code fail},
     * {@code uncertain} or {@code not_checked}.
     *
     * @param report the verdicts
     * @param silhouettes of the same segments
     * @param comparison by what customers were compared for silhouettes and the structure
     * @param values what each customer is worth, if that was looked at
     * @param assignment one label per customer
     * @return {@code overall, customers, comparison, structure, sizing, segments[], silhouette, valueExplained, merges[], splits[], columns[],
     *     notices[]}
     */
    public static ObjectNode json(
            ValidationReport report,
            SegmentSilhouettes silhouettes,
            Comparison comparison,
            Optional<double[]> values,
            Assignment assignment) {
        ObjectNode json = Json.object();
        ObjectNode overall = json.putObject("overall");
        overall.put("verdict", word(report.overall()));
        overall.set(
                "reasons",
                Json.texts(report.reasons().stream().map(Wording::ofText).toList()));
        json.put("customers", report.customers());
        json.set("comparison", comparison.json());
        json.set("structure", structure(report));
        json.put("sizing", word(report.sizing()));
        ArrayNode segments = json.putArray("segments");
        report.cards().forEach(card -> {
            ObjectNode node = card(card);
            values.ifPresent(worth -> node.put(
                    "valueContributors",
                    IntStream.of(assignment.rowsOf(card.segment().index()))
                            .filter(row -> worth[row] != 0)
                            .count()));
            segments.add(node);
        });
        json.set("silhouette", silhouettes.json());
        json.set("valueExplained", Json.estimate(report.valueExplained()));
        ArrayNode merges = json.putArray("merges");
        report.merges().forEach(merge -> merges.add(merge(merge)));
        ArrayNode splits = json.putArray("splits");
        report.splits().forEach(split -> splits.add(split(split)));
        ArrayNode columns = json.putArray("columns");
        report.columnEffects().forEach(effect -> columns.add(column(effect)));
        json.set("notices", Json.notices(report.notices()));
        return json;
    }

    private static ObjectNode card(SegmentCard card) {
        ObjectNode json = Json.object();
        json.put("segment", card.segment().name());
        json.put("size", card.size());
        addShare(json, "share", card.share());
        addShare(json, "valueShare", card.valueShare());
        json.set("distinct", judgement(card.distinct()));
        json.set("material", judgement(card.material()));
        json.set("meaningful", judgement(card.meaningful()));
        json.set("stable", judgement(card.stable()));
        json.put("recommendation", word(card.recommendation()));
        card.mergeWith().ifPresent(other -> json.put("mergeWith", other.name()));
        return json;
    }

    private static ObjectNode structure(ValidationReport report) {
        Structure structure = report.structure();
        ObjectNode json = Json.object();
        json.put("claimed", structure.isClaimed());
        report.kind().ifPresentOrElse(kind -> json.put("kind", word(kind)), () -> json.putNull("kind"));
        Json.put(json, "pValue", structure.pValue(), structure.undefined().orElse(Reason.NO_OBSERVATIONS));
        json.put("level", structure.level());
        json.put("customers", structure.customers());
        return json;
    }

    private static ObjectNode merge(Merge merge) {
        ObjectNode json = Json.object();
        json.put("first", merge.first().name());
        json.put("second", merge.second().name());
        json.put("verdict", word(merge.verdict()));
        json.set("share", Json.estimate(merge.share()));
        json.set("valueExplained", Json.estimate(merge.valueExplained()));
        json.set("stability", Json.estimate(merge.stability()));
        json.put("pValue", merge.structure().pValue());
        json.put("customers", merge.structure().rows());
        json.set("reasons", Json.texts(merge.reasons()));
        return json;
    }

    private static ObjectNode split(Split split) {
        ObjectNode json = Json.object();
        json.put("segment", split.segment().name());
        json.put("verdict", word(split.verdict()));
        json.set("smallerShare", Json.estimate(split.smallerShare()));
        json.set("valueExplained", Json.estimate(split.valueExplained()));
        json.put("pValue", split.structure().pValue());
        json.put("customers", split.structure().rows());
        return json;
    }

    private static void addShare(ObjectNode json, String key, Estimate share) {
        Json.put(json, key, share.value(), share.undefined().orElse(Reason.NO_OBSERVATIONS));
        if (share.isDefined()) {
            json.putObject(key + "Interval").put("lower", share.lower()).put("upper", share.upper());
        }
    }

    private static ObjectNode judgement(Judgement judgement) {
        ObjectNode json = Json.object();
        json.put("verdict", word(judgement.verdict()));
        ArrayNode findings = json.putArray("findings");
        judgement.findings().forEach(finding -> findings.add(finding(finding)));
        return json;
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode json = Json.object();
        json.put("subject", finding.subject());
        json.put("verdict", word(finding.verdict()));
        json.put("text", Wording.ofText(finding.text()));
        json.set("evidence", Json.estimate(finding.evidence()));
        if (!Double.isNaN(finding.threshold())) { // not every finding is held against one
            json.put("threshold", finding.threshold());
        }
        return json;
    }

    private static ObjectNode column(ColumnEffect effect) {
        ObjectNode json = Json.object();
        json.put("column", effect.column());
        json.put("measure", word(effect.measure()));
        json.set("effect", Json.estimate(effect.effect()));
        Json.put(json, "adjustedP", effect.adjustedP(), Reason.NO_OBSERVATIONS);
        return json;
    }

    private static String word(Enum<?> code) {
        return code.name().toLowerCase(Locale.ROOT);
    }
}
