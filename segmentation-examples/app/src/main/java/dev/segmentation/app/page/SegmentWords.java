package dev.segmentation.app.page;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.NameList;
import dev.segmentation.app.io.NearestName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people say about segments: description, owner, goal, whatever a team agreed on. It is shown beside what was measured,
 * never mixed with it.
 *
 * @param bySegment texts by what they are, such as {@code owner}, by segment
 * @param places where it is said, such as {@code owners.csv: line 3}, by segment
 */
public record SegmentWords(Map<String, Map<String, String>> bySegment, Map<String, String> places) {

    /** Nothing is said. */
    public static final SegmentWords NONE = new SegmentWords(Map.of());

    /** Copies. */
    public SegmentWords {
        bySegment = Collections.unmodifiableMap(new LinkedHashMap<>(bySegment)); // in order: the first fault is told
        places = Map.copyOf(places);
    }

    /**
     * Of no file.
     *
     * @param bySegment texts by what they are, by segment
     */
    public SegmentWords(Map<String, Map<String, String>> bySegment) {
        this(bySegment, Map.of());
    }

    /**
     * Of a table.
     *
     * @param kinds such as {@code owner}
     * @param segments one per line
     * @param places one per line, such as {@code owners.csv: line 3}
     * @param texts one list per kind, one text per line; a blank one says nothing
     * @return the words
     * @throws InvalidInputException if a segment has two lines
     */
    public static SegmentWords of(
            List<String> kinds, List<String> segments, List<String> places, List<List<String>> texts) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        Map<String, String> first = new LinkedHashMap<>();
        for (int line = 0; line < segments.size(); line++) {
            String before = first.putIfAbsent(segments.get(line), places.get(line));
            if (before != null) {
                throw new InvalidInputException(
                        Reason.BAD_FILE,
                        segments.get(line),
                        places.get(line) + ": segment \"" + segments.get(line) + "\" is there already, at "
                                + before.replaceFirst("^.*: (?=line \\d+$)", "") + "; keep one line of each segment");
            }
            Map<String, String> said = new LinkedHashMap<>();
            all.put(segments.get(line), said);
            for (int kind = 0; kind < kinds.size(); kind++) {
                String text = texts.get(kind).get(line);
                if (!text.isBlank()) {
                    said.put(kinds.get(kind), text);
                }
            }
        }
        return new SegmentWords(all, first);
    }

    /** Refuses words about a segment that there is not, which nobody would see. */
    void check(List<String> segments) {
        for (String segment : bySegment.keySet()) {
            if (!segments.contains(segment)) {
                throw new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        segment,
                        places.getOrDefault(segment, "words") + ": there is no segment \"" + segment + "\"; "
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
