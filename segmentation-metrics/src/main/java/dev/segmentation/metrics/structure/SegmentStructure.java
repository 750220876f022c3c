package dev.segmentation.metrics.structure;

import java.util.Locale;

/**
 * Whether there are separate groups within a segment, which splitting it would tell apart.
 *
 * @param segment its label
 * @param pValue how often one population with a single mode gives as much separation between the halves or quarters of
 *     the segment, adjusted for both and for all segments; in (0, 1]
 * @param rows how many of its customers were looked at, in the median of the splits
 */
public record SegmentStructure(int segment, double pValue, int rows) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "within segment %d: p = %.3g, n = %d", segment, pValue, rows);
    }
}
