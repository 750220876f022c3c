package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What of a picture has a mark: a panel without any is left out, and so is a picture, and it is said why. */
final class Panels {

    /** Whatever is drawn is one of these: a number, or an array of some. */
    private static final List<String> MARKS = List.of("v", "hi", "q", "shares", "values");

    /** Where a mark says why there is none of it, until this has been told. */
    static final String WHY = "why";

    private Panels() {}

    /** Whether there is anything to be drawn. */
    static boolean hasMark(JsonNode drawn) {
        return MARKS.stream()
                .flatMap(key -> drawn.findValues(key).stream())
                .anyMatch(found -> found.isNumber() || elements(found).anyMatch(JsonNode::isNumber));
    }

    /**
     * Takes out what has no mark.
     *
     * @return what it was of and why it has none, such as {@code  Not pictured: “went up”, “went down” (hidden).}; empty if all
     *     have one
     */
    static String removeEmpty(ObjectNode chart) {
        Map<String, Set<String>> left = new LinkedHashMap<>();
        for (JsonNode group : chart.path("groups")) {
            if (!hasMark(group)) {
                left.computeIfAbsent(reason(group), reason -> new LinkedHashSet<>())
                        .addAll(names(group));
            }
            removeWithoutMark(group.path("series"));
        }
        removeWithoutMark(chart.path("groups"));
        removeWithoutMark(chart.path("series"));
        chart.findParents(WHY).forEach(mark -> ((ObjectNode) mark).remove(WHY));
        List<String> said = new ArrayList<>();
        left.forEach((reason, names) ->
                said.add(String.join(", ", names.stream().map(ShownLine::quoted).toList()) + " (" + reason + ")"));
        return said.isEmpty() ? "" : " Not pictured: " + String.join("; ", said) + ".";
    }

    private static void removeWithoutMark(JsonNode some) {
        if (some instanceof ArrayNode array) {
            array.removeIf(one -> !hasMark(one));
        }
    }

    /** Columns by their title; what is of no segment by its lines. */
    private static Set<String> names(JsonNode group) {
        Set<String> names = new LinkedHashSet<>();
        if (elements(group.path("rows")).allMatch(row -> row.path("s").asInt() < 0)) {
            group.path("rows").forEach(row -> names.add(row.path("label").asText()));
        }
        return names.isEmpty() ? Set.of(group.path("title").asText()) : names;
    }

    /** As the first mark has it that there is none of. */
    private static String reason(JsonNode group) {
        return group.findValuesAsText(WHY).stream().findFirst().orElse(DataTable.HIDDEN);
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Why there is no picture of a table. */
    static String without(DataTable table) {
        List<String> reasons = new ArrayList<>();
        table.firstUndefined().ifPresent(reasons::add);
        if (table.hidesAny()) {
            reasons.add("hidden, since it would tell on few customers");
        }
        return reasons.isEmpty()
                ? "There is no picture, since there is nothing to show."
                : "There is no picture: what it would show is " + String.join(", or ", reasons) + ".";
    }
}
