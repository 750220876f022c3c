package dev.segmentation.metrics.profile;

import dev.segmentation.Notice;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The customers who stand for each segment: what {@link MemberSearch} found. Immutable. */
public final class Members {

    private final List<SegmentMembers> segments;
    private final List<Notice> notices;

    Members(List<SegmentMembers> segments, List<Notice> notices) {
        this.segments = List.copyOf(segments);
        this.notices = notices;
    }

    /**
     * The segments in the order of their labels, empty ones included.
     *
     * @return k entries
     */
    public List<SegmentMembers> segments() {
        return segments;
    }

    /**
     * One segment.
     *
     * @param segment its label
     * @return its members
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public SegmentMembers segment(int segment) {
        return segments.get(Objects.checkIndex(segment, segments.size()));
    }

    /**
     * What the caller should know, such as that weights were not used.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /** One line per segment. */
    @Override
    public String toString() {
        return segments.stream().map(SegmentMembers::toString).collect(Collectors.joining("\n"));
    }
}
