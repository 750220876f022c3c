package dev.segmentation.tree;

/**
 * A fixed-point grid of two limbs for weighted sums of numbers within ±1. Each weighted number is rounded to it once, at
 * 2⁻⁶⁸ or less for a weight of up to 10⁸; from there on sums and differences are exact, so that neither the
 * order of rows nor the direction in which they are added can change a bit.
 */
final class Grid {

    private static final int BITS = 61;

    private final boolean whole;
    private final double scale; // of the upper limb
    private final double unit;
    private final double lowScale; // of the lower limb in units of the upper one
    private final double lowUnit;

    /**
     * Of some rows.
     *
     * @param weight of all rows, positive
     * @param rows their number
     * @param whole whether every weight is a whole number, so that weight 2 must be the row twice
     */
    Grid(double weight, int rows, boolean whole) {
        int upper = BITS - 1 - Math.getExponent(weight);
        int lower = BITS - 1 - Math.getExponent(whole ? weight : rows);
        this.whole = whole;
        this.scale = Math.scalb(1.0, upper);
        this.unit = Math.scalb(1.0, -upper);
        this.lowScale = Math.scalb(1.0, lower);
        this.lowUnit = Math.scalb(1.0, -lower);
    }

    /** Adds a number, −1 … 1, with a weight to the two limbs at a place of an array. */
    void add(long[] sums, int at, double number, double weight) {
        double scaled = (whole ? number : weight * number) * scale;
        double upper = Math.rint(scaled);
        long high = (long) upper;
        long low = (long) Math.rint((scaled - upper) * lowScale);
        long times = whole ? (long) weight : 1;
        sums[at] += times * high;
        sums[at + 1] += times * low;
    }

    /** The number that two limbs are; of the negative of both the negative. */
    double value(long high, long low) {
        return (high + low * lowUnit) * unit;
    }

    /** The power of two that brings numbers up to a largest, positive one into ±1. */
    static double normal(double largest) {
        return Math.scalb(1.0, -1 - Math.getExponent(largest));
    }
}
