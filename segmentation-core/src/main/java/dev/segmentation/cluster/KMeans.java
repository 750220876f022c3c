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
import dev.segmentation.scan.RowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * k-means: cuts rows into k segments so that the weighted sum of squared Euclidean distances to the segment means is
 * small.
 *
 * <p>Several starts by {@linkplain Seeding#greedyKMeansPlusPlus() greedy k-means++}, Lloyd's iteration from each, and a
 * {@linkplain Refinement#EXCHANGE refinement} that finishes what Lloyd began; the best start wins, the earlier one of
 * equals. Segments are numbered by decreasing weight, ties by first row; from centers that the caller gave, in the
 * caller's order. The labels of the training rows are those that the model assigns to them.
 *
 * <p><b>Input:</b> n × d matrix without missing values, k ≤ its distinct rows; scale it first, since features of large
 * spread dominate. Rows of weight 0 are labelled but have no influence.
 * <br><b>Degenerate:</b> a segment that becomes empty is given the row farthest from its center. Values beyond 1e130,
 * spreads below 1e-130, and weights more than 10¹² times the smallest positive one are refused ({@link Reason#RANGE}).
 * Values more than 2²⁹ times smaller than the largest of their feature lose digits in the centers: far outliers are
 * better capped first.
 * <br><b>Same bits</b> for any number of threads, with and without vector instructions, with rows in memory or scanned:
 * sums of rows are exact, and a row whose two nearest centers are too close to call is decided in one fixed order.
 * <br><b>Cost:</b> O(n·k·d) time per iteration and restart at first; once centers move little, rows that cannot have
 * changed are skipped. Memory: at most 16 bytes per row, 1 KB per center and feature, 8 KB per center and thread, and a
 * copy of the rows in single precision where it takes no more than 64 MB; what single precision cannot tell is decided in
 * double.
 * <br><b>Reference:</b> S. P. Lloyd (1982), IEEE Trans. Information Theory 28, 129–137, doi:10.1109/TIT.1982.1056489;
 * skipping: G. Hamerly (2010), doi:10.1137/1.9781611972801.12.
 */
public final class KMeans implements Segmenter<KMeansModel> {

    private static final Logger LOG = LoggerFactory.getLogger(KMeans.class);

    private static final int DEFAULT_RESTARTS = 10;
    private static final int DEFAULT_ITERATIONS = 1000;

    /** Below this many multiplications per pass, whole starts are shared out among threads instead of rows. */
    private static final long SHARED_BY_STARTS = 1L << 23;

    /** But not of more rows than this, because every start has its labels. */
    private static final int FEW_ROWS = 1 << 16;

    /** Up to this many distances per pass, every start is refined until nothing is left to gain. */
    private static final long TINY = 1L << 15;

    /** Up to this many, the best start is, after its centers have been drawn anew. */
    private static final long SMALL = 1L << 18;

    /** A redrawn center must pay by more than what refinement could still gain. */
    private static final double WORTH_KEEPING = 1 - 1e-6;

    private final int segmentCount;
    private final long seed;
    private final int restarts;
    private final Seeding seeding;
    private final int maxIterations;
    private final double tolerance;
    private final Optional<Refinement> refinement;

    private KMeans(
            int segmentCount,
            long seed,
            int restarts,
            Seeding seeding,
            int maxIterations,
            double tolerance,
            Optional<Refinement> refinement) {
        this.segmentCount = segmentCount;
        this.seed = seed;
        this.restarts = restarts;
        this.seeding = seeding;
        this.maxIterations = maxIterations;
        this.tolerance = tolerance;
        this.refinement = refinement;
    }

    /**
     * k-means with 10 restarts, seed 0, at most 1000 iterations each, until nothing changes.
     *
     * @param segmentCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static KMeans of(int segmentCount) {
        Arguments.atLeast(1, segmentCount, "KMeans.of", "segmentCount", "1 puts every row into one segment");
        return new KMeans(
                segmentCount,
                0,
                DEFAULT_RESTARTS,
                Seeding.greedyKMeansPlusPlus(),
                DEFAULT_ITERATIONS,
                0,
                Optional.empty());
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public KMeans withSeed(long value) {
        return new KMeans(segmentCount, value, restarts, seeding, maxIterations, tolerance, refinement);
    }

    /**
     * Sets how many starts are tried, by default 10. Given centers are one start, whatever is set here.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public KMeans withRestarts(int value) {
        Arguments.atLeast(1, value, "KMeans.withRestarts", "restarts", "1 means a single start");
        return new KMeans(segmentCount, seed, value, seeding, maxIterations, tolerance, refinement);
    }

    /**
     * Sets how the first centers are found, by default by {@link Seeding#greedyKMeansPlusPlus()}.
     *
     * @param value the seeding
     * @return a new configuration
     * @throws InvalidInputException if centers are given and there are not k of them
     */
    public KMeans withSeeding(Seeding value) {
        Objects.requireNonNull(value, "seeding");
        FirstCenters.checkCount(value, segmentCount, "KMeans.withSeeding");
        return new KMeans(segmentCount, seed, restarts, value, maxIterations, tolerance, refinement);
    }

    /**
     * Sets the iterations of one start at most, by default 1000. An iteration is a pass that assigns every row.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public KMeans withMaxIterations(int value) {
        Arguments.atLeast(1, value, "KMeans.withMaxIterations", "maxIterations", "it bounds the passes over the rows");
        return new KMeans(segmentCount, seed, restarts, seeding, value, tolerance, refinement);
    }

    /**
     * Sets when to stop early: as soon as the squared shifts of all centers sum to no more than this share of the mean
     * variance of the features. By default 0: until no row changes its segment.
     *
     * @param value at least 0
     * @return a new configuration
     * @throws InvalidInputException if it is negative, NaN or infinite
     */
    public KMeans withTolerance(double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw Arguments.badParameter(
                    "KMeans.withTolerance", "tolerance", value, "at least 0; 0 means until nothing changes");
        }
        return new KMeans(segmentCount, seed, restarts, seeding, maxIterations, value, refinement);
    }

    /**
     * Sets what is done where Lloyd stops; by default {@link Refinement#EXCHANGE} for random starts and {@link
     * Refinement#NONE} for given centers. By default the exchange ends on large problems, beyond n·k = 2¹⁸, when it has
     * cost a twentieth of the passes before it; set here, it goes on for the best start until nothing is left to gain.
     *
     * @param value the refinement
     * @return a new configuration
     */
    public KMeans withRefinement(Refinement value) {
        Objects.requireNonNull(value, "refinement");
        return new KMeans(segmentCount, seed, restarts, seeding, maxIterations, tolerance, Optional.of(value));
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
     * The iterations of one start at most.
     *
     * @return at least 1
     */
    public int maxIterations() {
        return maxIterations;
    }

    /**
     * When to stop early.
     *
     * @return at least 0; 0 for until nothing changes
     */
    public double tolerance() {
        return tolerance;
    }

    /**
     * What is done where Lloyd stops.
     *
     * @return the refinement set, or the default of the seeding
     */
    public Refinement refinement() {
        return refinement.orElse(seeding instanceof GivenCenters ? Refinement.NONE : Refinement.EXCHANGE);
    }

    /** {@inheritDoc} */
    @Override
    public boolean usesWeights() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), k exceeds the rows ({@link
     *     Reason#K_GT_N}) or the distinct rows of positive weight ({@link Reason#FEWER_DISTINCT_THAN_K}), a value is
     *     missing ({@link Reason#NON_FINITE}) or out of range ({@link Reason#RANGE}), or given centers have other
     *     features ({@link Reason#SCHEMA_MISMATCH})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<KMeansModel> fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            TrainingData data = TrainingData.check(features, segmentCount, "KMeans.fit", Loop.across(workers));
            data.keepNarrowed(Loop.across(workers));
            Kernel kernel = Kernel.of(workers);
            FirstCenters firstCenters =
                    new FirstCenters(segmentCount, seeding, seed, features.featureNames(), "KMeans.fit");
            Starts starts = new Starts(data, kernel, firstCenters, workers);
            Start best = starts.finished(starts.best());
            if (!(seeding instanceof GivenCenters)) {
                best.lloyd().renumber();
            }
            Fit<KMeansModel> fit = new Fit<>(
                    model(best.partition(), features.featureNames()),
                    Assignment.copyOf(segmentCount, best.partition().labels()),
                    report(best.partition(), best.lloyd(), starts.objectives, kernel));
            LOG.debug("{}", fit.report());
            return fit;
        }
    }

    /**
     * The same over rows that are read anew in every pass, in memory that does not grow with their number: from a file,
     * a cursor, or an engine.
     *
     * <p>Gives the same bits as rows in memory with {@link Refinement#NONE}, which is what happens here whatever the
     * default: exchanges need the rows at hand. Two scans per start besides one per iteration.
     *
     * @param source n × d, no value missing
     * @param execution how to run
     * @return the model and the report; labels are the model's to tell
     * @throws InvalidInputException as {@link #fit(FeatureMatrix, Execution)}, or if the refinement was set to {@link
     *     Refinement#EXCHANGE} or the seeding to {@link Seeding#kMeansParallel()} ({@link Reason#BAD_PARAM})
     * @throws CancelledException if cancelled
     */
    public ModelFit<KMeansModel> fit(RowSource source, Execution execution) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(execution, "execution");
        if (refinement.isPresent() && refinement.get() == Refinement.EXCHANGE) {
            throw Arguments.badParameter(
                    "KMeans.fit",
                    "refinement",
                    Refinement.EXCHANGE,
                    "NONE over a row source; exchanges need the rows in memory");
        }
        if (seeding instanceof ParallelCenters) {
            throw Arguments.badParameter(
                    "KMeans.fit",
                    "seeding",
                    seeding,
                    "k-means++ or given centers over a row source; k-means|| needs the rows in memory");
        }
        FirstCenters firstCenters = new FirstCenters(segmentCount, seeding, seed, source.featureNames(), "KMeans.fit");
        SourceData data = SourceData.check(source, segmentCount, "KMeans.fit", execution);
        double shiftTolerance = tolerance > 0 ? tolerance * data.meanVariance() : 0;
        Kernel kernel = with(execution, Kernel::of); // workers are closed before a scan starts its own
        List<Double> objectives = new ArrayList<>();
        ScannedPartition best = null;
        Lloyd bestLloyd = null;
        double least = Double.POSITIVE_INFINITY;
        for (int restart = 0; restart < restarts(); restart++) {
            double[] centers = firstCenters.of(data, restart, execution);
            ScannedPartition partition = new ScannedPartition(data, kernel, centers);
            Lloyd lloyd = new Lloyd(partition, maxIterations, shiftTolerance);
            lloyd.run();
            objectives.add(partition.objective());
            if (best == null || partition.objective() < least) {
                least = partition.objective();
                best = partition;
                bestLloyd = lloyd;
            }
            FitProgress progress = new FitProgress("k-means", restart + 1, restarts(), least);
            with(execution, workers -> {
                workers.tell(progress);
                return progress;
            });
        }
        Lloyd lloyd = Objects.requireNonNull(bestLloyd);
        if (!(seeding instanceof GivenCenters)) {
            lloyd.renumber();
        }
        ModelFit<KMeansModel> fit = new ModelFit<>(
                model(Objects.requireNonNull(best), source.featureNames()), report(best, lloyd, objectives, kernel));
        LOG.debug("{}", fit.report());
        return fit;
    }

    private static <T> T with(Execution execution, Function<Workers, T> work) {
        try (Workers workers = execution.start()) {
            return work.apply(workers);
        }
    }

    /** One start that has been iterated. */
    private record Start(Partition partition, Lloyd lloyd, double objective) {}

    /** All starts of one fit, worked on one after the other on all threads, or each on a thread of its own. */
    private final class Starts {

        private final TrainingData data;
        private final Kernel kernel;
        private final FirstCenters firstCenters;
        private final Workers workers;
        private final double shiftTolerance;
        private final List<Double> objectives = new ArrayList<>();
        private long iterations;

        Starts(TrainingData data, Kernel kernel, FirstCenters firstCenters, Workers workers) {
            this.data = data;
            this.kernel = kernel;
            this.firstCenters = firstCenters;
            this.workers = workers;
            this.shiftTolerance = tolerance > 0 ? tolerance * data.meanVariance(Loop.across(workers)) : 0;
        }

        Start best() {
            long pass = (long) data.rows * segmentCount * data.features;
            boolean small = pass < SHARED_BY_STARTS && data.rows <= FEW_ROWS;
            int together = small ? Math.min(restarts(), 4 * workers.threads()) : 1;
            Start best = null;
            for (int first = 0; first < restarts(); first += together) {
                int from = first;
                int count = Math.min(together, restarts() - first);
                List<Start> batch = together == 1
                        ? List.of(start(from, Loop.across(workers)))
                        : workers.map(count, r -> start(from + r, Loop.within(workers)));
                for (Start start : batch) {
                    objectives.add(start.objective());
                    iterations += start.lloyd().iterations();
                    if (best == null || start.objective() < best.objective()) {
                        best = start;
                    }
                }
                workers.tell(new FitProgress(
                        "k-means",
                        from + count,
                        restarts(),
                        Objects.requireNonNull(best).objective()));
            }
            return Objects.requireNonNull(best);
        }

        /**
         * What the best start becomes by drawing each of its centers anew, one after the other, as long as that helps
         * and costs no more than half of what the starts did, and then by refinement until nothing is left to gain; in
         * small problems, and where the caller asked for the refinement.
         */
        Start finished(Start best) {
            Start current = best;
            if (refinement() == Refinement.NONE || !(isUpTo(SMALL) || refinement.isPresent())) {
                return current;
            }
            Loop loop = Loop.across(workers);
            long budget = seeding instanceof GivenCenters || !isUpTo(SMALL) ? 0 : iterations / 2;
            int unchanged = 0;
            for (int trial = 0; unchanged < segmentCount && budget > 0; trial++) {
                double[] centers = firstCenters
                        .plusPlus(data, restarts() + trial, loop)
                        .redraw(current.partition().centers, trial % segmentCount);
                Start next = iterated(centers, loop);
                budget -= next.lloyd().iterations();
                boolean better = next.objective() < current.objective() * WORTH_KEEPING;
                unchanged = better ? 0 : unchanged + 1;
                current = better ? next : current;
            }
            new Exchanges(current.partition(), current.lloyd()).runFully();
            return new Start(
                    current.partition(), current.lloyd(), current.partition().objective());
        }

        private Exchanges.Effort effort() {
            if (refinement() == Refinement.NONE) {
                return Exchanges.Effort.NONE;
            }
            if (isUpTo(TINY)) {
                return Exchanges.Effort.FULL;
            }
            return isUpTo(SMALL) ? Exchanges.Effort.BOUNDED : Exchanges.Effort.SLIGHT;
        }

        private boolean isUpTo(long distances) {
            return (long) data.rows * segmentCount <= distances;
        }

        private Start start(int restart, Loop loop) {
            return iterated(firstCenters.of(data, restart, kernel, loop), loop);
        }

        private Start iterated(double[] centers, Loop loop) {
            Partition partition = new Partition(data, kernel, Bounds.Policy.ADAPTIVE, centers, loop);
            Lloyd lloyd = new Lloyd(partition, maxIterations, shiftTolerance);
            lloyd.run();
            new Exchanges(partition, lloyd).run(effort());
            partition.rest();
            return new Start(partition, lloyd, partition.objective());
        }
    }

    static KMeansModel model(Passes passes, List<String> featureNames) {
        double[] weights = new double[passes.segmentCount()];
        for (int s = 0; s < weights.length; s++) {
            weights[s] = passes.weight(s);
        }
        return new KMeansModel(featureNames, passes.centers().clone(), weights);
    }

    private FitReport report(Passes passes, Lloyd lloyd, List<Double> objectives, Kernel kernel) {
        return FitReport.builder("k-means")
                .seed(seed)
                .termination(lloyd.converged() ? Termination.CONVERGED : Termination.ITERATION_LIMIT)
                .iterations(lloyd.iterations())
                .objective(passes.objective())
                .restartObjectives(objectives)
                .kernel(kernel.name())
                .build();
    }

    @Override
    public String toString() {
        return "KMeans[segmentCount=" + segmentCount + ", seed=" + seed + ", restarts=" + restarts() + ", seeding="
                + seeding + ", maxIterations=" + maxIterations + ", tolerance=" + tolerance + ", refinement="
                + refinement() + "]";
    }
}
