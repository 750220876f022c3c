package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import dev.segmentation.metrics.disclosure.CellSuppression;

/** A report in the making: what is known, what may be shown of it, and the page so far. */
final class Draft {

    private final ReportFiles files;
    private final Segments segments;
    private final long leastCustomers;
    private final Redaction redaction;
    private final Html html = new Html();
    private final ObjectNode charts = Json.object();
    private final JsonNode profile;
    private final JsonNode validation;
    private final JsonNode segmentation;
    private final Moves moves;
    private final SameSegments same;

    Draft(ReportFiles files, CellSuppression rule) {
        this.files = files;
        this.segments = new Segments(files.segments());
        this.leastCustomers = rule.leastCustomers();
        this.redaction = new Redaction(rule, segments, files);
        this.profile = redaction.profile(files.profile());
        this.validation = redaction.validation(files.get("validation.json"), profile);
        this.segmentation = redaction.segmentation(files.get("segmentation.json"));
        this.moves = new Moves(files, segments, redaction);
        this.same = new SameSegments(files);
    }

    /** What may be shown. */
    Redaction redaction() {
        return redaction;
    }

    long leastCustomers() {
        return leastCustomers;
    }

    /** Whether there are so few customers that nothing may be said of all of them together. */
    boolean hidesAll() {
        return redaction.hidesAll();
    }

    /** Whether a segment is too small to say anything about it, or would give away one that is. */
    boolean isHidden(int segment) {
        return redaction.isHidden(segment);
    }

    /** What the segments are like, of whichever files have it. */
    JsonNode profile() {
        return profile;
    }

    /** A file, without what may not be shown. */
    JsonNode file(String name) {
        return switch (name) {
            case "validation.json" -> validation;
            case "segmentation.json" -> segmentation;
            default -> files.get(name);
        };
    }

    /** Who moved where. */
    Moves moves() {
        return moves;
    }

    Segments segments() {
        return segments;
    }

    Html html() {
        return html;
    }

    ObjectNode charts() {
        return charts;
    }

    /** A part of the page. */
    void section(Part part, Runnable content) {
        html.open("section", "id", part.id(), "aria-labelledby", part.id() + "-title")
                .element("h2", part.title(), "id", part.id() + "-title");
        content.run();
        html.closeLine();
    }

    /** Says so if a file is about other segments than the others are. */
    void warn(String... names) {
        for (String name : names) {
            same.warning(name).ifPresent(sentence -> html.element("p", sentence, "class", "missing", "role", "note"));
        }
    }

    /** Whether a file is about other segments than the others are, or other features. */
    boolean isOfAnotherRun(String name) {
        return same.warning(name).isPresent();
    }

    /** Says so if who moved is of other segments. */
    void warnOfMovement() {
        warn(files.get("movement.json").path("steps").isEmpty() ? "migration.json" : "movement.json");
    }

    /** A sentence of a file, the segments that it quotes kept from changing the direction of the rest. */
    String withNames(String sentence) {
        String said = sentence;
        for (String name : segments.names()) {
            said = said.replace("\"" + name + "\"", "\"" + Visible.name(name) + "\"");
        }
        return said;
    }

    void say(String sentence) {
        html.element("p", withNames(sentence));
    }

    /** Says which command computes what is missing. */
    void missing(String what, String command) {
        html.open("p", "class", "missing")
                .text(what + " Run ")
                .open("code")
                .text(command)
                .close();
        html.text(" into the same folder, and make the report again.").closeLine();
    }

    /** A picture, with its sentence and its table. */
    void chart(Chart chart) {
        chart.addTo(html, charts);
    }

    /** A dot of a chart. */
    static ObjectNode point(ArrayNode points, int segment, String label, Unit unit, Measure measure) {
        ObjectNode point = points.addObject();
        point.put("s", segment);
        point.put("label", label);
        if (measure.isDefined()) {
            point.put("v", measure.value());
            if (measure.hasInterval()) {
                putFinite(point, "lo", measure.lower());
                putFinite(point, "hi", measure.upper());
            }
        } else {
            point.put(Panels.WHY, measure.withoutValue());
        }
        point.put("tip", Visible.name(label) + ": " + unit.sentence(measure) + lineOfExactly(unit, measure.value()));
        return point;
    }

    /** What a tip ends with where its number is rounded. */
    static String lineOfExactly(Unit unit, double value) {
        return unit.exactly(value).map(exactly -> "\n" + exactly).orElse("");
    }

    static void putFinite(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        }
    }
}
