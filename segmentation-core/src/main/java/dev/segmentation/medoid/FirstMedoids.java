package dev.segmentation.medoid;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows at which a search for medoids starts. */
final class FirstMedoids {

    private FirstMedoids() {}

    /** Random rows of positive weight, no two equal; a function of seed and restart. */
    static int[] random(MedoidData data, int segmentCount, long seed, int restart) {
        int[] pool = IntStream.range(0, data.weights().length)
                .filter(row -> data.weights()[row] > 0)
                .toArray();
        SeededRandom random = SeededRandom.stream(seed, restart);
        int[] rows = new int[segmentCount];
        int found = 0;
        for (int drawn = 0; drawn < pool.length && found < segmentCount; drawn++) {
            int at = drawn + random.nextInt(pool.length - drawn);
            int row = pool[at];
            pool[at] = pool[drawn];
            pool[drawn] = row;
            if (MedoidData.differs(data.dissimilarities(), row, rows, found)) {
                rows[found++] = row;
            }
        }
        return found == segmentCount ? rows : data.distinct().clone(); // where equality is not transitive
    }

    /** BUILD. */
    static int[] build(DissimilarityMatrix matrix, MedoidData data, int segmentCount, Workers workers) {
        double[] weights = data.weights();
        int n = matrix.rowCount();
        double[] nearest = new double[n];
        Arrays.fill(nearest, Double.MAX_VALUE);
        int[] rows = new int[segmentCount];
        int chunks = (n + Candidates.MOST - 1) / Candidates.MOST;
        double[] sums = new double[n];
        for (int slot = 0; slot < segmentCount; slot++) {
            workers.forEach(chunks, chunk -> addUp(matrix, weights, nearest, chunk * Candidates.MOST, sums, workers));
            int best = -1;
            for (int row = 0; row < n; row++) {
                if (weights[row] > 0
                        && (best < 0 || sums[row] < sums[best])
                        && MedoidData.differs(matrix, row, rows, slot)) {
                    best = row;
                }
            }
            if (best < 0) {
                return data.distinct().clone(); // where equality is not transitive
            }
            rows[slot] = best;
            for (int row = 0; row < n; row++) {
                nearest[row] = Math.min(nearest[row], matrix.between(row, best));
            }
        }
        return rows;
    }

    private static void addUp(
            DissimilarityMatrix matrix, double[] weights, double[] nearest, int first, double[] into, Workers workers) {
        int count = Math.min(Candidates.MOST, matrix.rowCount() - first);
        double[] sums = new double[count];
        new Candidates().eachRow(matrix, first, count, workers, (row, d) -> {
            double weight = weights[row];
            double near = nearest[row];
            for (int c = 0; c < count; c++) {
                sums[c] += weight * Math.min(d[c], near);
            }
        });
        System.arraycopy(sums, 0, into, first, count);
    }

    /** The caller's rows, checked. */
    static int[] given(MedoidData data, int[] rows, String where) {
        for (int row : rows) {
            if (row >= data.weights().length) {
                throw Arguments.badParameter(
                        where, "start", row, "rows below " + data.weights().length + ", the number of rows");
            }
            if (data.weights()[row] == 0) {
                throw Arguments.badParameter(where, "start", row, "rows of positive weight; this one has weight 0");
            }
        }
        for (int r = 0; r < rows.length; r++) {
            if (!MedoidData.differs(data.dissimilarities(), rows[r], rows, r)) {
                throw new InvalidInputException(
                        Reason.DUPLICATE_INIT,
                        rows[r],
                        "start",
                        where + ": the rows to start with are equal at row " + rows[r] + "; give k different rows");
            }
        }
        return rows;
    }

    /** For each wanted row the nearest row that is not equal to one taken before. */
    static int[] nearest(MedoidData data, Dissimilarities wantedToRows, String where) {
        List<Integer> taken = new ArrayList<>();
        int n = data.weights().length;
        double[] distances = new double[n];
        for (int wanted = 0; wanted < wantedToRows.rowCount(); wanted++) {
            wantedToRows.between(wanted, 0, n, distances);
            int[] others = taken.stream().mapToInt(Integer::intValue).toArray();
            int best = -1;
            for (int row = 0; row < n; row++) {
                if (data.weights()[row] > 0
                        && (best < 0 ? distances[row] >= 0 : distances[row] < distances[best])
                        && MedoidData.differs(data.dissimilarities(), row, others, others.length)) {
                    best = row;
                }
            }
            if (best < 0) {
                throw new InvalidInputException(
                        Reason.NO_INFORMATION,
                        wanted,
                        "start",
                        where + ": row " + wanted + " of those to start near to cannot be compared with any row that is"
                                + " left; leave it out");
            }
            taken.add(best);
        }
        return taken.stream().mapToInt(Integer::intValue).toArray();
    }
}
