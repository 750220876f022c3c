package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Reason;

/**
 * How {@link KMeans} and {@link MiniBatchKMeans} find their first centers. A closed choice: three random ones, or centers
 * of the caller's own.
 */
public sealed interface Seeding permits RandomCenters, ParallelCenters, GivenCenters {

    /**
     * k-means++: the first center is a row drawn by weight, each further one a row drawn with probability proportional
     * to weight × squared distance to the nearest center so far.
     *
     * <p><b>Reference:</b> D. Arthur and S. Vassilvitskii (2007), SODA '07, 1027–1035.
     *
     * @return the seeding
     */
    static Seeding kMeansPlusPlus() {
        return new RandomCenters(RandomCenters.Candidates.ONE);
    }

    /**
     * Greedy k-means++, the default: draws 2 + ⌊ln k⌋ candidates for each further center as k-means++ does and keeps
     * the one that lowers the sum of squares most. Better starts for about four times the cost of the seeding.
     *
     * <p><b>Reference:</b> the variant named at the end of Arthur and Vassilvitskii (2007), section 4; see also
     * A. Bhattacharya et al. (2020), doi:10.4230/LIPIcs.ESA.2020.18.
     *
     * @return the seeding
     */
    static Seeding greedyKMeansPlusPlus() {
        return new RandomCenters(RandomCenters.Candidates.SEVERAL);
    }

    /**
     * k-means||: three rounds over all rows, in each of which about 2k rows become candidates, every row by itself, with
     * probability proportional to weight × squared distance to the nearest candidate so far; then greedy k-means++ on the
     * candidates, each weighted by the rows nearest to it.
     *
     * <p>k-means++ draws from a sample if there are many rows; this looks at all of them, and so finds segments that are
     * too small for the sample but far from the others. For that it costs as much as about eight iterations, and 12 bytes
     * per row while it lasts. Three rounds instead of the five of the paper: more did not find better centers. Where
     * fewer than k candidates are found, as when k is near n, greedy k-means++ draws from all rows instead. KMeans needs
     * the rows in memory for it.
     *
     * <p><b>Reference:</b> B. Bahmani, B. Moseley, A. Vattani, R. Kumar and S. Vassilvitskii (2012), Scalable k-means++,
     * PVLDB 5(7), 622–633, doi:10.14778/2180912.2180915.
     *
     * @return the seeding
     */
    static Seeding kMeansParallel() {
        return new ParallelCenters();
    }

    /**
     * The caller's centers. Segments keep their order, there is one start, and the refinement is off unless asked for.
     *
     * @param centers k × d in the units of the matrix to be fitted, features matched by name, no value missing, no two
     *     rows equal
     * @return the seeding
     * @throws dev.segmentation.InvalidInputException if there is no row ({@link Reason#EMPTY}), a value is missing ({@link
     *     Reason#NON_FINITE}) or beyond 1e130 ({@link Reason#RANGE}), or two rows are equal ({@link
     *     Reason#DUPLICATE_INIT})
     */
    static Seeding centers(FeatureMatrix centers) {
        return new GivenCenters(centers);
    }
}
