package dev.segmentation.medoid;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.internal.SeededRandom;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The samples of {@link Clara}. */
final class MedoidSample {

    /** Keeps the draws of samples apart from those of starts. */
    private static final long KEY = 0x5A3C_1A7AL;

    private MedoidSample() {}

    /**
     * Some rows, unless they would fill the sample, and others drawn without replacement from those of positive weight, in ascending order; at least as many
     * different ones as there are segments.
     */
    static int[] draw(MedoidData data, int[] always, int size, long seed, int sample) {
        TreeSet<Integer> rows = new TreeSet<>();
        for (int row : always.length < size ? always : new int[0]) { // or nothing else would ever be looked at
            rows.add(row);
        }
        double[] weights = data.weights();
        int n = weights.length;
        int eligible = 0;
        for (double weight : weights) {
            eligible += weight > 0 ? 1 : 0;
        }
        int wanted = Math.min(size, eligible);
        SeededRandom random = SeededRandom.stream(SeededRandom.key(seed, KEY), sample);
        if (wanted < eligible / 2) {
            while (rows.size() < wanted) {
                int row = random.nextInt(n);
                if (weights[row] > 0) {
                    rows.add(row);
                }
            }
        } else {
            int[] pool = new int[eligible];
            int filled = 0;
            for (int row = 0; row < n; row++) {
                if (weights[row] > 0) {
                    pool[filled++] = row;
                }
            }
            for (int drawn = 0; rows.size() < wanted; drawn++) {
                int at = drawn + random.nextInt(pool.length - drawn);
                rows.add(pool[at]);
                pool[at] = pool[drawn];
            }
        }
        int[] drawn = rows.stream().mapToInt(Integer::intValue).toArray();
        return distinct(data, drawn) >= data.distinct().length ? drawn : withDistinct(data, rows);
    }

    private static int distinct(MedoidData data, int[] rows) {
        int[] found = new int[data.distinct().length];
        int count = 0;
        for (int r = 0; r < rows.length && count < found.length; r++) {
            if (MedoidData.differs(data.dissimilarities(), rows[r], found, count)) {
                found[count++] = rows[r];
            }
        }
        return count;
    }

    private static int[] withDistinct(MedoidData data, Set<Integer> rows) {
        for (int row : data.distinct()) {
            rows.add(row);
        }
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * The dissimilarities within a sample.
     *
     * @param parts compares some rows with each other; its failures count rows within the sample, so that they are looked for
     *     again among all rows
     */
    static DissimilarityMatrix matrix(
            MedoidData data, int[] rows, Function<int[], Dissimilarities> parts, String where, Workers workers) {
        try {
            return DissimilarityMatrix.of(parts.apply(rows), DissimilarityMatrix.Storage.DOUBLES, workers);
        } catch (InvalidInputException inSample) {
            checkComparable(data, rows, where, workers);
            return DissimilarityMatrix.of(
                    new Part(data.dissimilarities(), rows), DissimilarityMatrix.Storage.DOUBLES, workers);
        }
    }

    /** That every two rows of a sample can be compared, so that the failure tells the numbers that the caller knows. */
    private static void checkComparable(MedoidData data, int[] rows, String where, Workers workers) {
        for (int row : rows) {
            workers.checkCancelled();
            for (int other : rows) {
                if (other < row && Double.isNaN(data.dissimilarities().between(row, other))) {
                    throw new InvalidInputException(
                            Reason.NO_INFORMATION,
                            row,
                            "rows",
                            where + ": rows " + row + " and " + other
                                    + " have no column that is known for both, so that nothing says how unlike they are;"
                                    + " impute or leave out the row that knows less");
                }
            }
        }
    }
}
