package dev.segmentation.metrics.structure;

import java.util.Locale;

/**
 * Whether two neighboring segments are one population that was cut in half.
 *
 * @param first the label of one segment
 * @param second the label of the other, greater than the first
 * @param pValue how often one population with a single mode gives as much separation, adjusted for all pairs; in (0, 1]
 * @param rawP the median p, not adjusted: near 1 for the halves of one population
 * @param leastP the p, adjusted for all pairs, that two normal groups of these sizes would have if they were five standard
 *     deviations apart; if that is not small, nothing follows from a large p
 * @param found in how many splits both segments were found again
 * @param neighbors in how many of those they were neighbors
 * @param rows how many customers were compared, in the median of those
 */
public record PairStructure(
        int first, int second, double pValue, double rawP, double leastP, int found, int neighbors, int rows) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "segments %d and %d: p = %.3g, n = %d", first, second, pValue, rows);
    }
}
