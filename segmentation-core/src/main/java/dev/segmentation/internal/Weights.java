package dev.segmentation.internal;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;

/** What a row weight may be. */
public final class Weights {

    private static final double LEAST = 1e-30;
    private static final double MOST = 1e30;

    private Weights() {}

    /** Finite, not negative, and neither so small nor so large that sums of weights lose the others. */
    public static double check(double weight, long row, String where) {
        if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
            throw new InvalidInputException(
                    Reason.BAD_WEIGHT,
                    row,
                    "weights",
                    where + ": the weight of row " + row + " is negative or not finite; weights are at least 0");
        }
        if (weight > 0 && (weight < LEAST || weight > MOST)) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    row,
                    "weights",
                    where + ": the weight of row " + row
                            + " is outside 1e-30 to 1e30; multiply all weights by one factor");
        }
        return weight;
    }

    /** The failure of weights that are all 0, to be thrown by the caller. */
    public static InvalidInputException allZero(String where) {
        return new InvalidInputException(
                Reason.BAD_WEIGHT, "weights", where + ": all weights are zero; at least one row must count");
    }
}
