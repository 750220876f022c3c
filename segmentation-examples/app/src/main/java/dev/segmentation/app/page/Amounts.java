package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.metrics.disclosure.SuppressedTable;
import java.util.List;

/**
 * Which amounts of a bridge of value rest on few customers, or would give such amounts away: the bridge of a segment adds up, and
 * so does each step over segments. As a table of the customers behind amounts, those who add something to them: a line per
 * segment and one of all, a column per amount, whose sums are told; an amount of nobody is known to be 0. Who moves in moves
 * out, so that these two of all are one number, which is told.
 */
final class Amounts {

    /** The keys of a bridge, what they are called, and which way they count. */
    enum Item {
        OPENING("opening", "opening", 0),
        ACQUIRED("acquired", "new customers", 1),
        LOST("lost", "lost customers", -1),
        MOVED_IN("movedIn", "moved in", 1),
        MOVED_OUT("movedOut", "moved out", -1),
        MOVERS("changeOfMovers", "change of who moved", 1),
        STAYERS("changeOfStayers", "change of who stayed", 1),
        CLOSING("closing", "closing", 0);

        final String key;
        final String words;
        final int sign;

        Item(String key, String words, int sign) {
            this.key = key;
            this.words = words;
            this.sign = sign;
        }

        /** Within all segments, what moves in moves out. */
        private boolean isMove() {
            return this == MOVED_IN || this == MOVED_OUT;
        }
    }

    private static final List<Item> ITEMS = List.of(Item.values());

    private final FlowTable flows;
    private final FlowTable.Hidden hidden;
    private final SuppressedTable table;

    Amounts(JsonNode step, FlowTable flows, FlowTable.Hidden hidden, Redaction redaction) {
        this.flows = flows;
        this.hidden = hidden;
        int n = flows.segments();
        long[][] counts = new long[n + 1][ITEMS.size()];
        for (int i = 0; i < n; i++) {
            JsonNode behind = ValueSection.line(step, flows.rows().get(i)).path("contributors");
            for (int item = 0; item < ITEMS.size(); item++) {
                Item amount = ITEMS.get(item);
                counts[i][item] = behind.isObject() ? behind.path(amount.key).asLong() : customers(amount, i);
                counts[n][item] += amount.isMove() ? 0 : counts[i][item];
            }
        }
        this.table = redaction.tableOf(counts, (i, j) -> counts[i][j] > 0, List.of());
    }

    /** All who are there, where the file does not say whom an amount is of. */
    private long customers(Item item, int segment) {
        int n = flows.segments();
        long sum = 0;
        for (int other = 0; other < n + 2; other++) {
            boolean moved = other < n && other != segment;
            sum += switch (item) {
                case OPENING -> flows.count(segment, other);
                case CLOSING -> flows.count(other, segment);
                case ACQUIRED -> other >= n ? flows.count(other, segment) : 0;
                case LOST -> other >= n ? flows.count(segment, other) : 0;
                case MOVED_IN, MOVERS -> moved ? flows.count(other, segment) : 0;
                case MOVED_OUT -> moved ? flows.count(segment, other) : 0;
                case STAYERS -> other == segment ? flows.count(segment, segment) : 0;
            };
        }
        return sum;
    }

    boolean isHiddenOfAll(Item item) {
        return isHiddenAt(flows.segments(), item) || (hidden.moved() && item.sign != 0);
    }

    /** Of the bridge of a segment of the report. */
    boolean isHidden(int segment, Item item) {
        for (int line = 0; line < flows.segments(); line++) {
            if (flows.segment(line) == segment) {
                boolean before = hidden.before(line) && item != Item.CLOSING;
                boolean after = hidden.after(line) && item != Item.OPENING;
                return before || after || isHiddenAt(line, item) || (hidden.moved() && item.sign != 0);
            }
        }
        return false;
    }

    private boolean isHiddenAt(int line, Item item) {
        return table.isHidden(line, ITEMS.indexOf(item));
    }
}
