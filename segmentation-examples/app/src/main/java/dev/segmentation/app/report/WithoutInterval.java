package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Which numbers of a file have no interval, and why: the one rule of all files of movement, of profiles and of searches for a
 * number of segments.
 *
 * <p>Every other number has an interval: as {@code value} between {@code lower} and {@code upper}, or in a second key of the
 * same shape beside it, such as {@code mobilityIntervals} of {@code mobility}.
 */
public final class WithoutInterval {

    private static final String KEY = "withoutInterval";

    /**
     * Numbers that have no interval for one reason.
     *
     * @param why they have none
     * @param numbers by their key, where needed after the key that they are in, with all that is below
     */
    public record Group(String why, List<String> numbers) {

        /**
         * The same for names one by one.
         *
         * @param why they have none
         * @param numbers by their key
         */
        public Group(String why, String... numbers) {
            this(why, List.of(numbers));
        }
    }

    private static final List<Group> GROUPS = List.of(
            new Group(
                    "of everybody in the files, not of a sample: counts, amounts, and the growth made of them",
                    "counts",
                    "entrants",
                    "leavers",
                    "newcomers",
                    "returners",
                    "returnersUnscored",
                    "away",
                    "unscored",
                    "stayers",
                    "movers",
                    "customers",
                    "direction.up",
                    "direction.down",
                    "sizes",
                    "notYet",
                    "left",
                    "returned",
                    "moves",
                    "returns",
                    "tooLate",
                    "customersThen",
                    "customersNow",
                    "silentNow",
                    "growth",
                    "segments",
                    "total"),
            new Group(
                    "given, or how it was computed",
                    "file",
                    "intervalLevel",
                    "halfLife.level",
                    "flicker.steps",
                    "stepDays",
                    "stillThere.days",
                    "errorRate",
                    "boughtWithinDays",
                    "watchAt",
                    "refreshAt"),
            new Group(
                    "results of a test, which say themselves how far chance goes",
                    "statistic",
                    "degrees",
                    "pValue",
                    "adjustedP"),
            new Group(
                    "what the typing error makes; how sure that is goes into the interval of corrected", "noise.floor"),
            new Group("taken for known in the interval of excess", "flicker.expected"),
            new Group(
                    "pValue, visibleFrom and adjustedP say how far chance goes",
                    "mix.index",
                    "findings.value",
                    "findings.visibleFrom"));

    private WithoutInterval() {}

    /**
     * Adds the names of those that a file of movement has.
     *
     * @param json the whole file, to be extended by {@code withoutInterval}: {@code numbers}, by their keys, and {@code why}
     */
    public static void addTo(ObjectNode json) {
        addTo(json, GROUPS);
    }

    /**
     * Adds the names of those that a file of another kind has.
     *
     * @param json the whole file, to be extended likewise
     * @param known which there can be
     */
    public static void addTo(ObjectNode json, List<Group> known) {
        List<List<String>> numbers = new ArrayList<>();
        collect(json, List.of(), numbers);
        ArrayNode groups = Json.array();
        for (Group group : known) {
            List<String> found = group.numbers.stream()
                    .filter(name -> numbers.stream().anyMatch(path -> isIn(path, name)))
                    .toList();
            if (!found.isEmpty()) {
                groups.addObject().put("why", group.why).set("numbers", Json.texts(found));
            }
        }
        json.set(KEY, groups);
    }

    /** The keys of all numbers, from outside in; numbers of an array have that of the array. */
    private static void collect(JsonNode node, List<String> path, List<List<String>> numbers) {
        if (node.isNumber()) {
            numbers.add(path);
        }
        if (node.isArray()) {
            node.forEach(element -> collect(element, path, numbers));
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            List<String> below = new ArrayList<>(path);
            below.add(member.getKey());
            collect(member.getValue(), below, numbers);
        }
    }

    private static boolean isIn(List<String> path, String name) {
        return Collections.indexOfSubList(path, List.of(name.split("\\."))) >= 0;
    }
}
