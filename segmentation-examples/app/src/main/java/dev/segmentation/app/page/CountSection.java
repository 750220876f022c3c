package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.ReasonWords;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;

/** How many segments there should be: every criterion, how stable segments are, and where they come from. */
final class CountSection {

    private final Draft draft;
    private final JsonNode selection;

    CountSection(Draft draft) {
        this.draft = draft;
        this.selection = draft.file("selection.json");
    }

    void add() {
        draft.section(Part.COUNT, () -> {
            if (selection.isMissingNode()) {
                draft.missing("Other numbers of segments have not been tried.", "segment choose");
                return;
            }
            draft.warn("selection.json");
            selection.path("conclusion").forEach(sentence -> draft.say(sentence.asText()));
            chosenAndMade();
            criteria();
            stability();
            origins();
        });
    }

    /** The number that was found and the one that the report is about, where they are not of the same. */
    private void chosenAndMade() {
        JsonNode chosen = selection.path("chosen");
        String by = draft.file("segmentation.json").path("algorithm").asText();
        Choice choice = new Choice(draft);
        Optional<String> other = choice.otherAlgorithm();
        if (chosen.isMissingNode() || (chosen.asInt() == choice.segments() && other.isEmpty())) {
            return;
        }
        Html html =
                draft.html().open("p").text("choose would take " + (chosen.isNumber() ? chosen.asText() : "no number"));
        other.ifPresent(searched -> html.text(" by ").name(searched));
        html.text("; the report is of " + choice.segments() + " segments");
        if (!by.isEmpty()) {
            html.text(", made by ").name(by);
        }
        html.text(".").closeLine();
    }

    private void criteria() {
        DataTable table = new DataTable(
                "Criteria by number of segments",
                "criterion",
                "segments",
                "score",
                "interval",
                "customers",
                "better",
                "its choice");
        Chart chart = new Chart(
                "criteria",
                "curves",
                "What each criterion says",
                "Every criterion that was looked at, by number of segments, with its interval where it has one; the ring is"
                        + " the number that it chooses. They need not agree. What is computed exactly of these customers has"
                        + " no interval, which does not say that others would give the same."
                        + (selection.path("chosen").isNumber()
                                ? " Chosen here: " + selection.path("chosen").asInt() + "."
                                : ""),
                table);
        chart.saying(CountSays::criteria);
        ArrayNode groups = chart.data().putArray("groups");
        for (JsonNode criterion : selection.path("criteria")) {
            String title =
                    criterion.path("title").asText(criterion.path("criterion").asText());
            ObjectNode group = groups.addObject()
                    .put("title", title + ", " + criterion.path("better").asText() + " is better");
            if (criterion.path("pick").isNumber()) {
                group.put("pick", criterion.path("pick").asInt());
            }
            ArrayNode points = group.putArray("points");
            for (JsonNode score : criterion.path("scores")) {
                Measure value = Measure.of(score);
                int count = score.path("segments").asInt();
                table.line(-1, title)
                        .number(Unit.COUNT, count)
                        .value(Unit.NUMBER, value)
                        .interval(Unit.NUMBER, value)
                        .customers(value)
                        .text(criterion.path("better").asText())
                        .text(
                                criterion.path("pick").isNumber()
                                        ? criterion.path("pick").asText()
                                        : "none: "
                                                + ReasonWords.of(criterion
                                                        .path("pickUndefined")
                                                        .asText("not known")))
                        .end();
                Draft.point(points, -1, count + " segments", Unit.NUMBER, value).put("x", count);
            }
        }
        draft.chart(chart);
        draft.html().open("dl");
        for (JsonNode criterion : selection.path("criteria")) {
            if (criterion.path("says").isTextual()) {
                draft.html()
                        .element(
                                "dt",
                                criterion
                                        .path("title")
                                        .asText(criterion.path("criterion").asText()))
                        .element("dd", draft.withNames(criterion.path("says").asText()));
            }
        }
        draft.html().closeLine();
    }

    private void stability() {
        DataTable table = new DataTable(
                "Stability of each segment by number of segments",
                "number of segments",
                "segment",
                "mean overlap",
                "interval",
                "customers");
        Chart chart = new Chart(
                "stability",
                "intervals",
                "Is each segment found again?",
                "Mean overlap (Jaccard) of each segment with the most similar one when customers are drawn anew, with its"
                        + " interval: from 0.75 a segment is recovered, below 0.5 it dissolves.",
                table);
        chart.saying(CountSays::stability);
        chart.data().put("unit", "number").put("reference", 0.75).put("second", 0.5);
        ArrayNode groups = chart.data().putArray("groups");
        for (JsonNode solution : selection.path("stability")) {
            int count = solution.path("segments").asInt();
            ArrayNode rows =
                    groups.addObject().put("title", count + " segments").putArray("rows");
            boolean[] hidden = hidden(count);
            for (JsonNode segment : solution.path("each")) {
                int s = segment.path("segment").asInt();
                Measure jaccard = s < hidden.length && hidden[s] ? Measure.HIDDEN : Measure.of(segment.path("jaccard"));
                String label = "segment " + s;
                table.line(-1, Integer.toString(count))
                        .text(label)
                        .value(Unit.NUMBER, jaccard)
                        .interval(Unit.NUMBER, jaccard)
                        .customers(jaccard)
                        .end();
                Draft.point(rows, -1, label, Unit.NUMBER, jaccard);
            }
        }
        if (!table.isEmpty()) {
            draft.chart(chart);
        }
    }

    /** Whose sizes may not be told, of a solution of so many segments: as flows and as stability tell them. */
    private boolean[] hidden(int count) {
        for (JsonNode step : selection.path("acrossSolutions")) {
            long[][] flows = flows(step);
            if (step.path("segments").asInt() == count) {
                return draft.redaction().hiddenOf(Redaction.sums(Redaction.transposed(flows)));
            }
            if (step.path("from").asInt() == count) {
                return draft.redaction().hiddenOf(Redaction.sums(flows));
            }
        }
        for (JsonNode solution : selection.path("stability")) {
            if (solution.path("segments").asInt() == count) {
                long[] sizes = new long[solution.path("each").size()];
                for (int s = 0; s < sizes.length; s++) {
                    sizes[s] = solution.path("each")
                            .path(s)
                            .path("jaccard")
                            .path("customers")
                            .asLong();
                }
                return draft.redaction().hiddenOf(sizes);
            }
        }
        return new boolean[0];
    }

    private static long[][] flows(JsonNode step) {
        JsonNode flows = step.path("flows");
        long[][] counts = new long[flows.size()][flows.path(0).size()];
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                counts[i][j] = flows.path(i).path(j).asLong();
            }
        }
        return counts;
    }

    /** Where the segments of each solution come from in the one with a segment less. */
    private void origins() {
        DataTable table = new DataTable(
                "Customers by their segment in consecutive solutions",
                "segments",
                "segment",
                "of the larger solution",
                "customers",
                "stability of the latter");
        Chart chart = new Chart(
                "origins",
                "sankey",
                "Where segments come from",
                "From each number of segments to the next: a segment that takes over one as it was is stable (1), one that"
                        + " is put together from all of them is not (0). Segments that stay the same over many numbers are"
                        + " the ones to build on (segment-level stability across solutions)."
                        + (draft.leastCustomers() > 1
                                ? " Flows of few customers are hidden, with the stability of where they go; a segment without"
                                        + " other flows is not pictured."
                                : ""),
                table);
        chart.saying(CountSays::origins);
        ArrayNode nodes = chart.data().putArray("nodes");
        ArrayNode links = chart.data().putArray("links");
        ArrayNode dates = chart.data().putArray("dates");
        int depth = 0;
        for (JsonNode step : selection.path("acrossSolutions")) {
            int from = step.path("from").asInt();
            int to = step.path("segments").asInt();
            if (depth == 0) {
                dates.add(from + " segments");
                nodes(nodes, depth, from, step.path("").path(""), new boolean[0][]);
            }
            dates.add(to + " segments");
            boolean[][] hidden = draft.redaction().hiddenOf(flows(step));
            nodes(nodes, depth + 1, to, step.path("stability"), hidden);
            links(step, depth, links, table, hidden);
            depth++;
        }
        if (!table.isEmpty()) {
            draft.chart(chart);
        }
    }

    private static void nodes(ArrayNode nodes, int depth, int count, JsonNode stability, boolean[]... hidden) {
        for (int s = 0; s < count; s++) {
            JsonNode value = stability.path(s);
            nodes.addObject()
                    .put("id", depth + "/" + s)
                    .put("s", -1)
                    .put("depth", depth)
                    .put(
                            "label",
                            s
                                    + (value.isNumber() && !isAnyHidden(s, hidden)
                                            ? ": "
                                                    + new BigDecimal(value.doubleValue())
                                                            .setScale(2, RoundingMode.HALF_EVEN)
                                            : ""));
        }
    }

    /** Whether a flow into a segment is hidden, on which its stability tells. */
    private static boolean isAnyHidden(int segment, boolean[]... hidden) {
        return Arrays.stream(hidden).anyMatch(row -> row[segment]);
    }

    private static void links(JsonNode step, int depth, ArrayNode links, DataTable table, boolean[]... hidden) {
        long[][] counts = flows(step);
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                if (counts[i][j] > 0 || hidden[i][j]) {
                    Measure stability = isAnyHidden(j, hidden)
                            ? Measure.HIDDEN
                            : Measure.of(
                                    step.path("stability").path(j),
                                    step.path(""),
                                    step.path("stabilityUndefined").path(j).asText("not known"));
                    DataTable.Line line = table.line(-1, step.path("from").asText())
                            .text("segment " + i)
                            .text("segment " + j);
                    if (hidden[i][j]) {
                        line.hidden();
                    } else {
                        line.count(counts[i][j]);
                        links.addObject()
                                .put("a", depth + "/" + i)
                                .put("b", depth + 1 + "/" + j)
                                .put("v", counts[i][j])
                                .put(
                                        "tip",
                                        "segment " + i + " of "
                                                + step.path("from").asInt() + " \u2192 segment " + j
                                                + " of " + step.path("segments").asInt() + ": "
                                                + Unit.count(counts[i][j]) + " customers");
                    }
                    line.value(Unit.NUMBER, stability).end();
                }
            }
        }
    }
}
