package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Json;
import dev.segmentation.metrics.value.ValueBridge;
import java.math.BigDecimal;

/** What movement did to value, as files. */
public final class ValueFiles {

    private ValueFiles() {}

    /**
     * The bridge, in amounts that add up to the last decimal: opening + acquired − lost + movedIn − movedOut +
     * changeOfMovers + changeOfStayers = closing.
     *
     * @param bridge between two dates
     * @return {@code segments[]} with one bridge each, and {@code total}
     */
    public static ObjectNode json(ValueBridge bridge) {
        ObjectNode json = Json.object();
        ArrayNode segments = json.putArray("segments");
        bridge.lines().forEach(line -> segments.add(json(line)));
        json.set("total", json(bridge.total()));
        return json;
    }

    private static ObjectNode json(ValueBridge.Line line) {
        ObjectNode json = Json.object();
        json.put("segment", line.name());
        json.put("opening", line.opening());
        json.put("acquired", line.acquired());
        json.put("lost", line.lost());
        json.put("movedIn", line.movedIn());
        json.put("movedOut", line.movedOut());
        json.put("changeOfMovers", line.changeOfMovers());
        json.put("changeOfStayers", line.changeOfStayers());
        json.put("closing", line.closing());
        return json;
    }

    /**
     * The bridge as a table, one line per segment and one for all, told apart by the first column, {@code scope}, since a
     * segment may be called "all".
     *
     * @param bridge between two dates
     * @return {@code scope}, which is {@code segment} or {@code total}, and the columns of {@link #json}
     */
    public static String csv(ValueBridge bridge) {
        CsvText csv = new CsvText(
                "scope",
                "segment",
                "opening",
                "acquired",
                "lost",
                "moved_in",
                "moved_out",
                "change_of_movers",
                "change_of_stayers",
                "closing");
        bridge.lines().forEach(line -> add(csv, "segment", line));
        add(csv, "total", bridge.total());
        return csv.toString();
    }

    private static void add(CsvText csv, String scope, ValueBridge.Line line) {
        csv.add(
                scope,
                line.name(),
                text(line.opening()),
                text(line.acquired()),
                text(line.lost()),
                text(line.movedIn()),
                text(line.movedOut()),
                text(line.changeOfMovers()),
                text(line.changeOfStayers()),
                text(line.closing()));
    }

    private static String text(BigDecimal amount) {
        return amount.toPlainString();
    }
}
