package dev.segmentation.app.story;

import dev.segmentation.Estimate;
import dev.segmentation.metrics.interval.ProportionInterval;

/**
 * How much of the movement is real, where the truth is known customer by customer: counted, without a model of errors. The
 * intervals are those of shares of customer steps.
 *
 * @param moves what customers did and what was seen, all steps together
 * @param lookBack how far back the segments look, for people
 */
record KnownMoves(Truth.Moves moves, String lookBack) {

    private static final double LEVEL = 0.95;

    /** The share who truly changed in a step: what movement would be without noise. */
    Estimate changed() {
        return share(moves.seen() + moves.missed(), moves.all());
    }

    /** The share who moved of those who did not change in the step: the movement that is there although nobody changes. */
    Estimate floor() {
        return share(moves.late() + moves.apparent(), moves.all() - moves.seen() - moves.missed());
    }

    /** The share of the moves whose customers changed in the step. */
    Estimate trueMoves() {
        return share(moves.seen(), moved());
    }

    /** The share of the moves whose customers changed before, but so recently that segments may show it late. */
    Estimate lateMoves() {
        return share(moves.late(), moved());
    }

    /** The share of the moves behind which there is no change at all. */
    Estimate apparentMoves() {
        return share(moves.apparent(), moved());
    }

    private long moved() {
        return moves.seen() + moves.late() + moves.apparent();
    }

    private static Estimate share(long part, long whole) {
        return ProportionInterval.wilson(part, whole, LEVEL);
    }
}
