package dev.segmentation.metrics.migration;

import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.WeightedShare;
import org.jspecify.annotations.Nullable;

/**
 * The weight of the customers of each pair of states, which are the segments, then unscored, then absent. A cell is null where
 * nobody with a weight is. Sums are exact before they are rounded, so that the order of the customers does not matter.
 */
final class WeightTable {

    private final @Nullable Cell[][] cells;

    private WeightTable(@Nullable Cell[][] cells) {
        this.cells = cells;
    }

    private record Cell(double weight, double squares, long customers) {}

    private static final class Sums {
        private final ExactSum weight = new ExactSum();
        private final ExactSum squares = new ExactSum();
        private long customers;

        private void add(double weighs) {
            weight.add(weighs);
            squares.add(weighs * weighs);
            customers++;
        }
    }

    /** By the weight before of those who are in a segment before, and by the weight after of the others. */
    static WeightTable of(SegmentJoin join, double[] weightsBefore, double[] weightsAfter) {
        int states = join.segments().size() + 2;
        @Nullable Sums[][] sums = new Sums[states][states];
        boolean[] known = new boolean[weightsAfter.length];
        for (int row = 0; row < weightsBefore.length; row++) {
            int there = join.rowAfter(row);
            int to;
            if (there >= 0) {
                known[there] = true;
                to = join.segmentAfter(there);
            } else {
                to = join.isUnscoredAfter(row) ? states - 2 : states - 1;
            }
            add(sums, join.segmentBefore(row), to, weightsBefore[row]);
        }
        for (int row = 0; row < weightsAfter.length; row++) {
            if (!known[row]) {
                int from = join.wasUnscoredBefore(row) ? states - 2 : states - 1;
                add(sums, from, join.segmentAfter(row), weightsAfter[row]);
            }
        }
        @Nullable Cell[][] cells = new Cell[states][states];
        for (int i = 0; i < states; i++) {
            for (int j = 0; j < states; j++) {
                Sums sum = sums[i][j];
                if (sum != null) {
                    cells[i][j] = new Cell(sum.weight.value(), sum.squares.value(), sum.customers);
                }
            }
        }
        return new WeightTable(cells);
    }

    private static void add(@Nullable Sums[][] sums, int from, int to, double weight) {
        if (weight > 0) {
            Sums sum = sums[from][to];
            if (sum == null) {
                sum = new Sums();
                sums[from][to] = sum;
            }
            sum.add(weight);
        }
    }

    /** The weight of the cells of a kind. */
    double weight(StepOwners.Kind kind) {
        return sum(kind).weight;
    }

    /** (Σ w)² / Σ w². */
    double effective(StepOwners.Kind kind) {
        Cell sum = sum(kind);
        return sum.customers == 0 ? 0 : sum.weight / sum.squares * sum.weight;
    }

    /** What the part weighs of the whole, whose cells it is among. */
    WeightedShare share(StepOwners.Kind part, StepOwners.Kind whole) {
        Cell all = sum(whole);
        Cell some = sum((from, to) -> whole.has(from, to) && part.has(from, to));
        return new WeightedShare(some.weight, all.weight, some.squares, all.squares, all.customers);
    }

    private Cell sum(StepOwners.Kind kind) {
        ExactSum weight = new ExactSum();
        ExactSum squares = new ExactSum();
        long customers = 0;
        for (int i = 0; i < cells.length; i++) {
            for (int j = 0; j < cells.length; j++) {
                Cell cell = cells[i][j];
                if (cell != null && kind.has(i, j)) {
                    weight.add(cell.weight);
                    squares.add(cell.squares);
                    customers += cell.customers;
                }
            }
        }
        return new Cell(weight.value(), squares.value(), customers);
    }
}
