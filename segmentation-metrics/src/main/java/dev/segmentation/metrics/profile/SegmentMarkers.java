package dev.segmentation.metrics.profile;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One segment of a {@link MarkerReport}.
 *
 * @param segment label and name
 * @param signs of all numeric columns, then of all levels, that did not form the segments, in the order of the snapshot
 */
public record SegmentMarkers(Segment segment, List<MarkerSign> signs) {

    /**
     * Checks and copies.
     *
     * @param segment label and name
     * @param signs of all columns and levels
     */
    public SegmentMarkers {
        Objects.requireNonNull(segment, "segment");
        signs = List.copyOf(Objects.requireNonNull(signs, "signs"));
    }

    /**
     * The sign of one column or level.
     *
     * @param name the column, or {@code column = level}
     * @return its sign in this segment
     * @throws InvalidInputException if there is none of that name that did not form the segments ({@link
     *     Reason#UNKNOWN_NAME})
     */
    public MarkerSign sign(String name) {
        Objects.requireNonNull(name, "name");
        return signs.stream()
                .filter(sign -> sign.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        "SegmentMarkers.sign: no column or level \"" + name + "\" that did not form the segments; there"
                                + " are "
                                + Arguments.shown(
                                        signs.stream().map(MarkerSign::name).toList())));
    }

    /**
     * What marks the segment and keeps its sign.
     *
     * @return columns by name, levels as {@code column = level}; possibly none
     */
    public List<String> stable() {
        return signs.stream().filter(MarkerSign::isStable).map(MarkerSign::name).toList();
    }

    /**
     * What marks the segment but does not keep its sign often enough, or too few have a value to tell.
     *
     * @return columns by name, levels as {@code column = level}; possibly none
     */
    public List<String> unstable() {
        return signs.stream()
                .filter(sign -> sign.isMarker() && !sign.isStable())
                .map(MarkerSign::name)
                .toList();
    }

    /** One line for the segment and one per column or level. */
    @Override
    public String toString() {
        return segment.name() + ": "
                + stable().size() + " stable markers"
                + signs.stream().map(sign -> "\n  " + sign).collect(Collectors.joining());
    }
}
