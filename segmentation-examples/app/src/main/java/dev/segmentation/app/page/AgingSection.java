package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.ReasonWords;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** How much customers move, and whether the definitions of the segments have aged, each signal against its bands. */
final class AgingSection {

    /** One line of the chart: what an index is called, and on which scale it is. */
    private enum Index {
        praisShorrocks("Prais\u2013Shorrocks", Scale.ZERO),
        shareMoved("share of customers who moved", Scale.ZERO),
        unconditionalLeaving("Bartholomew, leaving in the long run", Scale.ZERO),
        groupMobility("group mobility", Scale.ZERO),
        jafrySchuermann("Jafry\u2013Schuermann", Scale.ZERO),
        determinant("Shorrocks, determinant", Scale.ZERO),
        determinantRoot("determinant, by segments", Scale.ZERO),
        secondEigenvalue("second eigenvalue", Scale.ZERO),
        eigenvalueSum("sum of eigenvalues", Scale.ZERO),
        entropyRate("entropy rate, in nats", Scale.ZERO),
        immobilityRatio("mean chance of staying", Scale.ONE),
        halfLife("half-life of differences", Scale.STEPS);

        private final String words;
        private final Scale scale;

        Index(String words, Scale scale) {
            this.words = words;
            this.scale = scale;
        }
    }

    private enum Scale {
        ZERO("0: nobody moves", 0),
        ONE("1: nobody moves", 1),
        STEPS("steps; the more, the less customers move", Double.NaN);

        private final String words;
        private final double nobodyMoves; // NaN if there is no such number

        Scale(String words, double nobodyMoves) {
            this.words = words;
            this.nobodyMoves = nobodyMoves;
        }
    }

    /** Such as {@code share 0.04970 [0.04325, 0.05705] at 95.0 %, n = 3823, 0.04981 expected}. */
    private static final Pattern SHARE = Pattern.compile("^share (\\d[\\d.eE-]*) .*\\bn = (\\d+)");

    private final Draft draft;
    private final JsonNode movement;

    AgingSection(Draft draft) {
        this.draft = draft;
        this.movement = draft.file("movement.json");
    }

    void add() {
        draft.section(Part.AGING, () -> {
            JsonNode holder = draft.moves().together();
            if (!holder.path("mobility").isObject()) {
                draft.missing("Customers have not been followed.", "segment migrate");
                return;
            }
            draft.warnOfMovement();
            mobility(holder);
            if (movement.path("refresh").isObject()) {
                signals();
                halfLife();
            } else {
                draft.missing("Whether definitions age takes three dates or more.", "segment migrate FILE FILE FILE");
            }
        });
    }

    private void mobility(JsonNode holder) {
        if (!draft.moves().tellsMoved()) {
            draft.say("How mobile customers are is hidden: it would tell on few customers who moved, or stayed.");
            return;
        }
        DataTable table = new DataTable(
                "Indices of mobility",
                "index",
                "scale",
                "value",
                "interval",
                draft.moves().counted());
        Chart chart = new Chart(
                "mobility",
                "intervals",
                "Mobility",
                "Indices of how much customers move, with their 95 % intervals. They disagree on purpose: some count"
                        + " segments, some customers, some what a start still tells later."
                        + draft.moves().saysCounted(),
                table);
        chart.saying(MovementSays::mobility);
        ArrayNode groups =
                chart.data().put("unit", "number").put("narrowest", 600).putArray("groups");
        long customers = draft.moves().followed();
        for (Scale scale : Scale.values()) {
            ObjectNode group = groups.addObject().put("title", scale.words);
            Draft.putFinite(group, "reference", scale.nobodyMoves);
            ArrayNode rows = group.putArray("rows");
            for (Index index : Index.values()) {
                if (index.scale == scale) {
                    Measure measure = index == Index.shareMoved
                            ? draft.moves().moved() // the same wherever it is told
                            : draft.moves()
                                    .ofTable(Measure.of(
                                                    holder.path("mobility"),
                                                    index.name(),
                                                    holder.path("mobilityIntervals")
                                                            .path(index.name()))
                                            .withCustomers(customers));
                    Unit unit = index == Index.shareMoved
                            ? Unit.NUMBER
                            : draft.moves().unitOfTable();
                    DataTable.Line line =
                            table.line(-1, index.words).text(scale.words).value(unit, measure);
                    String none = measure.isDefined() ? withoutInterval(holder, index.name()) : "";
                    (none.isEmpty() ? line.interval(unit, measure) : line.text(none))
                            .customers(measure)
                            .end();
                    Draft.point(rows, -1, index.words, unit, measure);
                }
            }
        }
        draft.chart(chart);
    }

    /** Why an index has no interval, if the file says so of it or of all. */
    private static String withoutInterval(JsonNode holder, String index) {
        String all = holder.path("mobilityIntervalsUndefined").asText("");
        String code = holder.path("mobilityIntervals").path(index + "Undefined").asText(all);
        return code.isEmpty() ? "" : "none: " + ReasonWords.of(code);
    }

    /** Whether a signal is of a segment that nothing may be said of. */
    private boolean isOfHidden(String signal) {
        return IntStream.range(0, draft.segments().count())
                .filter(draft::isHidden)
                .anyMatch(s ->
                        signal.equals("movement of " + draft.segments().names().get(s)));
    }

    /** Whether a signal is a share, as its evidence says it, of few customers. */
    private boolean isOfFew(String evidence) {
        Matcher share = SHARE.matcher(evidence);
        if (!share.find()) {
            return false;
        }
        long all = Long.parseLong(share.group(2));
        long some = Math.round(Double.parseDouble(share.group(1)) * all);
        return draft.redaction().hiddenOf(some, all - some)[0];
    }

    private void signals() {
        DataTable table = new DataTable(
                "Signals of aging against their bands",
                "signal",
                "of",
                "value",
                "watch from",
                "refresh from",
                "adjusted p",
                "visible from",
                "verdict",
                "evidence");
        Chart chart = new Chart(
                "drift",
                "bands",
                "Signals against their bands",
                "Each signal as a share of the value from which the segmentation should be made anew: up to the first band"
                        + " all is well, in the second watch, beyond it refresh. A signal counts only if it is more than"
                        + " chance, given how many were looked at.",
                table);
        chart.saying(MovementSays::signals);
        ArrayNode rows = chart.data().putArray("rows");
        for (JsonNode finding : movement.path("refresh").path("findings")) {
            String signal = finding.path("signal").asText();
            if (isOfHidden(signal) || isOfFew(finding.path("evidence").asText())) {
                DataTable.Line line = table.line(-1, signal);
                for (int cell = 0; cell < 8; cell++) {
                    line.hidden();
                }
                line.end();
                continue;
            }
            double value = finding.path("value").asDouble(Double.NaN);
            double watch = finding.path("watchAt").asDouble(Double.NaN);
            double refresh = finding.path("refreshAt").asDouble(Double.NaN);
            String verdict = finding.path("verdict").asText();
            table.line(-1, signal)
                    .text(finding.path("of").asText().replace("sizesAndMoves", "sizes and moves"))
                    .number(Unit.NUMBER, value)
                    .number(Unit.NUMBER, watch)
                    .number(Unit.NUMBER, refresh)
                    .number(Unit.NUMBER, finding.path("adjustedP").asDouble(Double.NaN))
                    .value(Unit.NUMBER, Measure.exactly(finding, "visibleFrom"))
                    .text(verdict)
                    .text(finding.path("evidence").asText())
                    .end();
            ObjectNode row = rows.addObject().put("label", signal).put("verdict", verdict);
            Draft.putFinite(row, "v", value / refresh);
            Draft.putFinite(row, "watch", watch / refresh);
            row.put(
                    "tip",
                    Visible.name(signal) + ": " + Unit.NUMBER.text(value) + ", watch from " + Unit.NUMBER.text(watch)
                            + ", refresh from " + Unit.NUMBER.text(refresh) + "; " + verdict
                            + Draft.lineOfExactly(Unit.NUMBER, value));
        }
        if (table.isEmpty()) {
            draft.say("No signal of aging could be measured.");
        } else {
            draft.chart(chart);
        }
        JsonNode refresh = movement.path("refresh");
        draft.say(refresh.path("says").asText("Whether the definitions still fit cannot be told."));
        if (refresh.path("notMeasured").size() > 0) {
            StringBuilder names = new StringBuilder();
            refresh.path("notMeasured")
                    .forEach(name -> names.append(names.isEmpty() ? "" : ", ").append(name.asText()));
            draft.say("Not measured: " + names + ".");
        }
    }

    private void halfLife() {
        JsonNode halfLife = movement.path("halfLife");
        if (halfLife.isObject()) {
            Measure days = draft.moves().ofTable(Measure.of(halfLife, "days", halfLife));
            if (days.isHidden()) {
                return;
            }
            draft.say("Half of the customers have left the segment they were in at the first date after "
                    + draft.moves().unitOfTable().sentence(days) + " days"
                    + (halfLife.path("extrapolated").asBoolean()
                            ? ", which is beyond the dates that were seen."
                            : "."));
        }
    }
}
