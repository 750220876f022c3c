package dev.segmentation.metrics.aging;

import dev.segmentation.Segment;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What became of one segment.
 *
 * @param from the old segment
 * @param kind what became of it
 * @param to the new segment that it matches, or its pieces in the order of their labels; none if it disappeared
 * @param overlap the share of its customers who are in those, 0 … 1; if it disappeared, in the best single new segment
 */
public record SegmentTransition(Segment from, TransitionKind kind, List<Segment> to, double overlap) {

    /**
     * Copies the list.
     *
     * @param from the old segment
     * @param kind what became of it
     * @param to the new segments
     * @param overlap the share of its customers in those
     */
    public SegmentTransition {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(kind, "kind");
        to = List.copyOf(to);
    }

    /** Such as {@code Loyal SPLIT into [Loyal, Heavy], overlap 0.9100}. */
    @Override
    public String toString() {
        String where = switch (kind) {
            case SURVIVED -> " as " + to.get(0);
            case ABSORBED -> " by " + to.get(0);
            case SPLIT -> " into " + to;
            case DISAPPEARED -> "";
        };
        String share = kind == TransitionKind.DISAPPEARED ? "best overlap" : "overlap";
        return String.format(Locale.ROOT, "%s %s%s, %s %.4g", from, kind, where, share, overlap);
    }
}
