package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.segmentation.app.io.Json;
import dev.segmentation.metrics.disclosure.SuppressedTable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

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

        /** Within all segments, what moves in moves out. */
        boolean isMove() {
            return this == MOVED_IN || this == MOVED_OUT;
        }

        Item(String key, String words, int sign) {
            this.key = key;
            this.words = words;
            this.sign = sign;
        }
    }

    /** What leads from opening to closing. */
    private static final List<Item> STEPS =
            Arrays.stream(Item.values()).filter(item -> item.sign != 0).toList();

    private final Draft draft;

    ValueSection(Draft draft) {
        this.draft = draft;
    }

    /** The bridge of a segment in a step. */
    static JsonNode line(JsonNode step, String segment) {
        return Elements.find(step.path("value").path("segments"), "segment", segment);
    }

    /** Whether what a segment was worth at the start of a step, or is at its end, would tell on few customers. */
    static boolean isHidden(Moves moves, int step, int segment, boolean atEnd) {
        FlowTable flows = moves.flows(step);
        FlowTable.Hidden hidden = moves.hidden(step);
        for (int i = 0; i < flows.segments(); i++) {
            if (flows.segment(i) == segment) {
                return atEnd ? hidden.after(i) : hidden.before(i);
            }
        }
        return false;
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
        Amounts amounts = new Amounts(step);
        int all = amounts.flows.segments();
        add(groups, table, -1, "all", last.path("value").path("total"), item -> amounts.isHidden(all, item));
        for (int s = 0; s < draft.segments().count(); s++) {
            String name = draft.segments().names().get(s);
            JsonNode line = line(last, name);
            int row = amounts.line(s);
            if (line.isObject() && row < all) {
                add(groups, table, s, name, line, item -> amounts.isHidden(row, item));
            }
        }
        draft.chart(chart);
    }

    /**
     * Which amounts rest on few customers, or would give such amounts away: the bridge of a segment adds up, and so does each
     * step over segments. As a table: a line per segment and one of all, a column per step, whose sums are told; an amount of
     * nobody is known to be 0. Who moves in moves out, so that these two of all are one number, which is told.
     */
    private final class Amounts {

        private final FlowTable flows;
        private final FlowTable.Hidden hidden;
        private final SuppressedTable table;

        Amounts(int step) {
            this.flows = draft.moves().flows(step);
            this.hidden = draft.moves().hidden(step);
            int n = flows.segments();
            long[][] counts = new long[n + 1][STEPS.size()];
            for (Item item : STEPS) {
                for (int i = 0; i < n; i++) {
                    counts[i][STEPS.indexOf(item)] = customers(item, i);
                    counts[n][STEPS.indexOf(item)] += item.isMove() ? 0 : customers(item, i);
                }
            }
            this.table = draft.redaction().tableOf(counts, (i, j) -> counts[i][j] > 0, List.of());
        }

        /** Behind an amount. */
        private long customers(Item item, int segment) {
            int n = flows.segments();
            long sum = 0;
            for (int other = 0; other < n + 2; other++) {
                boolean moved = other < n && other != segment;
                sum += switch (item) {
                    case ACQUIRED -> other >= n ? flows.count(other, segment) : 0;
                    case LOST -> other >= n ? flows.count(segment, other) : 0;
                    case MOVED_IN, MOVERS -> moved ? flows.count(other, segment) : 0;
                    case MOVED_OUT -> moved ? flows.count(segment, other) : 0;
                    default -> other == segment ? flows.count(segment, segment) : 0;
                };
            }
            return sum;
        }

        /** Of the bridge of a segment of the table, or of all. */
        boolean isHidden(int line, Item item) {
            boolean segment = line < flows.segments();
            boolean open = segment && hidden.before(line);
            boolean close = segment && hidden.after(line);
            return switch (item) {
                case OPENING -> open;
                case CLOSING -> close;
                default ->
                    open
                            || close
                            || !draft.moves().tellsMoved()
                            || table.hidesTotals()
                            || table.isHidden(line, STEPS.indexOf(item));
            };
        }

        /** The line of a segment of the report. */
        int line(int segment) {
            int line = 0;
            while (line < flows.segments() && flows.segment(line) != segment) {
                line++;
            }
            return line;
        }
    }

    private static void add(
            ArrayNode groups, DataTable table, int segment, String name, JsonNode bridge, Predicate<Item> isHidden) {
        DataTable.Line line = table.line(segment, name);
        ArrayNode steps = Json.array();
        BigDecimal together = BigDecimal.ZERO;
        boolean any = false;
        for (Item item : Item.values()) {
            BigDecimal amount = bridge.path(item.key).decimalValue();
            BigDecimal signed = item.sign < 0 ? amount.negate() : amount;
            if (isHidden.test(item)) {
                line.hidden();
                any = true;
                together = together.add(signed);
            } else {
                line.number(Unit.AMOUNT, amount.doubleValue());
                if (item == Item.CLOSING && any) {
                    add(steps, name, "what is hidden, together", together, false);
                }
                add(steps, name, item.words, signed, item.sign == 0);
            }
        }
        line.end();
        if (!isHidden.test(Item.OPENING) && !isHidden.test(Item.CLOSING)) {
            groups.addObject().put("s", segment).put("label", name).set("steps", steps);
        }
    }

    private static void add(ArrayNode steps, String name, String label, BigDecimal amount, boolean total) {
        steps.addObject()
                .put("label", label)
                .put("v", amount.doubleValue())
                .put("total", total)
                .put("tip", Visible.name(name) + ", " + label + ": " + Unit.AMOUNT.text(amount.doubleValue()));
    }
}
