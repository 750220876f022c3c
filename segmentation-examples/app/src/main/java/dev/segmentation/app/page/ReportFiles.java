package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the commands wrote about one segmentation: files of a folder, or of folders in it that are named after a date, of
 * which the latest one that has a file counts.
 */
final class ReportFiles {

    static final List<String> NAMES = List.of(
            "segmentation.json",
            "profile.json",
            "evidence.json",
            "validation.json",
            "selection.json",
            "migration.json",
            "value.json",
            "movement.json");

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final Map<String, JsonNode> files = new HashMap<>();
    private final SortedMap<String, Map<String, JsonNode>> dated = new TreeMap<>();

    /**
     * Sorts files by what they are.
     *
     * @param texts by their names, with slashes for folders; those of other names are left out
     * @param where for messages
     * @return what they say
     * @throws InvalidInputException if none of them is one of ours, or one is not JSON
     */
    static ReportFiles of(Map<String, String> texts, String where) {
        ReportFiles found = new ReportFiles();
        texts.forEach((path, text) -> {
            int slash = path.lastIndexOf('/');
            String folder = slash < 0 ? "" : path.substring(0, slash);
            String name = path.substring(slash + 1);
            if (NAMES.contains(name)
                    && (folder.isEmpty() || DATE.matcher(folder).matches())) {
                JsonNode json = Json.parse(text)
                        .filter(JsonNode::isObject)
                        .orElseThrow(() -> new InvalidInputException(
                                Reason.BAD_FILE,
                                where + "/" + path + ": is not a JSON object, or is cut short; run the command that"
                                        + " wrote it again"));
                (folder.isEmpty() ? found.files : found.dated.computeIfAbsent(folder, key -> new HashMap<>()))
                        .put(name, json);
            }
        });
        if (found.files.isEmpty() && found.dated.isEmpty()) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    where + ": there is none of the files that a report is made of ("
                            + String.join(", ", NAMES)
                            + "); name the folder to which cluster, validate, choose or migrate wrote, or a method's"
                            + " folder of the demo");
        }
        return found;
    }

    /** One of {@link #NAMES}; missing if it is nowhere. */
    JsonNode get(String name) {
        if (files.containsKey(name)) {
            return files.get(name);
        }
        JsonNode latest = MissingNode.getInstance();
        for (Map<String, JsonNode> ofDate : dated.values()) { // the latest date last
            latest = ofDate.getOrDefault(name, latest);
        }
        return latest;
    }

    /** What lies beside the file of another name that counts, so that both are of one date; else as {@link #get}. */
    JsonNode beside(String other, String name) {
        JsonNode found = get(name);
        if (!files.containsKey(other)) {
            for (Map<String, JsonNode> ofDate : dated.values()) {
                found = ofDate.containsKey(other) ? ofDate.getOrDefault(name, found) : found;
            }
        }
        return found;
    }

    /** One migration after the other, each with {@code value} where that was asked for. */
    List<JsonNode> steps() {
        List<JsonNode> steps = new ArrayList<>();
        get("movement.json").path("steps").forEach(steps::add);
        if (steps.isEmpty() && get("migration.json") instanceof ObjectNode migration) {
            ObjectNode step = migration.deepCopy();
            JsonNode value = get("value.json");
            if (value.isObject()) {
                step.set("value", value);
            }
            steps.add(step);
        }
        return steps;
    }

    /**
     * What segments are like: the columns of profile.json, and those of evidence.json that it does not have; one of the two if
     * the other is not there, or if evidence.json is about other segments.
     */
    JsonNode profile() {
        JsonNode profile = get("profile.json");
        JsonNode evidence = get("evidence.json");
        if (!(profile instanceof ObjectNode first)) {
            return evidence;
        }
        return evidence.isObject() && SameSegments.areSame(profile, evidence)
                ? JointProfile.of(first, evidence)
                : profile;
    }

    /** The names of all segments, in the order of the first file that has them. */
    List<String> segments() {
        List<String> names = new ArrayList<>();
        addAll(names, get("segmentation.json").path("names"), "");
        addAll(names, get("profile.json").path("segments"), "segment");
        addAll(names, get("evidence.json").path("segments"), "segment");
        addAll(names, get("validation.json").path("segments"), "segment");
        addAll(names, get("movement.json").path("pooled").path("segments"), "");
        addAll(names, get("migration.json").path("segments"), "");
        if (names.isEmpty()) {
            ArrayNode sizes = (ArrayNode) get("segmentation.json").path("sizes");
            for (int s = 0; s < sizes.size(); s++) {
                names.add("Segment " + s);
            }
        }
        return names;
    }

    private static void addAll(List<String> names, JsonNode array, String key) {
        for (JsonNode element : array) {
            String name = key.isEmpty() ? element.asText() : element.path(key).asText();
            if (!names.contains(name)) {
                names.add(name);
            }
        }
    }
}
