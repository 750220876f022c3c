package dev.segmentation.mixture;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.internal.SegmentNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fuzzy c-means: k-means in which every row belongs to every center to a degree, more to nearer ones. Minimizes Σ uᵐ d²
 * with d the Euclidean distance to a center and u the degree.
 *
 * <p>The degree is u = 1/Σₕ (d/dₕ)^(2/(m − 1)); a row at a center belongs wholly to it (at several equal centers, in equal
 * shares). Several starts by k-means++, the smallest objective wins, the earlier one of equals. Segments are numbered by
 * decreasing weight of their labelled rows, ties by first row; from centers that the caller gave, in the caller's order.
 *
 * <p>The larger the fuzzifier m, the more alike the degrees; in many dimensions, or with more centers than the data have
 * groups, centers may come to lie in one point, where only the first of them is the label of a row.
 *
 * <p><b>Input:</b> n × d matrix without missing values, k ≤ its distinct rows; scale it first, since features of large
 * spread dominate. Weights are used: a row of weight w counts as w rows; one of weight 0 is labelled but has no influence.
 * <br><b>Degenerate:</b> values beyond 1e130, and rows that differ by less than about 1e-125, are refused ({@link
 * Reason#RANGE}).
 * <br><b>Same bits</b> for any number of threads. <b>Cost:</b> O(n·k·d) time per iteration; memory O(k·d) per thread.
 * <br><b>Reference:</b> J. C. Bezdek (1981), Pattern Recognition with Fuzzy Objective Function Algorithms,
 * doi:10.1007/978-1-4757-0450-1.
 */
public final class FuzzyCMeans implements Segmenter<FuzzyCMeansModel> {

    private static final Logger LOG = LoggerFactory.getLogger(FuzzyCMeans.class);

    private static final String WHERE = "FuzzyCMeans.fit";
    private static final String STAGE = "fuzzy c-means";

    /** Below so many distances per pass, whole starts are shared out among threads instead of rows. */
    private static final long SHARED_BY_STARTS = 1L << 17;

    private final int segmentCount;
    private final double fuzzifier;
    private final long seed;
    private final int restarts;
    private final int maxIterations;
    private final double tolerance;
    private final Optional<FeatureMatrix> centers;

    private FuzzyCMeans(
            int segmentCount,
            double fuzzifier,
            long seed,
            int restarts,
            int maxIterations,
            double tolerance,
            Optional<FeatureMatrix> centers) {
        this.segmentCount = segmentCount;
        this.fuzzifier = fuzzifier;
        this.seed = seed;
        this.restarts = restarts;
        this.maxIterations = maxIterations;
        this.tolerance = tolerance;
        this.centers = centers;
    }

    /**
     * Fuzzy c-means with m = 2, 10 starts, seed 0, at most 1000 iterations each.
     *
     * @param segmentCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static FuzzyCMeans of(int segmentCount) {
        Arguments.atLeast(1, segmentCount, "FuzzyCMeans.of", "segmentCount", "1 puts every row into one segment");
        return new FuzzyCMeans(segmentCount, 2, 0, 10, 1000, 1e-8, Optional.empty());
    }

    /**
     * Sets the fuzzifier m, by default 2; near 1 the degrees are nearly 0 or 1.
     *
     * @param value at least 1.01 and at most 100
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public FuzzyCMeans withFuzzifier(double value) {
        if (!(value >= 1.01 && value <= 100)) {
            throw Arguments.badParameter(
                    "FuzzyCMeans.withFuzzifier", "fuzzifier", value, "1.01 to 100; 2 is usual, k-means is the limit 1");
        }
        return new FuzzyCMeans(segmentCount, value, seed, restarts, maxIterations, tolerance, centers);
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public FuzzyCMeans withSeed(long value) {
        return new FuzzyCMeans(segmentCount, fuzzifier, value, restarts, maxIterations, tolerance, centers);
    }

    /**
     * Sets how many starts are tried, by default 10. Given centers are one start, whatever is set here.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public FuzzyCMeans withRestarts(int value) {
        Arguments.atLeast(1, value, "FuzzyCMeans.withRestarts", "restarts", "1 means a single start");
        return new FuzzyCMeans(segmentCount, fuzzifier, seed, value, maxIterations, tolerance, centers);
    }

    /**
     * Sets the iterations of one start at most, by default 1000. An iteration moves every center once.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public FuzzyCMeans withMaxIterations(int value) {
        Arguments.atLeast(
                1, value, "FuzzyCMeans.withMaxIterations", "maxIterations", "it bounds the passes over the rows");
        return new FuzzyCMeans(segmentCount, fuzzifier, seed, restarts, value, tolerance, centers);
    }

    /**
     * Sets when to stop: as soon as no center moves farther than this many times the root of the mean variance of the
     * features. By default 1e-8.
     *
     * @param value at least 0
     * @return a new configuration
     * @throws InvalidInputException if it is negative, NaN or infinite
     */
    public FuzzyCMeans withTolerance(double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw Arguments.badParameter("FuzzyCMeans.withTolerance", "tolerance", value, "at least 0 and finite");
        }
        return new FuzzyCMeans(segmentCount, fuzzifier, seed, restarts, maxIterations, value, centers);
    }

    /**
     * Starts once, from given centers.
     *
     * @param value k × d with the features of the data
     * @return a new configuration
     * @throws InvalidInputException if there are not k of them ({@link Reason#SCHEMA_MISMATCH}), two are equal ({@link
     *     Reason#DUPLICATE_INIT}) or a value is missing ({@link Reason#NON_FINITE})
     */
    public FuzzyCMeans withCenters(FeatureMatrix value) {
        Objects.requireNonNull(value, "centers");
        Arguments.sameSize(segmentCount, value.rowCount(), "FuzzyCMeans.withCenters", "centers", "segment");
        Arguments.noMissing(value, "FuzzyCMeans.withCenters");
        MixtureStart.checkDifferent(value, "FuzzyCMeans.withCenters", "centers");
        return new FuzzyCMeans(segmentCount, fuzzifier, seed, restarts, maxIterations, tolerance, Optional.of(value));
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
     * The fuzzifier, m.
     *
     * @return more than 1
     */
    public double fuzzifier() {
        return fuzzifier;
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
        return centers.isPresent() || segmentCount == 1 ? 1 : restarts;
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
     * When to stop.
     *
     * @return a movement in units of the root mean variance, at least 0
     */
    public double tolerance() {
        return tolerance;
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
    public Fit<FuzzyCMeansModel> fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            Loop across = Loop.across(workers);
            MixtureData data = MixtureData.check(features, segmentCount, WHERE, across);
            data.checkDistinct(segmentCount, WHERE);
            boolean byStarts = (long) data.rows * segmentCount < SHARED_BY_STARTS;
            List<Start> starts;
            if (byStarts) {
                starts = workers.map(restarts(), STAGE, r -> iterated(data, r, workers, Loop.within(workers)));
            } else {
                starts = new ArrayList<>();
                for (int r = 0; r < restarts(); r++) {
                    starts.add(iterated(data, r, workers, across));
                    workers.tell(new FitProgress(
                            STAGE, r + 1, restarts(), starts.get(r).objective()));
                }
            }
            Start best = starts.get(0);
            for (Start start : starts) {
                best = start.objective() < best.objective() ? start : best;
            }
            Fit<FuzzyCMeansModel> fit =
                    numbered(data, best, starts.stream().map(Start::objective).toList(), across);
            LOG.debug("{}", fit.report());
            return fit;
        }
    }

    /** A start that has been iterated; centers relative to the offset of the data. */
    private static final class Start {

        private final double[] centers;
        private final FuzzyPartition.Totals totals;
        private final int iterations;
        private final boolean converged;

        Start(double[] centers, FuzzyPartition.Totals totals, int iterations, boolean converged) {
            this.centers = centers;
            this.totals = totals;
            this.iterations = iterations;
            this.converged = converged;
        }

        double objective() {
            return totals.objective;
        }
    }

    private Start iterated(MixtureData data, int restart, Workers workers, Loop loop) {
        double[] at = firstCenters(data, restart, workers);
        FuzzyPartition partition = new FuzzyPartition(data, segmentCount, fuzzifier, loop);
        double mean = 0;
        for (double variance : data.variance) {
            mean += variance / data.features;
        }
        double still = tolerance * Math.sqrt(mean);
        FuzzyPartition.Totals totals = partition.pass(at);
        for (int iteration = 1; ; iteration++) {
            double[] next = at.clone();
            double moved = 0;
            for (int c = 0; c < segmentCount; c++) {
                double squared = 0;
                for (int j = 0; j < data.features && totals.weights[c] > 0; j++) {
                    int cell = c * data.features + j;
                    next[cell] = totals.sums[cell] / totals.weights[c];
                    squared += (next[cell] - at[cell]) * (next[cell] - at[cell]);
                }
                moved = Math.max(moved, Math.sqrt(squared));
            }
            at = next;
            totals = partition.pass(at);
            if (moved <= still || iteration == maxIterations) {
                return new Start(at, totals, iteration, moved <= still);
            }
        }
    }

    private double[] firstCenters(MixtureData data, int restart, Workers workers) {
        List<String> names = data.matrix.featureNames();
        FeatureMatrix first;
        if (centers.isPresent()) {
            Arguments.match(names, centers.get(), WHERE + " (given centers)");
            first = centers.get().select(names);
        } else {
            KMeans kMeans = KMeans.of(segmentCount)
                    .withSeed(SeededRandom.key(seed, restart))
                    .withMaxIterations(1);
            first = Starts.drawn(kMeans, data.matrix, workers.inside(), WHERE)
                    .model()
                    .centers();
        }
        double[] relative = first.toRowMajorArray();
        for (int cell = 0; cell < relative.length; cell++) {
            relative[cell] -= data.offset[cell % data.features];
        }
        return relative;
    }

    private Fit<FuzzyCMeansModel> numbered(MixtureData data, Start best, List<Double> objectives, Loop loop) {
        double[] absolute = best.centers.clone();
        for (int cell = 0; cell < absolute.length; cell++) {
            absolute[cell] += data.offset[cell % data.features];
        }
        FuzzyCMeansModel model = FuzzyCMeansModel.of(
                data.matrix.featureNames(), fuzzifier, absolute, best.centers, best.totals, data.totalWeight);
        int[] labels = model.labels(data.blocks, loop);
        if (centers.isEmpty()) {
            model = model.renumbered(SegmentNumbers.bySize(segmentCount, labels, data::weight));
            labels = model.labels(data.blocks, loop);
        }
        return new Fit<>(
                model,
                Assignment.copyOf(segmentCount, labels),
                FitReport.builder(STAGE)
                        .seed(seed)
                        .termination(best.converged ? Termination.CONVERGED : Termination.ITERATION_LIMIT)
                        .iterations(best.iterations)
                        .objective(best.objective())
                        .restartObjectives(objectives)
                        .build());
    }

    @Override
    public String toString() {
        return "FuzzyCMeans[segmentCount=" + segmentCount + ", fuzzifier=" + fuzzifier + ", seed=" + seed
                + ", restarts=" + restarts() + (centers.isPresent() ? ", given centers" : "") + ", maxIterations="
                + maxIterations + ", tolerance=" + tolerance + "]";
    }
}
