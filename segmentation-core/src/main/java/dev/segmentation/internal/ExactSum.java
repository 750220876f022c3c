package dev.segmentation.internal;

import java.util.Arrays;

/**
 * The exact sum of any number of doubles, rounded once when it is asked for: the same bits in any order of addition,
 * over any blocks and threads.
 *
 * <p>A superaccumulator (Kulisch): a fixed-point number wide enough for every double, held in 64-bit limbs of 32 bits
 * each, so that carries wait. An addition touches three limbs, and only limbs that were touched cost anything later; the state
 * is 560 bytes. Not thread-safe.
 */
public final class ExactSum {

    /** 2^-1074 is the unit of limb 0; the largest double reaches limb 65, the rest is headroom. */
    private static final int LIMBS = 70;

    private static final long MASK = 0xFFFF_FFFFL;

    /** Each addition adds less than 2^32 to a limb, so this many fit before carries must move. */
    private static final int ADDITIONS_BEFORE_CARRY = 1 << 29;

    private final long[] limbs = new long[LIMBS];

    /** All limbs outside of low to high are 0; none is inside of an empty sum. */
    private int low = LIMBS;

    private int high = -1;
    private int pending;
    private double nonFinite;

    /** The empty sum, 0. */
    public ExactSum() {}

    /** Adds a value; a NaN or infinity makes the sum what IEEE addition would make it. */
    public void add(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
        if (exponent == 0x7FF) {
            nonFinite += value;
            return;
        }
        int position = 0;
        if (exponent != 0) {
            mantissa |= 1L << 52;
            position = exponent - 1;
        }
        int limb = position >>> 5;
        int shift = position & 31;
        long low = (mantissa << shift) & MASK;
        long rest = mantissa >>> (32 - shift);
        long middle = rest & MASK;
        long upper = rest >>> 32;
        touch(limb, limb + 2);
        if (bits < 0) {
            limbs[limb] -= low;
            limbs[limb + 1] -= middle;
            limbs[limb + 2] -= upper;
        } else {
            limbs[limb] += low;
            limbs[limb + 1] += middle;
            limbs[limb + 2] += upper;
        }
        if (++pending >= ADDITIONS_BEFORE_CARRY) {
            carry();
        }
    }

    /** Adds a · b without rounding the product, as long as it neither overflows nor falls below 2^-1022. */
    public void addProduct(double a, double b) {
        double product = a * b;
        add(product);
        add(Math.fma(a, b, -product));
    }

    /** Adds all that another sum holds. */
    public void add(ExactSum other) {
        other.carry();
        if (pending >= ADDITIONS_BEFORE_CARRY - 2) {
            carry();
        }
        touch(other.low, other.high);
        for (int i = other.low; i <= other.high; i++) {
            limbs[i] += other.limbs[i];
        }
        pending += 2;
        nonFinite += other.nonFinite;
    }

    /** Makes this the empty sum, 0, again. */
    public void clear() {
        if (low <= high) {
            Arrays.fill(limbs, low, high + 1, 0);
        }
        low = LIMBS;
        high = -1;
        pending = 0;
        nonFinite = 0;
    }

    private void touch(int from, int to) {
        low = Math.min(low, from);
        high = Math.max(high, to);
    }

    /** The sum, correctly rounded to the nearest double. */
    public double value() {
        if (nonFinite != 0) { // also true for NaN
            return nonFinite;
        }
        if (low > high) {
            return 0;
        }
        carry();
        boolean negative = limbs[high] < 0;
        long[] digits = new long[high - low + 1]; // of the magnitude, from limb low on
        int top = -1;
        long borrow = 0;
        for (int i = 0; i < digits.length; i++) {
            long limb = (negative ? -limbs[low + i] : limbs[low + i]) + borrow;
            borrow = limb >> 32;
            digits[i] = limb & MASK;
            top = digits[i] == 0 ? top : i;
        }
        if (top < 0) {
            return 0;
        }
        double magnitude = rounded(digits, top);
        return negative ? -magnitude : magnitude;
    }

    /** From 55 bits, of which the last two are a guard bit and, with what was dropped, a sticky bit. */
    private double rounded(long[] digits, int top) {
        int length = 32 * (low + top) + 64 - Long.numberOfLeadingZeros(digits[top]);
        int drop = Math.max(0, length - 55);
        long head = 0;
        boolean sticky = false;
        for (int i = top; i >= 0; i--) {
            int shift = 32 * (low + i) - drop;
            if (shift >= 0) {
                head |= digits[i] << shift;
            } else if (shift > -32) {
                head |= digits[i] >>> -shift;
                sticky |= (digits[i] & ((1L << -shift) - 1)) != 0;
            } else {
                sticky |= digits[i] != 0;
            }
        }
        if (length <= 53) {
            return head * Double.MIN_VALUE;
        }
        return Math.scalb((double) (sticky ? head | 1 : head), drop - 1074);
    }

    /** Brings every touched limb but the uppermost into [0, 2^32), and that one into the range of an int. */
    private void carry() {
        for (int i = low; i < high; i++) {
            long carry = limbs[i] >> 32;
            limbs[i] &= MASK;
            limbs[i + 1] += carry;
        }
        while (low <= high && high < LIMBS - 1 && limbs[high] != (int) limbs[high]) {
            limbs[high + 1] = limbs[high] >> 32;
            limbs[high] &= MASK;
            high++;
        }
        pending = 0;
    }
}
