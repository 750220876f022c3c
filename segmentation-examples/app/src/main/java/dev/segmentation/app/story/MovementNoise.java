package dev.segmentation.app.story;

import dev.segmentation.metrics.history.Flicker;
import dev.segmentation.metrics.noise.CorrectedMigration;

/** The part of the page of movement that says how much of it may be noise. */
final class MovementNoise {

    private final Movement movement;

    MovementNoise(Movement movement) {
        this.movement = movement;
    }

    /** In one sentence, by the best that is known. */
    String inShort() {
        if (movement.known().isPresent()) {
            KnownMoves known = movement.known().get();
            return "Noise: only " + Words.sure(known.changed()) + " truly change in a step; of the others "
                    + Words.sure(known.floor()) + " move all the same.";
        }
        if (movement.habits().corrected().isPresent()) {
            CorrectedMigration corrected = movement.habits().corrected().get();
            return "Noise: by the typing error given, " + Words.percent(corrected.floor())
                    + " would seem to move in a step if nobody did; corrected for it, " + Words.sure(corrected.moved())
                    + " truly do.";
        }
        Flicker flicker = movement.flicker();
        return flicker.share().isDefined()
                ? "Noise: " + Words.sure(flicker.share()) + " of the moves are taken back in the next step ("
                        + Words.percent(flicker.expected())
                        + " would be if only the present segment mattered). How much is noise takes migrate --confusion to say."
                : "Noise: nothing can be said of it yet, since nobody moved early enough to see whether they come back.";
    }

    void addTo(Page page) {
        page.heading("How much of it is noise");
        movement.known().ifPresent(known -> page.say(truth(known)));
        movement.habits().corrected().ifPresent(corrected -> page.say(correction(corrected)));
        page.say(flicker(movement.flicker()));
        if (movement.habits().pooled().flag().isPresent()) {
            page.say("That comparison takes steps for equally long, which they are not.");
        }
        if (movement.known().isEmpty() && movement.habits().corrected().isEmpty()) {
            page.say(
                    "How much of all movement is noise this does not say. That takes customers whose true segment is known:"
                            + " migrate --confusion corrects for the error that they show.");
        }
        page.say("Before money is spent on movers, wait for a second date.");
    }

    private static String truth(KnownMoves known) {
        return "This shop is simulated, so that its truth is known. " + Words.sure(known.changed())
                + " of the customers truly change in a step. Of those who do not, " + Words.sure(known.floor())
                + " move all the same: so much is seen though nobody changes. Of the moves "
                + Words.sure(known.trueMoves())
                + " are true, " + Words.sure(known.lateMoves())
                + " show a change that came before, " + Words.sure(known.apparentMoves())
                + " show none. No correction by typing errors is made: segments look back " + known.lookBack()
                + ", so that errors last from date to date, and it would take them for new each time.";
    }

    private static String correction(CorrectedMigration corrected) {
        String text = "By the typing error given, " + Words.percent(corrected.floor())
                + " of the customers would seem to move in a step if nobody did. " + Words.sure(corrected.apparent())
                + " seem to; corrected for the error, " + Words.sure(corrected.moved()) + " truly move.";
        return corrected.overstated()
                ? text
                        + " But there is less movement than errors as large as given would make: they are smaller, or last from"
                        + " date to date. Do not trust the correction."
                : text + " This takes errors for new at each date; if they last, less is noise.";
    }

    /** Such as {@code 31 % [29 %..33 %] of 1,559 moves were taken back in the next step, where 12 % would be …}. */
    static String flicker(Flicker flicker) {
        if (!flicker.share().isDefined()) {
            return "Nobody moved early enough to see whether they come back.";
        }
        return Words.sure(flicker.share()) + " of " + Words.counted(flicker.moves(), "move")
                + " were taken back in the next step, where " + Words.percent(flicker.expected())
                + " would be if only the present segment mattered. More than that are customers near a border, or customers who"
                + " differ in how restless they are.";
    }
}
