package dev.segmentation.mixture;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SegmentNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gaussian mixture: segments are normal distributions, found by maximum likelihood (EM); every row belongs to each of them
 * to a degree, and its label is the most probable one.
 *
 * <p>Several random starts, EM from each; the largest likelihood without a collapsed component wins, the earlier start of
 * equals. Segments are numbered by decreasing weight of their labelled rows, ties by first row; from a start that the caller
 * gave, in the caller's order. The labels of the training rows are those that the model assigns to them.
 *
 * <p><b>Collapsed components.</b> A normal distribution around a few rows that lie in a plane, or in one point, has a
 * likelihood without bound; such a spike is no segment. In the scale in which each column has variance 1, no component may
 * therefore have a variance below a {@linkplain #withLeastVariance floor} in any direction; smaller eigenvalues of its
 * covariance are put on the floor, which is the maximum of the likelihood under that bound. Where the bound does not bind,
 * nothing is added to a covariance. The bound follows the scale and the offset of the columns. A start that ends with a
 * component on the floor is never preferred to one without; if all do, the best of them is returned with a notice ({@link
 * Reason#SINGULAR_COVARIANCE}), and {@link GaussianMixtureModel#isRegularized} says which segments.
 *
 * <p><b>Noise.</b> {@link #withNoise()} adds a component of constant density 1/V for rows that belong nowhere (Banfield and
 * Raftery 1993). V is the volume of the smaller of two boxes around the rows: along the features, and along the principal
 * axes of the standardized features. The noise is a segment of its own, with the last label, k, whatever its size: the model
 * then has k + 1 segments, and memberships have a column for it. Every other random start leaves the rows with the farthest
 * neighbors to the noise at first (Byers and Raftery 1998), because outliers draw the centers of the others.
 *
 * <p><b>Input:</b> n × d matrix without missing values, k ≤ its distinct rows. Scaling changes nothing except for the
 * spherical structures, which need comparable units. Weights are used: a row of weight w counts as w rows; one of weight 0
 * is labelled but has no influence.
 * <br><b>Degenerate:</b> a constant column is refused ({@link Reason#SINGULAR_COVARIANCE}), unless the structure is
 * spherical and other columns vary. Values beyond 1e130, and rows that differ by less than about 1e-125, are refused ({@link
 * Reason#RANGE}). A component need not be the most
 * probable one of any row, so a segment may have no labelled row.
 * <br><b>Same bits</b> for any number of threads. Rows in another order give the same up to rounding, which slow convergence
 * amplifies.
 * <br><b>Cost:</b> O(n·k·d) time per iteration, O(n·k·d²) for full covariances; memory O(k·d²) per thread. Up to 2 048 rows
 * every start is iterated to its end; of more rows, starts are compared after at most 60 iterations, on a sample above
 * 32 768 rows (or 1 000 per segment), and the best three go on with all rows. With noise, the distances among about 2 048
 * rows are looked at once.
 * <br><b>Reference:</b> A. P. Dempster, N. M. Laird and D. B. Rubin (1977), J. R. Stat. Soc. B 39, 1–38,
 * doi:10.1111/j.2517-6161.1977.tb01600.x; G. J. McLachlan and D. Peel (2000), Finite Mixture Models,
 * doi:10.1002/0471721182; the bound on variances: R. J. Hathaway (1985), Ann. Stat. 13, 795–800, doi:10.1214/aos/1176349557.
 */
public final class GaussianMixture implements Segmenter<GaussianMixtureModel> {

    private static final Logger LOG = LoggerFactory.getLogger(GaussianMixture.class);

    static final String STAGE = "gaussian mixture";

    private static final double NOISE_AT_FIRST = 0.05;
    static final String WHERE = "GaussianMixture.fit";

    private final int segmentCount;
    private final Options options;

    private GaussianMixture(int segmentCount, Options options) {
        this.segmentCount = segmentCount;
        this.options = options;
    }

    /** All that can be set. */
    private record Options(
            CovarianceStructure structure,
            long seed,
            int restarts,
            int maxIterations,
            double tolerance,
            double leastVariance,
            boolean noise,
            Optional<MixtureStart> start) {

        private static final Options DEFAULTS =
                new Options(CovarianceStructure.FULL, 0, 20, 1000, 1e-9, 1e-6, false, Optional.empty());
    }

    /**
     * A mixture of full covariances without noise, with 20 random starts, seed 0, at most 1000 iterations.
     *
     * @param segmentCount the components, k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static GaussianMixture of(int segmentCount) {
        Arguments.atLeast(1, segmentCount, "GaussianMixture.of", "segmentCount", "1 puts every row into one segment");
        return new GaussianMixture(segmentCount, Options.DEFAULTS);
    }

    /**
     * Sets the shape of the components, by default {@link CovarianceStructure#FULL}.
     *
     * @param value the structure
     * @return a new configuration
     */
    public GaussianMixture withCovariance(CovarianceStructure value) {
        Objects.requireNonNull(value, "covariance");
        Options o = options;
        return new GaussianMixture(
                segmentCount,
                new Options(
                        value, o.seed, o.restarts, o.maxIterations, o.tolerance, o.leastVariance, o.noise, o.start));
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public GaussianMixture withSeed(long value) {
        Options o = options;
        return new GaussianMixture(
                segmentCount,
                new Options(
                        o.structure,
                        value,
                        o.restarts,
                        o.maxIterations,
                        o.tolerance,
                        o.leastVariance,
                        o.noise,
                        o.start));
    }

    /**
     * Sets how many random starts are tried, by default 20. A given start is the only one, whatever is set here.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public GaussianMixture withRestarts(int value) {
        Arguments.atLeast(1, value, "GaussianMixture.withRestarts", "restarts", "1 means a single start");
        Options o = options;
        return new GaussianMixture(
                segmentCount,
                new Options(
                        o.structure, o.seed, value, o.maxIterations, o.tolerance, o.leastVariance, o.noise, o.start));
    }

    /**
     * Sets the iterations of one start at most, by default 1000. An iteration is a maximization; the first one is that of
     * the memberships the start gives.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public GaussianMixture withMaxIterations(int value) {
        Arguments.atLeast(
                1, value, "GaussianMixture.withMaxIterations", "maxIterations", "it bounds the passes over the rows");
        Options o = options;
        return new GaussianMixture(
                segmentCount,
                new Options(o.structure, o.seed, o.restarts, value, o.tolerance, o.leastVariance, o.noise, o.start));
    }

    /**
     * Sets when to stop: as soon as neither the last gain in log-likelihood nor what is still to be gained, by the rate at
     * which gains fall (Aitken), is more than this per row. By default 1e-9.
     *
     * @param value at least 0; 0 goes on until shares, means and covariances stand still, which may take long
     * @return a new configuration
     * @throws InvalidInputException if it is negative, NaN or infinite
     */
    public GaussianMixture withTolerance(double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw Arguments.badParameter("GaussianMixture.withTolerance", "tolerance", value, "at least 0 and finite");
        }
        Options o = options;
        return new GaussianMixture(
                segmentCount,
                new Options(
                        o.structure, o.seed, o.restarts, o.maxIterations, value, o.leastVariance, o.noise, o.start));
    }

    /**
     * Sets the floor under the variance of a component in any direction, as a share of the variance of all rows: by default
     * 1e-6, a standard deviation of a thousandth of that of the column. For spherical structures it is a share of the mean
     * variance of the columns.
     *
     * @param value more than 0 and less than 1
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public GaussianMixture withLeastVariance(double value) {
        Arguments.openUnit(value, "GaussianMixture.withLeastVariance", "leastVariance");
        Options o = options;
        return new GaussianMixture(
                segmentCount,
                new Options(o.structure, o.seed, o.restarts, o.maxIterations, o.tolerance, value, o.noise, o.start));
    }

    /**
     * Adds a segment for rows that belong to no component, of constant density; it has the last label. It begins with 5 %
     * of the rows, in every other random start with the 5 to 75 % of them whose neighbors are farthest.
     *
     * @return a new configuration
     */
    public GaussianMixture withNoise() {
        Options o = options;
        return new GaussianMixture(
                segmentCount,
                new Options(
                        o.structure, o.seed, o.restarts, o.maxIterations, o.tolerance, o.leastVariance, true, o.start));
    }

    /**
     * Starts once, from given means: with every row in the component of the nearest one, in standard deviations of the
     * columns (in one unit for spherical structures).
     *
     * @param value k × d with the features of the data, all different
     * @return a new configuration
     * @throws InvalidInputException if there are not k of them ({@link Reason#SCHEMA_MISMATCH}), two are equal ({@link
     *     Reason#DUPLICATE_INIT}) or a value is missing ({@link Reason#NON_FINITE})
     */
    public GaussianMixture withMeans(FeatureMatrix value) {
        Objects.requireNonNull(value, "means");
        Arguments.sameSize(segmentCount, value.rowCount(), "GaussianMixture.withMeans", "means", "segment");
        return withStart(new MixtureStart.Means(value));
    }

    /**
     * Starts once, from given memberships of the rows that will be fitted, such as those of another model.
     *
     * @param value n × k
     * @return a new configuration
     * @throws InvalidInputException if they are of another number of segments ({@link Reason#SCHEMA_MISMATCH})
     */
    public GaussianMixture withMemberships(Memberships value) {
        Objects.requireNonNull(value, "memberships");
        Arguments.sameSize(
                segmentCount, value.segmentCount(), "GaussianMixture.withMemberships", "memberships", "segment");
        return withStart(new MixtureStart.Given(value));
    }

    private GaussianMixture withStart(MixtureStart start) {
        Options o = options;
        return new GaussianMixture(
                segmentCount,
                new Options(
                        o.structure,
                        o.seed,
                        o.restarts,
                        o.maxIterations,
                        o.tolerance,
                        o.leastVariance,
                        o.noise,
                        Optional.of(start)));
    }

    /**
     * The number of components, k; with noise there is one segment more.
     *
     * @return at least 1
     */
    public int segmentCount() {
        return segmentCount;
    }

    /**
     * The shape of the components.
     *
     * @return the structure
     */
    public CovarianceStructure covarianceStructure() {
        return options.structure;
    }

    /**
     * The seed.
     *
     * @return any long
     */
    public long seed() {
        return options.seed;
    }

    /**
     * How many starts are tried.
     *
     * @return at least 1; 1 for a given start, and for one component
     */
    public int restarts() {
        return options.start.isPresent() || segmentCount == 1 ? 1 : options.restarts;
    }

    /**
     * The iterations of one start at most.
     *
     * @return at least 1
     */
    public int maxIterations() {
        return options.maxIterations;
    }

    /**
     * When to stop.
     *
     * @return a gain in log-likelihood per row, at least 0
     */
    public double tolerance() {
        return options.tolerance;
    }

    /**
     * The floor under variances.
     *
     * @return a share of the variance of all rows, in (0, 1)
     */
    public double leastVariance() {
        return options.leastVariance;
    }

    /**
     * Whether there is a segment for noise.
     *
     * @return false by default
     */
    public boolean hasNoise() {
        return options.noise;
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
     *     missing ({@link Reason#NON_FINITE}) or out of range ({@link Reason#RANGE}), a column is constant ({@link
     *     Reason#SINGULAR_COVARIANCE}), or a given start does not fit the data ({@link Reason#SCHEMA_MISMATCH})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<GaussianMixtureModel> fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            Loop loop = Loop.across(workers);
            MixtureData data = MixtureData.check(features, segmentCount, WHERE, loop);
            if (options.noise
                    || options.structure.shape() != CovarianceStructure.Shape.SPHERICAL
                    || Arrays.stream(data.variance).allMatch(variance -> variance == 0)) {
                data.checkVariances(WHERE);
            }
            data.checkDistinct(segmentCount, WHERE);
            Optional<NoiseBox> box = options.noise ? Optional.of(NoiseBox.around(data, loop)) : Optional.empty();
            Em.Noise noise =
                    box.map(b -> new Em.Noise(NOISE_AT_FIRST, b.logVolume())).orElse(Em.Noise.NONE);
            Em best;
            List<Double> objectives;
            if (options.start.isPresent()) {
                best = fromStart(data, options.start.get(), noise, loop);
                objectives = List.of(-best.logLikelihood());
                workers.tell(new FitProgress(STAGE, 1, 1, -best.logLikelihood()));
            } else {
                Starts starts = new Starts(this, data, noise, workers);
                best = starts.best();
                objectives = starts.objectives();
            }
            Fit<GaussianMixtureModel> fit = numbered(data, best, box, objectives, loop);
            LOG.debug("{}", fit.report());
            return fit;
        }
    }

    private Em fromStart(MixtureData data, MixtureStart start, Em.Noise noise, Loop loop) {
        double[] scales = Starts.scales(data, options.structure.shape());
        Em em = new Em(
                data,
                options.structure,
                options.leastVariance,
                segmentCount,
                noise,
                start.degrees(data, scales, WHERE, loop),
                loop);
        em.run(options.maxIterations, options.tolerance);
        return em;
    }

    /** The fit with canonical numbers; in the caller's order if the caller gave the start. */
    private Fit<GaussianMixtureModel> numbered(
            MixtureData data, Em best, Optional<NoiseBox> box, List<Double> objectives, Loop loop) {
        GaussianMixtureModel model =
                GaussianMixtureModel.of(data, best.components(), best.judged(), options.structure, box);
        int[] labels = model.labels(data.blocks, loop);
        if (options.start.isEmpty()) {
            int[] numbers = SegmentNumbers.bySize(model.segmentCount(), labels, data::weight);
            int[] order = new int[segmentCount]; // of the components alone: the noise stays last
            int next = 0;
            for (int number = 0; number < numbers.length; number++) {
                for (int c = 0; c < segmentCount; c++) {
                    if (numbers[c] == number) {
                        order[next++] = c;
                    }
                }
            }
            model = model.reordered(order);
            labels = model.labels(data.blocks, loop);
        }
        FitReport.Builder report = FitReport.builder("Gaussian mixture")
                .seed(options.seed)
                .termination(best.converged() ? Termination.CONVERGED : Termination.ITERATION_LIMIT)
                .iterations(best.iterations())
                .objective(-model.logLikelihood())
                .restartObjectives(objectives);
        if (best.components().flooredCount() > 0) {
            report.notice(collapsed(model));
        }
        return new Fit<>(model, Assignment.copyOf(model.segmentCount(), labels), report.build());
    }

    private Notice collapsed(GaussianMixtureModel model) {
        StringBuilder which = new StringBuilder();
        for (int s = 0; s < segmentCount; s++) {
            if (model.isRegularized(s)) {
                which.append(which.isEmpty() ? "" : ", ").append(s);
            }
        }
        return new Notice(
                Reason.SINGULAR_COVARIANCE,
                WHERE + ": a component collapsed in every start; the covariance of segment " + which
                        + " is kept on the floor, leastVariance = " + options.leastVariance
                        + ", and the likelihood depends on it; lower segmentCount, take a structure with fewer"
                        + " parameters, or leave out columns that depend on others");
    }

    @Override
    public String toString() {
        return "GaussianMixture[segmentCount=" + segmentCount + ", covariance=" + options.structure + ", seed="
                + options.seed + ", restarts=" + restarts()
                + options.start.map(start -> ", start=" + start).orElse("") + ", maxIterations="
                + options.maxIterations + ", tolerance=" + options.tolerance + ", leastVariance="
                + options.leastVariance + ", noise=" + options.noise + "]";
    }
}
