package dev.segmentation.app.page;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.NameList;
import dev.segmentation.app.io.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people say about segments: description, owner, goal, whatever a team agreed on. It is shown beside what was measured,
 * never mixed with it.
 *
 * @param bySegment texts by what they are, such as {@code owner}, by segment
 */
public record SegmentWords(Map<String, Map<String, String>> bySegment) {

    /** Nothing is said. */
    public static final SegmentWords NONE = new SegmentWords(Map.of());

    /** Copies. */
    public SegmentWords {
        bySegment = Map.copyOf(bySegment);
    }

    /**
     * Of a table.
     *
     * @param kinds such as {@code owner}
     * @param segments one per line
     * @param texts one list per kind, one text per line; a blank one says nothing
     * @return the words
     */
    public static SegmentWords of(List<String> kinds, List<String> segments, List<List<String>> texts) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (int line = 0; line < segments.size(); line++) {
            Map<String, String> said = all.computeIfAbsent(segments.get(line), key -> new LinkedHashMap<>());
            for (int kind = 0; kind < kinds.size(); kind++) {
                String text = texts.get(kind).get(line);
                if (!text.isBlank()) {
                    said.put(kinds.get(kind), text);
                }
            }
        }
        return new SegmentWords(all);
    }

    /** Refuses words about a segment that there is not, which nobody would see. */
    void check(List<String> segments) {
        for (String segment : bySegment.keySet()) {
            if (!segments.contains(segment)) {
                throw new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        segment,
                        "words: there is no segment \"" + segment + "\"; "
                                + NearestName.of(segment, segments)
                                        .map(name -> "did you mean \"" + name + "\"? There are ")
                                        .orElse("there are ")
                                + NameList.of(segments));
            }
        }
    }

    Optional<Map<String, String>> of(String segment) {
        return Optional.ofNullable(bySegment.get(segment)).filter(said -> !said.isEmpty());
    }
}
