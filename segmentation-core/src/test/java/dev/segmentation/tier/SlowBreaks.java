package dev.segmentation.tier;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** Fisher's recursion over all pairs of ends, O(k·n²), in decimal numbers of 40 digits. */
final class SlowBreaks {

    private static final MathContext DIGITS = new MathContext(40);

    /** The least sum of squares. */
    final double objective;

    /** The first value of each tier but the lowest, ascending. */
    final double[] begins;

    private SlowBreaks(double objective, double[] begins) {
        this.objective = objective;
        this.begins = begins;
    }

    static SlowBreaks of(double[] values, double[] weights, int tiers) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        int n = values.length;
        BigDecimal[][] least = new BigDecimal[tiers + 1][n + 1];
        int[][] begin = new int[tiers + 1][n + 1];
        least[0][0] = BigDecimal.ZERO;
        for (int k = 1; k <= tiers; k++) {
            for (int end = 1; end <= n; end++) {
                BigDecimal w = BigDecimal.ZERO;
                BigDecimal mean = BigDecimal.ZERO;
                BigDecimal squares = BigDecimal.ZERO;
                for (int j = end - 1; j >= 0; j--) {
                    BigDecimal x = new BigDecimal(values[order[j]]);
                    BigDecimal weight = new BigDecimal(weights[order[j]]);
                    w = w.add(weight);
                    BigDecimal before = x.subtract(mean);
                    mean = mean.add(before.multiply(weight).divide(w, DIGITS), DIGITS);
                    squares = squares.add(weight.multiply(before).multiply(x.subtract(mean)), DIGITS);
                    boolean mayBegin = j == 0 || values[order[j - 1]] < values[order[j]];
                    if (mayBegin && least[k - 1][j] != null) {
                        BigDecimal total = least[k - 1][j].add(squares);
                        if (least[k][end] == null || total.compareTo(least[k][end]) < 0) {
                            least[k][end] = total;
                            begin[k][end] = j;
                        }
                    }
                }
            }
        }
        double[] begins = new double[tiers - 1];
        int end = n;
        for (int k = tiers; k > 1; k--) {
            end = begin[k][end];
            begins[k - 2] = values[order[end]];
        }
        return new SlowBreaks(least[tiers][n].doubleValue(), begins);
    }
}
