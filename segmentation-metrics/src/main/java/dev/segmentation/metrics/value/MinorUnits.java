package dev.segmentation.metrics.value;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Amounts as whole numbers of the smallest unit, such as cents, so that sums are exact.
 *
 * <p>An amount is rounded to the nearest unit, a tie to the even one (sums of many then do not drift). What is a tie is
 * decided on the number as it was written: 1.015 is one, although the double nearest to it lies a little below.
 */
final class MinorUnits {

    static final int MOST_DECIMALS = 9;

    private final int decimals;
    private final double unitsPerOne;

    private MinorUnits(int decimals) {
        this.decimals = decimals;
        this.unitsPerOne = BigDecimal.ONE.movePointRight(decimals).doubleValue(); // exact up to 10^22
    }

    static MinorUnits ofDecimals(int decimals, String where) {
        if (decimals < 0 || decimals > MOST_DECIMALS) {
            throw Arguments.badParameter(where, "decimals", decimals, "0 to " + MOST_DECIMALS + "; 2 means cents");
        }
        return new MinorUnits(decimals);
    }

    int decimals() {
        return decimals;
    }

    BigDecimal amount(long units) {
        return BigDecimal.valueOf(units, decimals);
    }

    /**
     * Rounds every customer's value once.
     *
     * @param name the column or parameter that holds the values
     * @param which what {@code name} does not say, for messages
     */
    long[] round(double[] values, String where, String name, String which) {
        long[] units = new long[values.length];
        for (int row = 0; row < values.length; row++) {
            double value = values[row];
            if (!(Math.abs(value) <= Double.MAX_VALUE)) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        row,
                        name,
                        where + ": missing or infinite value at row " + row + " of \"" + name + "\"" + which
                                + "; give every customer a value, 0 for none");
            }
            try {
                units[row] = round(value);
            } catch (ArithmeticException overflow) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        row,
                        name,
                        where + ": the value at row " + row + " of \"" + name + "\"" + which
                                + " has too many digits for " + decimals
                                + " decimals in 64 bits; use fewer decimals or a larger unit");
            }
        }
        return units;
    }

    /** Rounds a finite value; {@link ArithmeticException} if the result is no {@code long}. */
    long round(double value) {
        double scaled = value * unitsPerOne;
        if (!(Math.abs(scaled) < 0x1p51)) { // from here on a double may have no place for the half units below
            return new BigDecimal(value)
                    .setScale(decimals, RoundingMode.HALF_EVEN)
                    .movePointRight(decimals)
                    .longValueExact();
        }
        double halves = Math.rint(2 * scaled);
        if (halves / (2 * unitsPerOne) == value) { // the double nearest to a whole number of half units
            return (long) Math.rint(halves / 2);
        }
        double nearest = Math.rint(scaled);
        // the product may have been rounded to a tie that the value is not
        double fraction = scaled - nearest;
        double lost = Math.fma(value, unitsPerOne, -scaled);
        if (fraction == 0.5 && lost > 0) {
            nearest++;
        } else if (fraction == -0.5 && lost < 0) {
            nearest--;
        }
        return (long) nearest;
    }

    /** The failure of a sum that does not fit. */
    InvalidInputException sumTooLarge(String where) {
        return new InvalidInputException(
                Reason.RANGE,
                where + ": a sum has too many digits for " + decimals()
                        + " decimals in 64 bits; use fewer decimals or a larger unit");
    }
}
