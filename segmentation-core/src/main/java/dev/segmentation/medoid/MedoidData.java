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

    /** Rows that equal the same one and are compared with each other, at most. */
    private static final int MOST_TRIED = 4;

    private final Dissimilarities dissimilarities;
    private final double[] weights;
    private final int[] distinct;

    private MedoidData(Dissimilarities dissimilarities, double[] weights, int[] distinct) {
        this.dissimilarities = dissimilarities;
        this.weights = weights;
        this.distinct = distinct;
    }

    /**
     * How many medoids there shall be.
     *
     * @param option the name of the option that says so
     */
    record Wanted(int count, String option) {

        static Wanted segments(int count) {
            return new Wanted(count, "segmentCount");
        }
    }

    /**
     * Checks that there are enough different rows of positive weight.
     *
     * @param what has the rows, such as {@code "table"}
     */
    static MedoidData check(
            Dissimilarities dissimilarities,
            double[] weights,
            Wanted wanted,
            String what,
            String where,
            Workers workers) {
        int segmentCount = wanted.count;
        Arguments.segmentable(weights.length, segmentCount, wanted.option, what, where);
        int[] distinct = new int[segmentCount];
        int found = firstDistinct(dissimilarities, weights, distinct, workers);
        while (found < segmentCount && widen(dissimilarities, weights, distinct, found, workers)) {
            found++;
        }
        if (found < segmentCount) {
            throw new InvalidInputException(
                    Reason.FEWER_DISTINCT_THAN_K,
                    wanted.option,
                    where + ": " + wanted.option + " = " + segmentCount + " but the " + what + " has " + found
                            + " distinct rows of positive weight; lower " + wanted.option);
        }
        return new MedoidData(dissimilarities, weights, distinct);
    }

    /** Finds the first rows of positive weight of which no two are equal, and how many of those wanted there are. */
    private static int firstDistinct(
            Dissimilarities dissimilarities, double[] weights, int[] distinct, Workers workers) {
        int found = 0;
        for (int row = 0; row < weights.length && found < distinct.length; row++) {
            if (row % POLL == 0) {
                workers.checkCancelled();
            }
            if (weights[row] > 0 && differs(dissimilarities, row, distinct, found)) {
                distinct[found++] = row;
            }
        }
        return found;
    }

    /**
     * Some of the rows.
     *
     * @param rows ascending; as many different ones as there are segments are easily found, or those found before are there
     * @param within the dissimilarities of these
     */
    MedoidData part(int[] rows, Dissimilarities within, Workers workers) {
        double[] ofRows = Arrays.stream(rows).mapToDouble(row -> weights[row]).toArray();
        int[] first = new int[distinct.length];
        if (firstDistinct(within, ofRows, first, workers) < first.length) {
            Arrays.setAll(first, d -> Arrays.binarySearch(rows, distinct[d]));
        }
        return new MedoidData(within, ofRows, first);
    }

    /**
     * Takes two rows in place of one that both equal, if there are such. Rows with missing values may equal the same row and
     * not each other, so that which different rows are found depends on which comes first.
     *
     * @param distinct rows of which no two are equal, so many as were found; gets one more
     */
    private static boolean widen(
            Dissimilarities dissimilarities, double[] weights, int[] distinct, int found, Workers workers) {
        int[][] equal = new int[found][MOST_TRIED]; // rows that equal this one alone
        int[] counts = new int[found];
        for (int row = 0; row < weights.length; row++) {
            if (row % POLL == 0) {
                workers.checkCancelled();
            }
            if (weights[row] > 0 && differs(dissimilarities, row, distinct, found)) {
                distinct[found] = row; // equal to none since one was taken out
                return true;
            }
            int only = weights[row] > 0 ? onlyEqual(dissimilarities, row, distinct, found) : -1;
            if (only < 0 || row == distinct[only]) {
                continue;
            }
            for (int t = 0; t < counts[only]; t++) {
                if (dissimilarities.between(row, equal[only][t]) != 0) {
                    distinct[only] = equal[only][t];
                    distinct[found] = row;
                    return true;
                }
            }
            if (counts[only] < MOST_TRIED) {
                equal[only][counts[only]++] = row;
            }
        }
        return false;
    }

    /** Which one of some rows a row equals; negative if it is several of them. */
    private static int onlyEqual(Dissimilarities dissimilarities, int row, int[] others, int count) {
        int only = -1;
        for (int o = 0; o < count; o++) {
            if (dissimilarities.between(row, others[o]) == 0) {
                if (only >= 0) {
                    return -1;
                }
                only = o;
            }
        }
        return only;
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

    /** As many rows of positive weight as there are segments, of which no two are equal; the first ones where that is easy. */
    int[] distinct() {
        return distinct;
    }
}
