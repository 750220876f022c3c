package dev.segmentation.app.story;

import dev.segmentation.metrics.migration.DirectionalMobility;
import dev.segmentation.metrics.migration.MigrationMatrix;
import java.util.stream.Collectors;

/** A step in sentences, beside its table. */
public final class StepText {

    private static final int LARGEST_MOVES = 3;

    private StepText() {}

    /**
     * Who moved, how sure that is, and how much of it is real if that is known.
     *
     * @param step between two dates
     * @return a few lines
     */
    public static String of(Step step) {
        MigrationMatrix migration = step.migration();
        Page page = new Page();
        page.say(moved(step));
        if (migration.movers() > 0) {
            page.say("Largest moves: "
                    + Flow.largest(migration, LARGEST_MOVES).stream()
                            .map(Flow::toString)
                            .collect(Collectors.joining("; "))
                    + ".");
        }
        if (!step.worstToBest().isEmpty() && migration.presentAtBoth() > 0) {
            DirectionalMobility direction = migration.ordered(step.worstToBest());
            page.say(Words.sure(direction.upRate()) + " went up and " + Words.sure(direction.downRate())
                    + " went down.");
        }
        step.corrected()
                .filter(corrected -> migration.presentAtBoth() > 0)
                .ifPresent(corrected -> page.say(MovementNoise.capital(MovementNoise.correction(corrected))
                        + (corrected.overstated() || !corrected.moved().isDefined()
                                ? ""
                                : " This takes errors for new at each date; if they last, less is noise.")));
        return page.toString().stripTrailing();
    }

    private static String moved(Step step) {
        MigrationMatrix migration = step.migration();
        String others =
                " New: " + Words.count(migration.entrants()) + "; left: " + Words.count(migration.leavers()) + ".";
        if (migration.presentAtBoth() == 0) {
            return "Nobody is in a segment at both dates, so that nothing can be told of who moved." + others;
        }
        if (migration.segments().size() == 1) {
            return "There is one segment only, so that nobody can be seen to move." + others;
        }
        return Words.sure(step.moved()) + " of " + Words.counted(migration.presentAtBoth(), "customer")
                + " in a segment at both dates moved to another one; the brackets are the 95 % interval, the room of chance."
                + others;
    }
}
