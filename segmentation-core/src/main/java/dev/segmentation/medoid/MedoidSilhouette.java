package dev.segmentation.medoid;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.TableSegmenter;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.dissimilarity.DissimilarityModel;
import dev.segmentation.internal.Arguments;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Medoids that are best separated: cuts rows into segments around some of the rows, such that the average medoid silhouette
 * is large, and finds the number of segments between two bounds along with them.
 *
 * <p>The medoid silhouette of a row is 1 − d₁ / d₂, with its dissimilarities to its nearest and second medoid; 0 / 0 counts
 * as 1, as published. Range [0, 1] on average, higher is better. With a fixed number of segments (FasterMSC): random starts,
 * from each of which a medoid is swapped with another row whenever that improves the average, until no swap does. With bounds
 * (DynMSC): the same with the largest number; then the medoid that contributes least is let go, and the others are swapped
 * again, down to the smallest number; the number with the highest average wins, the smaller one of equals. Unlike a silhouette
 * looked at afterwards, it is what the search maximises; so it is no independent evidence that segments are there.
 *
 * <p>Segments are numbered by decreasing weight, ties by first row; the labels of the training rows are those that the model
 * assigns to them. The objective of the report is 1 − the average medoid silhouette, the weighted mean of d₁ / d₂; its restart
 * objectives are the best of each start. With bounds, {@link FitReport#segmentCountObjectives} has the best objective of every
 * number of segments, as the search saw it: 1 minus it is the average medoid silhouette of that number.
 *
 * <p><b>Privacy:</b> medoids are rows of the data: the model holds real customers' values.
 *
 * <p><b>Input:</b> as for {@link Pam}, for the largest number of segments. Rows of weight 0 are labelled but have no
 * influence. Draws and eager swaps go by the index of a row: another order of rows, or repeated rows instead of weights, may
 * find other segments where they are not clear.
 * <br><b>Degenerate:</b> one segment has no silhouette: the medoid is that of {@link Pam}, the objective NaN, with a notice
 * ({@link Reason#SINGLE_SEGMENT}).
 * <br><b>Same bits</b> for any number of threads.
 * <br><b>Cost:</b> O(n²) time per pass, restart and number of segments. Memory as for {@link Pam}.
 * <br><b>Reference:</b> L. Lenssen and E. Schubert (2022), Clustering by direct optimization of the medoid silhouette, SISAP
 * 2022, doi:10.1007/978-3-031-17849-8_15; (2024) Medoid silhouette clustering with automatic cluster number selection,
 * Information Systems 120, 102290, doi:10.1016/j.is.2023.102290. The measure: M. Van der Laan, K. Pollard and J. Bryan (2003),
 * doi:10.1080/0094965031000136012.
 */
public final class MedoidSilhouette implements TableSegmenter<MedoidModel> {

    private static final Logger LOG = LoggerFactory.getLogger(MedoidSilhouette.class);

    private static final String WHERE = "MedoidSilhouette.fit";
    private static final int DEFAULT_RESTARTS = 3;
    private static final int DEFAULT_ITERATIONS = 1000;

    private final int fewest;
    private final int most;
    private final Dissimilarity dissimilarity;
    private final DissimilarityMatrix.Storage storage;
    private final long seed;
    private final int restarts;
    private final int maxIterations;

    private MedoidSilhouette(
            int fewest,
            int most,
            Dissimilarity dissimilarity,
            DissimilarityMatrix.Storage storage,
            long seed,
            int restarts,
            int maxIterations) {
        this.fewest = fewest;
        this.most = most;
        this.dissimilarity = dissimilarity;
        this.storage = storage;
        this.seed = seed;
        this.restarts = restarts;
        this.maxIterations = maxIterations;
    }

    /**
     * A fixed number of segments by Euclidean distance, with 3 random starts, seed 0.
     *
     * @param segmentCount k, at least 1; a silhouette needs 2
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static MedoidSilhouette of(int segmentCount) {
        Arguments.atLeast(1, segmentCount, "MedoidSilhouette.of", "segmentCount", "1 puts every row into one segment");
        return standard(segmentCount, segmentCount);
    }

    /**
     * The best number of segments within bounds, by Euclidean distance, with 3 random starts, seed 0.
     *
     * @param fewest at least 2
     * @param most at least {@code fewest}
     * @return the configuration
     * @throws InvalidInputException if the bounds are not in order
     */
    public static MedoidSilhouette between(int fewest, int most) {
        Arguments.atLeast(2, fewest, "MedoidSilhouette.between", "fewest", "a single segment has no silhouette");
        Arguments.atLeast(fewest, most, "MedoidSilhouette.between", "most", "it is at least fewest");
        return standard(fewest, most);
    }

    private static MedoidSilhouette standard(int fewest, int most) {
        return new MedoidSilhouette(
                fewest,
                most,
                Dissimilarity.euclidean(),
                DissimilarityMatrix.Storage.DOUBLES,
                0,
                DEFAULT_RESTARTS,
                DEFAULT_ITERATIONS);
    }

    /**
     * Sets what rows are compared by, by default {@link Dissimilarity#euclidean}; for mixed columns {@link
     * dev.segmentation.dissimilarity.Gower}.
     *
     * @param value the dissimilarity
     * @return a new configuration
     */
    public MedoidSilhouette withDissimilarity(Dissimilarity value) {
        Objects.requireNonNull(value, "dissimilarity");
        return new MedoidSilhouette(fewest, most, value, storage, seed, restarts, maxIterations);
    }

    /**
     * Sets how dissimilarities are kept while the search lasts, by default as doubles. Floats take half the memory; labels
     * and objective are computed in double all the same.
     *
     * @param value doubles or floats
     * @return a new configuration
     */
    public MedoidSilhouette withStorage(DissimilarityMatrix.Storage value) {
        Objects.requireNonNull(value, "storage");
        return new MedoidSilhouette(fewest, most, dissimilarity, value, seed, restarts, maxIterations);
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public MedoidSilhouette withSeed(long value) {
        return new MedoidSilhouette(fewest, most, dissimilarity, storage, value, restarts, maxIterations);
    }

    /**
     * Sets how many random starts are tried, by default 3.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public MedoidSilhouette withRestarts(int value) {
        Arguments.atLeast(1, value, "MedoidSilhouette.withRestarts", "restarts", "1 means a single start");
        return new MedoidSilhouette(fewest, most, dissimilarity, storage, seed, value, maxIterations);
    }

    /**
     * Sets the passes over all candidates at most, for each start and number of segments, by default 1000.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public MedoidSilhouette withMaxIterations(int value) {
        Arguments.atLeast(
                1,
                value,
                "MedoidSilhouette.withMaxIterations",
                "maxIterations",
                "it bounds the passes over the candidates");
        return new MedoidSilhouette(fewest, most, dissimilarity, storage, seed, restarts, value);
    }

    /**
     * The smallest number of segments.
     *
     * @return at least 1
     */
    public int fewest() {
        return fewest;
    }

    /**
     * The largest number of segments.
     *
     * @return at least {@link #fewest}
     */
    public int most() {
        return most;
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
     * The seed.
     *
     * @return any long
     */
    public long seed() {
        return seed;
    }

    /**
     * How many random starts are tried.
     *
     * @return at least 1
     */
    public int restarts() {
        return restarts;
    }

    /**
     * The passes at most, for each start and number of segments.
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
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), the largest number of segments exceeds the
     *     rows ({@link Reason#K_GT_N}) or the distinct rows of positive weight ({@link Reason#FEWER_DISTINCT_THAN_K}), the
     *     matrix does not fit into memory ({@link Reason#RESOURCE_LIMIT}), rows have nothing to compare ({@link
     *     Reason#NO_INFORMATION}), or whatever the dissimilarity refuses
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<MedoidModel> fit(FeatureTable table, Execution execution) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(execution, "execution");
        Arguments.segmentable(table.rowCount(), most, option(), "table", WHERE);
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            DissimilarityModel fitted = dissimilarity.fit(table);
            MedoidData data = check(fitted.within(table), MedoidData.weightsOf(table), "table", workers);
            SilhouettePath path = search(data, workers);
            Labelled labelled = Labelled.bySize(data, path.medoids(), WHERE, workers);
            Fit<MedoidModel> fit = labelled.fit(table, fitted, report(path, labelled));
            LOG.debug("{}", fit.report());
            return fit;
        }
    }

    /**
     * Cuts things that are known by their dissimilarities alone; the dissimilarity of this configuration plays no part.
     *
     * @param dissimilarities n × n, such as a {@link DissimilarityMatrix}
     * @param execution how to run; cannot change the result
     * @return medoids, labels and report
     * @throws InvalidInputException as {@link #fit(FeatureTable, Execution)} and {@link DissimilarityMatrix#of}
     * @throws CancelledException if cancelled
     */
    public MedoidResult fit(Dissimilarities dissimilarities, Execution execution) {
        Objects.requireNonNull(dissimilarities, "dissimilarities");
        Objects.requireNonNull(execution, "execution");
        MedoidData.checkSquare(dissimilarities, WHERE);
        int rows = dissimilarities.rowCount();
        Arguments.segmentable(rows, most, option(), "matrix", WHERE);
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            DissimilarityMatrix matrix = MedoidData.matrix(dissimilarities, storage, workers);
            MedoidData data = check(matrix, MedoidData.equalWeights(rows), "matrix", workers);
            SilhouettePath path = search(data, workers);
            Labelled labelled = Labelled.bySize(data, path.medoids(), WHERE, workers);
            MedoidResult result = labelled.result(report(path, labelled));
            LOG.debug("{}", result.report());
            return result;
        }
    }

    /** What the caller has set. */
    private String option() {
        return fewest == most ? "segmentCount" : "most";
    }

    private MedoidData check(Dissimilarities dissimilarities, double[] weights, String what, Workers workers) {
        return MedoidData.check(dissimilarities, weights, new MedoidData.Wanted(most, option()), what, WHERE, workers);
    }

    private SilhouettePath search(MedoidData data, Workers workers) {
        DissimilarityMatrix matrix = MedoidData.matrix(data.dissimilarities(), storage, workers);
        SilhouettePath path = new SilhouettePath(fewest, maxIterations, workers);
        for (int restart = 0; restart < restarts; restart++) {
            workers.checkCancelled();
            int[] first = FirstMedoids.random(data, most, seed, restart);
            path.follow(matrix, data.weights(), first);
            workers.tell(new FitProgress("medoid silhouette", restart + 1, restarts, path.objective()));
        }
        return path;
    }

    private FitReport report(SilhouettePath path, Labelled labelled) {
        FitReport.Builder report = FitReport.builder("medoid silhouette")
                .seed(seed)
                .termination(path.termination())
                .iterations(path.passes())
                .objective(most == 1 ? Double.NaN : labelled.meanRatio())
                .restartObjectives(path.objectives());
        if (fewest < most) {
            report.segmentCountObjectives(path.byCount());
        }
        if (most == 1) {
            report.notice(
                    new Notice(
                            Reason.SINGLE_SEGMENT,
                            WHERE
                                    + ": segmentCount = 1, expected at least 2 for a silhouette; the medoid is the most central row"));
        }
        return report.build();
    }

    @Override
    public String toString() {
        return "MedoidSilhouette[" + (fewest == most ? "" + most : fewest + " to " + most) + " segments, "
                + dissimilarity
                + ", seed " + seed + ", " + restarts + " restarts, at most " + maxIterations + " iterations, " + storage
                + "]";
    }
}
