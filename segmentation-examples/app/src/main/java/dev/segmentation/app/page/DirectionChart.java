package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How many went up or down, where segments are ordered from worst to best, and how many of the moves were taken back. */
final class DirectionChart {

    private final Draft draft;
    private final Moves moves;
    private final JsonNode direction;
    private final JsonNode flicker;

    DirectionChart(Draft draft) {
        this.draft = draft;
        this.moves = draft.moves();
        this.direction = moves.together().path("direction");
        this.flicker = draft.file("movement.json").path("flicker");
    }

    void add() {
        Map<String, Measure> ways = new LinkedHashMap<>();
        if (direction.isObject()) {
            ways.put("went up", rate("upRate"));
            ways.put("went down", rate("downRate"));
        }
        Map<String, Measure> back = flicker.isObject() ? Map.of("taken back in the next step", takenBack()) : Map.of();
        List<Measure> all =
                Stream.of(ways, back).flatMap(some -> some.values().stream()).toList();
        if (all.stream().anyMatch(Measure::isDefined)) {
            draw(ways, back);
        } else if (!all.isEmpty()) {
            draft.say(
                    all.stream().anyMatch(Measure::isHidden)
                            ? "Which way customers moved is hidden: it would tell on few of them."
                            : "Which way customers moved is " + all.get(0).withoutValue() + ".");
        }
    }

    private void draw(Map<String, Measure> ways, Map<String, Measure> back) {
        DataTable table = new DataTable("Moves up, down and back", "what", "share", "interval", "n", "of");
        Chart chart = new Chart(
                "direction",
                "intervals",
                direction.isObject() ? "Up, down and back" : "Moves taken back",
                about(),
                table);
        chart.saying(MovementSays::direction);
        ArrayNode groups =
                chart.data().put("unit", "percent").put("reference", 0).putArray("groups");
        group(groups, table, "share of customers from one date to the next", moves.counted(), ways);
        group(groups, table, "share of the moves", "moves", back);
        draft.chart(chart);
    }

    private String about() {
        List<String> said = new ArrayList<>();
        if (direction.isObject()) {
            List<String> names = new ArrayList<>();
            direction.path("worstToBest").forEach(name -> names.add("\u201c" + Visible.name(name.asText()) + "\u201d"));
            said.add(
                    "The share of customers who went to a better segment, and to a worse one, with 95 % intervals; from worst"
                            + " to best: " + String.join(", ", names) + "." + moves.saysCounted());
        }
        if (flicker.isObject()) {
            said.add(
                    "Of the moves before the last step, the share after which the customer was back in the former segment at the next date.");
        }
        return String.join(" ", said);
    }

    /** All flows that go one way add up to it, so that it is told only if each of them is. */
    private Measure rate(String key) {
        long up = direction.path("up").asLong();
        long down = direction.path("down").asLong();
        return Moves.isAnyHidden(draft.redaction(), up, down, moves.followed() - up - down) || moves.hidesAny()
                ? Measure.HIDDEN
                : moves.ifTold(
                        Measure.of(direction, key, direction.path("intervals").path(key))
                                .withCustomers(moves.followed()));
    }

    /** With all moves, it would tell of those whose next date is not known. */
    private Measure takenBack() {
        long returns = flicker.path("returns").asLong();
        long known = flicker.path("moves").asLong();
        long unknown = moves.together().path("movers").asLong()
                - known
                - flicker.path("tooLate").asLong();
        return Moves.isAnyHidden(draft.redaction(), returns, known - returns, unknown)
                ? Measure.HIDDEN
                : moves.ifTold(Measure.of(flicker.path("share")));
    }

    private static void group(
            ArrayNode groups, DataTable table, String title, String of, Map<String, Measure> measures) {
        if (measures.isEmpty()) {
            return;
        }
        ArrayNode rows = groups.addObject().put("title", title).putArray("rows");
        measures.forEach((label, measure) -> {
            table.line(-1, label)
                    .value(Unit.SHARE, measure)
                    .interval(Unit.SHARE, measure)
                    .customers(measure)
                    .text(of)
                    .end();
            Draft.point(rows, -1, label, Unit.SHARE, measure);
        });
    }
}
