package dev.segmentation.cluster;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.ModelFit;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.scan.RowSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mini-batch k-means: like {@link KMeans}, but learned from small random batches of rows, for data so large that an
 * approximate answer in a fraction of the time is worth more. Typically the sum of squares is 0 to 1 % above that of
 * Lloyd's iteration from the same start.
 *
 * <p>Rows of a batch go to their nearest centers; then each center moves towards the mean of its rows of the batch by the
 * rate w / v, with w their weight and v the weight of all rows that it has followed so far, these included. A batch is
 * drawn without replacement, one row from each of equally long stretches of rows. When all starts are done, the best one's
 * centers make one step of Lloyd's iteration over all rows, which are then labelled; so the labels are those that the
 * model assigns, and the reported objective is that of all rows. Segments are numbered by decreasing weight, ties by first
 * row; from centers that the caller gave, in the caller's order.
 *
 * <p><b>When it ends:</b> before the first batch and after every tenth one, the centers are judged by the sum of squares
 * of a sample of max(16 384, 256·k, batch) rows, which is the same for all looks and starts. A start has converged when
 * this is lower than at the look before by no more than tolerance times its value then, and no segment had to be revived;
 * or it ends at the limit of batches, which the report says. Its result is the centers that were judged best.
 * At each look every v is halved, so that rows that centers followed on their way are forgotten; the paper does not do
 * that and ends farther from the optimum.
 *
 * <p><b>Memory:</b> batches are drawn from 100 batches' worth of rows that are taken from all over the data, or from all
 * rows if there are fewer; these rows are copied. Besides that 8 bytes per row for the labels. {@link
 * #fit(RowSource, Execution)} needs no more memory than for the copied rows.
 * <br><b>Input:</b> as {@link KMeans}. Rows of weight 0 are labelled but have no influence; other weights count in means,
 * rates and judgements, not in what is drawn.
 * <br><b>Degenerate:</b> a batch size beyond n is all rows. A segment to which no row of the judging sample belongs is
 * revived: its center moves to the row of the sample that is farthest from its own center, and its v becomes 0. So no
 * segment is kept that is too small for the sample; one that is empty in the end, among all rows, is given the farthest
 * of them.
 * <br><b>Same bits</b> for any number of threads: batches depend on the seed, the start and the batch's number, and sums
 * of rows are exact.
 * <br><b>Cost:</b> O(b·k·d) time per batch and start, b the batch size; one pass to check the data and two to finish.
 * <br><b>Reference:</b> D. Sculley (2010), Web-scale k-means clustering, WWW '10, 1177–1178,
 * doi:10.1145/1772690.1772862.
 */
public final class MiniBatchKMeans implements Segmenter<KMeansModel> {

    private static final Logger LOG = LoggerFactory.getLogger(MiniBatchKMeans.class);

    private static final String WHERE = "MiniBatchKMeans.fit";
    private static final int DEFAULT_RESTARTS = 3;
    private static final int DEFAULT_BATCH = 4096;
    private static final int DEFAULT_BATCH_PER_SEGMENT = 64;
    private static final int DEFAULT_BATCHES = 1000;
    private static final double DEFAULT_TOLERANCE = 1e-4;

    /** Batches are drawn from so many times their size. */
    private static final long POOL = 100;

    /** Keys of what is drawn once; starts have the numbers from 0. */
    private static final long POOL_KEY = -1;

    private static final long JUDGES_KEY = -2;
    private static final long BATCHES_KEY = -3;

    private final int segmentCount;
    private final long seed;
    private final int restarts;
    private final Seeding seeding;
    private final OptionalInt batchSize;
    private final int maxBatches;
    private final double tolerance;

    private MiniBatchKMeans(
            int segmentCount,
            long seed,
            int restarts,
            Seeding seeding,
            OptionalInt batchSize,
            int maxBatches,
            double tolerance) {
        this.segmentCount = segmentCount;
        this.seed = seed;
        this.restarts = restarts;
        this.seeding = seeding;
        this.batchSize = batchSize;
        this.maxBatches = maxBatches;
        this.tolerance = tolerance;
    }

    /**
     * Mini-batch k-means with 3 restarts, seed 0, batches of max(4096, 64·k) rows, at most 1000 of them per start, and
     * tolerance 1e-4.
     *
     * @param segmentCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static MiniBatchKMeans of(int segmentCount) {
        Arguments.atLeast(1, segmentCount, "MiniBatchKMeans.of", "segmentCount", "1 puts every row into one segment");
        return new MiniBatchKMeans(
                segmentCount,
                0,
                DEFAULT_RESTARTS,
                Seeding.greedyKMeansPlusPlus(),
                OptionalInt.empty(),
                DEFAULT_BATCHES,
                DEFAULT_TOLERANCE);
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public MiniBatchKMeans withSeed(long value) {
        return new MiniBatchKMeans(segmentCount, value, restarts, seeding, batchSize, maxBatches, tolerance);
    }

    /**
     * Sets how many starts are tried, by default 3; the one that is judged best wins, the earlier one of equals. Given
     * centers are one start, whatever is set here.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public MiniBatchKMeans withRestarts(int value) {
        Arguments.atLeast(1, value, "MiniBatchKMeans.withRestarts", "restarts", "1 means a single start");
        return new MiniBatchKMeans(segmentCount, seed, value, seeding, batchSize, maxBatches, tolerance);
    }

    /**
     * Sets how the first centers are found, by default by {@link Seeding#greedyKMeansPlusPlus()}, among the rows that
     * batches are drawn from.
     *
     * @param value the seeding
     * @return a new configuration
     * @throws InvalidInputException if centers are given and there are not k of them
     */
    public MiniBatchKMeans withSeeding(Seeding value) {
        Objects.requireNonNull(value, "seeding");
        FirstCenters.checkCount(value, segmentCount, "MiniBatchKMeans.withSeeding");
        return new MiniBatchKMeans(segmentCount, seed, restarts, value, batchSize, maxBatches, tolerance);
    }

    /**
     * Sets how many rows a batch has, by default max(4096, 64·k).
     *
     * @param value at least 1; all rows if it exceeds them
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public MiniBatchKMeans withBatchSize(int value) {
        Arguments.atLeast(
                1, value, "MiniBatchKMeans.withBatchSize", "batchSize", "some rows per segment at least are sensible");
        return new MiniBatchKMeans(segmentCount, seed, restarts, seeding, OptionalInt.of(value), maxBatches, tolerance);
    }

    /**
     * Sets the batches of one start at most, by default 1000.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public MiniBatchKMeans withMaxBatches(int value) {
        Arguments.atLeast(1, value, "MiniBatchKMeans.withMaxBatches", "maxBatches", "it bounds the work of a start");
        return new MiniBatchKMeans(segmentCount, seed, restarts, seeding, batchSize, value, tolerance);
    }

    /**
     * Sets when a start has converged: as soon as ten batches have lowered the judged sum of squares by no more than this
     * share of it. By default 1e-4; with 0, as soon as they have not lowered it.
     *
     * @param value at least 0
     * @return a new configuration
     * @throws InvalidInputException if it is negative, NaN or infinite
     */
    public MiniBatchKMeans withTolerance(double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw Arguments.badParameter(
                    "MiniBatchKMeans.withTolerance",
                    "tolerance",
                    value,
                    "at least 0; 0 means until batches no longer help");
        }
        return new MiniBatchKMeans(segmentCount, seed, restarts, seeding, batchSize, maxBatches, value);
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
     * How many starts are tried.
     *
     * @return at least 1; 1 for given centers
     */
    public int restarts() {
        return seeding instanceof GivenCenters ? 1 : restarts;
    }

    /**
     * How the first centers are found.
     *
     * @return the seeding
     */
    public Seeding seeding() {
        return seeding;
    }

    /**
     * How many rows a batch has, if there are as many.
     *
     * @return the size set, or the default for k
     */
    public int batchSize() {
        return batchSize.orElse((int)
                Math.min(Integer.MAX_VALUE, Math.max(DEFAULT_BATCH, (long) DEFAULT_BATCH_PER_SEGMENT * segmentCount)));
    }

    /**
     * The batches of one start at most.
     *
     * @return at least 1
     */
    public int maxBatches() {
        return maxBatches;
    }

    /**
     * When a start has converged.
     *
     * @return at least 0
     */
    public double tolerance() {
        return tolerance;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The iterations of the report are the batches of the start that won; the objectives of the restarts are
     * estimates: what the judging sample says, multiplied up to all rows.
     *
     * @throws InvalidInputException as {@link KMeans#fit(FeatureMatrix, Execution)}; also if fewer than k of the rows that
     *     batches are drawn from can be told apart ({@link Reason#FEWER_DISTINCT_THAN_K})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<KMeansModel> fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            Loop loop = Loop.across(workers);
            TrainingData data = TrainingData.check(features, segmentCount, WHERE, loop);
            int poolSize = poolSize(data.rows);
            TrainingData pool =
                    poolSize == data.rows ? data : TrainingData.ofSample(data.sample(picked(data.rows)), loop);
            Starts starts = new Starts(pool, data.rows, features.featureNames(), workers);
            Partition all = new Partition(data, starts.kernel, Bounds.Policy.NEVER, starts.best(), loop);
            FitReport report = finish(all, starts);
            LOG.debug("{}", report);
            return new Fit<>(
                    KMeans.model(all, features.featureNames()), Assignment.copyOf(segmentCount, all.labels()), report);
        }
    }

    /**
     * The same over rows that are not in memory: from a file, a cursor, or an engine. Gives the same bits as rows in
     * memory. Six scans, or some more where rows lie exactly between centers or a segment is empty.
     *
     * @param source n × d, no value missing
     * @param execution how to run
     * @return the model and the report; labels are the model's to tell
     * @throws InvalidInputException as {@link #fit(FeatureMatrix, Execution)}
     * @throws CancelledException if cancelled
     */
    public ModelFit<KMeansModel> fit(RowSource source, Execution execution) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(execution, "execution");
        SourceData data = SourceData.check(source, segmentCount, WHERE, execution);
        FeatureMatrix picked = data.sample(picked(data.rows));
        Starts starts;
        double[] centers;
        try (Workers workers = execution.start()) { // closed before a scan starts its own
            TrainingData pool = TrainingData.ofSample(picked, Loop.across(workers));
            starts = new Starts(pool, data.rows, source.featureNames(), workers);
            centers = starts.best();
        }
        ScannedPartition all = new ScannedPartition(data, starts.kernel, centers);
        FitReport report = finish(all, starts);
        LOG.debug("{}", report);
        return new ModelFit<>(KMeans.model(all, source.featureNames()), report);
    }

    /** How many rows batches are drawn from. */
    private int poolSize(long rows) {
        return (int) Math.min(rows, Math.min(1 << 30, POOL * batchSize()));
    }

    private long[] picked(long rows) {
        return Sample.ofRows(rows, poolSize(rows), SeededRandom.key(seed, POOL_KEY));
    }

    /** A step of Lloyd's iteration over all rows, labels, numbers of the segments, and the report. */
    private FitReport finish(Passes all, Starts starts) {
        Lloyd lloyd = new Lloyd(all, 1, 0);
        lloyd.run();
        if (!(seeding instanceof GivenCenters)) {
            lloyd.renumber();
        }
        return FitReport.builder("mini-batch k-means")
                .seed(seed)
                .termination(starts.converged ? Termination.CONVERGED : Termination.ITERATION_LIMIT)
                .iterations(starts.batches)
                .objective(all.objective())
                .restartObjectives(starts.objectives)
                .kernel(starts.kernel.name())
                .build();
    }

    /** All starts of one fit. */
    private final class Starts {

        private final TrainingData pool;
        private final TrainingData judges;
        private final FirstCenters firstCenters;
        private final Kernel kernel;
        private final Workers workers;
        private final double scale; // of what the judging sample says, to all rows
        private final List<Double> objectives = new ArrayList<>();
        private int batches;
        private boolean converged;

        Starts(TrainingData pool, long allRows, List<String> featureNames, Workers workers) {
            this.pool = pool;
            this.workers = workers;
            this.kernel = Kernel.of(workers);
            this.firstCenters = new FirstCenters(segmentCount, seeding, seed, featureNames, WHERE);
            int size = Math.max(FirstCenters.sampleSize(segmentCount), batchSize());
            this.judges = size >= pool.rows
                    ? pool
                    : TrainingData.ofSample(
                            pool.sample(Sample.ofRows(pool.rows, size, SeededRandom.key(seed, JUDGES_KEY))),
                            Loop.across(workers));
            this.scale = (double) allRows / judges.rows;
        }

        /** The centers of the start that is judged best. */
        double[] best() {
            MiniBatch best = run(0);
            for (int start = 1; start < restarts(); start++) {
                MiniBatch next = run(start);
                best = next.objective() < best.objective() ? next : best;
            }
            batches = best.batches();
            converged = best.converged();
            return best.centers();
        }

        private MiniBatch run(int start) {
            Loop loop = Loop.across(workers);
            double[] first = firstCenters.among(pool, start, kernel, loop).orElseThrow(() -> tooFewDiffer(pool.rows));
            long key = SeededRandom.key(SeededRandom.key(seed, BATCHES_KEY), start);
            MiniBatch one = new MiniBatch(pool, judges, kernel, Math.min(batchSize(), pool.rows), first, key, loop);
            one.run(maxBatches, tolerance);
            objectives.add(one.objective() * scale);
            workers.tell(new FitProgress("mini-batch k-means", start + 1, restarts(), Collections.min(objectives)));
            return one;
        }
    }

    private InvalidInputException tooFewDiffer(int rows) {
        return new InvalidInputException(
                Reason.FEWER_DISTINCT_THAN_K,
                "segmentCount",
                WHERE + ": segmentCount = " + segmentCount + " but of the " + rows
                        + " rows that batches are drawn from fewer can be told apart by squared distance; lower"
                        + " segmentCount, use larger batches, or use KMeans");
    }

    @Override
    public String toString() {
        return "MiniBatchKMeans[segmentCount=" + segmentCount + ", seed=" + seed + ", restarts=" + restarts()
                + ", seeding=" + seeding + ", batchSize=" + batchSize() + ", maxBatches=" + maxBatches + ", tolerance="
                + tolerance + "]";
    }
}
