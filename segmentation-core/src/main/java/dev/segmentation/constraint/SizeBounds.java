package dev.segmentation.constraint;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How many rows a segment may have, as rows and as shares of all rows; the stricter of both counts.
 *
 * @param least rows, 0 if it was not said
 * @param most rows, if it was said
 * @param leastShare of all rows
 * @param mostShare of all rows
 */
record SizeBounds(int least, OptionalInt most, double leastShare, double mostShare) {

    /** A product of a share and a number of rows that is so near an integer is that integer. */
    private static final double ROUNDING = 1e-9;

    static final SizeBounds NONE = new SizeBounds(0, OptionalInt.empty(), 0, 1);

    /** Refuses bounds that no number of rows keeps. */
    SizeBounds checked(String where, String name, Object found) {
        if (most.isPresent() && least > most.getAsInt()) {
            throw Arguments.badParameter(
                    where, name, found, "a minimum of " + least + " up to a maximum of " + most.getAsInt());
        }
        if (leastShare > mostShare) {
            throw Arguments.badParameter(
                    where, name, found, "a minimum share of " + leastShare + " up to a maximum of " + mostShare);
        }
        return this;
    }

    boolean areSet() {
        return !equals(NONE);
    }

    /** The bounds of each segment in units of equally many rows, or {@link Reason#INFEASIBLE}. */
    Range inUnits(long rows, int rowsPerUnit, int segmentCount, String where) {
        long fewest = Math.max(Math.max(1, least), (long) Math.ceil(leastShare * rows - ROUNDING)); // none is empty
        long mostRows = Math.min(most.orElse(Integer.MAX_VALUE), (long) Math.floor(mostShare * rows + ROUNDING));
        long leastUnits = (fewest + rowsPerUnit - 1) / rowsPerUnit;
        long mostUnits = mostRows / rowsPerUnit;
        if (leastUnits > mostUnits) {
            throw infeasible(where + ": no size is at least " + fewest + " and at most " + mostRows + " rows"
                    + groups(rowsPerUnit) + "; widen the bounds");
        }
        if (leastUnits * segmentCount > rows / rowsPerUnit) {
            throw infeasible(where + ": " + segmentCount + " segments of at least " + leastUnits * rowsPerUnit
                    + " rows need " + leastUnits * rowsPerUnit * segmentCount + " rows, but the matrix has " + rows
                    + groups(rowsPerUnit) + "; lower the minimum or segmentCount");
        }
        if (mostUnits * segmentCount < rows / rowsPerUnit) {
            throw infeasible(where + ": " + segmentCount + " segments of at most " + mostUnits * rowsPerUnit
                    + " rows hold " + mostUnits * rowsPerUnit * segmentCount + " rows, but the matrix has " + rows
                    + groups(rowsPerUnit) + "; raise the maximum or segmentCount");
        }
        return new Range((int) leastUnits, (int) Math.min(mostUnits, rows / rowsPerUnit));
    }

    /** Those that are set, for people. */
    List<String> told() {
        List<String> told = new ArrayList<>();
        if (least > 0) {
            told.add("at least " + least + " rows per segment");
        }
        most.ifPresent(rows -> told.add("at most " + rows + " rows per segment"));
        if (leastShare > 0) {
            told.add("at least a share of " + leastShare + " per segment");
        }
        if (mostShare < 1) {
            told.add("at most a share of " + mostShare + " per segment");
        }
        return told;
    }

    private static String groups(int rowsPerUnit) {
        return rowsPerUnit == 1 ? "" : " in groups of " + rowsPerUnit;
    }

    private static InvalidInputException infeasible(String message) {
        return new InvalidInputException(Reason.INFEASIBLE, "segment size", message);
    }

    /**
     * Bounds of each segment.
     *
     * @param least units
     * @param most units
     */
    record Range(int least, int most) {}
}
