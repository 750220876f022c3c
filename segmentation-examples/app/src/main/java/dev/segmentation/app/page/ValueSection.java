package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.segmentation.app.io.Json;
import java.math.BigDecimal;
import java.util.function.Predicate;

/** What movement did to value: a bridge from what customers were worth to what they are worth, exact to the last cent. */
final class ValueSection {

    private final Draft draft;

    ValueSection(Draft draft) {
        this.draft = draft;
    }

    /** The bridge of a segment in a step. */
    static JsonNode line(JsonNode step, String segment) {
        return Elements.find(step.path("value").path("segments"), "segment", segment);
    }

    void add() {
        draft.section(Part.VALUE, () -> {
            int last = last(draft.moves());
            if (last < 0) {
                draft.missing("Value has not been followed.", "segment migrate --value COLUMN");
                return;
            }
            draft.warnOfMovement();
            bridge(last);
        });
    }

    /** The last step that has values; −1 if none has. */
    private static int last(Moves moves) {
        int last = moves.steps().size() - 1;
        while (last >= 0 && !moves.steps().get(last).path("value").isObject()) {
            last--;
        }
        return last;
    }

    private void bridge(int step) {
        JsonNode last = draft.moves().steps().get(step);
        String when = draft.moves().ends(step);
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
                        + " of a sample. Choose a segment to see its own bridge."
                        + (draft.leastCustomers() > 1
                                ? " Amounts of few customers are hidden, and pictured together."
                                : ""),
                table);
        chart.saying(MovementSays::bridge);
        ArrayNode groups = chart.data().put("unit", "amount").putArray("groups");
        Amounts amounts = draft.moves().amounts(step);
        add(groups, table, -1, "all", last.path("value").path("total"), amounts::isHiddenOfAll);
        for (int s = 0; s < draft.segments().count(); s++) {
            String name = draft.segments().names().get(s);
            JsonNode line = line(last, name);
            int segment = s;
            if (line.isObject()) {
                add(groups, table, s, name, line, item -> switch (item) {
                    case OPENING -> draft.moves().hidesValue(step, segment);
                    case CLOSING -> draft.moves().hidesValue(step + 1, segment);
                    default -> amounts.isHidden(segment, item);
                });
            }
        }
        draft.chart(chart);
    }

    private static void add(
            ArrayNode groups,
            DataTable table,
            int segment,
            String name,
            JsonNode bridge,
            Predicate<Amounts.Item> isHidden) {
        DataTable.Line line = table.line(segment, name);
        ArrayNode steps = Json.array();
        BigDecimal together = BigDecimal.ZERO;
        boolean any = false;
        for (Amounts.Item item : Amounts.Item.values()) {
            BigDecimal amount = bridge.path(item.key).decimalValue();
            BigDecimal signed = item.sign < 0 ? amount.negate() : amount;
            if (isHidden.test(item)) {
                line.hidden();
                any = true;
                together = together.add(signed);
            } else {
                line.number(Unit.AMOUNT, amount.doubleValue());
                if (item == Amounts.Item.CLOSING && any) {
                    add(steps, name, "what is hidden, together", together, false);
                }
                add(steps, name, item.words, signed, item.sign == 0);
            }
        }
        line.end();
        if (!isHidden.test(Amounts.Item.OPENING) && !isHidden.test(Amounts.Item.CLOSING)) {
            groups.addObject().put("s", segment).put("label", name).set("steps", steps);
        }
    }

    private static void add(ArrayNode steps, String name, String label, BigDecimal amount, boolean total) {
        steps.addObject()
                .put("label", label)
                .put("v", amount.doubleValue())
                .put("total", total)
                .put(
                        "tip",
                        Visible.name(name) + ", " + label + ": " + Unit.AMOUNT.text(amount.doubleValue())
                                + Draft.lineOfExactly(Unit.AMOUNT, amount.doubleValue()));
    }
}
