package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.Tails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The share of each segment in a sum over customers, such as revenue.
 *
 * <p>The interval is Student's for a ratio of sums, linearized: what varies is how much each customer is worth. Shares of
 * values that are never negative stay within [0, 1].
 *
 * <p>Shares have no unit, so values are first brought to a size of about 1 by a power of two, which is exact: those of
 * 1e200 do as well as those of 1e-200. Where a total all but cancels, the share may still overflow; it is then undefined,
 * {@link Reason#RANGE}.
 */
final class ValueShares {

    private ValueShares() {}

    /** One share per segment; missing values are left out. */
    static List<Estimate> of(double[] values, Assignment assignment, double level) {
        int segments = assignment.segmentCount();
        ExactSum[] sums = sums(segments + 1);
        ExactSum[] squares = sums(segments + 1);
        int exponent = exponent(values);
        long n = 0;
        boolean negative = false;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                n++;
                negative |= values[i] < 0;
                double value = Math.scalb(values[i], -exponent);
                for (int s : new int[] {assignment.label(i), segments}) {
                    sums[s].add(value);
                    squares[s].addProduct(value, value);
                }
            }
        }
        List<Estimate> shares = new ArrayList<>();
        double total = sums[segments].value();
        for (int s = 0; s < segments; s++) {
            if (n < 2) {
                shares.add(Estimate.undefined(Reason.NO_OBSERVATIONS, n));
            } else if (!(total > 0)) {
                shares.add(Estimate.undefined(Reason.NO_ACTIVITY, n));
            } else {
                double share = sums[s].value() / total;
                double own = squares[s].value();
                double others = Math.max(0, squares[segments].value() - own);
                double variance = ((1 - share) * (1 - share) * own + share * share * others) * n / (n - 1);
                double half = Tails.studentQuantile(level, (double) (n - 1)) * Math.sqrt(variance) / total;
                double lower = negative ? share - half : Math.max(0, share - half);
                double upper = negative ? share + half : Math.min(1, share + half);
                boolean finite = Double.isFinite(share) && Double.isFinite(half);
                shares.add(finite ? Estimate.of(share, lower, upper, level, n) : Estimate.undefined(Reason.RANGE, n));
            }
        }
        return shares;
    }

    /** That of the largest value; 0 if there is none. */
    private static int exponent(double... values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Double.isNaN(value) ? 0 : Math.abs(value));
        }
        return largest > 0 ? Math.getExponent(largest) : 0;
    }

    private static ExactSum[] sums(int count) {
        ExactSum[] sums = new ExactSum[count];
        Arrays.setAll(sums, s -> new ExactSum());
        return sums;
    }
}
