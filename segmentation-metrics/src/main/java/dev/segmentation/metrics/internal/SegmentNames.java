package dev.segmentation.metrics.internal;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The segments of a result, found by name, because a segment's label may differ from date to date. */
public final class SegmentNames {

    private final List<Segment> segments;
    private final Map<String, Integer> indexOf;

    private SegmentNames(List<Segment> segments, Map<String, Integer> indexOf) {
        this.segments = segments;
        this.indexOf = indexOf;
    }

    /**
     * Numbers segments in the order of their names.
     *
     * @param names unique, not blank, not reserved
     * @param where for messages
     * @return the segments
     * @throws InvalidInputException if a name is blank, reserved or repeated
     */
    public static SegmentNames of(List<String> names, String where) {
        List<Segment> segments = new ArrayList<>();
        Map<String, Integer> indexOf = new HashMap<>();
        for (String name : names) {
            segments.add(Segment.of(segments.size(), name));
            if (indexOf.putIfAbsent(name, indexOf.size()) != null) {
                throw new InvalidInputException(
                        Reason.BAD_NAME,
                        "segments",
                        where + ": two segments are called \"" + name + "\"; give each a name of its own");
            }
        }
        return new SegmentNames(List.copyOf(segments), Map.copyOf(indexOf));
    }

    /**
     * How many there are.
     *
     * @return at least 0
     */
    public int size() {
        return segments.size();
    }

    /**
     * The segments.
     *
     * @return in their order
     */
    public List<Segment> segments() {
        return segments;
    }

    /**
     * The names.
     *
     * @return in their order
     */
    public List<String> names() {
        return segments.stream().map(Segment::name).toList();
    }

    /**
     * The position of a segment.
     *
     * @param name its name
     * @param where for messages
     * @return from 0
     * @throws InvalidInputException if there is none of that name ({@link Reason#UNKNOWN_NAME})
     */
    public int indexOf(String name, String where) {
        Integer index = indexOf.get(Objects.requireNonNull(name, "segment"));
        if (index == null) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    where + ": no segment \"" + name + "\"; there are " + Arguments.shown(names()));
        }
        return index;
    }
}
