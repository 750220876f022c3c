package dev.segmentation.medoid;

import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import java.util.Arrays;

/**
 * The objective of the medoid silhouette: the weighted mean of d₁ / d₂, the dissimilarities of a row to its nearest and
 * second medoid; 0 / 0 is 0. One minus it is the average medoid silhouette.
 *
 * <p>As in PAM, one look at each pair of row and candidate tells the change for every medoid, from the three nearest medoids
 * of a row: which medoid leaves matters to a row only if it is the nearest or the second (Lenssen and Schubert 2022).
 */
final class SilhouetteMedoids extends Medoids {

    private final double totalWeight;
    private final int[] first;
    private final int[] second;
    private final int[] third;
    private final double[] d1;
    private final double[] d2;
    private final double[] d3;
    private final double[] r12;
    private final double[] r13;
    private final double[] r23;
    private double[] removal;

    /** At least two medoids. */
    SilhouetteMedoids(DissimilarityMatrix matrix, double[] weights, int[] rows) {
        super(matrix, weights, rows);
        first = new int[rowCount];
        second = new int[rowCount];
        third = new int[rowCount];
        d1 = new double[rowCount];
        d2 = new double[rowCount];
        d3 = new double[rowCount];
        r12 = new double[rowCount];
        r13 = new double[rowCount];
        r23 = new double[rowCount];
        removal = new double[rows.length];
        totalWeight = sum(row -> weights[row]);
        lookAtAll();
    }

    @Override
    double objective() {
        return sum(row -> weights[row] * r12[row]) / totalWeight;
    }

    /** Lets go the medoid without which the objective is lowest, the first of equals; there must be more than two. */
    void removeOne() {
        int leaving = 0;
        for (int s = 1; s < slots(); s++) {
            leaving = removal[s] < removal[leaving] ? s : leaving;
        }
        int[] keptRows = new int[slots() - 1];
        double[][] kept = new double[slots() - 1][];
        for (int s = 0; s < kept.length; s++) {
            keptRows[s] = rows[s < leaving ? s : s + 1];
            kept[s] = toMedoid[s < leaving ? s : s + 1];
        }
        rows = keptRows;
        toMedoid = kept;
        removal = new double[kept.length];
        lookAtAll();
    }

    @Override
    void evaluate(int firstCandidate, int count, Evaluation into, Workers workers) {
        into.clear(count);
        into.candidates.eachRow(matrix, firstCandidate, count, workers, (row, d) -> add(row, d, count, into));
        into.choose(count, removal);
        for (int c = 0; c < count; c++) {
            into.change[c] /= totalWeight;
        }
    }

    private void add(int row, double[] toCandidates, int count, Evaluation into) {
        double a = d1[row];
        double b = d2[row];
        double e = d3[row];
        double weight = weights[row];
        double now = r12[row];
        double withoutFirst = r23[row];
        double withoutSecond = r13[row];
        double[] ofFirst = into.bySlot[first[row]];
        double[] ofSecond = into.bySlot[second[row]];
        for (int c = 0; c < count; c++) {
            double d = toCandidates[c];
            if (d < e) {
                double any = d < b ? ratio(Math.min(d, a), Math.max(d, a)) : now;
                into.shared[c] += weight * (any - now);
                ofFirst[c] += weight * (ratio(Math.min(d, b), Math.max(d, b)) - any - (withoutFirst - now));
                ofSecond[c] += weight * (ratio(Math.min(d, a), Math.max(d, a)) - any - (withoutSecond - now));
            }
        }
    }

    @Override
    void replaced(int slot) {
        double[] distances = toMedoid[slot];
        for (int row = 0; row < rowCount; row++) {
            if (first[row] == slot || second[row] == slot || third[row] == slot || distances[row] < d3[row]) {
                look(row);
            }
        }
        updateRemoval();
    }

    private void lookAtAll() {
        for (int row = 0; row < rowCount; row++) {
            look(row);
        }
        updateRemoval();
    }

    private void look(int row) {
        int s1 = -1;
        int s2 = -1;
        int s3 = -1;
        double x1 = Double.POSITIVE_INFINITY;
        double x2 = Double.POSITIVE_INFINITY;
        double x3 = Double.POSITIVE_INFINITY;
        for (int s = 0; s < toMedoid.length; s++) {
            double d = toMedoid[s][row];
            if (d < x1) {
                s3 = s2;
                x3 = x2;
                s2 = s1;
                x2 = x1;
                s1 = s;
                x1 = d;
            } else if (d < x2) {
                s3 = s2;
                x3 = x2;
                s2 = s;
                x2 = d;
            } else if (d < x3) {
                s3 = s;
                x3 = d;
            }
        }
        first[row] = s1;
        second[row] = s2;
        third[row] = s3;
        d1[row] = x1;
        d2[row] = x2;
        d3[row] = x3;
        r12[row] = ratio(x1, x2);
        r13[row] = ratio(x1, x3);
        r23[row] = ratio(x2, x3);
    }

    private void updateRemoval() {
        Arrays.fill(removal, 0);
        for (int row = 0; row < rowCount; row++) {
            removal[first[row]] += weights[row] * (r23[row] - r12[row]);
            removal[second[row]] += weights[row] * (r13[row] - r12[row]);
        }
    }

    private static double ratio(double near, double far) {
        return near == 0 ? 0 : near / far;
    }
}
