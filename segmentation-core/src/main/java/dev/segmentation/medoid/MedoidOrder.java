package dev.segmentation.medoid;

import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Numbers segments by decreasing weight, ties by the first row of positive weight, such that a row equally near to several
 * medoids belongs to the lowest number of them.
 *
 * <p>Each depends on the other: sizes on who gets the rows between, and that on the order of sizes. So the first number goes
 * to the medoid that is nearest, alone or with others, to the most rows; these are its rows; the next number to the one that
 * is nearest to most of the others; and so on. The weights decrease, since what a medoid claims only gets less.
 */
final class MedoidOrder {

    private static final int[] NONE = new int[0];

    private final int[] labels;
    private final int[][] ties; // the medoids that a row is equally near to, if there are several
    private final double[] weights;
    private final double[] claims;
    private final boolean[] numbered;

    private MedoidOrder(int medoids, int[] labels, int[][] ties, double[] weights) {
        this.labels = labels;
        this.ties = ties;
        this.weights = weights;
        claims = new double[medoids];
        numbered = new boolean[medoids];
    }

    /** The medoids in the order of their numbers. */
    static int[] bySize(Dissimilarities medoidsToRows, NearestMedoids nearest, double[] weights, Workers workers) {
        int medoids = medoidsToRows.rowCount();
        int[] labels = nearest.labels();
        MedoidOrder result = new MedoidOrder(medoids, labels, ties(medoidsToRows, nearest, workers), weights);
        for (int row = 0; row < labels.length; row++) {
            for (int m : result.claimants(row)) {
                result.claims[m] += weights[row];
            }
        }
        int[] tiedRows = IntStream.range(0, labels.length)
                .filter(row -> result.ties[row].length > 0)
                .toArray();
        int[] order = new int[medoids];
        for (int number = 0; number < medoids; number++) {
            int taken = result.next();
            order[number] = taken;
            result.numbered[taken] = true;
            for (int row : tiedRows) {
                int[] tied = result.ties[row];
                if (Arrays.stream(tied).anyMatch(m -> m == taken)) {
                    for (int m : tied) {
                        result.claims[m] -= weights[row];
                    }
                    result.ties[row] = NONE; // settled
                    labels[row] = taken;
                }
            }
        }
        return order;
    }

    private int[] claimants(int row) {
        return ties[row].length > 0 ? ties[row] : new int[] {labels[row]};
    }

    /** The medoid with the largest claim; of equals, the one that claims the first row of positive weight. */
    private int next() {
        double most = Double.NEGATIVE_INFINITY;
        int contenders = 0;
        int best = -1;
        for (int m = 0; m < claims.length; m++) {
            if (!numbered[m] && claims[m] >= most) {
                contenders = claims[m] > most ? 1 : contenders + 1;
                best = claims[m] > most ? m : best;
                most = claims[m];
            }
        }
        for (int row = 0; row < labels.length && contenders > 1; row++) {
            for (int m : weights[row] > 0 ? claimants(row) : NONE) {
                if (!numbered[m] && claims[m] == most) {
                    return m;
                }
            }
        }
        return best;
    }

    private static int[][] ties(Dissimilarities medoidsToRows, NearestMedoids nearest, Workers workers) {
        int rows = nearest.labels().length;
        int[][] ties = new int[rows][];
        workers.forEach(NearestMedoids.blocks(rows), block -> {
            workers.checkCancelled();
            int end = Math.min(rows, (block + 1) * Medoids.BLOCK);
            for (int row = block * Medoids.BLOCK; row < end; row++) {
                double least = nearest.distance(row);
                int tied = row;
                ties[row] = nearest.secondDistance(row) > least
                        ? NONE
                        : IntStream.range(0, medoidsToRows.rowCount())
                                .filter(m -> medoidsToRows.between(m, tied) == least)
                                .toArray();
            }
        });
        return ties;
    }
}
