package dev.segmentation.app.story;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.app.selection.CountResult;
import dev.segmentation.app.selection.CountSearch;
import dev.segmentation.app.selection.SearchSubject;
import dev.segmentation.cluster.KMeans;
import java.util.Set;

/**
 * How many groups to look for: as many as a team can handle, and of those the number whose weakest group is found again
 * best when customers are drawn anew. A group that depends on who happened to be in the data is no group.
 */
final class SegmentCount {

    /** Fewer say too little. */
    static final int FEWEST = 4;

    /** More cannot be told apart in daily work. */
    static final int MOST = 6;

    /** What is looked at, so that the choice can be judged. */
    private static final int FEWEST_SHOWN = 2;

    static final int MOST_SHOWN = 8;

    private SegmentCount() {}

    /** Looks at more numbers than are chosen from, by more criteria than choose; of at least two customers. */
    static CountResult search(FeatureMatrix scaled, long seed, Execution execution) {
        SearchSubject kMeans = new SearchSubject(
                scaled,
                Set.of(SearchSubject.Trait.DISTANCES),
                count -> KMeans.of(count).withSeed(seed),
                count -> KMeans.of(count).withSeed(seed).withRestarts(Demo.RESTARTS_OF_RESAMPLES));
        return CountSearch.between(FEWEST_SHOWN, Math.min(MOST_SHOWN, scaled.rowCount()))
                .withSeed(seed)
                .withResamples(Demo.RESAMPLES)
                .search(kMeans, execution);
    }

    static int choose(CountResult search, FeatureMatrix scaled, Execution execution) {
        int best = FEWEST;
        double highest = Double.NEGATIVE_INFINITY;
        for (int count = FEWEST; count <= MOST; count++) {
            if (!search.isFitted(count)) {
                KMeans.of(count).fit(scaled, execution); // says why it cannot be
            }
            double weakest = search.weakest(count).map(Estimate::value).orElse(Double.NaN);
            if (weakest > highest) {
                best = count;
                highest = weakest;
            }
        }
        return best;
    }
}
