package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.segmentation.app.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Files as the commands write them, in which every text is another one: names of a segment, a column, a category and a level
 * wherever they are, and each text that is no name.
 */
final class HostileFiles {

    /** Names that are replaced, by what they are; those of others stay, so that names differ. */
    static final Map<String, String> NAMES =
            Map.of("Loyal", "segment", "recency_days", "column", "plan", "category", "plus", "level");

    /** Behind these keys there are names. */
    private static final Set<String> NAMED = Set.of(
            "segment",
            "column",
            "level",
            "names",
            "features",
            "segments",
            "categorical",
            "markers",
            "name",
            "first",
            "second",
            "subject",
            "worstToBest");

    /** Behind these keys there are dates. */
    private static final Set<String> DATES = Set.of("asOf", "asOfBefore", "asOfAfter", "fittedAsOf");

    /** Keys of what is a number in most files, with what stands instead of it in some. */
    private static final String UNDEFINED = "Undefined";

    private final Map<String, ObjectNode> files = new TreeMap<>();

    private HostileFiles() {}

    /** Of all files in a folder that a report is made of, with the texts that commands write only at times. */
    static HostileFiles of(Path folder) {
        HostileFiles read = new HostileFiles();
        for (String name : ReportFiles.NAMES) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                try {
                    read.files.put(name, (ObjectNode) new ObjectMapper().readTree(Files.readString(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        read.addRareTexts();
        return read;
    }

    /** These and a file of others. */
    HostileFiles with(HostileFiles others, String name) {
        HostileFiles all = new HostileFiles();
        all.files.putAll(files);
        all.files.put(name, others.files.get(name));
        return all;
    }

    /**
     * These as a report of less shows them: without a profile, without titles of criteria, and with what is truly known of who
     * moved in place of what typing makes of it.
     */
    HostileFiles withLess() {
        HostileFiles less = new HostileFiles();
        files.forEach((name, file) -> less.files.put(name, file.deepCopy()));
        less.files.remove("profile.json");
        less.files.remove("evidence.json");
        less.at("selection.json", "/criteria").forEach(criterion -> ((ObjectNode) criterion).remove("title"));
        less.undefine("validation.json", "/segments/0", "share");
        less.undefine("validation.json", "/segments/0", "valueShare");
        ((ObjectNode) less.at("movement.json", "/pooled")).remove("noise");
        ObjectNode truth = less.files.get("movement.json").putObject("truth");
        for (String share : List.of("floor", "changed", "trueMoves", "lateMoves", "apparentMoves")) {
            truth.putObject(share);
            less.undefine("movement.json", "/truth/" + share, "value");
        }
        return less;
    }

    /** Notices, warnings, dates, neighbors, and reasons why there is no number. */
    private void addRareTexts() {
        files.forEach((name, file) -> {
            file.putArray("notices").addObject().put("message", "a notice");
            file.putArray("warnings").add("a warning");
            if (List.of("profile.json", "evidence.json", "validation.json").contains(name)) {
                file.put("asOf", "2025-03-31");
            }
        });
        undefine("profile.json", "/segments/0/share", "value");
        undefine("profile.json", "/segments/0/numeric/1/index", "value");
        undefine("profile.json", "/segments/0/levels/1/share", "value");
        undefine("profile.json", "/segments/0/levels/1/index", "value");
        undefine("evidence.json", "/segments/0/numeric/3/index", "value");
        undefine("validation.json", "/silhouette/mean", "value");
        undefine("validation.json", "/silhouette/segments/0/mean", "value");
        undefine("validation.json", "/silhouette/segments/0/negative", "value");
        put("validation.json", "/segments/1", "mergeWith", "Loyal");
        undefine("selection.json", "/criteria/0/scores/0", "value");
        undefine("selection.json", "/criteria/0", "pick");
        undefine("selection.json", "/stability/0/each/0/jaccard", "value");
        if (at("selection.json", "/acrossSolutions/0") instanceof ObjectNode step) {
            ArrayNode stability = step.withArray("stability");
            ArrayNode reasons = step.putArray("stability" + UNDEFINED);
            for (int j = 0; j < stability.size(); j++) {
                stability.setNull(j);
                reasons.add("no reason");
            }
        }
        undefine("movement.json", "/pooled/noise", "floor");
        undefine("movement.json", "/pooled/noise/corrected", "value");
        undefine("movement.json", "/pooled/mobility", "halfLife");
        undefine("movement.json", "/pooled/moved", "value");
        undefine("movement.json", "/halfLife", "days");
        undefine("movement.json", "/refresh/findings/0", "visibleFrom");
        undefine("migration.json", "/moved", "value");
        put("migration.json", "", "mobilityIntervalsUndefined", "NO_REASON");
        put("movement.json", "/pooled/mobilityIntervals", "determinantUndefined", "NO_REASON");
        if (at("movement.json", "/refresh") instanceof ObjectNode refresh) {
            refresh.putArray("notMeasured").add("one signal").add("another signal");
        }
        put("segmentation.json", "", "fittedAsOf", "2025-03-31");
        put("segmentation.json", "", "aKeyOfOthers", "a text");
        if (at("segmentation.json", "") instanceof ObjectNode made) {
            made.set("medoidRows", Json.integers(1, 2, 3));
            if (made.path("centers").path(0) instanceof ArrayNode center) {
                center.setNull(0);
                made.putArray("centers" + UNDEFINED).addArray().add("NO_REASON");
            }
        }
    }

    private JsonNode at(String file, String pointer) {
        return files.getOrDefault(file, Json.object()).at(pointer);
    }

    private void undefine(String file, String pointer, String key) {
        if (at(file, pointer) instanceof ObjectNode object) {
            object.putNull(key).put(key + UNDEFINED, "NO_REASON");
        }
    }

    private void put(String file, String pointer, String key, String text) {
        if (at(file, pointer) instanceof ObjectNode object) {
            object.put(key, text);
        }
    }

    /** All keys of objects in all files. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        files.values().forEach(file -> addKeys(file, keys));
        return keys;
    }

    private static void addKeys(JsonNode node, Set<String> keys) {
        node.properties().forEach(member -> keys.add(member.getKey()));
        node.forEach(child -> addKeys(child, keys));
    }

    /**
     * The files with other texts.
     *
     * @param texts what stands at a place, such as {@code profile.json/segments/0/share/valueUndefined}, or instead of a name, such
     *     as {@code segment}
     */
    Map<String, String> filled(UnaryOperator<String> texts) {
        Map<String, String> filled = new TreeMap<>();
        files.forEach((name, file) -> filled.put(name, Json.text((ObjectNode) fill(file, name, "", texts))));
        return filled;
    }

    /** What keeps texts apart that are compared with one another, or with words of ours. */
    private static String before(String place, String key, String text) {
        if (DATES.contains(key)) {
            return text + " ";
        }
        if (place.contains(UNDEFINED)) {
            return "NO_";
        }
        if (place.endsWith("/title") || place.endsWith("/criterion")) {
            return place.replaceAll("\\D", "") + " ";
        }
        if (place.equals("selection.json/algorithm")) {
            return "another ";
        }
        return place.contains("/findings/") && key.equals("text")
                ? "[as it is] "
                : ""; // else an interval would be added
    }

    private static JsonNode fill(JsonNode node, String place, String key, UnaryOperator<String> texts) {
        if (node.isTextual()) {
            if (NAMES.containsKey(node.textValue())) {
                return TextNode.valueOf(texts.apply(NAMES.get(node.textValue())));
            }
            return NAMED.contains(key)
                    ? node
                    : TextNode.valueOf(before(place, key, node.textValue()) + texts.apply(place));
        }
        if (node.isArray()) {
            ArrayNode filled = Json.array();
            for (int i = 0; i < node.size(); i++) {
                filled.add(fill(node.get(i), place + "/" + i, key, texts));
            }
            return filled;
        }
        if (node.isObject()) {
            Map<String, JsonNode> filled = new LinkedHashMap<>();
            node.properties().forEach(member -> {
                String name = member.getKey();
                String other = NAMES.containsKey(name)
                        ? texts.apply(NAMES.get(name))
                        : name.equals("aKeyOfOthers") ? texts.apply("key") : name;
                filled.put(other, fill(member.getValue(), place + "/" + name, name, texts));
            });
            ObjectNode object = Json.object();
            filled.forEach(object::set);
            return object;
        }
        return node;
    }
}
