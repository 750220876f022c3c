package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether files of a folder are about the segments of its segmentation, or come of another run: told by the names of segments
 * and how many customers they have.
 */
final class SameSegments {

    private static final String SELECTION = "selection.json";
    private static final String SEGMENTATION = "segmentation.json";

    private final ReportFiles files;
    private final Segments segments;
    private final String reference;

    SameSegments(ReportFiles files) {
        this.files = files;
        this.segments = new Segments(files.segments());
        this.reference = files.get(SEGMENTATION).isObject() ? SEGMENTATION : "profile.json";
    }

    /**
     * What is to be said of a file before it is shown.
     *
     * @param name of a file
     * @return a sentence; empty if the file is not there, or there is nothing to hold it against
     */
    Optional<String> warning(String name) {
        if (!files.get(name).isObject()) {
            return Optional.empty();
        }
        if (name.equals(SELECTION)) {
            return differsInMaking()
                    ? Optional.of(SELECTION + " is about other features or another scale than " + SEGMENTATION
                            + ", as of another run: run segment choose again.")
                    : Optional.empty();
        }
        Map<String, Double> expected = expected(files.beside(name, reference));
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        return name.startsWith("m") ? warningOfMovement(name, expected) : warningOfOneDate(name, expected);
    }

    private Optional<String> warningOfOneDate(String name, Map<String, Double> expected) {
        return isSame(expected, sizes(files.get(name)))
                ? Optional.empty()
                : Optional.of(name + " is about other segments than " + reference + ": names or numbers of customers"
                        + " differ, as of another run. Run segment "
                        + (name.equals("profile.json") ? "cluster" : "validate")
                        + " again.");
    }

    /** Customers may have moved since, or not yet; but at some date they are as they were cut. */
    private Optional<String> warningOfMovement(String name, Map<String, Double> expected) {
        List<JsonNode> steps = files.steps();
        Set<String> named = new HashSet<>();
        boolean same = false;
        for (JsonNode step : steps) {
            step.path("segments").forEach(segment -> named.add(segment.asText()));
            FlowTable flows = FlowTable.of(step, segments);
            same |= isSame(expected, sizes(flows.before())) || isSame(expected, sizes(flows.after()));
        }
        return steps.isEmpty() || (same && named.containsAll(expected.keySet()))
                ? Optional.empty()
                : Optional.of(
                        name + " is about other segments than " + reference + ": names differ, or there is no date"
                                + " at which they have as many customers. Unless that is meant, run segment migrate again.");
    }

    /** Whether two profiles are about segments of the same names and sizes. */
    static boolean areSame(JsonNode profile, JsonNode other) {
        return isSame(sizes(profile), sizes(other));
    }

    private boolean differsInMaking() {
        JsonNode made = files.get(SEGMENTATION);
        JsonNode chosen = files.get(SELECTION);
        return (made.path("features").isArray()
                        && chosen.path("features").isArray()
                        && !texts(made.path("features")).equals(texts(chosen.path("features"))))
                || (made.path("scale").isTextual()
                        && chosen.path("scale").isTextual()
                        && !made.path("scale").equals(chosen.path("scale")));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static boolean isSame(Map<String, Double> expected, Map<String, Double> found) {
        return expected.keySet().equals(found.keySet())
                && expected.entrySet().stream()
                        .allMatch(size -> size.getValue().isNaN()
                                || size.getValue().equals(found.getOrDefault(size.getKey(), size.getValue())));
    }

    private Map<String, Double> sizes(double... bySegment) {
        Map<String, Double> sizes = new LinkedHashMap<>();
        for (int s = 0; s < bySegment.length; s++) {
            add(sizes, segments.names().get(s), bySegment[s]);
        }
        return sizes;
    }

    /** By name, without empty segments; NaN if customers weigh differently, since other files count lines. */
    private Map<String, Double> expected(JsonNode file) {
        if (!reference.equals(SEGMENTATION)) {
            return sizes(file);
        }
        Map<String, Double> sizes = new LinkedHashMap<>();
        for (int s = 0; s < file.path("sizes").size(); s++) {
            JsonNode size = file.path("sizes").path(s);
            add(
                    sizes,
                    file.path("names").path(s).asText(Integer.toString(s)),
                    size.isIntegralNumber() || size.asDouble() == 0 ? size.asDouble() : Double.NaN);
        }
        return sizes;
    }

    private static Map<String, Double> sizes(JsonNode file) {
        Map<String, Double> sizes = new LinkedHashMap<>();
        file.path("segments")
                .forEach(segment -> add(
                        sizes,
                        segment.path("segment").asText(),
                        segment.path("size").asDouble()));
        return sizes;
    }

    private static void add(Map<String, Double> sizes, String name, double size) {
        if (size != 0) {
            sizes.put(name, size);
        }
    }
}
