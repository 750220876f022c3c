package dev.segmentation.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BonferroniTest {

    /** Every way to part c categories is listed; those that each type of predictor allows are counted. */
    @Test
    void multipliersCountThePartingsThatATypeAllows() {
        for (int c = 1; c <= 8; c++) {
            long[] nominal = new long[c + 1];
            long[] ordinal = new long[c + 1];
            long[] floating = new long[c + 1];
            count(new int[c], 0, 0, nominal, ordinal, floating);
            for (int r = 1; r <= c; r++) {
                assertCount(Bonferroni.nominal(c, r), nominal[r]);
                assertCount(Bonferroni.ordinal(c, r), ordinal[r]);
                if (c > 1) {
                    assertCount(Bonferroni.floating(c, r), floating[r]);
                }
            }
        }
    }

    private static void count(int[] groupOf, int at, int groups, long[] nominal, long[] ordinal, long[] floating) {
        if (at == groupOf.length) {
            nominal[groups]++;
            ordinal[groups] += contiguous(groupOf, at) ? 1 : 0;
            floating[groups] += contiguous(groupOf, at - 1) ? 1 : 0;
            return;
        }
        for (int g = 0; g <= groups; g++) {
            groupOf[at] = g;
            count(groupOf, at + 1, Math.max(groups, g + 1), nominal, ordinal, floating);
        }
    }

    /** Group numbers are given in the order of first members, so that neighbours only means that they never fall. */
    private static boolean contiguous(int[] groupOf, int categories) {
        for (int i = 1; i < categories; i++) {
            if (groupOf[i] < groupOf[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static void assertCount(double log, long expected) {
        assertThat(StrictMath.exp(log)).isCloseTo(expected, within(1e-12 * expected));
    }

    /** S(c, r) = Σ (−1)^i C(r, i) (r − i)^c / r!, in whole numbers of any length. */
    @Test
    void stirlingNumbersOfManyCategoriesKeepTheirDigits() {
        for (int[] cr : new int[][] {{30, 15}, {60, 20}, {61, 20}, {100, 50}, {300, 7}, {500, 250}}) {
            BigInteger sum = BigInteger.ZERO;
            BigInteger choose = BigInteger.ONE;
            BigInteger factorial = BigInteger.ONE;
            for (int i = 0; i <= cr[1]; i++) {
                BigInteger term = choose.multiply(BigInteger.valueOf(cr[1] - i).pow(cr[0]));
                sum = i % 2 == 0 ? sum.add(term) : sum.subtract(term);
                choose = choose.multiply(BigInteger.valueOf(cr[1] - i)).divide(BigInteger.valueOf(i + 1));
                factorial = factorial.multiply(BigInteger.valueOf(Math.max(1, i)));
            }
            BigInteger exact = sum.divide(factorial);
            int shift = Math.max(0, exact.bitLength() - 900);
            double expected = StrictMath.log(exact.shiftRight(shift).doubleValue()) + shift * StrictMath.log(2);
            assertThat(Bonferroni.nominal(cr[0], cr[1]))
                    .as(Arrays.toString(cr))
                    .isCloseTo(expected, within(1e-13 * expected));
        }
    }

    @Test
    void exhaustiveMergingTestsThatManyPairs() {
        for (int c = 2; c < 30; c++) {
            long nominal = 0;
            long ordinal = 0;
            for (int groups = c; groups >= 2; groups--) {
                nominal += groups * (groups - 1L) / 2;
                ordinal += groups - 1;
            }
            assertCount(Bonferroni.exhaustiveOrdinal(c), ordinal);
            assertCount(Bonferroni.exhaustiveNominal(c, Multiplier.COUNTED), nominal);
            assertCount(Bonferroni.exhaustiveNominal(c, Multiplier.SPSS), 3 * nominal);
        }
    }
}
