package dev.segmentation.metrics.selection;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmenter;
import java.util.Objects;
import java.util.function.IntFunction;

/** What a {@link SelectionCriterion} is told about the search: data, segmenters, range, seed and level. Immutable. */
public final class SearchSetup {

    private final FeatureMatrix features;
    private final IntFunction<? extends Segmenter<?>> segmenters;
    private final int fewest;
    private final int most;
    private final long seed;
    private final double level;

    SearchSetup(
            FeatureMatrix features,
            IntFunction<? extends Segmenter<?>> segmenters,
            int fewest,
            int most,
            long seed,
            double level) {
        this.features = features;
        this.segmenters = segmenters;
        this.fewest = fewest;
        this.most = most;
        this.seed = seed;
        this.level = level;
    }

    /**
     * The rows that are segmented.
     *
     * @return n × d, at least one row, nothing missing
     */
    public FeatureMatrix features() {
        return features;
    }

    /**
     * The caller's segmenter for a segment count.
     *
     * @param segmentCount k
     * @return a segmenter
     */
    public Segmenter<?> segmenter(int segmentCount) {
        return Objects.requireNonNull(segmenters.apply(segmentCount), "segmenter");
    }

    /**
     * The smallest segment count of the search.
     *
     * @return at least 1
     */
    public int fewest() {
        return fewest;
    }

    /**
     * The largest segment count of the search.
     *
     * @return at least {@link #fewest()}, at most n
     */
    public int most() {
        return most;
    }

    /**
     * The seed of the draws of all criteria.
     *
     * @return any long
     */
    public long seed() {
        return seed;
    }

    /**
     * The confidence level of intervals.
     *
     * @return in (0, 1)
     */
    public double level() {
        return level;
    }
}
