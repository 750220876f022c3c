package dev.segmentation.metrics.selection;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitException;
import dev.segmentation.FitProgress;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * How many segments: fits every segment count of a range and lets several criteria judge each. The report shows all
 * candidates and what every criterion picks by its own published rule; it names no single best.
 *
 * <p>Criteria ask different questions: whether there is structure beyond one cloud ({@link Gap}), whether segments come
 * back in other customers ({@link PredictionStrength}, {@link BootstrapInstability}), whether they are compact and apart
 * ({@link IndexCriterion}). Where they disagree, the data do not decide the number alone.
 *
 * <p>Draws are keyed by the seed, the purpose and the replicate, the same for every segment count, so that counts are
 * compared on the same reference data, halves and resamples. The report has the same bits on any number of threads, as
 * long as the segmenter's fits have.
 *
 * <p><b>Cost:</b> one fit per count, and for each criterion as many further fits per count as it has replicates; all are
 * spread over the threads, each on one thread. Memory: per thread, what a fit needs and one copy of the matrix; the report
 * keeps the labels of every candidate. Immutable.
 */
public final class SegmentCountSearch {

    private static final String STAGE = "segment count search";

    private final int fewest;
    private final int most;
    private final IntFunction<? extends Segmenter<?>> segmenters;
    private final List<SelectionCriterion> criteria;
    private final long seed;
    private final double level;

    private SegmentCountSearch(
            int fewest,
            int most,
            IntFunction<? extends Segmenter<?>> segmenters,
            List<SelectionCriterion> criteria,
            long seed,
            double level) {
        this.fewest = fewest;
        this.most = most;
        this.segmenters = segmenters;
        this.criteria = criteria;
        this.seed = seed;
        this.level = level;
    }

    /**
     * A search with {@linkplain SelectionCriterion#defaults() default criteria}, seed 0, intervals at 95 %.
     *
     * @param fewest the smallest segment count, at least 1
     * @param most the largest, at least {@code fewest}
     * @param segmenters gives the segmenter for a count; called from several threads
     * @return the configuration
     * @throws InvalidInputException if the range is empty or starts below 1 ({@link Reason#BAD_PARAM})
     */
    public static SegmentCountSearch between(int fewest, int most, IntFunction<? extends Segmenter<?>> segmenters) {
        Arguments.atLeast(1, fewest, "SegmentCountSearch.between", "k", "1 puts every row into one segment");
        Arguments.atLeast(fewest, most, "SegmentCountSearch.between", "k", "the largest count is the second argument");
        return new SegmentCountSearch(
                fewest, most, Objects.requireNonNull(segmenters, "segmenters"), SelectionCriterion.defaults(), 0, 0.95);
    }

    /**
     * Sets the criteria.
     *
     * @param values with different names; none gives fits alone
     * @return a new configuration
     * @throws InvalidInputException if two have the same name ({@link Reason#BAD_NAME})
     */
    public SegmentCountSearch withCriteria(SelectionCriterion... values) {
        return withCriteria(List.of(Objects.requireNonNull(values, "criteria")));
    }

    /**
     * Sets the criteria.
     *
     * @param values with different names; none gives fits alone
     * @return a new configuration
     * @throws InvalidInputException if two have the same name ({@link Reason#BAD_NAME})
     */
    public SegmentCountSearch withCriteria(List<? extends SelectionCriterion> values) {
        List<SelectionCriterion> copy = List.copyOf(Objects.requireNonNull(values, "criteria"));
        List<String> names = new ArrayList<>();
        for (SelectionCriterion criterion : copy) {
            if (names.contains(criterion.name())) {
                throw new InvalidInputException(
                        Reason.BAD_NAME,
                        criterion.name(),
                        "SegmentCountSearch.withCriteria: two criteria are called \"" + criterion.name()
                                + "\"; give each once");
            }
            names.add(criterion.name());
        }
        return new SegmentCountSearch(fewest, most, segmenters, copy, seed, level);
    }

    /**
     * Sets the seed of the draws of all criteria, by default 0; that of the fits is the segmenter's own.
     *
     * @param value any long
     * @return a new configuration
     */
    public SegmentCountSearch withSeed(long value) {
        return new SegmentCountSearch(fewest, most, segmenters, criteria, value, level);
    }

    /**
     * Sets the confidence level of intervals, by default 0.95.
     *
     * @param value in (0, 1)
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public SegmentCountSearch withLevel(double value) {
        Arguments.openUnit(value, "SegmentCountSearch.withLevel", "level");
        return new SegmentCountSearch(fewest, most, segmenters, criteria, seed, value);
    }

    /**
     * The criteria.
     *
     * @return in the order of their columns
     */
    public List<SelectionCriterion> criteria() {
        return criteria;
    }

    /**
     * The seed of the draws.
     *
     * @return by default 0
     */
    public long seed() {
        return seed;
    }

    /**
     * Searches on the calling thread.
     *
     * @param features n × d, scaled, without missing values
     * @return the report
     * @throws InvalidInputException as {@link #search(FeatureMatrix, Execution)}
     */
    public SearchReport search(FeatureMatrix features) {
        return search(features, Execution.sequential());
    }

    /**
     * Searches. A segment count that cannot be fitted, for instance because there are fewer distinct rows, is a candidate
     * with its failure; the search goes on.
     *
     * @param features n × d, scaled, without missing values; what row weights do is said by each criterion
     * @param execution how to run; progress counts fits and measurements
     * @return the report
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), a value is missing ({@link
     *     Reason#NON_FINITE}) or the range reaches beyond the number of rows ({@link Reason#BAD_PARAM})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public SearchReport search(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        check(features);
        SearchSetup setup = new SearchSetup(features, segmenters, fewest, most, seed, level);
        try (Workers workers = execution.start()) {
            List<CriterionRun<?>> runs = new ArrayList<>();
            for (SelectionCriterion criterion : criteria) {
                runs.add(CriterionRun.of(criterion.prepare(setup, workers.inside())));
            }
            int count = most - fewest + 1;
            Tally tally = new Tally(
                    workers,
                    count
                            + runs.stream()
                                    .mapToLong(run -> (long) run.replicates() * count)
                                    .sum());
            List<Candidate> candidates = new ArrayList<>(workers.map(count, i -> {
                Candidate candidate = fit(setup, most - i, workers.inside()); // the largest, which takes longest, first
                tally.done();
                return candidate;
            }));
            Collections.reverse(candidates);
            measure(workers, runs, candidates, tally);
            return conclude(runs, candidates, features.rowCount());
        }
    }

    @Override
    public String toString() {
        return "SegmentCountSearch[k = " + fewest + " to " + most + ", criteria = "
                + criteria.stream().map(SelectionCriterion::name).toList() + ", seed = " + seed + ", level = " + level
                + "]";
    }

    private void check(FeatureMatrix features) {
        if (features.rowCount() == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY, "SegmentCountSearch.search: the matrix has no rows; nothing can be segmented");
        }
        if (most > features.rowCount()) {
            throw Arguments.badParameter(
                    "SegmentCountSearch.search",
                    "k",
                    fewest + " to " + most,
                    "at most " + features.rowCount() + ", the number of rows; end the range earlier");
        }
        Arguments.noMissing(features, "SegmentCountSearch.search");
    }

    private static Candidate fit(SearchSetup setup, int segmentCount, Execution inside) {
        try {
            return Candidate.fitted(segmentCount, setup.segmenter(segmentCount).fit(setup.features(), inside));
        } catch (InvalidInputException unsuitable) {
            return Candidate.failed(segmentCount, unsuitable.reason(), unsuitable);
        } catch (FitException failed) {
            if (failed.reason() == Reason.CALLBACK_FAILED) {
                throw failed;
            }
            return Candidate.failed(segmentCount, failed.reason(), failed);
        }
    }

    private static void measure(Workers workers, List<CriterionRun<?>> runs, List<Candidate> candidates, Tally tally) {
        List<Candidate> fitted = fitted(candidates);
        List<Runnable> tasks = new ArrayList<>();
        for (CriterionRun<?> run : runs) {
            run.expect(fitted.size());
            for (int t = 0; t < fitted.size() * run.replicates(); t++) {
                int task = t;
                tasks.add(() -> run.run(task, fitted, workers.inside()));
            }
        }
        workers.forEach(tasks.size(), t -> {
            tasks.get(t).run();
            tally.done();
        });
    }

    private SearchReport conclude(List<CriterionRun<?>> runs, List<Candidate> candidates, int rows) {
        List<Candidate> failed =
                candidates.stream().filter(c -> c.failure().isPresent()).toList();
        Map<String, CriterionCurve> curves = new LinkedHashMap<>();
        for (int c = 0; c < runs.size(); c++) {
            CriterionCurve curve = runs.get(c).conclude(fitted(candidates));
            curves.put(criteria.get(c).name(), curve.with(failed, rows));
        }
        return new SearchReport(candidates, curves);
    }

    private static List<Candidate> fitted(List<Candidate> candidates) {
        return candidates.stream().filter(c -> c.fit().isPresent()).toList();
    }

    /** Counts what is done, on any thread, and tells the listener on the calling one. */
    private static final class Tally {

        private final Thread caller = Thread.currentThread();
        private final AtomicLong done = new AtomicLong();
        private final Workers workers;
        private final long total;

        Tally(Workers workers, long total) {
            this.workers = workers;
            this.total = total;
        }

        void done() {
            long now = done.incrementAndGet();
            if (caller.equals(Thread.currentThread())) {
                workers.tell(new FitProgress(STAGE, now, total, Double.NaN));
            }
        }
    }
}
