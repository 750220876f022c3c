package dev.segmentation.metrics.noise;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import java.util.List;

/** Places the segments of a date among those of a typing error. */
final class TypedSums {

    private TypedSums() {}

    /** For each label its place, or the failure that the error lacks a segment. */
    static int[] places(Segmentation typed, TypingError error, String where) {
        List<Segment> segments = typed.segments();
        int[] places = new int[segments.size()];
        for (Segment segment : segments) {
            int place = error.segments().indexOf(segment.name());
            if (place < 0) {
                throw new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        segment.name(),
                        where + ": the typing error does not have the segment \"" + segment.name()
                                + "\"; give it a row and a column");
            }
            places[segment.index()] = place;
        }
        return places;
    }
}
