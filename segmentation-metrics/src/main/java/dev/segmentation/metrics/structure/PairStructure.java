package dev.segmentation.metrics.structure;

import java.util.Locale;

/**
 * Whether two neighboring segments are one population that was cut in half.
 *
 * @param first the label of one segment
 * @param second the label of the other, greater than the first
 * @param pValue how often one population with a single mode gives as much separation, adjusted for all pairs; in (0, 1]
 * @param neighbors in how many splits the two were neighbors; in the others nothing was found between them
 * @param rows how many customers were compared, in the median of those splits
 */
public record PairStructure(int first, int second, double pValue, int neighbors, int rows) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "segments %d and %d: p = %.3g, n = %d", first, second, pValue, rows);
    }
}
