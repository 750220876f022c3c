package dev.segmentation.mixed;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.internal.SegmentNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** The fit of {@link KModes} and {@link KPrototypes}, once it is said how rows are measured. */
final class Fitting {

    /** Up to this many distances per pass, prototypes of the best start are drawn anew. */
    private static final long SMALL = 1L << 18;

    /** Below this many look-ups per pass, whole starts are shared out among threads instead of rows. */
    private static final long SHARED_BY_STARTS = 1L << 21;

    private final String algorithm;
    private final String modelName;
    private final Settings settings;
    private final List<Notice> notices = new ArrayList<>();

    Fitting(String algorithm, String modelName, Settings settings) {
        this.algorithm = algorithm;
        this.modelName = modelName;
        this.settings = settings;
    }

    /** How rows are measured, learned from the training rows. */
    interface MetricRule {

        Metric of(Schema schema, Columns columns, List<Notice> notices);
    }

    /** The parts of a fit. */
    record Result(NearestPrototype model, Assignment assignment, FitReport report) {}

    Result fit(FeatureTable table, MetricRule rule, Execution execution) {
        String where = settings.where() + ".fit";
        Schema schema = Schema.of(table, settings.given().stream().toList());
        try (Workers workers = execution.start()) {
            Loop across = new Loop(workers, Loop.Where.ACROSS);
            across.poll();
            Columns columns = schema.read(table, where);
            checkValues(schema, columns, where);
            Metric metric = rule.of(schema, columns, notices);
            MixedRows rows = MixedRows.of(columns, metric, across::poll);
            Centering centering = new Centering(rows, metric, across);
            Prototypes overall = centering.overall(across);
            Starts starts = new Starts(rows, metric, centering, overall, workers);
            Start best = starts.finished(starts.best(given(schema, metric, overall)));
            return result(schema, metric, best, rows, starts.objectives);
        }
    }

    private void checkValues(Schema schema, Columns columns, String where) {
        for (int j = 0; j < schema.numeric().size(); j++) {
            if (Double.isNaN(columns.range(j))) {
                throw schema.noObservations(schema.numeric().get(j), where);
            }
        }
        for (int j = 0; j < schema.categorical().size(); j++) {
            double total = 0;
            for (double weight : columns.levelWeights(j, schema.missing(j))) {
                total += weight;
            }
            if (!(total > 0)) {
                throw schema.noObservations(schema.categorical().get(j), where);
            }
        }
        long silent = columns.silentRows(schema);
        if (silent > 0) {
            notices.add(new Notice(
                    Reason.NO_INFORMATION,
                    where + ": " + silent + " rows have no value at all; they are in the segment that wins ties"));
        }
    }

    /** The prototypes of the caller, or none. */
    private List<Prototypes> given(Schema schema, Metric metric, Prototypes overall) {
        return settings.given().stream()
                .map(prototypes -> {
                    String where = settings.where() + ".fit";
                    schema.check(prototypes, where);
                    MixedRows rows = MixedRows.of(schema.read(prototypes, where), metric, () -> {});
                    Prototypes given =
                            new Prototypes(settings.segmentCount(), metric.numericCount(), metric.categoricalCount());
                    for (int s = 0; s < given.count; s++) {
                        for (int j = 0; j < metric.categoricalCount(); j++) {
                            if (rows.code(s, j) > schema.missing(j)) {
                                throw schema.unknownLevel(s, j, where);
                            }
                        }
                        given.set(s, rows, s, metric, overall);
                    }
                    return given;
                })
                .toList();
    }

    private Result result(Schema schema, Metric metric, Start best, MixedRows rows, List<Double> objectives) {
        int k = settings.segmentCount();
        int[] numbers = settings.given().isPresent()
                ? IntStream.range(0, k).toArray()
                : SegmentNumbers.bySize(k, best.labels(), rows::weight);
        int[] labels = new int[rows.rowCount()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = numbers[best.labels()[i]];
        }
        double[] weights = IntStream.range(0, k).mapToDouble(best::weight).toArray();
        NearestPrototype model =
                new NearestPrototype(modelName, schema, metric, best.prototypes(), numbers, weights, best.within());
        FitReport.Builder report = FitReport.builder(algorithm)
                .seed(settings.seed())
                .termination(best.converged() ? Termination.CONVERGED : Termination.ITERATION_LIMIT)
                .iterations(best.iterations())
                .objective(best.objective())
                .restartObjectives(objectives);
        notices.forEach(report::notice);
        return new Result(model, Assignment.copyOf(k, labels), report.build());
    }

    /** All starts of one fit, worked on one after the other on all threads, or each on a thread of its own. */
    private final class Starts {

        private final MixedRows rows;
        private final Metric metric;
        private final Centering centering;
        private final Prototypes overall;
        private final Workers workers;
        private final FirstPrototypes first;
        private final List<Double> objectives = new ArrayList<>();

        Starts(MixedRows rows, Metric metric, Centering centering, Prototypes overall, Workers workers) {
            this.rows = rows;
            this.metric = metric;
            this.centering = centering;
            this.overall = overall;
            this.workers = workers;
            this.first = new FirstPrototypes(rows, metric, overall, settings.segmentCount(), settings.seed());
        }

        Start best(List<Prototypes> given) {
            long pass = (long) rows.rowCount()
                    * settings.segmentCount()
                    * (metric.numericCount() + metric.categoricalCount());
            int together = pass < SHARED_BY_STARTS ? Math.min(settings.starts(), 4 * workers.threads()) : 1;
            Start best = null;
            for (int from = 0; from < settings.starts(); from += together) {
                int offset = from;
                int count = Math.min(together, settings.starts() - from);
                List<Start> batch = together == 1
                        ? List.of(start(given, from, Loop.Where.ACROSS))
                        : workers.map(count, r -> start(given, offset + r, Loop.Where.WITHIN));
                for (Start start : batch) {
                    objectives.add(start.objective());
                    if (best == null || start.objective() < best.objective()) {
                        best = start;
                    }
                }
                workers.tell(new FitProgress(
                        algorithm,
                        from + count,
                        settings.starts(),
                        Objects.requireNonNull(best).objective()));
            }
            return Objects.requireNonNull(best);
        }

        /**
         * What the best start becomes by drawing each of its prototypes anew, one after the other, as long as that helps
         * and costs no more than the starts did; in small problems.
         */
        Start finished(Start best) {
            int k = settings.segmentCount();
            Start current = best;
            if (settings.given().isPresent() || (long) rows.rowCount() * k > SMALL) {
                return current;
            }
            Loop loop = new Loop(workers, Loop.Where.ACROSS);
            int unchanged = 0;
            for (int trial = 0; unchanged < 4 * k && trial < settings.starts(); trial++) {
                Optional<Prototypes> redrawn = first.redrawn(current.prototypes(), trial % k, trial, loop);
                unchanged++;
                if (redrawn.isPresent()) {
                    Start next = new Start(rows, metric, centering, overall, redrawn.get(), loop);
                    if (next.run(settings.maxIterations()) && next.objective() < current.objective()) {
                        current = next;
                        unchanged = 0;
                    }
                }
            }
            return current;
        }

        private Start start(List<Prototypes> given, int restart, Loop.Where where) {
            Loop loop = new Loop(workers, where);
            Prototypes prototypes =
                    given.isEmpty() ? first.of(restart, loop).orElseThrow(Starts.this::indistinct) : given.get(0);
            Start start = new Start(rows, metric, centering, overall, prototypes, loop);
            if (!start.run(settings.maxIterations())) {
                throw indistinct();
            }
            return start;
        }

        private RuntimeException indistinct() {
            return settings.fewerDistinct(
                    "has too few rows that differ where neither has a missing value and that weigh"
                            + " anything beside the others");
        }
    }
}
