package dev.segmentation.tree;

import java.math.BigInteger;
import java.util.Arrays;

/** How many tables a merged predictor was chosen from: the logarithms of the multipliers of CHAID. */
final class Bonferroni {

    /** Counts up to here are exact; the Stirling numbers of more categories go by logarithms. */
    private static final int EXACT = 60;

    private Bonferroni() {}

    /** Ways to cut c ordered categories into r groups: C(c − 1, r − 1). */
    static double ordinal(int c, int r) {
        return log(choose(c - 1, r - 1));
    }

    /** The same with one category that may join any group: C(c − 2, r − 2) + r·C(c − 2, r − 1). */
    static double floating(int c, int r) {
        return log(choose(c - 2, r - 2).add(BigInteger.valueOf(r).multiply(choose(c - 2, r - 1))));
    }

    /** Ways to part c categories into r groups: Stirling numbers of the second kind. */
    static double nominal(int c, int r) {
        if (c <= EXACT) {
            BigInteger[] row = new BigInteger[r + 1];
            Arrays.fill(row, BigInteger.ZERO);
            row[0] = BigInteger.ONE;
            for (int i = 1; i <= c; i++) {
                for (int j = Math.min(i, r); j > 0; j--) {
                    row[j] = row[j].multiply(BigInteger.valueOf(j)).add(row[j - 1]);
                }
                row[0] = BigInteger.ZERO;
            }
            return log(row[r]);
        }
        double[] row = new double[r + 1];
        Arrays.fill(row, Double.NEGATIVE_INFINITY);
        row[0] = 0;
        for (int i = 1; i <= c; i++) {
            for (int j = Math.min(i, r); j > 0; j--) {
                row[j] = logSum(row[j] + StrictMath.log(j), row[j - 1]);
            }
            row[0] = Double.NEGATIVE_INFINITY;
        }
        return row[r];
    }

    /** Pairs that exhaustive CHAID tests of c ordered categories: c(c − 1)/2. */
    static double exhaustiveOrdinal(int c) {
        return StrictMath.log(c * (c - 1.0) / 2);
    }

    /** Pairs that exhaustive CHAID tests of c unordered categories: c(c² − 1)/6; the document of SPSS has three times that. */
    static double exhaustiveNominal(int c, Multiplier multiplier) {
        double counted = c * ((double) c * c - 1) / 6;
        return StrictMath.log(multiplier == Multiplier.SPSS ? 3 * counted : counted);
    }

    private static BigInteger choose(int n, int k) {
        if (k < 0 || k > n) {
            return BigInteger.ZERO;
        }
        BigInteger product = BigInteger.ONE;
        for (int i = 1; i <= k; i++) {
            product = product.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
        }
        return product;
    }

    /** The logarithm of a number of any length. */
    private static double log(BigInteger value) {
        int excess = Math.max(0, value.bitLength() - 1000);
        return StrictMath.log(value.shiftRight(excess).doubleValue()) + excess * StrictMath.log(2);
    }

    private static double logSum(double a, double b) {
        double larger = Math.max(a, b);
        return larger == Double.NEGATIVE_INFINITY
                ? larger
                : larger + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - larger));
    }
}
