package dev.segmentation.cluster;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SegmentNumbers;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bisecting k-means: begins with one segment of all rows, and splits one segment in two by k-means until there are k.
 *
 * <p>Each split is that of {@link KMeans} with k = 2, so that the segments are a hierarchy: k + 1 segments are k segments
 * with one of them split. It takes less time than k-means for large k, and its segments are more even in size; its sum of
 * squares is usually larger.
 *
 * <p>The labels of the fit are those of the splits. The model has the mean of each segment and assigns whoever comes later
 * to the nearest one, so <b>it may give a training row another label</b>, since a later split can move a mean nearer to rows
 * on the other side of an earlier one; how many is told by a notice ({@link Reason#LABELS_DIFFER_FROM_MODEL}). {@code
 * KMeans.of(k).withSeeding(Seeding.centers(fit.model().centers()))} goes on from there to segments where both agree.
 *
 * <p>Segments are numbered by decreasing weight, ties by first row. Input, degenerate cases and bits as {@link KMeans}. Draws
 * go by the index of a row: another order of rows, or repeated rows instead of weights, may find other segments where they
 * are not clear.
 *
 * <p><b>Cost:</b> of all 2-means fits together O(n·d·log k) per iteration and restart if splits are even, O(n·d·k) at worst;
 * a copy of the rows that are split.
 * <br><b>Reference:</b> M. Steinbach, G. Karypis and V. Kumar (2000), A comparison of document clustering techniques, KDD
 * Workshop on Text Mining; University of Minnesota, Technical Report 00-034.
 */
public final class BisectingKMeans implements Segmenter<KMeansModel> {

    private static final Logger LOG = LoggerFactory.getLogger(BisectingKMeans.class);

    static final String FIT = "BisectingKMeans.fit";

    private static final int DEFAULT_RESTARTS = 10;
    private static final int DEFAULT_ITERATIONS = 1000;

    private final int segmentCount;
    private final long seed;
    private final int restarts;
    private final int maxIterations;
    private final SplitRule splitRule;

    private BisectingKMeans(int segmentCount, long seed, int restarts, int maxIterations, SplitRule splitRule) {
        this.segmentCount = segmentCount;
        this.seed = seed;
        this.restarts = restarts;
        this.maxIterations = maxIterations;
        this.splitRule = splitRule;
    }

    /**
     * Bisecting k-means with 10 restarts per split, seed 0, at most 1000 iterations each, which splits the segment with the
     * largest sum of squares.
     *
     * @param segmentCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static BisectingKMeans of(int segmentCount) {
        Arguments.atLeast(1, segmentCount, "BisectingKMeans.of", "segmentCount", "1 puts every row into one segment");
        return new BisectingKMeans(
                segmentCount, 0, DEFAULT_RESTARTS, DEFAULT_ITERATIONS, SplitRule.LARGEST_SUM_OF_SQUARES);
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public BisectingKMeans withSeed(long value) {
        return new BisectingKMeans(segmentCount, value, restarts, maxIterations, splitRule);
    }

    /**
     * Sets how many starts each split tries, by default 10.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public BisectingKMeans withRestarts(int value) {
        Arguments.atLeast(1, value, "BisectingKMeans.withRestarts", "restarts", "1 means a single start");
        return new BisectingKMeans(segmentCount, seed, value, maxIterations, splitRule);
    }

    /**
     * Sets the iterations of one start of a split at most, by default 1000.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public BisectingKMeans withMaxIterations(int value) {
        Arguments.atLeast(
                1, value, "BisectingKMeans.withMaxIterations", "maxIterations", "it bounds the passes over the rows");
        return new BisectingKMeans(segmentCount, seed, restarts, value, splitRule);
    }

    /**
     * Sets which segment is split next, by default the one with the largest sum of squares.
     *
     * @param value the rule
     * @return a new configuration
     */
    public BisectingKMeans withSplitRule(SplitRule value) {
        Objects.requireNonNull(value, "splitRule");
        return new BisectingKMeans(segmentCount, seed, restarts, maxIterations, value);
    }

    /**
     * The number of segments, k.
     *
     * @return at least 1
     */
    public int segmentCount() {
        return segmentCount;
    }

    /**
     * The seed.
     *
     * @return any long
     */
    public long seed() {
        return seed;
    }

    /**
     * How many starts each split tries.
     *
     * @return at least 1
     */
    public int restarts() {
        return restarts;
    }

    /**
     * The iterations of one start of a split at most.
     *
     * @return at least 1
     */
    public int maxIterations() {
        return maxIterations;
    }

    /**
     * Which segment is split next.
     *
     * @return the rule
     */
    public SplitRule splitRule() {
        return splitRule;
    }

    /** {@inheritDoc} */
    @Override
    public boolean usesWeights() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException as {@link KMeans#fit(FeatureMatrix, Execution)}
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<KMeansModel> fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            TrainingData.check(features, segmentCount, FIT, Loop.across(workers));
        }
        KMeans split = KMeans.of(2).withRestarts(restarts).withMaxIterations(maxIterations);
        Bisection bisection = new Bisection(features, split, splitRule, seed, execution);
        bisection.run(segmentCount);
        Fit<KMeansModel> fit = fit(features, bisection);
        LOG.debug("{}", fit.report());
        return fit;
    }

    private Fit<KMeansModel> fit(FeatureMatrix features, Bisection bisection) {
        int[] found = bisection.labels();
        int[] numbers = SegmentNumbers.bySize(segmentCount, found, features::weight);
        int d = features.featureCount();
        double[] centers = new double[Math.multiplyExact(segmentCount, d)];
        double[] weights = new double[segmentCount];
        double[] squares = new double[segmentCount];
        for (int p = 0; p < segmentCount; p++) {
            Bisection.Part part = bisection.parts().get(p);
            System.arraycopy(part.center, 0, centers, numbers[p] * d, d);
            weights[numbers[p]] = part.weight;
            squares[numbers[p]] = part.sumOfSquares;
        }
        KMeansModel model = new KMeansModel(features.featureNames(), centers, weights);
        int[] nearest = model.assign(features).toArray();
        int[] labels = new int[found.length];
        int differ = 0;
        for (int i = 0; i < labels.length; i++) {
            labels[i] = numbers[found[i]];
            differ += labels[i] == nearest[i] ? 0 : 1;
        }
        double objective = 0;
        for (double square : squares) {
            objective += square;
        }
        return new Fit<>(model, Assignment.copyOf(segmentCount, labels), report(bisection, objective, differ, labels));
    }

    private FitReport report(Bisection bisection, double objective, int differ, int[] labels) {
        FitReport.Builder report = FitReport.builder("bisecting k-means")
                .seed(seed)
                .termination(bisection.converged() ? Termination.CONVERGED : Termination.ITERATION_LIMIT)
                .iterations(bisection.iterations())
                .objective(objective)
                .restartObjectives(List.of(objective))
                .kernel(bisection.kernel());
        if (differ > 0) {
            report.notice(new Notice(
                    Reason.LABELS_DIFFER_FROM_MODEL,
                    FIT + ": " + differ + " of " + labels.length
                            + " rows are nearer to the mean of another segment than to"
                            + " that of their own; the model would assign them there"));
        }
        return report.build();
    }

    @Override
    public String toString() {
        return "BisectingKMeans[segmentCount=" + segmentCount + ", seed=" + seed + ", restarts=" + restarts
                + ", maxIterations=" + maxIterations + ", splitRule=" + splitRule + "]";
    }
}
