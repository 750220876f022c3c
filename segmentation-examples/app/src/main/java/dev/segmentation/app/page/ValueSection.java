package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.metrics.disclosure.SuppressedTable;
import java.util.List;

/** What movement did to value: a bridge from what customers were worth to what they are worth, exact to the last cent. */
final class ValueSection {

    /** The keys of a bridge, what they are called, and which way they count. */
    private enum Item {
        OPENING("opening", "opening", 0),
        ACQUIRED("acquired", "new customers", 1),
        LOST("lost", "lost customers", -1),
        MOVED_IN("movedIn", "moved in", 1),
        MOVED_OUT("movedOut", "moved out", -1),
        MOVERS("changeOfMovers", "change of who moved", 1),
        STAYERS("changeOfStayers", "change of who stayed", 1),
        CLOSING("closing", "closing", 0);

        private final String key;
        private final String words;
        private final int sign;

        Item(String key, String words, int sign) {
            this.key = key;
            this.words = words;
            this.sign = sign;
        }
    }

    private final Draft draft;

    ValueSection(Draft draft) {
        this.draft = draft;
    }

    /** The bridge of a segment in a step. */
    static JsonNode line(JsonNode step, String segment) {
        return Elements.find(step.path("value").path("segments"), "segment", segment);
    }

    /** Whether amounts of a segment would tell on few customers, at either end of a step. */
    static boolean isHidden(Draft draft, JsonNode step, int segment) {
        FlowTable flows = FlowTable.of(step, draft.segments());
        return draft.isHidden(segment)
                || isHidden(draft, flows.before(), segment)
                || isHidden(draft, flows.after(), segment);
    }

    private static boolean isHidden(Draft draft, double[] sizes, int segment) {
        long[] counts = new long[sizes.length];
        for (int s = 0; s < sizes.length; s++) {
            counts[s] = Math.round(sizes[s]);
        }
        SuppressedTable shown = draft.suppressed(counts);
        return shown.isHidden(0, segment);
    }

    void add() {
        draft.section(Part.VALUE, () -> {
            List<JsonNode> steps = draft.files().steps().stream()
                    .filter(step -> step.path("value").isObject())
                    .toList();
            if (steps.isEmpty()) {
                draft.missing("Value has not been followed.", "segment migrate --value COLUMN");
                return;
            }
            draft.warnOfMovement();
            bridge(steps);
        });
    }

    private void bridge(List<JsonNode> steps) {
        JsonNode last = steps.get(steps.size() - 1);
        String when = last.path("asOfBefore").asText("before") + " to "
                + last.path("asOfAfter").asText("after");
        DataTable table = new DataTable(
                "Bridge of value by segment, " + when,
                "segment",
                "opening",
                "new customers",
                "lost customers",
                "moved in",
                "moved out",
                "change of who moved",
                "change of who stayed",
                "closing");
        Chart chart = new Chart(
                "bridge",
                "waterfall",
                "Bridge of value",
                "From what customers were worth to what they are worth, " + when
                        + ": new and lost customers, customers who"
                        + " moved, and those whose value changed. It adds up to the cent; amounts are of all customers, not"
                        + " of a sample. Choose a segment to see its own bridge.",
                table);
        chart.saying(MovementSays::bridge);
        ArrayNode groups = chart.data().put("unit", "amount").putArray("groups");
        add(groups, table, -1, "all", last.path("value").path("total"));
        for (int s = 0; s < draft.segments().count(); s++) {
            String name = draft.segments().names().get(s);
            JsonNode line = line(last, name);
            if (line.isObject()) {
                if (isHidden(draft, last, s)) {
                    DataTable.Line row = table.line(s, name);
                    for (int i = 0; i < Item.values().length; i++) {
                        row.hidden();
                    }
                    row.end();
                } else {
                    add(groups, table, s, name, line);
                }
            }
        }
        draft.chart(chart);
    }

    private static void add(ArrayNode groups, DataTable table, int segment, String name, JsonNode bridge) {
        ObjectNode group = groups.addObject().put("s", segment).put("label", name);
        ArrayNode steps = group.putArray("steps");
        DataTable.Line line = table.line(segment, name);
        for (Item item : Item.values()) {
            double amount = bridge.path(item.key).asDouble();
            line.number(Unit.AMOUNT, amount);
            steps.addObject()
                    .put("label", item.words)
                    .put("v", item.sign == 0 ? amount : item.sign * amount)
                    .put("total", item.sign == 0)
                    .put(
                            "tip",
                            Visible.name(name) + ", " + item.words + ": "
                                    + Unit.AMOUNT.text(item.sign == 0 ? amount : item.sign * amount));
        }
        line.end();
    }
}
