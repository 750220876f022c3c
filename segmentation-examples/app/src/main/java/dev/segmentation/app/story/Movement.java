package dev.segmentation.app.story;

import dev.segmentation.Execution;
import dev.segmentation.Segmentation;
import dev.segmentation.app.report.MigrationFiles;
import dev.segmentation.app.report.StepValue;
import dev.segmentation.metrics.aging.SchemeHalfLife;
import dev.segmentation.metrics.drift.PopulationStability;
import dev.segmentation.metrics.history.Flicker;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import dev.segmentation.metrics.migration.MigrationTests;
import dev.segmentation.metrics.migration.PooledMigration;
import dev.segmentation.metrics.migration.SizeForecast;
import dev.segmentation.metrics.noise.CorrectedMigration;
import dev.segmentation.metrics.noise.TypingError;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What three or more dates say together: how much customers move, how much of that is taken back, whether it goes on in the
 * same way, and whether the definitions of the segments age.
 *
 * @param timetable the dates
 * @param history who was where on each date
 * @param steps from each date to the next
 * @param whole from the first date to the last
 * @param habits what all steps have in common
 * @param flicker moves that are taken back in the next step
 * @param aging whether customers move as they did, and whether definitions age
 * @param known how much of the movement is real, where the truth is known
 * @param warnings what may be wrong with the input, for people
 */
public record Movement(
        Timetable timetable,
        SegmentHistory history,
        List<Step> steps,
        Step whole,
        Habits habits,
        Flicker flicker,
        Aging aging,
        Optional<KnownMoves> known,
        List<String> warnings) {

    /** How far sizes are told in advance: further the bands are as wide as the sizes. */
    static final int STEPS_AHEAD = 2;

    /**
     * What all steps have in common.
     *
     * @param pooled all steps taken together
     * @param corrected the same without typing errors, if those are known
     * @param sameInAllSteps the test that customers move in the same way in all steps; none if steps are not equally long
     * @param pastMatters the test that where they go depends on where they were before, too; none if steps of different
     *     length would have to be taken together for it
     * @param forecast of sizes; none if steps are not equally long, or nobody is at two dates in a row
     */
    public record Habits(
            PooledMigration pooled,
            Optional<CorrectedMigration> corrected,
            Optional<MigrationTest> sameInAllSteps,
            Optional<MigrationTest> pastMatters,
            Optional<SizeForecast> forecast) {

        static Habits of(SegmentHistory history, MigrationTests tests) {
            PooledMigration pooled = history.pooled();
            boolean equallyLong = pooled.flag().isEmpty();
            return new Habits(
                    pooled,
                    Optional.empty(),
                    equallyLong ? Optional.of(tests.homogeneity(pooled.periods())) : Optional.empty(),
                    equallyLong || pooled.periods().size() == 2
                            ? Optional.of(tests.order(history.triples()))
                            : Optional.empty(),
                    equallyLong && pooled.matrix().presentAtBoth() > 0
                            ? Optional.of(pooled.forecast(STEPS_AHEAD))
                            : Optional.empty());
        }

        Habits correctedBy(TypingError error) {
            return new Habits(
                    pooled,
                    Optional.of(CorrectedMigration.of(pooled.matrix(), error)),
                    sameInAllSteps,
                    pastMatters,
                    forecast);
        }
    }

    /**
     * How later customers fit the segments.
     *
     * @param signals of the fit
     * @param basis on whom it was measured
     */
    public record Fit(List<AgingSignal> signals, FitBasis basis) {}

    /**
     * Looks at all dates.
     *
     * @param timetable of the segmentations
     * @param segmentations at least three, by the same model, each declaring the same segments in the same order
     * @param fit how later customers fit the segments, if that was looked at
     * @param execution how to work
     * @return what they say
     */
    public static Movement of(
            Timetable timetable, List<Segmentation> segmentations, Optional<Fit> fit, Execution execution) {
        SegmentHistory history = SegmentHistory.of(segmentations);
        MigrationTests tests = MigrationFiles.drawing().withExecution(execution);
        Habits habits = Habits.of(history, tests);
        PopulationStability mix = PopulationStability.between(
                segmentations.get(0).assignment(),
                segmentations.get(segmentations.size() - 1).assignment());
        Step whole = step(timetable, history, 0, timetable.last());
        MigrationTest sameMix = tests.equalShares(whole.migration());
        List<AgingSignal> signals = new ArrayList<>(
                List.of(AgingSignal.ofMix(mix, sameMix, whole.migration()), ofMigration(habits.pooled(), tests)));
        fit.ifPresent(found -> signals.addAll(found.signals()));
        return new Movement(
                timetable,
                history,
                IntStream.rangeClosed(1, timetable.last())
                        .mapToObj(i -> step(timetable, history, i - 1, i))
                        .toList(),
                whole,
                habits,
                Flicker.within(history, 1),
                Aging.of(
                        mix,
                        sameMix,
                        halfLife(timetable, history),
                        signals,
                        fit.map(Fit::basis),
                        nothingToTell(habits.pooled().matrix())),
                Optional.empty(),
                List.of());
    }

    private static Optional<Aging.Blank> nothingToTell(MigrationMatrix pooled) {
        if (pooled.presentAtBoth() == 0) {
            return Optional.of(Aging.Blank.NOBODY_TO_FOLLOW);
        }
        return pooled.segments().size() == 1 ? Optional.of(Aging.Blank.ONE_SEGMENT) : Optional.empty();
    }

    private static Step step(Timetable timetable, SegmentHistory history, int from, int to) {
        LocalDate before = timetable.dates().get(from);
        LocalDate after = timetable.dates().get(to);
        return Step.of(timetable, from, to, history.migration(before, after));
    }

    private static AgingSignal ofMigration(PooledMigration pooled, MigrationTests tests) {
        MigrationMatrix first = pooled.periods().get(0);
        MigrationMatrix last = pooled.periods().get(pooled.periods().size() - 1);
        return pooled.flag().isEmpty()
                ? AgingSignal.ofMigration(tests.homogeneity(List.of(first, last)), first, last)
                : AgingSignal.notMeasured(
                        "break of migration",
                        AgingSignal.Kind.CUSTOMERS,
                        "the steps are not equally long, so that they do not compare");
    }

    /** Without dates a half-life has no unit. */
    private static Optional<SchemeHalfLife> halfLife(Timetable timetable, SegmentHistory history) {
        LocalDate first = history.dates().get(0);
        List<SchemeHalfLife.Point> points = new ArrayList<>();
        for (LocalDate date : history.dates().subList(1, history.dates().size())) {
            MigrationMatrix since = history.migration(first, date);
            if (since.presentAtBoth() > 0) {
                points.add(new SchemeHalfLife.Point(
                        ChronoUnit.DAYS.between(first, date),
                        ProportionInterval.wilson(since.stayers(), since.presentAtBoth(), since.level())));
            }
        }
        return timetable.isDated() && !points.isEmpty() ? Optional.of(SchemeHalfLife.of(points)) : Optional.empty();
    }

    /**
     * Tells up from down.
     *
     * @param worstToBest all segments
     * @return a new object
     */
    public Movement ordered(List<String> worstToBest) {
        return with(step -> step.ordered(worstToBest), habits);
    }

    /**
     * Tells how much of the movement is real.
     *
     * @param error of the typing at all dates
     * @return a new object
     */
    public Movement correctedBy(TypingError error) {
        return with(step -> step.correctedBy(error), habits.correctedBy(error));
    }

    /**
     * Tells what movement did to value.
     *
     * @param value between the two dates of a step
     * @return a new object
     */
    public Movement withValues(Function<Step, StepValue> value) {
        return with(step -> step.withValue(value.apply(step)), habits);
    }

    /**
     * Says what may be wrong with the input.
     *
     * @param found sentences, which open the page
     * @param ofStep sentences on a step alone
     * @return a new object
     */
    public Movement withWarnings(List<String> found, Function<Step, List<String>> ofStep) {
        return new Movement(
                timetable,
                history,
                steps.stream()
                        .map(step -> step.withWarnings(ofStep.apply(step)))
                        .toList(),
                whole.withWarnings(ofStep.apply(whole)),
                habits,
                flicker,
                aging,
                known,
                List.copyOf(found));
    }

    Movement withKnown(KnownMoves moves) {
        return new Movement(timetable, history, steps, whole, habits, flicker, aging, Optional.of(moves), warnings);
    }

    private Movement with(Function<Step, Step> change, Habits other) {
        return new Movement(
                timetable,
                history,
                steps.stream().map(change).toList(),
                change.apply(whole),
                other,
                flicker,
                aging,
                known,
                warnings);
    }

    Step lastStep() {
        return steps.get(steps.size() - 1);
    }
}
