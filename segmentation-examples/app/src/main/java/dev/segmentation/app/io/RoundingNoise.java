package dev.segmentation.app.io;

import java.util.Arrays;

/** What is left of a 0 where a sum is not exact, such as −6.9e−18 in a column of 0 and 1; files keep it, people read 0. */
public final class RoundingNoise {

    /** So small a part of the largest number of the same column is not measured, but left by rounding. */
    private static final double SHARE = 1e-12;

    private RoundingNoise() {}

    /**
     * The largest number of a column, without its sign.
     *
     * @param column NaN where there is none
     * @return 0 if there is none at all
     */
    public static double largest(double... column) {
        return Arrays.stream(column)
                .map(Math::abs)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }

    /**
     * A number of a column as people read it.
     *
     * @param value of the column
     * @param largest of the column
     * @return 0 if it is smaller in size than 1e-12 times the largest, else the same
     */
    public static double removed(double value, double largest) {
        return Math.abs(value) < SHARE * largest ? 0 : value;
    }
}
