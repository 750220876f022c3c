package dev.segmentation.app.story;

import dev.segmentation.app.report.TrulyMoved;
import dev.segmentation.metrics.history.Flicker;
import dev.segmentation.metrics.noise.CorrectedMigration;
import java.util.List;

/** The part of the page of movement that says how much of it may be noise. */
final class MovementNoise {

    private static final double ROUNDING = 1e-12;

    private final Movement movement;

    MovementNoise(Movement movement) {
        this.movement = movement;
    }

    /** In one sentence, by the best that is known, such as {@code only 7 % truly change in a step; …}. */
    String inShort() {
        if (movement.known().isPresent()) {
            KnownMoves known = movement.known().get();
            return "only " + Words.sure(known.changed()) + " truly change in a step; of the others "
                    + Words.sure(known.floor()) + " move all the same.";
        }
        if (movement.habits().corrected().isPresent()) {
            return correction(movement.habits().corrected().get());
        }
        if (movement.aging().nobodyToFollow()) {
            return "nothing can be said of it, since nobody is at two dates in a row.";
        }
        if (nobodyMoved()) {
            return "none is seen, since nobody moved.";
        }
        Flicker flicker = movement.flicker();
        return flicker.share().isDefined()
                ? Words.sure(flicker.share()) + " of the moves are taken back in the next step ("
                        + Words.percent(flicker.expected())
                        + " would be if only the present segment mattered). How much is noise takes migrate --confusion to say."
                : "nothing can be said of it yet, since nobody moved early enough to see whether they come back.";
    }

    void addTo(Page page) {
        page.heading("How much of it is noise");
        movement.known().ifPresent(known -> page.say(truth(known)));
        movement.habits()
                .corrected()
                .ifPresent(corrected -> page.say(
                        Words.sure(corrected.apparent()) + " seem to move in a step. " + capital(correction(corrected))
                                + (corrected.overstated()
                                        ? ""
                                        : " This takes errors for new at each date; if they last, less is noise.")));
        page.say(
                movement.aging().nobodyToFollow()
                        ? "Nobody is at two dates in a row, so that no move can be seen, real or not."
                        : nobodyMoved()
                                ? "Nobody moved, so that nothing was taken back."
                                : flicker(movement.flicker()));
        if (nobodyMoved()) {
            return;
        }
        if (movement.habits().pooled().flag().isPresent()) {
            page.say("That comparison takes steps for equally long, which they are not.");
        }
        if (movement.known().isEmpty() && movement.habits().corrected().isEmpty()) {
            page.say(
                    "How much of all movement is noise this does not say. That takes customers whose true segment is known:"
                            + " migrate --confusion corrects for the error that they show.");
        }
        if (manyComeBack(movement.flicker())) {
            page.say("More come back than by chance: before money is spent on movers, wait for a second date.");
        }
    }

    private boolean nobodyMoved() {
        return movement.habits().pooled().matrix().movers() == 0;
    }

    /** Beyond chance: the interval says so. */
    private static boolean manyComeBack(Flicker flicker) {
        return flicker.excess().isDefined() && flicker.excess().lower() > 0;
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

    /**
     * Of a correction that the counts contradict no number is told; of one that may be all noise, how much it is at most, see
     * {@link TrulyMoved}.
     */
    static String correction(CorrectedMigration corrected) {
        if (!corrected.apparent().isDefined()) {
            return "nobody is at both dates, so that there is nothing to correct.";
        }
        String floor = "by the typing error given, " + Words.percent(corrected.floor())
                + " would seem to move in a step if nobody did";
        TrulyMoved truly = TrulyMoved.of(corrected);
        if (truly.kind() == TrulyMoved.Kind.OPEN) {
            return floor + "; how many truly do is left open: the errors are too large for so few customers.";
        }
        if (truly.kind() == TrulyMoved.Kind.CONTRADICTED) {
            return floor + "; but "
                    + (corrected.apparent().value() < corrected.floor()
                            ? "fewer are seen to than errors as large as given would make"
                            : "errors as large as given would make more of some moves than are seen")
                    + ": they are smaller, or last from date to date. So no corrected share is told; the one that they would"
                    + " give is in the JSON file.";
        }
        return floor + "; corrected for it, " + trulyMoved(corrected, truly) + ".";
    }

    private static String trulyMoved(CorrectedMigration corrected, TrulyMoved truly) {
        return truly.kind() == TrulyMoved.Kind.SHARE
                ? Words.percent(truly.share()) + " [" + Words.interval(corrected.moved()) + "] truly do"
                : "at most " + Words.percent(truly.upper()) + " truly do, and perhaps nobody";
    }

    /** A cell of a table: the unbiased share, or the upper end if it may be nobody; empty if the counts contradict it. */
    static List<String> cells(CorrectedMigration corrected) {
        TrulyMoved truly = TrulyMoved.of(corrected);
        String interval = Words.interval(corrected.moved());
        return switch (truly.kind()) {
            case SHARE -> List.of(Words.percent(truly.share()), interval);
            case AT_MOST -> List.of("<= " + Words.percent(truly.upper()), interval);
            case CONTRADICTED, OPEN -> List.of("-", "-");
        };
    }

    static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Such as {@code 31 % [29 %..33 %] of 1,559 moves were taken back in the next step, where 12 % would be …}. */
    static String flicker(Flicker flicker) {
        if (!flicker.share().isDefined()) {
            return "Nobody moved early enough to see whether they come back.";
        }
        return Words.sure(flicker.share()) + " of " + Words.counted(flicker.moves(), "move")
                + " were taken back in the next step, where " + Words.percent(flicker.expected())
                + " would be if only the present segment mattered."
                + (manyComeBack(flicker)
                        ? " More than that are customers near a border, or customers who differ in how restless they are."
                        : flicker.excess().isDefined()
                                        && Math.abs(flicker.excess().value()) < ROUNDING
                                ? " So many were to be expected."
                                : flicker.excess().isDefined()
                                                && flicker.excess().upper() < 0
                                        ? " Fewer come back than by chance."
                                        : " That may be chance.");
    }
}
