package dev.segmentation.metrics.profile;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.Segmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BootstrapSample;
import dev.segmentation.metrics.stability.SegmentAligner;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether what marks a segment would mark it among other customers: draws n of the n customers with replacement, many times,
 * and counts how often the mean of the segment stays on its side of the mean of all customers, column by column.
 *
 * <p>Columns are those of {@link Profiling} that did not form the segments; in the others segments differ by construction. A
 * marker is <em>sign-stable</em> if its sign is kept in at least 90 % of the resamples. That is a low bar by itself: of cells
 * without any difference 20 % pass it, being clear at 80 % confidence. It is meant to be passed together with the size that
 * makes a marker; for proof, see {@link NumericProfile#contrast()}.
 *
 * <p><b>Assumes</b> that customers are independent draws, and, in {@link #measure(Segmentation)}, that segments are fixed:
 * customers take their label with them and borders do not move, as with rules or a model that is kept. Where borders come
 * from the same customers, {@link #measure(Segmentation, FeatureMatrix, Segmenter, Execution)} also draws new borders. Neither
 * says whether the markers of today are those of next year.
 *
 * <p>A resample without a value in the segment, or in which no segment continues it, keeps neither sign nor marker. Missing
 * values are left out. Row weights are not used, which {@link MarkerReport#notices()} says.
 * <br><b>Cost:</b> O(replicates·n) time per column, resamples side by side; O(n) memory per column and per thread, and what
 * {@link Profiling} takes.
 * <br><b>Reference:</b> B. Efron (1979), Ann. Stat. 7, 1–26, doi:10.1214/aos/1176344552.
 */
public final class MarkerStability {

    private final Profiling profiling;
    private final int replicates;
    private final double threshold;
    private final long seed;

    private MarkerStability(Profiling profiling, int replicates, double threshold, long seed) {
        this.profiling = profiling;
        this.replicates = replicates;
        this.threshold = threshold;
        this.seed = seed;
    }

    /**
     * 200 resamples, stable from 90 %, seed 0, markers and intervals as {@link Profiling#withDefaults()}.
     *
     * @return the configuration
     */
    public static MarkerStability withDefaults() {
        return new MarkerStability(Profiling.withDefaults(), 200, 0.9, 0);
    }

    /**
     * Sets what marks a segment, which columns formed the segments, and the confidence level.
     *
     * @param value its thresholds of markers, forming columns and level are used
     * @return a new configuration
     */
    public MarkerStability withProfiling(Profiling value) {
        return new MarkerStability(Objects.requireNonNull(value, "profiling"), replicates, threshold, seed);
    }

    /**
     * Sets how many resamples are drawn.
     *
     * @param value at least 20, by default 200, which tells 90 % from 85 %
     * @return a new configuration
     * @throws InvalidInputException if it is below 20
     */
    public MarkerStability withReplicates(int value) {
        Arguments.atLeast(
                20, value, "MarkerStability.withReplicates", "replicates", "200 give a share to about 4 points");
        return new MarkerStability(profiling, value, threshold, seed);
    }

    /**
     * Sets from which share of resamples a sign is stable.
     *
     * @param value in (0.5, 1], by default 0.9; without a difference it is a half
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public MarkerStability withThreshold(double value) {
        if (!(value > 0.5 && value <= 1)) {
            throw Arguments.badParameter(
                    "MarkerStability.withThreshold", "threshold", value, "more than 0.5 and at most 1");
        }
        return new MarkerStability(profiling, replicates, value, seed);
    }

    /**
     * Sets the seed of the resamples.
     *
     * @param value any long, by default 0
     * @return a new configuration
     */
    public MarkerStability withSeed(long value) {
        return new MarkerStability(profiling, replicates, threshold, value);
    }

    /**
     * Measures with segments that are fixed, on the calling thread.
     *
     * @param segmentation customers in segments
     * @return the signs of all segments in all columns that did not form them
     * @throws InvalidInputException if a column named as forming does not exist ({@link Reason#UNKNOWN_NAME})
     */
    public MarkerReport measure(Segmentation segmentation) {
        return measure(segmentation, Execution.sequential());
    }

    /**
     * Measures with segments that are fixed.
     *
     * @param segmentation customers in segments
     * @param execution how to run; resamples are worked on side by side, progress is told in resamples
     * @return the signs of all segments in all columns that did not form them, the same bits on any number of threads
     * @throws InvalidInputException if a column named as forming does not exist ({@link Reason#UNKNOWN_NAME})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public MarkerReport measure(Segmentation segmentation, Execution execution) {
        Assignment labels = Objects.requireNonNull(segmentation, "segmentation").assignment();
        return measure(segmentation, execution, (random, inside) -> {
            int[] drawn = BootstrapSample.draw(labels.size(), random);
            return new Labelled(drawn, labels.rows(drawn));
        });
    }

    /**
     * Measures with every resample segmented anew. A new segment continues the one with which it has at least half of the
     * customers of either in common, as {@link SegmentAligner} matches them.
     *
     * @param segmentation customers in segments
     * @param features what the segments were formed by, n × d
     * @param segmenter how they were formed
     * @param execution how to run; resamples are worked on side by side, progress is told in resamples
     * @return the signs of all segments in all columns that did not form them, the same bits on any number of threads as far
     *     as the segmenter's are; a resample that cannot be fitted is left out, see {@link MarkerReport#notices()}
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a column named as forming
     *     does not exist ({@link Reason#UNKNOWN_NAME}); what the segmenter throws, if no resample can be fitted
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public MarkerReport measure(
            Segmentation segmentation, FeatureMatrix features, Segmenter<?> segmenter, Execution execution) {
        Assignment labels = Objects.requireNonNull(segmentation, "segmentation").assignment();
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(segmenter, "segmenter");
        Arguments.sameSize(labels.size(), features.rowCount(), "MarkerStability.measure", "features", "customer");
        return measure(segmentation, execution, (random, inside) -> {
            BootstrapSample sample = BootstrapSample.of(features, segmenter, random);
            Assignment after =
                    segmenter.fit(sample.matrix(), inside).assignment().rows(sample.places());
            return new Labelled(
                    sample.drawn(),
                    SegmentAligner.withDefaults()
                            .align(labels.rows(sample.drawn()), after)
                            .aligned(after));
        });
    }

    /** The options. */
    @Override
    public String toString() {
        return "MarkerStability[replicates = " + replicates + ", threshold = " + threshold + ", seed = " + seed + ", "
                + profiling + "]";
    }

    /** Rows that were drawn, and their labels; those of segments that continue none come after all others. */
    private static final class Labelled {

        private final int[] drawn;
        private final Assignment labels;

        Labelled(int[] drawn, Assignment labels) {
            this.drawn = drawn;
            this.labels = labels;
        }
    }

    private interface Labelling {
        Labelled draw(SeededRandom random, Execution inside);
    }

    private MarkerReport measure(Segmentation segmentation, Execution execution, Labelling labelling) {
        ProfileTable table = profiling.profile(segmentation, Objects.requireNonNull(execution, "execution"));
        MarkerCells cells = MarkerCells.of(segmentation, table, profiling.markers());
        List<Resampled> resamples = List.of();
        if (cells.isMeasurable()) {
            try (Workers workers = execution.start()) {
                resamples = workers.map(replicates, "marker stability", r -> resample(cells, labelling, r, workers));
            }
        }
        List<MarkerCells.Kept> kept = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (Resampled resample : resamples) {
            resample.kept.ifPresent(kept::add);
            resample.failure.ifPresent(failures::add);
        }
        List<Notice> notices = new ArrayList<>(table.notices());
        if (!failures.isEmpty()) {
            if (kept.isEmpty()) {
                throw failures.get(0);
            }
            notices.add(new Notice(
                    Reason.NO_OBSERVATIONS,
                    failures.size() + " of " + replicates
                            + " resamples could not be fitted and were left out; the first one: "
                            + failures.get(0).getMessage()));
        }
        return new MarkerReport(
                cells.summed(kept, threshold, profiling.level()), kept.size(), threshold, List.copyOf(notices));
    }

    /** What was kept or why the resample could not be fitted. */
    private static final class Resampled {

        private final Optional<MarkerCells.Kept> kept;
        private final Optional<RuntimeException> failure;

        Resampled(Optional<MarkerCells.Kept> kept, Optional<RuntimeException> failure) {
            this.kept = kept;
            this.failure = failure;
        }
    }

    private Resampled resample(MarkerCells cells, Labelling labelling, int replicate, Workers workers) {
        try {
            Labelled drawn = labelling.draw(SeededRandom.stream(seed, replicate), workers.inside());
            return new Resampled(Optional.of(cells.kept(drawn.drawn, drawn.labels, workers)), Optional.empty());
        } catch (InvalidInputException unsuitable) {
            return new Resampled(Optional.empty(), Optional.of(unsuitable));
        } catch (FitException failed) {
            if (failed.reason() == Reason.CALLBACK_FAILED) {
                throw failed;
            }
            return new Resampled(Optional.empty(), Optional.of(failed));
        }
    }
}
