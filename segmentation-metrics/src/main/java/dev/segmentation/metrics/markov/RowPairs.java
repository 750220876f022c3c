package dev.segmentation.metrics.markov;

import java.util.List;
import java.util.Optional;

/** Covariances of the chances of two rows, for each pair of some rows. */
final class RowPairs {

    private final int[] rows;
    private final List<double[]>
            blocks; // of rows a < b by their place in rows, (0, 1), (0, 2) …; empty if not asked for

    RowPairs(int[] rows, List<double[]> blocks) {
        this.rows = rows;
        this.blocks = blocks;
    }

    /** The covariance of two chances of different rows; empty if it was not followed. */
    Optional<Double> covariance(int from, int to, int otherFrom, int otherTo, int k) {
        int a = place(from);
        int b = place(otherFrom);
        if (a < 0 || b < 0 || blocks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                a < b ? blocks.get(index(a, b))[to * k + otherTo] : blocks.get(index(b, a))[otherTo * k + to]);
    }

    private int index(int a, int b) {
        return a * rows.length - a * (a + 1) / 2 + b - a - 1;
    }

    private int place(int row) {
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == row) {
                return i;
            }
        }
        return -1;
    }
}
