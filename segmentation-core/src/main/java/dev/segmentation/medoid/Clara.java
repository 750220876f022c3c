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
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.dissimilarity.DissimilarityModel;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * k-medoids of many rows (clustering large applications, CLARA, here FastCLARA): finds medoids in random samples, and keeps
 * those that are best for all rows.
 *
 * <p>Each sample has the best medoids so far and other rows drawn at random without replacement; {@linkplain Pam FasterPAM}
 * from three random starts finds k medoids in it; every row is then compared with these k. The sample whose medoids have the
 * least weighted sum of dissimilarities over all rows wins, the earlier one of equals. Rows of a segment that is too small for
 * the samples to have any are likely to be missed. With samples of all rows it is {@link Pam}.
 *
 * <p>Segments are numbered by decreasing weight, ties by first row; the labels of the training rows are those that the model
 * assigns to them. The objective of the report is the weighted sum over all rows; its restart objectives are those of the
 * samples.
 *
 * <p><b>Privacy:</b> medoids are rows of the data: the model holds real customers' values.
 *
 * <p><b>Input:</b> as for {@link Pam}, without its bound on n. Rows of weight 0 are labelled but have no influence. Weights
 * count in every sum; rows are drawn without regard to them, by their index: another order of rows, or repeated rows instead
 * of weights, may find other medoids, and other segments where they are not clear.
 * <br><b>Degenerate:</b> a drawn row that has no known column in common with another one is refused, and so is one that has
 * none in common with any medoid ({@link Reason#NO_INFORMATION}).
 * <br><b>Same bits</b> for any number of threads.
 * <br><b>Cost:</b> per sample O(s²) time for its s rows and O(n·k) dissimilarities for all. Memory: O(n), and s·(s − 1)/2
 * dissimilarities.
 * <br><b>Reference:</b> L. Kaufman and P. J. Rousseeuw (1990), Finding Groups in Data, chapter 3,
 * doi:10.1002/9780470316801.ch3; E. Schubert and P. J. Rousseeuw (2021), Information Systems 101, 101804,
 * doi:10.1016/j.is.2021.101804. The papers draw smaller samples, of 40 + 2k and 80 + 4k rows; the default here found clearly better
 * medoids for little more time.
 */
public final class Clara implements TableSegmenter<MedoidModel> {

    private static final Logger LOG = LoggerFactory.getLogger(Clara.class);

    private static final String WHERE = "Clara.fit";
    private static final int DEFAULT_SAMPLES = 10;
    private static final int STARTS = 3;
    private static final int MOST_PASSES = 1000;

    private final int segmentCount;
    private final Dissimilarity dissimilarity;
    private final int samples;
    private final int sampleSize;
    private final long seed;

    private Clara(int segmentCount, Dissimilarity dissimilarity, int samples, int sampleSize, long seed) {
        this.segmentCount = segmentCount;
        this.dissimilarity = dissimilarity;
        this.samples = samples;
        this.sampleSize = sampleSize;
        this.seed = seed;
    }

    /**
     * CLARA by Euclidean distance with 10 samples of 200 + 20k rows, seed 0.
     *
     * @param segmentCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static Clara of(int segmentCount) {
        Arguments.atLeast(1, segmentCount, "Clara.of", "segmentCount", "1 puts every row into one segment");
        int size = (int) Math.min(Integer.MAX_VALUE, 200 + 20L * segmentCount);
        return new Clara(segmentCount, Dissimilarity.euclidean(), DEFAULT_SAMPLES, size, 0);
    }

    /**
     * Sets what rows are compared by, by default {@link Dissimilarity#euclidean}; for mixed columns {@link
     * dev.segmentation.dissimilarity.Gower}.
     *
     * @param value the dissimilarity
     * @return a new configuration
     */
    public Clara withDissimilarity(Dissimilarity value) {
        Objects.requireNonNull(value, "dissimilarity");
        return new Clara(segmentCount, value, samples, sampleSize, seed);
    }

    /**
     * Sets how many samples are drawn, by default 10.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public Clara withSamples(int value) {
        Arguments.atLeast(1, value, "Clara.withSamples", "samples", "1 means a single sample");
        return new Clara(segmentCount, dissimilarity, value, sampleSize, seed);
    }

    /**
     * Sets the rows of a sample, by default 200 + 20k; all rows if there are not more. Larger samples find better medoids, and
     * smaller segments. With k rows there is nothing to search in a sample, and the best of these random sets of medoids wins.
     *
     * @param value at least k
     * @return a new configuration
     * @throws InvalidInputException if it is below k
     */
    public Clara withSampleSize(int value) {
        Arguments.atLeast(
                segmentCount, value, "Clara.withSampleSize", "sampleSize", "a sample has at least a row per segment");
        return new Clara(segmentCount, dissimilarity, samples, value, seed);
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public Clara withSeed(long value) {
        return new Clara(segmentCount, dissimilarity, samples, sampleSize, value);
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
     * How many samples are drawn.
     *
     * @return at least 1
     */
    public int samples() {
        return samples;
    }

    /**
     * The rows of a sample.
     *
     * @return at least k
     */
    public int sampleSize() {
        return sampleSize;
    }

    /**
     * The seed.
     *
     * @return any long
     */
    public long seed() {
        return seed;
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
     *     the distinct rows of positive weight ({@link Reason#FEWER_DISTINCT_THAN_K}), drawn rows have nothing to compare
     *     ({@link Reason#NO_INFORMATION}), or whatever the dissimilarity refuses
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
            Found found = search(data, rows -> fitted.within(table.rows(rows)), workers);
            Fit<MedoidModel> fit = found.labelled().fit(table, fitted, found.report());
            LOG.debug("{}", fit.report());
            return fit;
        }
    }

    /**
     * Cuts things that are known by their dissimilarities alone; the dissimilarity of this configuration plays no part.
     *
     * @param dissimilarities n × n; asked for O(n·k) pairs per sample
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
        Arguments.segmentable(rows, segmentCount, "matrix", WHERE);
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            MedoidData data = MedoidData.check(
                    dissimilarities,
                    MedoidData.equalWeights(rows),
                    MedoidData.Wanted.segments(segmentCount),
                    "matrix",
                    WHERE,
                    workers);
            Found found = search(data, part -> new Part(dissimilarities, part), workers);
            MedoidResult result = found.labelled().result(found.report());
            LOG.debug("{}", result.report());
            return result;
        }
    }

    private record Found(Labelled labelled, FitReport report) {}

    private Found search(MedoidData data, Function<int[], Dissimilarities> parts, Workers workers) {
        int[] best = new int[0];
        double least = Double.POSITIVE_INFINITY;
        int iterations = 0;
        Termination termination = Termination.CONVERGED;
        List<Double> objectives = new ArrayList<>();
        for (int sample = 0; sample < samples; sample++) {
            workers.checkCancelled();
            int[] rows = MedoidSample.draw(data, best, sampleSize, seed, sample);
            SampleSearch search = new SampleSearch(
                    data, rows, MedoidSample.matrix(data, rows, parts, WHERE, workers), sample, workers);
            NearestMedoids nearest =
                    NearestMedoids.of(new RowsToAll(data.dissimilarities(), search.medoids), WHERE, workers);
            double objective = nearest.cost(data.weights());
            objectives.add(objective);
            if (best.length == 0 || objective < least) {
                least = objective;
                best = search.medoids;
                iterations = search.passes;
                termination = search.termination;
            }
            workers.tell(new FitProgress("clara", sample + 1, samples, least));
        }
        Labelled labelled = Labelled.bySize(data, best, WHERE, workers);
        FitReport report = FitReport.builder("clara")
                .seed(seed)
                .termination(termination)
                .iterations(iterations)
                .objective(labelled.cost())
                .restartObjectives(objectives)
                .build();
        return new Found(labelled, report);
    }

    /** FasterPAM in one sample. */
    private final class SampleSearch {

        private final int[] medoids;
        private final int passes;
        private final Termination termination;

        SampleSearch(MedoidData data, int[] rows, DissimilarityMatrix matrix, int sample, Workers workers) {
            MedoidData sampled = data.part(rows, matrix, workers);
            double least = Double.POSITIVE_INFINITY;
            int[] found = sampled.distinct();
            SwapSearch won = null;
            for (int start = 0; start < STARTS; start++) {
                int[] first = FirstMedoids.random(sampled, segmentCount, seed, sample * STARTS + start);
                Medoids candidate = new CostMedoids(matrix, sampled.weights(), first);
                SwapSearch search = new SwapSearch(candidate, MOST_PASSES, workers).run(Swaps.EAGER);
                double objective = candidate.objective();
                if (won == null || objective < least) {
                    least = objective;
                    found = candidate.rows;
                    won = search;
                }
            }
            SwapSearch search = Objects.requireNonNull(won);
            medoids = new int[segmentCount];
            for (int slot = 0; slot < segmentCount; slot++) {
                medoids[slot] = rows[found[slot]];
            }
            passes = search.passes();
            termination = search.termination();
        }
    }

    @Override
    public String toString() {
        return "Clara[" + segmentCount + " segments, " + dissimilarity + ", " + samples + " samples of " + sampleSize
                + " rows, seed " + seed + "]";
    }
}
