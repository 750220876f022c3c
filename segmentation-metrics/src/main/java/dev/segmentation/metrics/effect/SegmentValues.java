package dev.segmentation.metrics.effect;

import dev.segmentation.Assignment;
import java.util.Objects;
import java.util.stream.IntStream;

/** The values of some of the customers. */
final class SegmentValues {

    private SegmentValues() {}

    /** Those of one segment. */
    static double[] of(double[] values, Assignment assignment, int segment) {
        Objects.checkIndex(segment, assignment.segmentCount());
        return IntStream.range(0, values.length)
                .filter(i -> assignment.label(i) == segment)
                .mapToDouble(i -> values[i])
                .toArray();
    }

    /** Those of all other segments. */
    static double[] others(double[] values, Assignment assignment, int segment) {
        Objects.checkIndex(segment, assignment.segmentCount());
        return IntStream.range(0, values.length)
                .filter(i -> assignment.label(i) != segment)
                .mapToDouble(i -> values[i])
                .toArray();
    }
}
