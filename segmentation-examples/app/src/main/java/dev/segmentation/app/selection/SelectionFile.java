package dev.segmentation.app.selection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.Wording;
import dev.segmentation.app.report.WithoutInterval;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.selection.Candidate;
import dev.segmentation.metrics.stability.AcrossSolutions;
import dev.segmentation.metrics.stability.Stability;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** The file {@code selection.json}: how many segments there should be, by all criteria. */
public final class SelectionFile {

    private static final List<WithoutInterval.Group> WITHOUT_INTERVAL = List.of(
            new WithoutInterval.Group(
                    "given, or how it was computed", "seed", "level", "resamples", "segments", "segment"),
            new WithoutInterval.Group(
                    "of these customers, not of a sample: counts, and the shares made of them",
                    "customers",
                    "sizes",
                    "acrossSolutions"),
            new WithoutInterval.Group("a rule applied to the scores", "pick", "chosen"));

    private SelectionFile() {}

    /**
     * Tells what was found.
     *
     * @param algorithm that made the segments
     * @param features by which
     * @param scale how they were brought to one scale
     * @param result what was found
     * @param chosen the number that is taken; empty if none is
     * @return {@code algorithm, features, scale, seed, customers, level, resamples, candidates[], criteria[], stability[],
     *     acrossSolutions[], conclusion[], chosen, notices[], withoutInterval[]}
     */
    public static ObjectNode json(
            String algorithm, List<String> features, String scale, CountResult result, OptionalInt chosen) {
        ObjectNode json = Json.object();
        json.put("algorithm", algorithm);
        json.set("features", Json.texts(features));
        json.put("scale", scale);
        json.put("seed", result.seed());
        json.put("customers", result.customers());
        json.put("level", CountSearch.LEVEL);
        json.put("resamples", result.resamples());
        ArrayNode candidates = json.putArray("candidates");
        result.candidates().forEach(candidate -> candidates.add(candidate(candidate)));
        ArrayNode criteria = json.putArray("criteria");
        result.answers().forEach(answer -> criteria.add(criterion(answer)));
        ArrayNode stability = json.putArray("stability");
        result.stability().forEach((count, found) -> stability.add(stability(count, found)));
        ArrayNode steps = json.putArray("acrossSolutions");
        result.acrossSolutions().forEach((count, step) -> steps.add(step(count, step)));
        json.set("conclusion", Json.texts(result.conclusion().sentences()));
        if (chosen.isPresent()) {
            json.put("chosen", chosen.getAsInt());
        } else {
            json.putNull("chosen");
            json.put("chosenUndefined", Reason.NO_ELBOW.name());
        }
        json.set("notices", Json.notices(result.notices()));
        WithoutInterval.addTo(json, WITHOUT_INTERVAL);
        return json;
    }

    private static ObjectNode candidate(Candidate candidate) {
        ObjectNode json = Json.object();
        json.put("segments", candidate.segmentCount());
        json.set("sizes", Json.integers(candidate.sizes()));
        candidate.failure().ifPresent(why -> json.put("failure", Wording.of(why)));
        return json;
    }

    private static ObjectNode criterion(CountResult.Answer answer) {
        CountCriterion criterion = answer.criterion();
        ObjectNode json = Json.object();
        json.put("criterion", criterion.name().toLowerCase(Locale.ROOT));
        json.put("title", criterion.title());
        json.put("better", criterion.better().name().toLowerCase(Locale.ROOT));
        json.put("says", "Tells " + criterion.says() + ".");
        ArrayNode scores = json.putArray("scores");
        for (int count : answer.counts()) {
            scores.add(Json.object()
                    .put("segments", count)
                    .setAll(Json.estimate(answer.curve().score(count))));
        }
        if (answer.pick().isPresent()) {
            json.put("pick", answer.pick().getAsInt());
        } else {
            json.putNull("pick");
            json.put(
                    "pickUndefined",
                    answer.curve().notices().stream()
                            .map(Notice::reason)
                            .filter(reason -> reason == Reason.NO_ELBOW)
                            .findFirst()
                            .orElse(Reason.NO_OBSERVATIONS)
                            .name());
        }
        return json;
    }

    private static ObjectNode stability(int count, Stability found) {
        ObjectNode json = Json.object().put("segments", count);
        ArrayNode each = json.putArray("each");
        for (int s = 0; s < found.segmentCount(); s++) {
            each.addObject().put("segment", s).set("jaccard", Json.estimate(found.jaccard(s)));
        }
        return json;
    }

    private static ObjectNode step(int count, AcrossSolutions step) {
        ContingencyTable table = step.flows(1);
        ObjectNode json = Json.object().put("from", count - 1).put("segments", count);
        ArrayNode flows = json.putArray("flows");
        for (int from = 0; from < table.rowCount(); from++) {
            ArrayNode row = flows.addArray();
            for (int to = 0; to < table.columnCount(); to++) {
                row.add(table.count(from, to));
            }
        }
        ArrayNode stability = json.putArray("stability");
        ArrayNode reasons = Json.array();
        boolean undefined = false;
        for (int s = 0; s < table.columnCount(); s++) {
            if (step.undefined(1, s).isPresent()) {
                stability.addNull();
                reasons.add(step.undefined(1, s).get().name());
                undefined = true;
            } else {
                stability.add(step.stability(1, s));
                reasons.addNull();
            }
        }
        if (undefined) {
            json.set("stabilityUndefined", reasons);
        }
        return json;
    }
}
