package dev.segmentation.latentclass;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.ColumnKind;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TableSegmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Latent class analysis: finds k classes of customers so that within a class the answers to several questions are
 * independent, by maximum likelihood.
 *
 * <p>P(answers) = Σ πₛ Π θ, with the share πₛ of a class and the chance θ of each answer in it. Many random starts are
 * improved by expectation and maximization until nothing is left to gain; the best wins, and {@link
 * LatentClassModel#startsAtBest()} says how many got there. Segments are numbered by decreasing weight of the rows
 * assigned to them, ties by first row; from a start that the caller gave, in the caller's order. A class may be the most
 * likely one of nobody; it is numbered last then, and has no row.
 *
 * <p><b>Input:</b> nominal and ordinal columns; the order of levels is not used. Numeric columns are refused unless they are
 * covariates. A missing answer is skipped (full information maximum likelihood, for answers missing at random); rows
 * without any answer and rows of weight 0 are labelled but have no influence. A row of weight w enters every sum as w rows.
 * <br><b>Degenerate:</b> an item with one level, levels that nobody gave, and models with more parameters than the answers
 * can tell are accepted, with a notice ({@link Reason#ZERO_VARIANCE}, {@link Reason#UNIDENTIFIED}). Chances may end at 0 or
 * 1, as maximum likelihood has it; {@link #withPrior} keeps them away.
 * With hundreds of items, or far more levels than rows, random starts hardly move: give a start, or choose items.
 * <br><b>Same bits</b> for any number of threads, and for any order of rows, columns and levels, up to the numbers of
 * classes of equal weight; with covariates or fractional weights up to rounding.
 * <br><b>Cost:</b> rows with the same answers are counted once. Per start and step O(p·k·d) time for p different patterns,
 * less where neighboring patterns begin alike. Memory: 4·d bytes per pattern.
 * <br><b>Reference:</b> L. A. Goodman (1974), Biometrika 61, 215–231, doi:10.1093/biomet/61.2.215; covariates: C. M. Dayton
 * and G. B. Macready (1988), J. Am. Statist. Ass. 83, 173–178.
 */
public final class LatentClass implements TableSegmenter<LatentClassModel> {

    private static final Logger LOG = LoggerFactory.getLogger(LatentClass.class);

    private static final int DEFAULT_RESTARTS = 100;
    private static final int DEFAULT_ITERATIONS = 20_000;
    private static final double DEFAULT_TOLERANCE = 1e-9;

    private final int segmentCount;
    private final long seed;
    private final int restarts;
    private final int maxIterations;
    private final double tolerance;
    private final double prior;
    private final List<String> covariates;
    private final Optional<LatentClassModel> start;

    private LatentClass(
            int segmentCount,
            long seed,
            int restarts,
            int maxIterations,
            double tolerance,
            double prior,
            List<String> covariates,
            Optional<LatentClassModel> start) {
        this.segmentCount = segmentCount;
        this.seed = seed;
        this.restarts = restarts;
        this.maxIterations = maxIterations;
        this.tolerance = tolerance;
        this.prior = prior;
        this.covariates = covariates;
        this.start = start;
    }

    /**
     * Latent classes by maximum likelihood from 100 starts, seed 0, without covariates and prior.
     *
     * @param segmentCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static LatentClass of(int segmentCount) {
        Arguments.atLeast(1, segmentCount, "LatentClass.of", "segmentCount", "1 puts every row into one segment");
        return new LatentClass(
                segmentCount,
                0,
                DEFAULT_RESTARTS,
                DEFAULT_ITERATIONS,
                DEFAULT_TOLERANCE,
                0,
                List.of(),
                Optional.empty());
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public LatentClass withSeed(long value) {
        return new LatentClass(segmentCount, value, restarts, maxIterations, tolerance, prior, covariates, start);
    }

    /**
     * Sets how many starts are tried, by default 100. A given start is one, whatever is set here.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public LatentClass withRestarts(int value) {
        Arguments.atLeast(1, value, "LatentClass.withRestarts", "restarts", "1 means a single start");
        return new LatentClass(segmentCount, seed, value, maxIterations, tolerance, prior, covariates, start);
    }

    /**
     * Sets the passes over the patterns of one start at most, by default 20 000.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public LatentClass withMaxIterations(int value) {
        Arguments.atLeast(
                1, value, "LatentClass.withMaxIterations", "maxIterations", "it bounds the passes over the patterns");
        return new LatentClass(segmentCount, seed, restarts, value, tolerance, prior, covariates, start);
    }

    /**
     * Sets when a start has converged: once no more than this log-likelihood per customer is left to gain, as the last
     * steps foretell, by default 10⁻⁹. The best start then goes on for some steps, until chances settle.
     *
     * @param value more than 0
     * @return a new configuration
     * @throws InvalidInputException if it is not positive, NaN or infinite
     */
    public LatentClass withTolerance(double value) {
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw Arguments.badParameter("LatentClass.withTolerance", "tolerance", value, "more than 0");
        }
        return new LatentClass(segmentCount, seed, restarts, maxIterations, value, prior, covariates, start);
    }

    /**
     * Adds customers who answer as all do, the same number to every class (a Dirichlet prior on the chances of answers), so
     * that no chance ends at 0; by default none. Shares of classes have no prior. The objective then has the prior in it.
     *
     * @param customers for all classes together, such as 1; 0 for maximum likelihood
     * @return a new configuration
     * @throws InvalidInputException if it is negative, NaN or infinite
     */
    public LatentClass withPrior(double customers) {
        if (!(customers >= 0 && customers <= Double.MAX_VALUE)) {
            throw Arguments.badParameter("LatentClass.withPrior", "customers", customers, "at least 0; 0 is no prior");
        }
        return new LatentClass(segmentCount, seed, restarts, maxIterations, tolerance, customers, covariates, start);
    }

    /**
     * Lets the chance of membership depend on columns of the table, which are then no items: a multinomial logit, estimated
     * together with the classes. No value may be missing in them. A categorical column counts against its first level: by
     * text for a nominal one, as declared for an ordinal one.
     *
     * <p>Only rows that have a weight and an answer say which levels there are; another row whose level is none of them is
     * labelled as if it belonged to each class as everybody does, before its answers. A value far away does no harm: where one
     * is more than 50 times as far from the median as half of all are, each start goes up a second way, with such values drawn
     * nearer at first.
     *
     * @param columns of any kind; none for no covariates
     * @return a new configuration
     * @throws InvalidInputException if a name is blank or repeated
     */
    public LatentClass withCovariates(String... columns) {
        List<String> names = columns.length == 0
                ? List.of()
                : Arguments.featureNames(List.of(columns), "LatentClass.withCovariates");
        return new LatentClass(segmentCount, seed, restarts, maxIterations, tolerance, prior, names, start);
    }

    /**
     * Starts from classes that are known, such as last year's, or written down as a {@link LatentClassRecord}, instead of
     * random ones; classes keep their order. An answer that the model does not know starts with its share among all.
     *
     * @param value of k classes, with the items of the table
     * @return a new configuration
     * @throws InvalidInputException if it has another number of classes
     */
    public LatentClass withStart(LatentClassModel value) {
        Objects.requireNonNull(value, "start");
        if (value.segmentCount() != segmentCount) {
            throw Arguments.badParameter(
                    "LatentClass.withStart",
                    "classes of the start",
                    value.segmentCount(),
                    segmentCount + ", the segmentCount");
        }
        return new LatentClass(
                segmentCount, seed, restarts, maxIterations, tolerance, prior, covariates, Optional.of(value));
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
     * @return at least 1; 1 from a given start
     */
    public int restarts() {
        return start.isPresent() ? 1 : restarts;
    }

    /**
     * The passes of one start at most.
     *
     * @return at least 1
     */
    public int maxIterations() {
        return maxIterations;
    }

    /**
     * When a start has converged.
     *
     * @return log-likelihood per customer, more than 0
     */
    public double tolerance() {
        return tolerance;
    }

    /**
     * The customers of the prior.
     *
     * @return at least 0
     */
    public double prior() {
        return prior;
    }

    /**
     * The columns that membership depends on.
     *
     * @return names, possibly none
     */
    public List<String> covariates() {
        return covariates;
    }

    Optional<LatentClassModel> start() {
        return start;
    }

    /** {@inheritDoc} */
    @Override
    public boolean usesWeights() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}) or no answers ({@link
     *     Reason#NO_INFORMATION}), k exceeds the rows ({@link Reason#K_GT_N}) or the distinct ones of positive weight with an
     *     answer ({@link Reason#FEWER_DISTINCT_THAN_K}), a column is numeric or a given start has other items ({@link
     *     Reason#SCHEMA_MISMATCH}), or a covariate is missing ({@link Reason#UNKNOWN_NAME}, {@link Reason#NON_FINITE}),
     *     constant where there are answers ({@link Reason#ZERO_VARIANCE}), has a range outside 1e-130 … 1e130 ({@link
     *     Reason#RANGE}) or depends on others ({@link Reason#SINGULAR_COVARIANCE})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<LatentClassModel> fit(FeatureTable table, Execution execution) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(execution, "execution");
        String where = "LatentClass.fit";
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            Arguments.segmentable(table.rowCount(), segmentCount, "table", where);
            List<String> items = items(table, where);
            ClassFit fit = new ClassFit(this, table, items, workers, where);
            LatentClassModel model = fit.model();
            Fit<LatentClassModel> result =
                    new Fit<>(model, Assignment.copyOf(segmentCount, fit.labels()), fit.report(model));
            LOG.debug("{}", result.report());
            return result;
        }
    }

    private List<String> items(FeatureTable table, String where) {
        for (String name : covariates) {
            table.kind(name); // refuses an unknown name
        }
        List<String> items = table.names().stream()
                .filter(name -> !covariates.contains(name))
                .toList();
        if (items.isEmpty()) {
            throw new InvalidInputException(
                    Reason.NO_FEATURES, where + ": no items; give at least one categorical column");
        }
        for (String item : items) {
            if (table.kind(item) == ColumnKind.NUMERIC) {
                throw Item.numeric(item, where);
            }
        }
        return items;
    }

    @Override
    public String toString() {
        return "LatentClass[segmentCount=" + segmentCount + ", seed=" + seed + ", restarts=" + restarts()
                + ", maxIterations=" + maxIterations + ", tolerance=" + tolerance + ", prior=" + prior
                + ", covariates=" + covariates + (start.isPresent() ? ", from a given start" : "") + "]";
    }
}
