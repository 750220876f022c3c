package dev.segmentation.app.story;

import dev.segmentation.Execution;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.aging.RefreshAdvice;
import dev.segmentation.metrics.aging.RefreshRule;
import dev.segmentation.metrics.aging.RefreshSignal;
import dev.segmentation.metrics.drift.PopulationStability;
import dev.segmentation.metrics.history.Flicker;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import dev.segmentation.metrics.migration.MigrationTests;
import dev.segmentation.metrics.migration.PooledMigration;
import java.util.ArrayList;
import java.util.List;

/**
 * What all dates say together: how much customers move, how much of that is taken back, whether it goes on in the same way,
 * and whether the segments still hold.
 *
 * @param history who was where on each date
 * @param steps from each date to the next
 * @param pooled all steps taken together
 * @param flicker moves that are taken back in the next step
 * @param sameInAllSteps the test that customers move in the same way in all steps
 * @param pastMatters the test that where they go depends on where they were before, too
 * @param mix shares of the segments on the first date and on the last
 * @param advice whether to keep the segments
 */
record Movement(
        SegmentHistory history,
        List<MigrationMatrix> steps,
        PooledMigration pooled,
        Flicker flicker,
        MigrationTest sameInAllSteps,
        MigrationTest pastMatters,
        PopulationStability mix,
        RefreshAdvice advice) {

    /**
     * Looks at all dates of a method.
     *
     * @param segmentations one per date, by the same model
     * @param signals what else speaks for a new segmentation or against it
     * @param execution how to work
     */
    static Movement of(List<Segmentation> segmentations, List<RefreshSignal> signals, Execution execution) {
        SegmentHistory history = SegmentHistory.of(segmentations);
        List<MigrationMatrix> steps = history.steps();
        MigrationMatrix first = steps.get(0);
        MigrationMatrix last = steps.get(steps.size() - 1);
        MigrationTests tests = MigrationTests.withDefaults().withExecution(execution);
        PopulationStability mix = PopulationStability.between(
                segmentations.get(0).assignment(),
                segmentations.get(segmentations.size() - 1).assignment());
        List<RefreshSignal> all = new ArrayList<>(List.of(
                RefreshSignal.ofMix(mix),
                RefreshSignal.ofMigration(tests.homogeneity(List.of(first, last)), first, last)));
        all.addAll(signals);
        return new Movement(
                history,
                steps,
                PooledMigration.of(steps),
                Flicker.within(history, 1),
                tests.homogeneity(steps),
                tests.order(history.triples()),
                mix,
                RefreshRule.withDefaults().advise(all));
    }
}
