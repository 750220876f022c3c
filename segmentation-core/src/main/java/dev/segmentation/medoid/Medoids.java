package dev.segmentation.medoid;

import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Some medoids, an objective, and what it would be after a swap. Not thread-safe but for {@link #evaluate}. */
abstract class Medoids {

    /** Rows per partial sum; sums over rows are of partial sums in their order, wherever they are computed. */
    static final int BLOCK = 1024;

    final DissimilarityMatrix matrix;
    final double[] weights;
    final int rowCount;

    /** The row of each medoid. */
    int[] rows;

    /** For each medoid the dissimilarities of all rows. */
    double[][] toMedoid;

    Medoids(DissimilarityMatrix matrix, double[] weights, int[] rows) {
        this.matrix = matrix;
        this.weights = weights;
        this.rowCount = matrix.rowCount();
        this.rows = rows.clone();
        this.toMedoid = new double[rows.length][rowCount];
        for (int slot = 0; slot < rows.length; slot++) {
            matrix.between(rows[slot], 0, rowCount, toMedoid[slot]);
        }
    }

    /** What a swap with each candidate would change at best. */
    static final class Evaluation {
        final Candidates candidates = new Candidates();
        final double[] shared = new double[Candidates.MOST];
        final double[][] bySlot;
        final double[] change = new double[Candidates.MOST];
        final int[] slot = new int[Candidates.MOST];

        Evaluation(int slots) {
            bySlot = new double[slots][Candidates.MOST];
        }

        void clear(int count) {
            Arrays.fill(shared, 0, count, 0);
            for (double[] changes : bySlot) {
                Arrays.fill(changes, 0, count, 0);
            }
        }

        /** The best slot of each candidate, the first of equals, where to let one go costs something by itself. */
        void choose(int count, double[] removal) {
            for (int c = 0; c < count; c++) {
                double least = Double.POSITIVE_INFINITY;
                for (int s = 0; s < removal.length; s++) {
                    double loss = removal[s] + bySlot[s][c];
                    if (loss < least) {
                        least = loss;
                        slot[c] = s;
                    }
                }
                change[c] = least + shared[c];
            }
        }
    }

    final int slots() {
        return rows.length;
    }

    /** Smaller is better. */
    abstract double objective();

    /** Evaluates the swaps of every medoid with neighboring candidates, some of which may be medoids. */
    abstract void evaluate(int first, int count, Evaluation into, Workers workers);

    /** Brings up to date what depends on a medoid that was replaced. */
    abstract void replaced(int slot);

    /**
     * Makes a swap, unless it does not make the objective smaller; what was expected of it may be rounding alone.
     *
     * @param objective as it is
     * @return as it is then
     */
    final double swap(int slot, int row, double objective) {
        int leaving = rows[slot];
        replace(slot, row);
        double found = objective();
        if (found < objective) {
            return found;
        }
        replace(slot, leaving);
        return objective;
    }

    private void replace(int slot, int row) {
        rows[slot] = row;
        matrix.between(row, 0, rowCount, toMedoid[slot]);
        replaced(slot);
    }

    /**
     * Whether a row may take a slot: it counts, and it differs from the medoids that stay, so that no segment can be empty.
     * It may equal the one that leaves, since rows with missing values may equal the same row and not each other.
     */
    final boolean mayEnter(int row, int slot) {
        if (weights[row] == 0 || rows[slot] == row) {
            return false;
        }
        for (int s = 0; s < toMedoid.length; s++) {
            if (s != slot && toMedoid[s][row] == 0) {
                return false;
            }
        }
        return true;
    }

    /** The sum over all rows, block by block. */
    final double sum(IntToDoubleFunction ofRow) {
        double total = 0;
        for (int start = 0; start < rowCount; start += BLOCK) {
            double block = 0;
            int end = Math.min(rowCount, start + BLOCK);
            for (int row = start; row < end; row++) {
                block += ofRow.applyAsDouble(row);
            }
            total += block;
        }
        return total;
    }
}
