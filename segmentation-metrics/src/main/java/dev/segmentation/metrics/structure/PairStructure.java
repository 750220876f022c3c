package dev.segmentation.metrics.structure;

import java.util.Locale;

/**
 * Whether two neighboring segments are one population that was cut in half.
 *
 * @param first the label of one segment
 * @param second the label of the other, greater than the first
 * @param pValue how often one population with a single mode gives as much separation, adjusted for all pairs, and at least
 *     the p of {@linkplain Structure#pValue() any structure}; in (0, 1]
 * @param rawP the median p of the splits, not adjusted: near 1 for the halves of one population
 * @param leastP the p, not adjusted, that two normal groups of these sizes would have if they were four standard deviations
 *     apart; 1 if one of them is below 2 % of both, or most splits could not test the pair; unless that is small, nothing
 *     follows from a large p
 * @param rows how many customers were compared, in the median of the splits
 */
public record PairStructure(int first, int second, double pValue, double rawP, double leastP, int rows) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "segments %d and %d: p = %.3g, n = %d", first, second, pValue, rows);
    }
}
