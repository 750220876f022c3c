package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.report.TrulyMoved;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Who moved where: as flows over all dates, and as a matrix of shares, beside how much of it noise alone would make. */
final class MovementSection {

    private final Draft draft;
    private final Moves moves;
    private final List<JsonNode> steps;

    MovementSection(Draft draft) {
        this.draft = draft;
        this.moves = draft.moves();
        this.steps = moves.steps();
    }

    void add() {
        draft.section(Part.MOVEMENT, () -> {
            if (steps.isEmpty()) {
                draft.missing("Customers have not been followed.", "segment migrate");
                return;
            }
            draft.warnOfMovement();
            flows();
            matrix();
            new DirectionChart(draft).add();
            noise();
        });
    }

    private void flows() {
        DataTable table =
                new DataTable("Customers by where they were and where they went", "from", "step", "to", "customers");
        Chart chart = new Chart(
                "flows",
                "sankey",
                "Flows between segments",
                "Each ribbon is as wide as there are customers who went from one segment at a date to one at the next; who"
                        + " is new, left or without a segment is grey."
                        + (draft.leastCustomers() > 1
                                ? " Flows of fewer than " + draft.leastCustomers()
                                        + " customers are hidden, and those that would give them away."
                                : ""),
                table);
        chart.saying(any -> MovementSays.flows(any, draft.segments()));
        ArrayNode nodes = chart.data().putArray("nodes");
        ArrayNode links = chart.data().putArray("links");
        ArrayNode dates = chart.data().putArray("dates");
        for (int end = 0; end <= steps.size(); end++) {
            dates.add(moves.end(end));
        }
        Set<String> known = new HashSet<>();
        for (int at = 0; at < steps.size(); at++) {
            FlowTable flows = moves.flows(at);
            FlowTable.Hidden hidden = moves.hidden(at);
            String step = moves.ends(at);
            for (int i = 0; i < flows.rows().size(); i++) {
                for (int j = 0; j < flows.columns().size(); j++) {
                    if (flows.count(i, j) > 0 || (hidden.cell(i, j) && flows.isPossible(i, j))) {
                        String from = node(nodes, known, flows.rows().get(i), flows.segment(i), at);
                        String to = node(nodes, known, flows.columns().get(j), flows.segment(j), at + 1);
                        DataTable.Line line = table.line(
                                        flows.segment(i), flows.rows().get(i))
                                .text(step)
                                .text(flows.columns().get(j));
                        if (hidden.cell(i, j)) {
                            line.hidden().end();
                        } else {
                            line.count(flows.count(i, j)).end();
                            ObjectNode link = links.addObject().put("a", from).put("b", to);
                            link.put("v", flows.count(i, j));
                            link.put(
                                    "tip",
                                    Visible.name(flows.rows().get(i)) + " \u2192 "
                                            + Visible.name(flows.columns().get(j)) + ", " + Visible.name(step) + ": "
                                            + Unit.count(flows.count(i, j)) + " customers");
                        }
                    }
                }
            }
        }
        draft.chart(chart);
    }

    private static String node(ArrayNode nodes, Set<String> known, String label, int segment, int date) {
        String id = date + (segment < 0 ? "/of no segment: " + label : "/" + segment);
        if (known.add(id)) {
            nodes.addObject().put("id", id).put("s", segment).put("depth", date).put("label", label);
        }
        return id;
    }

    /** Of all steps together where there are several. */
    private void matrix() {
        FlowTable flows = moves.flowsTogether();
        FlowTable.Hidden hidden = moves.hiddenTogether();
        String when = moves.isPooled() ? "all " + steps.size() + " steps together" : moves.ends(0);
        DataTable table = new DataTable(
                "Share of the customers of a segment who are in each segment at the next date, " + when,
                "from",
                "to",
                moves.counted(),
                "of",
                "share",
                "interval");
        Chart chart = new Chart(
                "matrix",
                "heat",
                "Where the customers of each segment go",
                "Of the customers of a segment (line) who are still there at the next date, the share that is in each"
                        + " segment (column), " + when
                        + "; each line adds up to 100 %. The diagonal are those who stayed."
                        + moves.saysCounted()
                        + (hidden.any() ? " Where it is hidden how many left, shares are, too: they would tell." : ""),
                table);
        chart.saying(MovementSays::matrix);
        int k = flows.rows().size() - 2;
        ArrayNode rows = chart.data().putArray("rows");
        ArrayNode columns = chart.data().putArray("columns");
        ArrayNode cells = chart.data().putArray("cells");
        for (int i = 0; i < k; i++) {
            rows.addObject()
                    .put("s", flows.segment(i))
                    .put("label", flows.rows().get(i));
            columns.addObject()
                    .put("s", flows.segment(i))
                    .put("label", flows.columns().get(i));
            for (int j = 0; j < k; j++) {
                cell(flows, hidden.cell(i, j) || hidden.hidesWaysOut(i), i, j, table, cells);
            }
        }
        draft.chart(chart);
    }

    private void cell(FlowTable flows, boolean hidden, int i, int j, DataTable table, ArrayNode cells) {
        String from = flows.rows().get(i);
        String to = flows.columns().get(j);
        String move = Visible.name(from) + " \u2192 " + Visible.name(to) + ": ";
        DataTable.Line line = table.line(flows.segment(i), from).text(to);
        ObjectNode cell = cells.addObject().put("row", i).put("column", j);
        if (hidden) {
            line.hidden().hidden().hidden().hidden().end();
            cell.putNull("v");
            cell.put("text", "hidden");
            cell.put("tip", move + "hidden, since few customers");
            return;
        }
        JsonNode share = flows.migration().path("probabilities").path(i).path(j);
        JsonNode interval = flows.migration().path("intervals").path(i).path(j);
        Measure measure = Measure.of(share, interval, "nobody was there at both dates");
        long of = flows.present(i);
        line.count(flows.count(i, j))
                .count(of)
                .value(Unit.SHARE, measure)
                .interval(Unit.SHARE, measure)
                .end();
        if (measure.isDefined()) {
            cell.put("v", measure.value());
        } else {
            cell.putNull("v");
        }
        cell.put("text", measure.isDefined() ? Unit.SHARE.text(measure.value()) : "undefined");
        cell.put(
                "tip",
                move + Unit.SHARE.sentence(measure) + "; " + Unit.count(flows.count(i, j)) + " of " + Unit.count(of)
                        + " " + moves.counted() + Draft.lineOfExactly(Unit.SHARE, measure.value()));
    }

    /** How much of the movement a typing error makes by itself. */
    private void noise() {
        JsonNode movement = draft.file("movement.json");
        JsonNode noise = moves.together().path("noise");
        JsonNode truth = movement.path("truth");
        if (!noise.isObject() && !truth.isObject()) {
            draft.missing(
                    "How much of this movement is mistaken typing, the noise floor, is not known: it takes how often"
                            + " customers are put into a wrong segment.",
                    "segment migrate --confusion FILE");
            return;
        }
        DataTable table = new DataTable("Movement and noise", "what", "share", "interval", moves.counted());
        Chart chart = new Chart(
                "noise",
                "intervals",
                "How much of the movement is real",
                (noise.isObject()
                                ? "The share of customers who were seen to change segment, the share that mistaken typing alone would"
                                        + " show (the noise floor), and what is left as true movement, with 95 % intervals; only the interval where it may be nobody. The floor has none: it"
                                        + " follows from how often typing errs, which was given."
                                : "The truth is known here, customer by customer: how many were seen to change segment and how many"
                                        + " truly did; the noise floor is the share of those who did not change and seemed to.")
                        + moves.saysCounted(),
                table);
        chart.saying(MovementSays::noise);
        ArrayNode groups =
                chart.data().put("unit", "percent").put("reference", 0).putArray("groups");
        ArrayNode rows = group(groups, "share of customers from one date to the next");
        if (noise.isObject()) {
            add(rows, table, "seen to move", moves.moved());
            add(rows, table, "noise floor", floor(noise));
            if (moves.tellsMoved()) {
                addTruly(rows, table, TrulyMoved.of(noise));
            } else {
                add(rows, table, "truly moved", Measure.HIDDEN);
            }
        } else {
            add(rows, table, "seen to move", moves.moved());
            add(rows, table, "noise floor", Measure.of(truth.path("floor")));
            add(rows, table, "truly changed", moves.ifTold(Measure.of(truth.path("changed"))));
            ArrayNode seen = group(groups, "share of the moves that were seen");
            add(seen, table, "true moves", moves.ifTold(Measure.of(truth.path("trueMoves"))));
            add(seen, table, "true, but seen late", moves.ifTold(Measure.of(truth.path("lateMoves"))));
            add(seen, table, "nothing behind them", moves.ifTold(Measure.of(truth.path("apparentMoves"))));
        }
        draft.chart(chart);
    }

    private Measure floor(JsonNode noise) {
        Measure floor = Measure.exactly(noise, "floor");
        return moves.tellsMoved() ? floor.withCustomers(moves.followed()) : floor;
    }

    /** What the screen tells of it. */
    private void addTruly(ArrayNode rows, DataTable table, TrulyMoved truly) {
        String label = "truly moved";
        Measure measure = new Measure(
                truly.share(),
                truly.lower(),
                truly.upper(),
                OptionalLong.of(moves.followed()),
                truly.kind() == TrulyMoved.Kind.SHARE ? "" : inWords(truly));
        if (truly.kind() != TrulyMoved.Kind.AT_MOST) {
            add(rows, table, label, measure);
            return;
        }
        table.line(-1, label)
                .text(inWords(truly))
                .interval(Unit.SHARE, measure)
                .customers(measure)
                .end();
        rows.addObject()
                .put("s", -1)
                .put("label", label)
                .put("lo", truly.lower())
                .put("hi", truly.upper())
                .put("tip", label + ": " + inWords(truly));
    }

    /** Such as {@code at most 15.1 %, and perhaps nobody}. */
    static String inWords(TrulyMoved truly) {
        return switch (truly.kind()) {
            case SHARE ->
                Unit.SHARE.sentence(new Measure(truly.share(), truly.lower(), truly.upper(), truly.customers(), ""));
            case AT_MOST -> "at most " + Unit.SHARE.text(truly.upper()) + ", and perhaps nobody";
            case CONTRADICTED -> "the typing error given is larger than the counts allow";
            case OPEN -> "the typing error leaves it open";
        };
    }

    private static ArrayNode group(ArrayNode groups, String title) {
        return groups.addObject().put("title", title).putArray("rows");
    }

    private static void add(ArrayNode rows, DataTable table, String label, Measure measure) {
        table.line(-1, label)
                .value(Unit.SHARE, measure)
                .interval(Unit.SHARE, measure)
                .customers(measure)
                .end();
        Draft.point(rows, -1, label, Unit.SHARE, measure);
    }
}
