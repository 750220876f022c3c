package dev.segmentation.metrics.agreement;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Exact numbers of pairs of customers: n customers make up to 2¹²³ of them.
 *
 * @param all every pair
 * @param rows pairs together in the row partition
 * @param columns pairs together in the column partition
 * @param both pairs together in both
 */
record PairCounts(BigInteger all, BigInteger rows, BigInteger columns, BigInteger both) {

    static PairCounts of(long n, long[] rowTotals, long[] columnTotals, long[][] counts) {
        BigInteger both = BigInteger.ZERO;
        for (long[] row : counts) {
            both = both.add(within(row));
        }
        return new PairCounts(within(n), within(rowTotals), within(columnTotals), both);
    }

    double rand() {
        return ratio(all.add(both.shiftLeft(1)).subtract(rows).subtract(columns), all);
    }

    double adjustedRand() {
        BigInteger product = rows.multiply(columns);
        BigInteger excess = all.multiply(both).subtract(product).shiftLeft(1);
        BigInteger possible = all.multiply(rows.add(columns)).subtract(product.shiftLeft(1));
        return ratioOrIdentity(excess, possible);
    }

    double jaccard() {
        return ratioOrIdentity(both, rows.add(columns).subtract(both));
    }

    double fowlkesMallows() {
        return rows.equals(columns) && rows.equals(both)
                ? ratioOrIdentity(both, both)
                : Math.sqrt(ratio(both.multiply(both), rows.multiply(columns)));
    }

    /** Where 0/0 arises although there are pairs, both partitions are trivial in the same way: identical. */
    private double ratioOrIdentity(BigInteger numerator, BigInteger denominator) {
        return denominator.signum() == 0 && all.signum() > 0 ? 1 : ratio(numerator, denominator);
    }

    /** Rounded once; NaN for 0/0. */
    private static double ratio(BigInteger numerator, BigInteger denominator) {
        if (denominator.signum() == 0) {
            return Double.NaN;
        }
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), MathContext.DECIMAL128)
                .doubleValue();
    }

    private static BigInteger within(long... sizes) {
        BigInteger twice = BigInteger.ZERO;
        for (long size : sizes) {
            if (size > 1) {
                twice = twice.add(BigInteger.valueOf(size).multiply(BigInteger.valueOf(size - 1)));
            }
        }
        return twice.shiftRight(1);
    }
}
