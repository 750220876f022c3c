package dev.segmentation.medoid;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TableSegmenter;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.dissimilarity.DissimilarityModel;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * k-medoids (partitioning around medoids, PAM): cuts rows into k segments around k of the rows, such that the weighted sum of
 * dissimilarities to the nearest of them is small. Unlike k-means it takes any {@link Dissimilarity}, also of mixed columns
 * with missing values, outliers pull less, and every segment is shown by a real customer.
 *
 * <p>By default FasterPAM: a few random starts, from each of which a medoid is swapped with another row whenever that improves
 * the sum, until no swap does; the best start wins, the earlier one of equals. With {@link #classic} PAM as published in
 * 1987: BUILD, then the best swap of all, one by one. Both end in a local optimum, not always the same one. Segments are
 * numbered by decreasing weight, ties by first row; after given starts in the caller's order. The labels of the training rows
 * are those that the model assigns to them. The objective of the report is the weighted sum.
 *
 * <p><b>Privacy:</b> medoids are rows of the data: the model holds real customers' values.
 *
 * <p><b>Input:</b> a table of any columns that the dissimilarity takes; missing values as it says; k ≤ the rows of positive
 * weight of which no two have dissimilarity 0. Rows of weight 0 are labelled but have no influence and are no medoids.
 * <br><b>Degenerate:</b> k = n: every row is a medoid, and the sum is 0. A row that has no known column in common with another
 * one is refused ({@link Reason#NO_INFORMATION}).
 * <br><b>Same bits</b> for any number of threads.
 * <br><b>Cost:</b> O(n²) time per pass and restart, usually 3 to 6 passes. Memory: n·(n − 1)/2 dissimilarities of 8 bytes, or
 * 4 with {@link #withStorage}; if they cannot be had, the fit is refused before they are allocated ({@link
 * Reason#RESOURCE_LIMIT}); and 8·(k + 3) bytes per row for those to the medoids. Above
 * some ten thousand rows use {@link Clara}.
 * <br><b>Reference:</b> E. Schubert and P. J. Rousseeuw (2021), Fast and eager k-medoids clustering, Information Systems 101,
 * 101804, doi:10.1016/j.is.2021.101804; classic: L. Kaufman and P. J. Rousseeuw (1990), Finding Groups in Data, chapter 2,
 * doi:10.1002/9780470316801.ch2.
 */
public final class Pam implements TableSegmenter<MedoidModel> {

    private static final Logger LOG = LoggerFactory.getLogger(Pam.class);

    private static final String WHERE = "Pam.fit";
    private static final int DEFAULT_RESTARTS = 3;
    private static final int DEFAULT_ITERATIONS = 1000;

    private final int segmentCount;
    private final Dissimilarity dissimilarity;
    private final DissimilarityMatrix.Storage storage;
    private final MedoidStart start;
    private final Swaps swaps;
    private final long seed;
    private final int restarts;
    private final int maxIterations;

    private Pam(Builder builder) {
        segmentCount = builder.segmentCount;
        dissimilarity = builder.dissimilarity;
        storage = builder.storage;
        start = builder.start;
        swaps = builder.swaps;
        seed = builder.seed;
        restarts = builder.restarts;
        maxIterations = builder.maxIterations;
    }

    /**
     * FasterPAM by Euclidean distance, with 3 random starts, seed 0.
     *
     * @param segmentCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static Pam of(int segmentCount) {
        Arguments.atLeast(1, segmentCount, "Pam.of", "segmentCount", "1 puts every row into one segment");
        return new Pam(new Builder(segmentCount));
    }

    /**
     * PAM of 1987 by Euclidean distance: {@link MedoidStart#build} and {@link Swaps#BEST}. As good as {@link #of} and slower;
     * for results that can be compared with other programs.
     *
     * @param segmentCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static Pam classic(int segmentCount) {
        return of(segmentCount).withStart(MedoidStart.build()).withSwaps(Swaps.BEST);
    }

    /**
     * Sets what rows are compared by, by default {@link Dissimilarity#euclidean}; for mixed columns {@link
     * dev.segmentation.dissimilarity.Gower}.
     *
     * @param value the dissimilarity
     * @return a new configuration
     */
    public Pam withDissimilarity(Dissimilarity value) {
        Objects.requireNonNull(value, "dissimilarity");
        return with(builder -> builder.dissimilarity = value);
    }

    /**
     * Sets how dissimilarities are kept while the search lasts, by default as doubles. Floats take half the memory; labels
     * and objective are computed in double all the same.
     *
     * @param value doubles or floats
     * @return a new configuration
     */
    public Pam withStorage(DissimilarityMatrix.Storage value) {
        Objects.requireNonNull(value, "storage");
        return with(builder -> builder.storage = value);
    }

    /**
     * Sets how the first medoids are found, by default by {@link MedoidStart#random}.
     *
     * @param value the start
     * @return a new configuration
     * @throws InvalidInputException if rows are given and there are not k of them
     */
    public Pam withStart(MedoidStart value) {
        Objects.requireNonNull(value, "start");
        Starts.checkCount(value, segmentCount, "Pam.withStart");
        return with(builder -> builder.start = value);
    }

    /**
     * Sets which of the swaps that improve the sum is made, by default {@link Swaps#EAGER}.
     *
     * @param value the rule
     * @return a new configuration
     */
    public Pam withSwaps(Swaps value) {
        Objects.requireNonNull(value, "swaps");
        return with(builder -> builder.swaps = value);
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public Pam withSeed(long value) {
        return with(builder -> builder.seed = value);
    }

    /**
     * Sets how many random starts are tried, by default 3. Other starts are one, whatever is set here.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public Pam withRestarts(int value) {
        Arguments.atLeast(1, value, "Pam.withRestarts", "restarts", "1 means a single start");
        return with(builder -> builder.restarts = value);
    }

    /**
     * Sets the passes over all candidates from one start at most, by default 1000.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public Pam withMaxIterations(int value) {
        Arguments.atLeast(
                1, value, "Pam.withMaxIterations", "maxIterations", "it bounds the passes over the candidates");
        return with(builder -> builder.maxIterations = value);
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
     * What rows are compared by.
     *
     * @return the dissimilarity
     */
    public Dissimilarity dissimilarity() {
        return dissimilarity;
    }

    /**
     * How dissimilarities are kept.
     *
     * @return doubles or floats
     */
    public DissimilarityMatrix.Storage storage() {
        return storage;
    }

    /**
     * How the first medoids are found.
     *
     * @return the start
     */
    public MedoidStart start() {
        return start;
    }

    /**
     * Which of the swaps that improve the sum is made.
     *
     * @return the rule
     */
    public Swaps swaps() {
        return swaps;
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
     * @return at least 1; 1 unless they are random
     */
    public int restarts() {
        return start instanceof RandomStart ? restarts : 1;
    }

    /**
     * The passes from one start at most.
     *
     * @return at least 1
     */
    public int maxIterations() {
        return maxIterations;
    }

    /** {@inheritDoc} */
    @Override
    public boolean usesWeights() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), k exceeds the rows ({@link Reason#K_GT_N}) or
     *     the distinct rows of positive weight ({@link Reason#FEWER_DISTINCT_THAN_K}), the matrix does not fit into memory
     *     ({@link Reason#RESOURCE_LIMIT}), rows have nothing to compare ({@link Reason#NO_INFORMATION}), starts are equal
     *     ({@link Reason#DUPLICATE_INIT}) or no rows of positive weight ({@link Reason#BAD_PARAM}), or whatever the
     *     dissimilarity refuses
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<MedoidModel> fit(FeatureTable table, Execution execution) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(execution, "execution");
        Arguments.segmentable(table.rowCount(), segmentCount, "table", WHERE);
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            DissimilarityModel fitted = dissimilarity.fit(table);
            MedoidData data = MedoidData.check(
                    fitted.within(table),
                    MedoidData.weightsOf(table),
                    MedoidData.Wanted.segments(segmentCount),
                    "table",
                    WHERE,
                    workers);
            Best best = search(data, Starts.of(start, data, table, fitted, WHERE), workers);
            Fit<MedoidModel> fit = best.labelled().fit(table, fitted, best.report());
            LOG.debug("{}", fit.report());
            return fit;
        }
    }

    /**
     * Cuts things that are known by their dissimilarities alone, on the calling thread.
     *
     * @param dissimilarities n × n, such as a {@link DissimilarityMatrix}
     * @return medoids, labels and report
     * @throws InvalidInputException as {@link #fit(Dissimilarities, Execution)}
     */
    public MedoidResult fit(Dissimilarities dissimilarities) {
        return fit(dissimilarities, Execution.sequential());
    }

    /**
     * Cuts things that are known by their dissimilarities alone; the dissimilarity of this configuration plays no part.
     *
     * @param dissimilarities n × n, such as a {@link DissimilarityMatrix}
     * @param execution how to run; cannot change the result
     * @return medoids, labels and report
     * @throws InvalidInputException as {@link #fit(FeatureTable, Execution)} and {@link DissimilarityMatrix#of}, or if the
     *     start is near to rows of a table ({@link Reason#BAD_PARAM})
     * @throws CancelledException if cancelled
     */
    public MedoidResult fit(Dissimilarities dissimilarities, Execution execution) {
        Objects.requireNonNull(dissimilarities, "dissimilarities");
        Objects.requireNonNull(execution, "execution");
        int rows = dissimilarities.rowCount();
        Arguments.segmentable(rows, segmentCount, "matrix", WHERE);
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            DissimilarityMatrix matrix = MedoidData.matrix(dissimilarities, storage, workers);
            MedoidData data = MedoidData.check(
                    matrix,
                    MedoidData.equalWeights(rows),
                    MedoidData.Wanted.segments(segmentCount),
                    "matrix",
                    WHERE,
                    workers);
            Best best = search(data, Starts.of(start, data, WHERE), workers);
            MedoidResult result = best.labelled().result(best.report());
            LOG.debug("{}", result.report());
            return result;
        }
    }

    private record Best(Labelled labelled, FitReport report) {}

    private Best search(MedoidData data, Starts starts, Workers workers) {
        DissimilarityMatrix matrix = MedoidData.matrix(data.dissimilarities(), storage, workers);
        List<Double> objectives = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        int[] medoids = data.distinct();
        SwapSearch won = null;
        for (int restart = 0; restart < restarts(); restart++) {
            workers.checkCancelled();
            int[] first = starts.first(matrix, segmentCount, seed, restart, workers);
            Medoids found = new CostMedoids(matrix, data.weights(), first);
            SwapSearch search = new SwapSearch(found, maxIterations, workers).run(swaps);
            double objective = found.objective();
            objectives.add(objective);
            if (won == null || objective < least) {
                least = objective;
                medoids = found.rows;
                won = search;
            }
            workers.tell(new FitProgress("k-medoids", restart + 1, restarts(), least));
        }
        SwapSearch search = Objects.requireNonNull(won);
        Labelled labelled = starts.areGiven()
                ? Labelled.inOrder(data, medoids, WHERE, workers)
                : Labelled.bySize(data, medoids, WHERE, workers);
        FitReport report = FitReport.builder("k-medoids")
                .seed(seed)
                .termination(search.termination())
                .iterations(search.passes())
                .objective(labelled.cost())
                .restartObjectives(objectives)
                .build();
        return new Best(labelled, report);
    }

    @Override
    public String toString() {
        return "Pam[" + segmentCount + " segments, " + dissimilarity + ", start " + start + ", swaps " + swaps
                + ", seed " + seed + ", " + restarts() + " restarts, at most " + maxIterations + " iterations, "
                + storage + "]";
    }

    private Pam with(Consumer<Builder> change) {
        Builder builder = new Builder(segmentCount);
        builder.dissimilarity = dissimilarity;
        builder.storage = storage;
        builder.start = start;
        builder.swaps = swaps;
        builder.seed = seed;
        builder.restarts = restarts;
        builder.maxIterations = maxIterations;
        change.accept(builder);
        return new Pam(builder);
    }

    /** The options while one is changed. */
    private static final class Builder {

        private final int segmentCount;
        private Dissimilarity dissimilarity = Dissimilarity.euclidean();
        private DissimilarityMatrix.Storage storage = DissimilarityMatrix.Storage.DOUBLES;
        private MedoidStart start = MedoidStart.random();
        private Swaps swaps = Swaps.EAGER;
        private long seed;
        private int restarts = DEFAULT_RESTARTS;
        private int maxIterations = DEFAULT_ITERATIONS;

        Builder(int segmentCount) {
            this.segmentCount = segmentCount;
        }
    }
}
