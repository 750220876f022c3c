package dev.segmentation.tree;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best cut of one predictor in one node. Rows add up to vectors: the weights of the levels of the target, or the
 * sum of a centered number; a cut is the better, the larger the sum over both sides of |vector|² / weight, which lowers
 * Gini's index, or the variance, most. Sums are exact, so that two cuts that part the rows alike are of equal worth to the
 * last bit, whichever column and side they are seen from.
 */
final class CartSearch {

    private static final int EXHAUSTIVE_SUBSETS = 10;

    private final NodeRows sums;
    private final CartColumn column;
    private final double minChild;
    private final Polling polling;
    private final int[] slots; // of the levels of a nominal predictor that occur, 1 for the first
    private NodeRows.Node node;
    private double best;
    private @Nullable Supplier<TreeSplit> found; // of the best cut

    CartSearch(NodeRows sums, CartColumn column, double minChild, Polling polling, NodeRows.Node first) {
        this.sums = sums;
        this.column = column;
        this.minChild = Math.max(minChild, Double.MIN_VALUE);
        this.polling = polling;
        this.slots = new int[column.isNominal() ? column.levelCount() + 1 : 0];
        this.node = first;
    }

    /**
     * A cut and what it is worth.
     *
     * @param split makes it; empty if there is none
     * @param score more is better
     */
    record Cut(Optional<Supplier<TreeSplit>> split, double score) {}

    /** The best cut of the rows from … to of an array sorted by the column. */
    Cut best(int[] rows, int from, int to, NodeRows.Node of) {
        node = of;
        found = null;
        best = node.threshold();
        if (column.isNominal()) {
            nominal(rows, from, to);
        } else {
            ordered(rows, from, to);
        }
        return new Cut(Optional.ofNullable(found), best);
    }

    private void ordered(int[] rows, int from, int to) {
        int known = to;
        long[] missing = new long[sums.width()];
        while (known > from && column.code(rows[known - 1]) == CartColumn.MISSING) {
            known--;
            sums.addTo(missing, rows[known]);
        }
        boolean someMiss = !sums.isNothing(missing);
        long[] left = new long[sums.width()];
        int code = known > from ? column.code(rows[from]) : 0;
        for (int i = from; i < known - 1; i++) {
            polling.at(i);
            int row = rows[i];
            int next = column.code(rows[i + 1]);
            sums.addTo(left, row);
            if (code < next) {
                if (improves(left)) {
                    cutAfter(row, rows[i + 1], !someMiss && sums.isHeavier(left, node) ? 0 : 1);
                }
                if (someMiss) {
                    long[] withMissing = left.clone();
                    NodeRows.add(withMissing, missing);
                    if (improves(withMissing)) {
                        cutAfter(row, rows[i + 1], 0);
                    }
                }
            }
            code = next;
        }
        if (known > from && someMiss && improves(missing)) {
            found = column::knownOrMissing;
        }
    }

    private void cutAfter(int row, int nextRow, int missingBranch) {
        found = () -> column.at(column.value(row), column.value(nextRow), missingBranch);
    }

    /** Whether a side is better than the best so far; then it is the best. */
    private boolean improves(long[] side) {
        double score = node.worth(side, minChild);
        if (score > best) {
            best = score;
            return true;
        }
        return false;
    }

    /** The levels of a nominal predictor that occur in a node, ascending; a missing value is a level, the last one. */
    private static final class Present {

        final int[] present;
        final long[][] sums;

        Present(int[] present, int width) {
            this.present = present;
            this.sums = new long[present.length][width];
        }
    }

    private Present levels(int[] rows, int from, int to) {
        int[] present = new int[Math.min(to - from, slots.length)];
        int count = 0;
        for (int i = from; i < to; i++) {
            polling.at(i);
            int level = column.code(rows[i]);
            if (slots[level] == 0) {
                slots[level] = 1;
                present[count++] = level;
            }
        }
        Arrays.sort(present, 0, count);
        Present levels = new Present(Arrays.copyOf(present, count), sums.width());
        for (int p = 0; p < count; p++) {
            slots[present[p]] = p + 1;
        }
        for (int i = from; i < to; i++) {
            polling.at(i);
            int place = slots[column.code(rows[i])] - 1;
            sums.addTo(levels.sums[place], rows[i]);
        }
        for (int level : levels.present) {
            slots[level] = 0;
        }
        return levels;
    }

    private void nominal(int[] rows, int from, int to) {
        Present levels = levels(rows, from, to);
        if (sums.parts() <= 2) {
            inOrder(levels, 0);
        } else if (levels.present.length <= EXHAUSTIVE_SUBSETS) {
            subsets(levels);
        } else {
            for (int j = 0; j < sums.parts(); j++) {
                inOrder(levels, j);
            }
        }
    }

    /** Levels by the mean or the share of one level of the target; for one number or two levels the best cut is in there. */
    private void inOrder(Present levels, int by) {
        Integer[] order = new Integer[levels.present.length];
        Arrays.setAll(order, place -> place);
        Arrays.sort(order, Comparator.comparingDouble(place -> node.place(levels.sums[place], by)));
        long[] side = new long[sums.width()];
        for (int i = 0; i < order.length - 1; i++) {
            polling.at(i);
            NodeRows.add(side, levels.sums[order[i]]);
            if (improves(side)) {
                int last = i;
                boolean heavier = sums.isHeavier(side, node);
                found = () -> {
                    boolean[] isTaken = new boolean[order.length];
                    for (int t = 0; t <= last; t++) {
                        isTaken[order[t]] = true;
                    }
                    return split(levels, isTaken, heavier);
                };
            }
        }
    }

    private void subsets(Present levels) {
        for (int subset = 1; subset < 1 << (levels.present.length - 1); subset++) {
            long[] side = new long[sums.width()];
            for (int p = 0; p < levels.present.length; p++) {
                if ((subset >> p & 1) == 1) {
                    NodeRows.add(side, levels.sums[p]);
                }
            }
            if (improves(side)) {
                int chosen = subset;
                boolean heavier = sums.isHeavier(side, node);
                found = () -> {
                    boolean[] isTaken = new boolean[levels.present.length];
                    for (int p = 0; p < isTaken.length; p++) {
                        isTaken[p] = (chosen >> p & 1) == 1;
                    }
                    return split(levels, isTaken, heavier);
                };
            }
        }
    }

    /** Branch 0 has the first level that occurs; what does not occur goes to the heavier branch. */
    private TreeSplit split(Present levels, boolean[] taken, boolean heavierIsTaken) {
        int[] branchOf = new int[column.levelCount() + 1];
        Arrays.fill(branchOf, heavierIsTaken == taken[0] ? 0 : 1);
        for (int p = 0; p < taken.length; p++) {
            branchOf[levels.present[p]] = taken[p] == taken[0] ? 0 : 1;
        }
        return column.byLevel(branchOf);
    }
}
