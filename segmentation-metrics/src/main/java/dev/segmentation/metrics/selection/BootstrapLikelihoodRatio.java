package dev.segmentation.metrics.selection;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.LikelihoodModel;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.TableSegmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * Bootstrap likelihood ratio test: whether k + 1 segments fit better than k by more than chance.
 *
 * <p>The statistic is LR = 2 (L(k + 1) − L(k)). χ² tables do not hold for it, so as many rows as were fitted are drawn from
 * the model of k segments, again and again, and both models are fitted to each drawing. p = (1 + drawings with an LR at
 * least as large)/(1 + drawings).
 *
 * <p><b>Score</b> in a search: p of k against k + 1. <b>Pick:</b> the smallest k that is not rejected at the significance
 * level, 5 % by default; none if all are ({@link Reason#NO_ELBOW}). Part: {@code LR}. The interval (Wilson's) says how well
 * the number of drawings determines p.
 *
 * <p><b>Input:</b> segmenters whose models are {@link LikelihoodModel}s; enough restarts, because a k + 1 that misses its
 * optimum hides what is there. Drawings have no weights, but as many rows as the weights sum to. Where the data have missing
 * values, drawings have them in the same places: each drawn row lacks what a row of the data lacks, the first the first.
 * <br><b>Degenerate:</b> a fit that fails, or whose likelihood depends on a bound because a component collapsed, is left out
 * and counted; if it is one of the data themselves, p is undefined.
 * <br><b>Cost:</b> two fits of n rows per drawing, 99 by default, and one of k + 1 to the data.
 * <br><b>Reference:</b> G. J. McLachlan (1987), Applied Statistics 36, 318–324, doi:10.2307/2347790.
 */
public final class BootstrapLikelihoodRatio implements SelectionCriterion {

    private static final long PURPOSE = 0x626c7274; // any constant of its own

    /** Of a drawing: its values, packed once more for a fit, and what the fit keeps. */
    private static final double BYTES_PER_VALUE = 24;

    private static final String NAME = "bootstrap likelihood ratio";

    private final int drawings;
    private final double significance;

    private BootstrapLikelihoodRatio(int drawings, double significance) {
        this.drawings = drawings;
        this.significance = significance;
    }

    /**
     * 99 drawings, significance level 5 %.
     *
     * @return the criterion
     */
    public static BootstrapLikelihoodRatio withDefaults() {
        return new BootstrapLikelihoodRatio(99, 0.05);
    }

    /**
     * Sets how many data sets are drawn, by default 99; the smallest p is 1/(1 + drawings).
     *
     * @param value at least 1
     * @return a new criterion
     * @throws InvalidInputException if it is below 1
     */
    public BootstrapLikelihoodRatio withDrawings(int value) {
        Arguments.atLeast(1, value, "BootstrapLikelihoodRatio.withDrawings", "drawings", "99 or 999 are usual");
        return new BootstrapLikelihoodRatio(value, significance);
    }

    /**
     * Sets the significance level of the pick, by default 0.05.
     *
     * @param value more than 0 and less than 1
     * @return a new criterion
     * @throws InvalidInputException if it is out of range
     */
    public BootstrapLikelihoodRatio withSignificance(double value) {
        Arguments.openUnit(value, "BootstrapLikelihoodRatio.withSignificance", "significance");
        return new BootstrapLikelihoodRatio(drawings, value);
    }

    /**
     * The outcome of one test.
     *
     * @param statistic LR = 2 (L(k + 1) − L(k)) of the data; slightly below 0 if k + 1 missed its optimum
     * @param pValue p with Wilson's interval over the drawings at 95 %; small: k segments are too few
     * @param drawn the LR of every drawing that could be fitted
     * @param failed how many drawings could not
     */
    public record Outcome(double statistic, Estimate pValue, List<Double> drawn, int failed) {

        /**
         * Copies the list.
         *
         * @param statistic of the data
         * @param pValue with its interval
         * @param drawn of the drawings
         * @param failed how many drawings are missing
         */
        public Outcome {
            Objects.requireNonNull(pValue, "pValue");
            drawn = List.copyOf(drawn);
        }
    }

    /**
     * Tests k segments against k + 1 on typed columns, or on a matrix by {@link FeatureTable#of}.
     *
     * @param segmentCount k, at least 1
     * @param segmenters gives the segmenter for a count; called from several threads
     * @param table the rows
     * @param seed of the drawings
     * @param execution how to run; the answer has the same bits on any number of threads
     * @return the outcome
     * @throws InvalidInputException if k is below 1, the models have no likelihood, or cannot be drawn from, such as latent
     *     classes with covariates ({@link Reason#BAD_PARAM}), or the data cannot be cut into k or k + 1 segments, or drawings
     *     do not fit into memory ({@link Reason#RESOURCE_LIMIT})
     * @throws FitException if the likelihood of the data depends on a bound ({@link Reason#SINGULAR_COVARIANCE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public Outcome test(
            int segmentCount,
            IntFunction<? extends Segmenter<?>> segmenters,
            FeatureTable table,
            long seed,
            Execution execution) {
        Arguments.atLeast(1, segmentCount, "BootstrapLikelihoodRatio.test", "k", "1 puts every row into one segment");
        Objects.requireNonNull(segmenters, "segmenters");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(execution, "execution");
        Pair pair = new Pair(segmenters.apply(segmentCount), segmenters.apply(segmentCount + 1), seed);
        MissingPattern missing = MissingPattern.of(table);
        Fit<?> few = Pair.fit(pair.few, table, execution);
        LikelihoodModel model = InformationCriterion.likelihood(few, NAME);
        model.simulate(1, seed); // one that cannot be drawn from says so here
        Fit<?> more = Pair.fit(pair.more, table, execution);
        double statistic = Pair.ratio(few, more);
        Pair.rows(model);
        try (Workers workers = execution.start()) {
            List<Optional<Double>> ratios = workers.map(drawings, NAME, drawing -> {
                try {
                    return Optional.of(pair.drawn(model, missing, drawing, workers.inside()));
                } catch (InvalidInputException unsuitable) {
                    return Optional.empty();
                } catch (FitException failed) {
                    if (failed.reason() == Reason.CALLBACK_FAILED) {
                        throw failed;
                    }
                    return Optional.empty();
                }
            });
            List<Double> drawn = ratios.stream().flatMap(Optional::stream).toList();
            return new Outcome(
                    statistic, pValue(statistic, drawn, 0.95, table.rowCount()), drawn, drawings - drawn.size());
        }
    }

    private static Estimate pValue(double statistic, List<Double> drawn, double level, long rows) {
        if (drawn.isEmpty()) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, rows);
        }
        long larger = drawn.stream().filter(ratio -> ratio >= statistic).count();
        Estimate p = WilsonScore.at(level).of(1 + larger, 1 + drawn.size());
        return Estimate.of(p.value(), p.lower(), p.upper(), level, rows);
    }

    /** Segmenters for k and k + 1 segments. */
    private record Pair(Segmenter<?> few, Segmenter<?> more, long seed) {

        Pair {
            Objects.requireNonNull(few, "segmenter");
            Objects.requireNonNull(more, "segmenter");
        }

        static Fit<?> fit(Segmenter<?> segmenter, FeatureTable table, Execution execution) {
            return segmenter instanceof TableSegmenter<?> ofTables
                    ? ofTables.fit(table, execution)
                    : segmenter.fit(table.matrix(), execution);
        }

        static double ratio(Fit<?> few, Fit<?> more) {
            if (InformationCriterion.isBounded(few) || InformationCriterion.isBounded(more)) {
                throw new FitException(
                        Reason.SINGULAR_COVARIANCE,
                        NAME
                                + ": a component collapsed, so that the likelihood depends on a bound; take fewer segments,"
                                + " or a covariance structure with fewer parameters");
            }
            return 2
                    * (InformationCriterion.likelihood(more, NAME).logLikelihood()
                            - InformationCriterion.likelihood(few, NAME).logLikelihood());
        }

        /** How many rows a drawing has; refused before they are drawn if memory cannot hold them. */
        static int rows(LikelihoodModel model) {
            double rows = Math.max(1, Math.rint(model.observations()));
            double bytes = rows * model.featureNames().size() * BYTES_PER_VALUE;
            long limit = Runtime.getRuntime().maxMemory();
            if (rows > Integer.MAX_VALUE || bytes > limit) {
                throw new InvalidInputException(
                        Reason.RESOURCE_LIMIT,
                        "weights",
                        NAME + ": the weights sum to " + rows + ", and drawings of as many rows need about "
                                + (long) (bytes / 1e6) + " MB, more than the " + limit / 1_000_000
                                + " MB there are; scale the weights, so that they sum to the number of rows");
            }
            return (int) rows;
        }

        double drawn(LikelihoodModel model, MissingPattern missing, int drawing, Execution inside) {
            FeatureTable table =
                    missing.in(model.simulate(rows(model), SeededRandom.key(SeededRandom.key(seed, PURPOSE), drawing)));
            return ratio(fit(few, table, inside), fit(more, table, inside));
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Work<?> prepare(SearchSetup setup, Execution inside) {
        return new RatioWork(setup);
    }

    @Override
    public String toString() {
        return "BootstrapLikelihoodRatio[drawings = " + drawings + ", significance = " + significance + "]";
    }

    /** The first measurement of a candidate is of the data, the others are of drawings. */
    private final class RatioWork implements Work<Double> {

        private final SearchSetup setup;

        RatioWork(SearchSetup setup) {
            this.setup = setup;
        }

        @Override
        public int replicates() {
            return 1 + drawings;
        }

        @Override
        public Double measure(Candidate candidate, int replicate, Execution inside) {
            Fit<?> few = candidate.required();
            LikelihoodModel model = InformationCriterion.likelihood(few, NAME);
            int k = candidate.segmentCount();
            Pair pair = new Pair(setup.segmenter(k), setup.segmenter(k + 1), setup.seed());
            if (replicate == 0) {
                return Pair.ratio(few, pair.more.fit(setup.features(), inside));
            }
            return pair.drawn(model, MissingPattern.none(), replicate - 1, inside); // a matrix lacks nothing
        }

        @Override
        public CriterionCurve conclude(List<Measured<Double>> measured) {
            CriterionCurve.Builder curve = CriterionCurve.builder().noticesOf(measured);
            long rows = setup.features().rowCount();
            OptionalInt pick = OptionalInt.empty();
            for (Measured<Double> one : measured) {
                int k = one.candidate().segmentCount();
                Estimate p = Estimate.undefined(Reason.NO_OBSERVATIONS, rows);
                if (one.result(0).isPresent()) {
                    double statistic = one.result(0).get();
                    List<Double> drawn = new ArrayList<>(one.results());
                    drawn.remove(0);
                    p = pValue(statistic, drawn, setup.level(), rows);
                    curve.part("LR", k, statistic);
                }
                curve.score(k, p);
                if (pick.isEmpty() && p.value() > significance) { // not NaN
                    pick = OptionalInt.of(k);
                }
            }
            if (pick.isEmpty()) {
                curve.notice(new Notice(
                        Reason.NO_ELBOW,
                        NAME + ": every segment count is rejected against one more; extend the range"));
            }
            return curve.pick(pick).build();
        }
    }
}
