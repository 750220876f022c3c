package dev.segmentation.app.algorithm;

import dev.segmentation.TableSegmenter;
import dev.segmentation.app.selection.SearchSubject;
import java.util.EnumSet;
import java.util.Set;

/** An algorithm of the registry, as a search for the number of segments takes it. */
public final class SearchedAlgorithm {

    /** Of those who are drawn anew; what is found of them is averaged over many draws. */
    private static final int QUICK_RESTARTS = 3;

    /** Likelihoods have more optima that are none. */
    private static final int QUICK_RESTARTS_OF_LIKELIHOODS = 5;

    private SearchedAlgorithm() {}

    /**
     * Prepares a search.
     *
     * @param algorithm searchable
     * @param data what it works on
     * @param options checked against what it takes
     * @return fits any number of segments
     */
    public static SearchSubject of(ClusterAlgorithm algorithm, ClusterData data, ClusterOptions options) {
        int restarts = algorithm.hasLikelihood() ? QUICK_RESTARTS_OF_LIKELIHOODS : QUICK_RESTARTS;
        ClusterOptions quick = options.withRestartsAtMost(restarts);
        if (!data.hasCategories()) {
            return new SearchSubject(
                    data.matrix(),
                    traits(algorithm, data),
                    segments -> algorithm.segmenter(data, options, segments),
                    segments -> algorithm.segmenter(data, quick, segments));
        }
        NumberedRows rows = new NumberedRows(data.table().select(data.features()));
        return new SearchSubject(
                rows.matrix(),
                traits(algorithm, data),
                segments -> rows.segmenter((TableSegmenter<?>) algorithm.segmenter(data, options, segments)),
                segments -> rows.segmenter((TableSegmenter<?>) algorithm.segmenter(data, quick, segments)));
    }

    private static Set<SearchSubject.Trait> traits(ClusterAlgorithm algorithm, ClusterData data) {
        Set<SearchSubject.Trait> traits = EnumSet.noneOf(SearchSubject.Trait.class);
        if (!data.hasCategories()) {
            traits.add(SearchSubject.Trait.DISTANCES);
        }
        if (algorithm.hasLikelihood()) {
            traits.add(SearchSubject.Trait.LIKELIHOOD);
        }
        if (algorithm.isQuadratic()) {
            traits.add(SearchSubject.Trait.QUADRATIC);
        }
        return traits;
    }
}
