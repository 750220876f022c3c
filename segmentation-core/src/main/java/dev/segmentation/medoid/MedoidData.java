package dev.segmentation.medoid;

import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;

/** Rows to be cut: what compares them, what they weigh, and as many different ones as there are segments. */
final class MedoidData {

    private static final int POLL = 1024;

    private final Dissimilarities dissimilarities;
    private final double[] weights;
    private final int[] distinct;

    private MedoidData(Dissimilarities dissimilarities, double[] weights, int[] distinct) {
        this.dissimilarities = dissimilarities;
        this.weights = weights;
        this.distinct = distinct;
    }

    /**
     * Checks that there are enough different rows of positive weight.
     *
     * @param what has the rows, such as {@code "table"}
     */
    static MedoidData check(
            Dissimilarities dissimilarities,
            double[] weights,
            int segmentCount,
            String what,
            String where,
            Workers workers) {
        Arguments.segmentable(weights.length, segmentCount, what, where);
        int[] distinct = new int[segmentCount];
        int found = 0;
        for (int row = 0; row < weights.length && found < segmentCount; row++) {
            if (row % POLL == 0) {
                workers.checkCancelled();
            }
            if (weights[row] > 0 && differs(dissimilarities, row, distinct, found)) {
                distinct[found++] = row;
            }
        }
        if (found < segmentCount) {
            throw new InvalidInputException(
                    Reason.FEWER_DISTINCT_THAN_K,
                    "segmentCount",
                    where + ": segmentCount = " + segmentCount + " but the " + what + " has " + found
                            + " distinct rows of positive weight; lower segmentCount");
        }
        return new MedoidData(dissimilarities, weights, distinct);
    }

    /** That rows are compared with each other. */
    static void checkSquare(Dissimilarities dissimilarities, String where) {
        Arguments.sameSize(dissimilarities.rowCount(), dissimilarities.otherCount(), where, "dissimilarities", "row");
    }

    /** Dissimilarities that are kept: those given, if they are. */
    static DissimilarityMatrix matrix(
            Dissimilarities dissimilarities, DissimilarityMatrix.Storage storage, Workers workers) {
        return dissimilarities instanceof DissimilarityMatrix kept
                ? kept
                : DissimilarityMatrix.of(dissimilarities, storage, workers);
    }

    /** The weights of the rows of a table. */
    static double[] weightsOf(FeatureTable table) {
        double[] weights = new double[table.rowCount()];
        Arrays.setAll(weights, table::weight);
        return weights;
    }

    /** A weight of 1 for each row. */
    static double[] equalWeights(int rows) {
        double[] weights = new double[rows];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Whether a row is at a positive dissimilarity, or an unknown one, from each of some others. */
    static boolean differs(Dissimilarities dissimilarities, int row, int[] others, int count) {
        for (int o = 0; o < count; o++) {
            if (dissimilarities.between(row, others[o]) == 0) {
                return false;
            }
        }
        return true;
    }

    Dissimilarities dissimilarities() {
        return dissimilarities;
    }

    double[] weights() {
        return weights;
    }

    /** The first k rows of positive weight of which no two are equal. */
    int[] distinct() {
        return distinct;
    }
}
