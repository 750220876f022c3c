package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Formulas;
import dev.segmentation.app.io.Json;
import dev.segmentation.metrics.value.ValueBridge;
import dev.segmentation.metrics.value.ValueMigration;
import java.math.BigDecimal;

/** What movement did to value, as files. */
public final class ValueFiles {

    private ValueFiles() {}

    /**
     * The bridge, in amounts that add up to the last decimal: opening + acquired − lost + movedIn − movedOut +
     * changeOfMovers + changeOfStayers = closing, where acquired = entered + becameScored and lost = left + becameUnscored.
     *
     * @param value between two dates
     * @return {@code segments[]} with one bridge each and how many {@code contributors} are behind its amounts, {@code total}, and {@code unscored}: what customers without a segment
     *     are worth, who are in no other amount
     */
    public static ObjectNode json(StepValue value) {
        ObjectNode json = Json.object();
        ArrayNode segments = json.putArray("segments");
        value.bridge()
                .lines()
                .forEach(line -> segments.add(json(line, value.flows().sides(line.name()))
                        .set("contributors", value.contributors().json(line.name()))));
        json.set("total", json(value.bridge().total(), value.total()));
        json.putObject("unscored").put("opening", value.unscoredBefore()).put("closing", value.unscoredAfter());
        return json;
    }

    private static ObjectNode json(ValueBridge.Line line, ValueMigration.Sides sides) {
        ObjectNode json = Json.object();
        json.put("segment", line.name());
        json.put("opening", line.opening());
        json.put("acquired", line.acquired());
        json.put("entered", sides.entered());
        json.put("becameScored", sides.becameScored());
        json.put("lost", line.lost());
        json.put("left", sides.left());
        json.put("becameUnscored", sides.becameUnscored());
        json.put("movedIn", line.movedIn());
        json.put("movedOut", line.movedOut());
        json.put("changeOfMovers", line.changeOfMovers());
        json.put("changeOfStayers", line.changeOfStayers());
        json.put("closing", line.closing());
        return json;
    }

    /**
     * The bridge as a table, one line per segment and one for all, told apart by the first column, {@code scope}, since a
     * segment may be called "all". Where a customer without a segment is worth something, a line of the scope {@code
     * unscored} says how much: it is in no other.
     *
     * @param value between two dates
     * @param formulas what to do with names that look like formulas
     * @return {@code scope}, which is {@code segment}, {@code total} or {@code unscored}, and the columns of {@link #json},
     *     those that acquired and lost are made of at the end
     */
    public static String csv(StepValue value, Formulas formulas) {
        CsvText csv = new CsvText(
                formulas,
                "scope",
                "segment",
                "opening",
                "acquired",
                "lost",
                "moved_in",
                "moved_out",
                "change_of_movers",
                "change_of_stayers",
                "closing",
                "entered",
                "became_scored",
                "left",
                "became_unscored");
        value.bridge()
                .lines()
                .forEach(line -> add(csv, "segment", line, value.flows().sides(line.name())));
        add(csv, "total", value.bridge().total(), value.total());
        if (value.unscoredBefore().signum() != 0 || value.unscoredAfter().signum() != 0) {
            csv.add(
                    "unscored",
                    "",
                    text(value.unscoredBefore()),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    text(value.unscoredAfter()),
                    "",
                    "",
                    "",
                    "");
        }
        return csv.toString();
    }

    private static void add(CsvText csv, String scope, ValueBridge.Line line, ValueMigration.Sides sides) {
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
                text(line.closing()),
                text(sides.entered()),
                text(sides.becameScored()),
                text(sides.left()),
                text(sides.becameUnscored()));
    }

    private static String text(BigDecimal amount) {
        return amount.toPlainString();
    }
}
