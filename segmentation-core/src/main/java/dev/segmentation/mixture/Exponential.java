package dev.segmentation.mixture;

/**
 * Exponential and logarithm within 2 units in the last place, in plain arithmetic, so that they give the same bits
 * everywhere and loops over arrays become vector instructions.
 */
final class Exponential {

    /** Below this, the exponential is taken as 0, so that products with it do not become subnormal. */
    static final double LEAST = -650;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2_HIGH = 0x1.62e42fefap-1; // few bits, so that a whole number times it is exact
    private static final double LN2_LOW = 0x1.cf79abc9e3b39p-40;
    private static final double ROUNDING = 0x1.8p52; // added and taken away, it leaves the nearest whole number
    private static final double SQRT_2 = 1.4142135623730951;

    private final double[] shifted;
    private final double[] power;
    private final double[] upper;

    /**
     * Working memory.
     *
     * @param most so many values at most are replaced at once
     */
    Exponential(int most) {
        this.shifted = new double[most];
        this.power = new double[most];
        this.upper = new double[most];
    }

    /** Replaces the first n values, 0 or less and possibly −∞, by their exponentials. */
    void replace(double[] x, int n) {
        reduce(x, n);
        polynomial(n);
        for (int r = 0; r < n; r++) {
            double scale = Double.longBitsToDouble((Double.doubleToRawLongBits(shifted[r]) + 1023) << 52);
            x[r] = x[r] < LEAST ? 0 : power[r] * scale;
        }
    }

    /** x = whole · ln 2 + power, |power| ≤ ln 2 / 2; the last bits of {@code shifted} are the whole number. */
    private void reduce(double[] x, int n) {
        for (int r = 0; r < n; r++) {
            double bounded = Math.max(x[r], -700);
            double sum = bounded * LOG2_E + ROUNDING;
            double whole = sum - ROUNDING;
            shifted[r] = sum;
            power[r] = bounded - whole * LN2_HIGH - whole * LN2_LOW;
        }
    }

    /** The Taylor series to degree 13; in two loops, because the compiler leaves a long one scalar. */
    private void polynomial(int n) {
        for (int r = 0; r < n; r++) {
            double x = power[r];
            double sum = x * (1.0 / 6227020800L) + 1.0 / 479001600;
            sum = sum * x + 1.0 / 39916800;
            sum = sum * x + 1.0 / 3628800;
            sum = sum * x + 1.0 / 362880;
            sum = sum * x + 1.0 / 40320;
            upper[r] = sum * x + 1.0 / 5040;
        }
        for (int r = 0; r < n; r++) {
            double x = power[r];
            double sum = upper[r] * x + 1.0 / 720;
            sum = sum * x + 1.0 / 120;
            sum = sum * x + 1.0 / 24;
            sum = sum * x + 1.0 / 6;
            sum = sum * x + 0.5;
            power[r] = 1 + (x + x * x * sum);
        }
    }

    /** The natural logarithm of a normal positive number, by the series of the inverse hyperbolic tangent. */
    static double log(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >> 52) - 1023;
        double mantissa = Double.longBitsToDouble((bits & 0xF_FFFF_FFFF_FFFFL) | 0x3FF0_0000_0000_0000L);
        if (mantissa > SQRT_2) {
            mantissa *= 0.5;
            exponent++;
        }
        double f = mantissa - 1;
        double s = f / (2 + f);
        double t = s * s;
        double sum = t * (1.0 / 23) + 1.0 / 21;
        sum = sum * t + 1.0 / 19;
        sum = sum * t + 1.0 / 17;
        sum = sum * t + 1.0 / 15;
        sum = sum * t + 1.0 / 13;
        sum = sum * t + 1.0 / 11;
        sum = sum * t + 1.0 / 9;
        sum = sum * t + 1.0 / 7;
        sum = sum * t + 1.0 / 5;
        sum = sum * t + 1.0 / 3;
        double half = 0.5 * f * f; // ln(1 + f) = f − (f²/2 − s·(f²/2 + 2·t·sum·…)), the correction small beside f
        double rest = half - s * (half + 2 * t * sum);
        return exponent * LN2_HIGH + (f - (rest - exponent * LN2_LOW));
    }
}
