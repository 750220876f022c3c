package dev.segmentation.tree;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best cut of one predictor in one node. Rows add up to vectors: the weights of the levels of the target, or the
 * sum of a centered number; a cut is the better, the larger the sum over both sides of |vector|² / weight, which lowers
 * Gini's index, or the variance, most.
 */
final class CartSearch {

    private static final int EXHAUSTIVE_SUBSETS = 10;

    private final TargetColumn target;
    private final CartColumn column;
    private final double minChild;
    private final Polling polling;
    private final int width;
    private final int[] slots; // of the levels of a nominal predictor that occur, 1 for the first
    private double center; // of the node, for a numeric target
    private double[] total = new double[0];
    private double totalWeight;
    private double best;
    private @Nullable Supplier<TreeSplit> found; // of the best cut

    CartSearch(TargetColumn target, CartColumn column, double minChild, Polling polling) {
        this.target = target;
        this.column = column;
        this.minChild = Math.max(minChild, Double.MIN_VALUE);
        this.polling = polling;
        this.width = width(target);
        this.slots = new int[column.isNominal() ? column.levelCount() + 1 : 0];
    }

    private static int width(TargetColumn target) {
        return target.isNumeric() ? 1 : target.levels().size();
    }

    /** What the rows of a node add up to, in any column. */
    static final class Total {

        private final double[] vector; // weights of levels, or the sum of numbers less the center
        private final double weight;
        private final double center; // of a numeric target
        private final double impurity;

        private Total(double[] vector, double weight, double center, double impurity) {
            this.vector = vector;
            this.weight = weight;
            this.center = center;
            this.impurity = impurity;
        }

        /** Of the rows from … to of an array. */
        static Total of(TargetColumn target, int[] rows, int from, int to, TreeNode.Content node, Polling polling) {
            double center = target.isNumeric() ? node.mean() - target.center() : 0;
            double[] vector = new double[width(target)];
            double weight = 0;
            for (int i = from; i < to; i++) {
                polling.at(i);
                target.addTo(vector, rows[i], center);
                weight += target.weight(rows[i]);
            }
            return new Total(vector, weight, center, node.impurity());
        }
    }

    /**
     * A cut and what it is worth.
     *
     * @param split makes it; empty if there is none
     * @param score more is better
     */
    record Cut(Optional<Supplier<TreeSplit>> split, double score) {}

    /** The best cut of the rows from … to of an array sorted by the column. */
    Cut best(int[] rows, int from, int to, Total node) {
        center = node.center;
        total = node.vector;
        totalWeight = node.weight;
        found = null;
        best = squared(total) / totalWeight + 1e-12 * totalWeight * node.impurity;
        if (column.isNominal()) {
            nominal(rows, from, to);
        } else {
            ordered(rows, from, to);
        }
        return new Cut(Optional.ofNullable(found), best);
    }

    private void ordered(int[] rows, int from, int to) {
        int known = to;
        double[] missing = new double[width];
        double missingWeight = 0;
        while (known > from && column.code(rows[known - 1]) == CartColumn.MISSING) {
            known--;
            target.addTo(missing, rows[known], center);
            missingWeight += target.weight(rows[known]);
        }
        double[] left = new double[width];
        double leftWeight = 0;
        double[] withMissing = new double[width];
        int code = known > from ? column.code(rows[from]) : 0;
        for (int i = from; i < known - 1; i++) {
            polling.at(i);
            int row = rows[i];
            int next = column.code(rows[i + 1]);
            target.addTo(left, row, center);
            leftWeight += target.weight(row);
            if (code < next) {
                if (improves(left, leftWeight)) {
                    int missingBranch = missingWeight == 0 && leftWeight >= totalWeight - leftWeight ? 0 : 1;
                    cutAfter(row, rows[i + 1], missingBranch);
                }
                if (missingWeight > 0 && improves(sum(left, missing, withMissing), leftWeight + missingWeight)) {
                    cutAfter(row, rows[i + 1], 0);
                }
            }
            code = next;
        }
        if (known > from && missingWeight > 0 && improves(missing, missingWeight)) {
            found = column::knownOrMissing;
        }
    }

    private void cutAfter(int row, int nextRow, int missingBranch) {
        found = () -> column.at(column.value(row), column.value(nextRow), missingBranch);
    }

    private static double[] sum(double[] a, double[] b, double[] into) {
        for (int j = 0; j < into.length; j++) {
            into[j] = a[j] + b[j];
        }
        return into;
    }

    /** Whether a side is better than the best so far; then it is the best. */
    private boolean improves(double[] side, double weight) {
        double rest = totalWeight - weight;
        if (weight < minChild || rest < minChild) {
            return false;
        }
        double mine = 0;
        double others = 0;
        for (int j = 0; j < side.length; j++) {
            double other = total[j] - side[j];
            mine += side[j] * side[j];
            others += other * other;
        }
        double score = mine / weight + others / rest;
        if (score > best) {
            best = score;
            return true;
        }
        return false;
    }

    private static double squared(double[] sums) {
        double squared = 0;
        for (double sum : sums) {
            squared += sum * sum;
        }
        return squared;
    }

    /** The levels of a nominal predictor that occur in a node, ascending; a missing value is a level, the last one. */
    private static final class Levels {

        final int[] present;
        final double[][] sums;
        final double[] weights;

        Levels(int[] present, int width) {
            this.present = present;
            this.sums = new double[present.length][width];
            this.weights = new double[present.length];
        }
    }

    private Levels levels(int[] rows, int from, int to) {
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
        Levels levels = new Levels(Arrays.copyOf(present, count), width);
        for (int p = 0; p < count; p++) {
            slots[present[p]] = p + 1;
        }
        for (int i = from; i < to; i++) {
            polling.at(i);
            int place = slots[column.code(rows[i])] - 1;
            target.addTo(levels.sums[place], rows[i], center);
            levels.weights[place] += target.weight(rows[i]);
        }
        for (int level : levels.present) {
            slots[level] = 0;
        }
        return levels;
    }

    private void nominal(int[] rows, int from, int to) {
        Levels levels = levels(rows, from, to);
        if (width <= 2) {
            inOrder(levels, 0);
        } else if (levels.present.length <= EXHAUSTIVE_SUBSETS) {
            subsets(levels);
        } else {
            for (int j = 0; j < width; j++) {
                inOrder(levels, j);
            }
        }
    }

    /** Levels by the mean or the share of one level of the target; for one number or two levels the best cut is in there. */
    private void inOrder(Levels levels, int by) {
        Integer[] order = new Integer[levels.present.length];
        Arrays.setAll(order, place -> place);
        Arrays.sort(order, Comparator.comparingDouble(place -> levels.sums[place][by] / levels.weights[place]));
        double[] side = new double[width];
        double weight = 0;
        for (int i = 0; i < order.length - 1; i++) {
            polling.at(i);
            sum(side, levels.sums[order[i]], side);
            weight += levels.weights[order[i]];
            if (improves(side, weight)) {
                int last = i;
                boolean heavier = weight >= totalWeight - weight;
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

    private void subsets(Levels levels) {
        for (int subset = 1; subset < 1 << (levels.present.length - 1); subset++) {
            double[] side = new double[width];
            double weight = 0;
            for (int p = 0; p < levels.present.length; p++) {
                if ((subset >> p & 1) == 1) {
                    weight += levels.weights[p];
                    sum(side, levels.sums[p], side);
                }
            }
            if (improves(side, weight)) {
                int chosen = subset;
                boolean heavier = weight >= totalWeight - weight;
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
    private TreeSplit split(Levels levels, boolean[] taken, boolean heavierIsTaken) {
        int[] branchOf = new int[column.levelCount() + 1];
        Arrays.fill(branchOf, heavierIsTaken == taken[0] ? 0 : 1);
        for (int p = 0; p < taken.length; p++) {
            branchOf[levels.present[p]] = taken[p] == taken[0] ? 0 : 1;
        }
        return column.byLevel(branchOf);
    }
}
