package dev.segmentation.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rule of all files of movement, read from a file alone: a number has an interval that contains it, in its own object or in
 * one of the same shape beside it, or the file names it among those {@code withoutInterval} and says why; what is null has its
 * reason beside it.
 */
final class NumbersWithoutReason {

    private static final Set<String> ABOUT_THE_INTERVAL = Set.of("lower", "upper", "level", "customers");

    private final JsonNode file;
    private final List<String> faults = new ArrayList<>();
    private final List<String> used = new ArrayList<>();

    private NumbersWithoutReason(JsonNode file) {
        this.file = file;
    }

    /** Where a number or null has neither interval nor reason, an interval does not contain its number, or a name is idle. */
    static List<String> in(JsonNode file) {
        NumbersWithoutReason walk = new NumbersWithoutReason(file);
        walk.members(file, "", MissingNode.getInstance());
        walk.names().filter(name -> !walk.used.contains(name)).forEach(name -> walk.faults.add("idle name " + name));
        file.path("withoutInterval").forEach(group -> {
            if (group.path("why").asText().isBlank()) {
                walk.faults.add("no reason for " + group.path("numbers"));
            }
        });
        return walk.faults;
    }

    private Stream<String> names() {
        List<String> names = new ArrayList<>();
        file.path("withoutInterval").forEach(group -> group.path("numbers").forEach(name -> names.add(name.asText())));
        return names.stream();
    }

    private void members(JsonNode object, String path, JsonNode twin) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String key = member.getKey();
            JsonNode beside = twin.isMissingNode() ? twin(object, key) : twin.isTextual() ? twin : twin.path(key);
            JsonNode reason = reason(object, key);
            if (!key.endsWith("Undefined") && !key.equals("withoutInterval")) {
                look(member.getValue(), object, path + "." + key, beside, reason);
            }
        }
    }

    /** The intervals of a number, or of all below. */
    private static JsonNode twin(JsonNode object, String key) {
        for (String name : List.of(key + "Interval", key + "Intervals")) {
            if (object.has(name)) {
                return object.get(name).isNull() ? object.path(name + "Undefined") : object.get(name);
            }
        }
        return key.equals("probabilities")
                ? object.path("intervals")
                : object.path("intervals").path(key);
    }

    private static JsonNode reason(JsonNode object, String key) {
        return object.path((key.equals("intervals") ? "probabilities" : key) + "Undefined");
    }

    private void look(JsonNode node, JsonNode parent, String path, JsonNode twin, JsonNode reason) {
        if (node.isNumber()) {
            number(node.asDouble(), parent, path, twin);
        } else if (node.isNull() && !reason.isTextual()) {
            faults.add("null without reason at " + path);
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                look(
                        node.get(i),
                        node,
                        path,
                        twin.isArray() ? twin.get(i) : twin,
                        reason.isArray() ? reason.get(i) : reason);
            }
        } else if (node.isObject()) {
            members(node, path, twin);
        }
    }

    private void number(double value, JsonNode parent, String path, JsonNode twin) {
        String key = path.substring(path.lastIndexOf('.') + 1);
        boolean inside = parent.path("lower").isNumber() && (parent.has("upper") || parent.has("upperUndefined"));
        List<String> named =
                names().filter(name -> (path + ".").contains("." + name + ".")).toList();
        if (inside && ABOUT_THE_INTERVAL.contains(key)) {
            used.addAll(named);
            return;
        }
        JsonNode interval = inside && key.equals(parent.has("value") ? "value" : "days") ? parent : twin;
        if (interval.path("lower").isNumber()) {
            double upper = interval.path("upper").asDouble(Double.POSITIVE_INFINITY);
            if (!(interval.get("lower").asDouble() <= value && value <= upper)) {
                faults.add("not within its interval at " + path);
            }
            if (!named.isEmpty()) {
                faults.add("has an interval, and is named at " + path);
            }
        } else if (named.isEmpty() && !interval.isTextual() && !(interval.isNull() && isReasoned(path))) {
            faults.add("no interval at " + path);
        }
        used.addAll(named);
    }

    /** A single interval that is null has its reason beside it, as the look at nulls makes sure. */
    private static boolean isReasoned(String path) {
        return path.contains(".mobility.") || path.contains(".direction.") || path.endsWith(".apparent");
    }
}
