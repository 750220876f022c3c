package dev.segmentation.metrics.stability;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.Objects;

/**
 * Whether each segment comes back when the customers change a little: draws customers anew, segments them, and looks for the
 * new segment that overlaps most with the old one.
 *
 * <p>For each resample and each segment, the largest Jaccard index, common customers divided by all customers of either,
 * between the segment's drawn customers and a new segment. Its mean over the resamples is the segment's stability: 0.75
 * and more is stable, 0.6 to 0.75 a pattern whose members are uncertain, below 0.6 not to be trusted (Hennig). Stable does
 * not mean natural: a cut through the middle of one cloud can come back every time.
 *
 * <p>How the customers change is a {@link Resampling}, by default the bootstrap. Draws are keyed by the seed and the number of
 * the resample, so the result has the same bits on any number of threads, as long as the segmenter's has. Weights travel with
 * the rows; the overlap counts rows.
 *
 * <p><b>Cost:</b> as many fits as resamples, 100 by default, side by side; memory for one copy of the matrix per
 * thread, and for every resample a few numbers per pair of an old and a new segment that have customers in common.
 * <br><b>Reference:</b> C. Hennig (2007), Comput. Stat. Data Anal. 52, 258–271, doi:10.1016/j.csda.2006.11.025.
 */
public final class ClusterwiseJaccard {

    private static final int DEFAULT_REPLICATES = 100;

    private final Segmenter<?> segmenter;
    private final Resampling scheme;
    private final int replicates;
    private final long seed;
    private final double level;

    private ClusterwiseJaccard(Segmenter<?> segmenter, Resampling scheme, int replicates, long seed, double level) {
        this.segmenter = segmenter;
        this.scheme = scheme;
        this.replicates = replicates;
        this.seed = seed;
        this.level = level;
    }

    /**
     * 100 bootstrap resamples, seed 0, intervals at 95 %.
     *
     * @param segmenter what made the segments; it is fitted to every resample
     * @return the configuration
     */
    public static ClusterwiseJaccard of(Segmenter<?> segmenter) {
        Objects.requireNonNull(segmenter, "segmenter");
        return new ClusterwiseJaccard(segmenter, Resampling.bootstrap(), DEFAULT_REPLICATES, 0, 0.95);
    }

    /**
     * Sets how the customers are changed, by default {@link Resampling#bootstrap()}.
     *
     * @param value the scheme
     * @return a new configuration
     */
    public ClusterwiseJaccard withScheme(Resampling value) {
        return new ClusterwiseJaccard(segmenter, Objects.requireNonNull(value, "scheme"), replicates, seed, level);
    }

    /**
     * Sets how many resamples are drawn, by default 100.
     *
     * @param value at least 2
     * @return a new configuration
     * @throws InvalidInputException if it is below 2
     */
    public ClusterwiseJaccard withReplicates(int value) {
        Arguments.atLeast(2, value, "ClusterwiseJaccard.withReplicates", "replicates", "100 is usual");
        return new ClusterwiseJaccard(segmenter, scheme, value, seed, level);
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long
     * @return a new configuration
     */
    public ClusterwiseJaccard withSeed(long value) {
        return new ClusterwiseJaccard(segmenter, scheme, replicates, value, level);
    }

    /**
     * Sets the confidence level of intervals, by default 0.95.
     *
     * @param value in (0, 1)
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public ClusterwiseJaccard withLevel(double value) {
        Arguments.openUnit(value, "ClusterwiseJaccard.withLevel", "level");
        return new ClusterwiseJaccard(segmenter, scheme, replicates, seed, value);
    }

    /**
     * How the customers are changed.
     *
     * @return by default the bootstrap
     */
    public Resampling scheme() {
        return scheme;
    }

    /**
     * The number of resamples.
     *
     * @return at least 2
     */
    public int replicates() {
        return replicates;
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
     * Measures the stability of every segment, on the calling thread.
     *
     * @param features what the segmenter was fitted to, n × d
     * @param original the n labels it gave
     * @return the stability
     * @throws InvalidInputException as {@link #assess(FeatureMatrix, Assignment, Execution)}
     */
    public Stability assess(FeatureMatrix features, Assignment original) {
        return assess(features, original, Execution.sequential());
    }

    /**
     * Measures the stability of every segment. A resample that cannot be fitted, for instance because it has fewer
     * distinct rows than segments are wanted, is left out and counted in {@link Stability#notices()}.
     *
     * @param features what the segmenter was fitted to, n × d
     * @param original the n labels it gave
     * @param execution how to run; resamples are worked on side by side
     * @return the stability
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or there are no rows
     *     ({@link Reason#EMPTY}); what the segmenter throws, if it cannot fit any resample
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public Stability assess(FeatureMatrix features, Assignment original, Execution execution) {
        Checks.rows(features, original, "ClusterwiseJaccard.assess");
        try (Workers workers = execution.start()) {
            Scheme.Sampler sampler = ((Scheme) scheme).over(features, segmenter, workers::checkCancelled);
            Refits<Overlaps> refits = Refits.run(workers, replicates, "clusterwise Jaccard", replicate -> {
                Scheme.Resample drawn = sampler.draw(SeededRandom.stream(seed, replicate));
                Assignment refitted =
                        segmenter.fit(drawn.features(), workers.inside()).assignment();
                return Overlaps.of(
                        ContingencyTable.between(original.rows(drawn.rows()), refitted.rows(drawn.positions())));
            });
            return new Stability(scheme, refits.results(), original.sizes(), level, refits.notices("resamples"));
        }
    }

    /**
     * How well each segment is found again among new segments of some of the customers: the largest Jaccard index of its
     * part in those customers with a new segment.
     *
     * @param original n labels
     * @param rows some of the n rows, each at most once
     * @param refitted the new labels of those rows, in the same order
     * @return one index per original segment, in [0, 1], higher is better; NaN for a segment without any of those rows
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH})
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public static double[] bestMatches(Assignment original, int[] rows, Assignment refitted) {
        Objects.requireNonNull(original, "original");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(refitted, "refitted");
        Arguments.sameSize(rows.length, refitted.size(), "ClusterwiseJaccard.bestMatches", "refitted", "row");
        ContingencyTable table = ContingencyTable.between(original.rows(rows), refitted);
        return bestOverlaps(table);
    }

    /** The largest Jaccard index of each row with a column; NaN for an empty row. */
    static double[] bestOverlaps(ContingencyTable table) {
        double[] best = new double[table.rowCount()];
        for (int s = 0; s < best.length; s++) {
            best[s] = table.rowTotal(s) > 0 ? 0 : Double.NaN;
            for (int t = 0; t < table.columnCount() && table.rowTotal(s) > 0; t++) {
                best[s] = Math.max(best[s], table.jaccard(s, t));
            }
        }
        return best;
    }

    @Override
    public String toString() {
        return "ClusterwiseJaccard[" + segmenter + ", " + scheme + ", replicates = " + replicates + ", seed = " + seed
                + ", level = " + level + "]";
    }
}
