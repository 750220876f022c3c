package dev.segmentation.metrics.markov;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Solves x = b + Q x for the chances Q of moving within some states, from each of which an exit can be reached.
 *
 * <p>States are taken out one by one, and what is behind them is added to the others. Nothing is subtracted: 1 − qᵢᵢ is the
 * sum of the other chances, so every result keeps its relative accuracy where staying is almost certain and a plain
 * solution of (I − Q) x = b would lose it. The diagonal is never read.
 *
 * <p><b>Reference:</b> W. K. Grassmann, M. I. Taksar, D. P. Heyman (1985), Oper. Res. 33, 1107–1116,
 * doi:10.1287/opre.33.5.1107.
 */
final class Elimination {

    /** Reduced: below the diagonal the chances of the state when it was taken out, above it the factors into the others. */
    private final double[][] reduced;

    private final double[] leaving;

    private Elimination(double[][] reduced, double[] leaving) {
        this.reduced = reduced;
        this.leaving = leaving;
    }

    /**
     * Takes out all states.
     *
     * @param within m × m chances, or rates, of moving within; read only
     * @param exits m chances, or rates, of moving out
     */
    static Elimination of(double[][] within, double... exits) {
        int m = exits.length;
        double[][] reduced = new double[m][];
        double[] exit = exits.clone();
        double[] leaving = new double[m];
        for (int i = 0; i < m; i++) {
            reduced[i] = within[i].clone();
        }
        for (int n = m - 1; n >= 0; n--) {
            leaving[n] = exit[n];
            for (int j = 0; j < n; j++) {
                leaving[n] += reduced[n][j];
            }
            for (int i = 0; i < n; i++) {
                double factor = reduced[i][n] / leaving[n];
                reduced[i][n] = factor;
                exit[i] += factor * exit[n];
                for (int j = 0; j < n; j++) {
                    reduced[i][j] += factor * reduced[n][j];
                }
            }
        }
        return new Elimination(reduced, leaving);
    }

    /** Of the chances, or rates, of moving within some states; all other states are outside. */
    static Elimination within(double[][] chances, BitSet members) {
        return within(
                chances,
                members,
                members.stream().mapToDouble(i -> outside(chances[i], members)).toArray());
    }

    private static double outside(double[] row, BitSet members) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += members.get(j) ? 0 : row[j];
        }
        return sum;
    }

    /** The same with exits that were added up before, one per member. */
    static Elimination within(double[][] chances, BitSet members, double... exits) {
        int[] inside = members.stream().toArray();
        return of(Matrices.part(chances, inside, inside), exits);
    }

    /** What is collected on the way out, if b is collected at each step (or per unit of time, for rates). */
    double[] solve(double... b) {
        double[] x = b.clone();
        for (int n = x.length - 1; n > 0; n--) {
            for (int i = 0; i < n; i++) {
                x[i] += reduced[i][n] * x[n];
            }
        }
        for (int n = 0; n < x.length; n++) {
            for (int j = 0; j < n; j++) {
                x[n] += reduced[n][j] * x[j];
            }
            x[n] /= leaving[n];
        }
        return x;
    }

    /** The distribution π = π Q of states that have no exit and all reach one another. */
    static double[] stationary(double[][] within) {
        int m = within.length;
        Elimination eliminated = of(within, new double[m]);
        double[] share = new double[m];
        share[0] = 1;
        for (int n = 1; n < m; n++) {
            for (int i = 0; i < n; i++) {
                share[n] += share[i] * eliminated.reduced[i][n];
            }
            if (share[n] > 1) { // the largest is 1, so that nothing grows beyond what a double holds
                double largest = share[n];
                for (int i = 0; i <= n; i++) {
                    share[i] /= largest;
                }
            }
        }
        double sum = Arrays.stream(share).sum();
        for (int n = 0; n < m; n++) {
            share[n] /= sum;
        }
        return share;
    }
}
