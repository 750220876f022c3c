package dev.segmentation.medoid;

import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.DissimilarityMatrix;

/**
 * The objective of PAM: the weighted sum of dissimilarities to the nearest medoid.
 *
 * <p>With d₁ and d₂ the dissimilarities of a row to its nearest and second medoid, a candidate at d changes the row by
 * min(d, d₁) − d₁ whichever medoid leaves; if it is the nearest one, further by min(max(d, d₁), d₂) − d₁. So one look at each
 * pair of row and candidate tells the change for every medoid (Schubert and Rousseeuw 2021, whose sums of d₂ − d₁ are left
 * out, since they would round away what happens within segments that are far from each other).
 */
final class CostMedoids extends Medoids {

    private final int[] nearest;
    private final int[] second;
    private final double[] d1;
    private final double[] d2;
    private final double[] nothing; // what it costs to let a medoid go is in the sums of its rows

    CostMedoids(DissimilarityMatrix matrix, double[] weights, int[] rows) {
        super(matrix, weights, rows);
        nearest = new int[rowCount];
        second = new int[rowCount];
        d1 = new double[rowCount];
        d2 = new double[rowCount];
        nothing = new double[rows.length];
        for (int row = 0; row < rowCount; row++) {
            look(row);
        }
    }

    @Override
    double objective() {
        return sum(row -> weights[row] * d1[row]);
    }

    @Override
    void evaluate(int first, int count, Evaluation into, Workers workers) {
        into.clear(count);
        double[] shared = into.shared;
        double[][] bySlot = into.bySlot;
        into.candidates.eachRow(
                matrix,
                first,
                count,
                workers,
                (row, d) -> add(weights[row], d1[row], d2[row], d, count, shared, bySlot[nearest[row]]));
        into.choose(count, nothing);
    }

    /**
     * Two loops, each with one array to write to, and all arrays from 0, so that the JIT compiler makes vector code. The
     * second medoid is infinitely far if there is none.
     */
    private static void add(
            double weight, double near, double next, double[] d, int count, double[] shared, double[] own) {
        for (int c = 0; c < count; c++) {
            shared[c] += weight * (Math.min(d[c], near) - near);
        }
        for (int c = 0; c < count; c++) {
            own[c] += weight * (Math.min(Math.max(d[c], near), next) - near);
        }
    }

    @Override
    void replaced(int slot) {
        double[] distances = toMedoid[slot];
        for (int row = 0; row < rowCount; row++) {
            double d = distances[row];
            if (nearest[row] == slot || second[row] == slot) {
                look(row);
            } else if (d < d1[row]) {
                second[row] = nearest[row];
                d2[row] = d1[row];
                nearest[row] = slot;
                d1[row] = d;
            } else if (d < d2[row]) {
                second[row] = slot;
                d2[row] = d;
            }
        }
    }

    private void look(int row) {
        int near = -1;
        int next = -1;
        double least = Double.POSITIVE_INFINITY;
        double less = Double.POSITIVE_INFINITY;
        for (int s = 0; s < toMedoid.length; s++) {
            double d = toMedoid[s][row];
            if (d < least) {
                next = near;
                less = least;
                near = s;
                least = d;
            } else if (d < less) {
                next = s;
                less = d;
            }
        }
        nearest[row] = near;
        second[row] = next;
        d1[row] = least;
        d2[row] = less;
    }
}
