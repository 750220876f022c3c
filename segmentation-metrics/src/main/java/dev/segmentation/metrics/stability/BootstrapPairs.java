package dev.segmentation.metrics.stability;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.internal.BootstrapSample;
import dev.segmentation.metrics.internal.OptimalMatching;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Whether two samples of customers lead to the same segmentation: draws pairs of bootstrap samples, segments each, lets both
 * models assign <em>all</em> customers, and compares.
 *
 * <p>One run answers three questions, which {@link PairStability} holds:
 *
 * <ul>
 *   <li><b>The solution as a whole:</b> the agreement of the two assignments of each pair, as adjusted Rand index, adjusted
 *       mutual information and variation of information.
 *   <li><b>Each segment</b> (segment level stability within solutions, SLSW): the mean of the two largest Jaccard indices of
 *       the given segment, one with a segment of either assignment.
 *   <li><b>Each customer:</b> the share of all these assignments that put the customer where the given one does, after the
 *       new segments have been matched with the given ones.
 * </ul>
 *
 * <p>Unlike {@link ClusterwiseJaccard}, which compares only rows that were drawn, this includes how the model types customers
 * that it has not seen, as a typing tool must. Draws are keyed by the seed and the number of the pair: the same bits on any
 * number of threads, as long as the segmenter's has. Weights travel with the rows; comparisons count rows.
 *
 * <p><b>Cost:</b> two fits and two assignments of n rows per pair, 100 pairs by default; memory for a copy of the matrix and some
 * 40 bytes per row on each thread, and 4 bytes per row.
 * <br><b>Reference:</b> S. Dolnicar and F. Leisch (2010), Mark. Lett. 21, 83–101, doi:10.1007/s11002-009-9083-4 (pairs); S.
 * Dolnicar and F. Leisch (2017), Mark. Lett. 28, 423–436, doi:10.1007/s11002-017-9423-8 (SLSW).
 */
public final class BootstrapPairs {

    private static final int DEFAULT_PAIRS = 100;

    private final Segmenter<?> segmenter;
    private final int pairs;
    private final long seed;
    private final double level;

    private BootstrapPairs(Segmenter<?> segmenter, int pairs, long seed, double level) {
        this.segmenter = segmenter;
        this.pairs = pairs;
        this.seed = seed;
        this.level = level;
    }

    /**
     * 100 pairs, seed 0, intervals at 95 %.
     *
     * @param segmenter what made the segments; it is fitted to every sample
     * @return the configuration
     */
    public static BootstrapPairs of(Segmenter<?> segmenter) {
        return new BootstrapPairs(Objects.requireNonNull(segmenter, "segmenter"), DEFAULT_PAIRS, 0, 0.95);
    }

    /**
     * Sets how many pairs are drawn, by default 100.
     *
     * @param value at least 2
     * @return a new configuration
     * @throws InvalidInputException if it is below 2
     */
    public BootstrapPairs withPairs(int value) {
        Arguments.atLeast(2, value, "BootstrapPairs.withPairs", "pairs", "100 is usual");
        return new BootstrapPairs(segmenter, value, seed, level);
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long
     * @return a new configuration
     */
    public BootstrapPairs withSeed(long value) {
        return new BootstrapPairs(segmenter, pairs, value, level);
    }

    /**
     * Sets the confidence level of intervals, by default 0.95.
     *
     * @param value in (0, 1)
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public BootstrapPairs withLevel(double value) {
        Arguments.openUnit(value, "BootstrapPairs.withLevel", "level");
        return new BootstrapPairs(segmenter, pairs, seed, value);
    }

    /**
     * The number of pairs.
     *
     * @return at least 2
     */
    public int pairs() {
        return pairs;
    }

    /**
     * The seed of the draws.
     *
     * @return by default 0
     */
    public long seed() {
        return seed;
    }

    /**
     * Measures, on the calling thread.
     *
     * @param features what the segmenter was fitted to, n × d
     * @param original the n labels it gave
     * @return the stability
     * @throws InvalidInputException as {@link #assess(FeatureMatrix, Assignment, Execution)}
     */
    public PairStability assess(FeatureMatrix features, Assignment original) {
        return assess(features, original, Execution.sequential());
    }

    /**
     * Measures. A pair of which one sample cannot be fitted is left out and counted in {@link PairStability#notices()}.
     *
     * @param features what the segmenter was fitted to, n × d
     * @param original the n labels it gave
     * @param execution how to run; pairs are worked on side by side
     * @return the stability
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or there are no rows
     *     ({@link Reason#EMPTY}); what the segmenter throws, if it cannot fit any pair
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public PairStability assess(FeatureMatrix features, Assignment original, Execution execution) {
        Checks.rows(features, original, "BootstrapPairs.assess");
        AtomicIntegerArray together = new AtomicIntegerArray(original.size()); // sums of ones: the same in any order
        try (Workers workers = execution.start()) {
            Refits<Pair> refits = Refits.run(workers, pairs, "bootstrap pairs", pair -> {
                Assignment first = refit(features, 2L * pair, workers);
                Assignment second = refit(features, 2L * pair + 1, workers);
                return compare(original, first, second, together);
            });
            return new PairStability(
                    refits.results(), original.sizes(), toArray(together), level, refits.notices("pairs"));
        }
    }

    /** What is kept of a pair: how much its assignments agree, and what each is beside the given one. */
    record Pair(double adjustedRand, double adjustedInformation, double variation, Against first, Against second) {}

    /** What is kept of one assignment of all customers beside the given one: per segment, overlap and customers who stay. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Against(double[] bestOverlap, long[] staying) {}

    private Assignment refit(FeatureMatrix features, long sample, Workers workers) {
        workers.checkCancelled();
        FeatureMatrix drawn = BootstrapSample.of(features, segmenter, SeededRandom.stream(seed, sample))
                .matrix();
        SegmentationModel model = segmenter.fit(drawn, workers.inside()).model();
        workers.checkCancelled();
        return model.assign(features);
    }

    private static Pair compare(Assignment original, Assignment first, Assignment second, AtomicIntegerArray together) {
        ContingencyTable table = ContingencyTable.between(first, second);
        return new Pair(
                table.adjustedRand(),
                table.adjustedMutualInformation(),
                table.variationOfInformation(),
                against(original, first, together),
                against(original, second, together));
    }

    private static Against against(Assignment original, Assignment refitted, AtomicIntegerArray together) {
        ContingencyTable table = ContingencyTable.between(original, refitted);
        int[] matched = OptimalMatching.of(table.toArray());
        for (int i = 0; i < original.size(); i++) {
            if (matched[original.label(i)] == refitted.label(i)) {
                together.incrementAndGet(i);
            }
        }
        long[] staying = new long[matched.length];
        for (int s = 0; s < matched.length; s++) {
            staying[s] = matched[s] < 0 ? 0 : table.count(s, matched[s]);
        }
        return new Against(ClusterwiseJaccard.bestOverlaps(table), staying);
    }

    private static int[] toArray(AtomicIntegerArray counts) {
        int[] array = new int[counts.length()];
        for (int i = 0; i < array.length; i++) {
            array[i] = counts.get(i);
        }
        return array;
    }

    @Override
    public String toString() {
        return "BootstrapPairs[" + segmenter + ", pairs = " + pairs + ", seed = " + seed + ", level = " + level + "]";
    }
}
