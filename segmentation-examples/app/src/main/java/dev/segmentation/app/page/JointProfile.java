package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Two profiles of the same segments as one: the columns of the first, then those that only the second has. */
final class JointProfile {

    private JointProfile() {}

    static JsonNode of(ObjectNode first, JsonNode second) {
        ObjectNode joint = first.deepCopy();
        Set<String> known = new HashSet<>();
        first.path("histograms")
                .forEach(column -> known.add(column.path("column").asText()));
        first.path("segments").forEach(segment -> {
            addNames(known, segment.path("numeric"));
            addNames(known, segment.path("levels"));
        });
        for (JsonNode segment : joint.path("segments")) {
            JsonNode other = Elements.find(
                    second.path("segments"), "segment", segment.path("segment").asText());
            addOthers((ObjectNode) segment, "numeric", other, known);
            addOthers((ObjectNode) segment, "levels", other, known);
        }
        if (joint.path("total") instanceof ObjectNode total) {
            addOthers(total, "numeric", second.path("total"), known);
        }
        addHistograms(joint, second, known);
        return joint;
    }

    private static void addNames(Set<String> known, JsonNode columns) {
        columns.forEach(column -> known.add(column.path("column").asText()));
    }

    private static void addOthers(ObjectNode to, String key, JsonNode from, Set<String> known) {
        ArrayNode all = to.withArray(key);
        for (JsonNode column : from.path(key)) {
            if (!known.contains(column.path("column").asText())) {
                all.add(column);
            }
        }
    }

    /** Their counts are in the order of the segments, which may be another one. */
    private static void addHistograms(ObjectNode joint, JsonNode second, Set<String> known) {
        List<String> order = new ArrayList<>();
        second.path("segments")
                .forEach(segment -> order.add(segment.path("segment").asText()));
        ArrayNode histograms = joint.withArray("histograms");
        for (JsonNode histogram : second.path("histograms")) {
            if (!known.contains(histogram.path("column").asText())) {
                ObjectNode copy = histogram.deepCopy();
                for (String key : List.of("counts", "valueCounts", "unusual")) {
                    if (histogram.has(key)) {
                        ArrayNode counts = copy.putArray(key);
                        joint.path("segments").forEach(segment -> {
                            int at = order.indexOf(segment.path("segment").asText());
                            counts.add(histogram.path(key).path(at).deepCopy());
                        });
                    }
                }
                histograms.add(copy);
            }
        }
    }
}
