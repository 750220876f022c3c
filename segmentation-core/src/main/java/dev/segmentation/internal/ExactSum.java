package dev.segmentation.internal;

import java.math.BigInteger;

/**
 * The exact sum of any number of doubles, rounded once when it is asked for: the same bits in any order of addition,
 * over any blocks and threads.
 *
 * <p>A superaccumulator (Kulisch): a fixed-point number wide enough for every double, held in 64-bit limbs of 32 bits
 * each, so that carries wait. An addition touches three limbs; the state is 560 bytes. Not thread-safe.
 */
public final class ExactSum {

    /** 2^-1074 is the unit of limb 0; the largest double reaches limb 65, the rest is headroom. */
    private static final int LIMBS = 70;

    private static final long MASK = 0xFFFF_FFFFL;

    /** Each addition adds less than 2^32 to a limb, so this many fit before carries must move. */
    private static final int ADDITIONS_BEFORE_CARRY = 1 << 29;

    private final long[] limbs = new long[LIMBS];
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
        long high = rest >>> 32;
        if (bits < 0) {
            limbs[limb] -= low;
            limbs[limb + 1] -= middle;
            limbs[limb + 2] -= high;
        } else {
            limbs[limb] += low;
            limbs[limb + 1] += middle;
            limbs[limb + 2] += high;
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
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] += other.limbs[i];
        }
        pending += 2;
        nonFinite += other.nonFinite;
    }

    /** The sum, correctly rounded to the nearest double. */
    public double value() {
        if (nonFinite != 0) { // also true for NaN
            return nonFinite;
        }
        carry();
        byte[] magnitude = new byte[4 * LIMBS + 4];
        boolean negative = limbs[LIMBS - 1] < 0;
        long borrow = 0;
        for (int i = 0; i < LIMBS; i++) {
            long limb = (negative ? -limbs[i] : limbs[i]) + borrow;
            borrow = limb >> 32;
            long digit = limb & MASK;
            int at = magnitude.length - 4 * (i + 1);
            magnitude[at] = (byte) (digit >>> 24);
            magnitude[at + 1] = (byte) (digit >>> 16);
            magnitude[at + 2] = (byte) (digit >>> 8);
            magnitude[at + 3] = (byte) digit;
        }
        BigInteger total = new BigInteger(1, magnitude);
        int length = total.bitLength();
        double result;
        if (length <= 53) {
            result = total.longValue() * Double.MIN_VALUE;
        } else {
            int drop = length - 55; // 53 bits, a guard bit and a sticky bit
            long head;
            if (drop <= 0) {
                head = total.longValue();
                drop = 0;
            } else {
                head = total.shiftRight(drop).longValue();
                if (total.getLowestSetBit() < drop) {
                    head |= 1;
                }
            }
            result = Math.scalb((double) head, drop - 1074);
        }
        return negative ? -result : result;
    }

    /** Brings every limb but the last into [0, 2^32). */
    private void carry() {
        for (int i = 0; i < LIMBS - 1; i++) {
            long carry = limbs[i] >> 32;
            limbs[i] &= MASK;
            limbs[i + 1] += carry;
        }
        pending = 0;
    }
}
