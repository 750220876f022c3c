package dev.segmentation.metrics.selection;

import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.OptionalInt;

/** The count with the best value, the smaller one of equals; none if fewer than two are compared or all are equal. */
final class Best {

    private final Direction direction;
    private int compared;
    private int at;
    private double best;
    private boolean differs;

    Best(Direction direction) {
        this.direction = direction;
    }

    /** Counts come ascending; NaN is no value. */
    void add(int k, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        differs |= compared > 0 && value != best;
        if (compared == 0 || direction.isBetter(value, best)) {
            at = k;
            best = value;
        }
        compared++;
    }

    OptionalInt pick() {
        return compared > 1 && differs ? OptionalInt.of(at) : OptionalInt.empty();
    }

    /** Sets the pick of a curve, or says why there is none. */
    CriterionCurve.Builder on(CriterionCurve.Builder curve) {
        if (pick().isEmpty()) {
            String why = compared > 1 ? "all scores are equal" : "fewer than two have a score";
            curve.notice(new Notice(Reason.NO_ELBOW, "no segment count is picked: " + why));
        }
        return curve.pick(pick());
    }
}
