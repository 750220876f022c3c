package dev.segmentation.tree;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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
    private final double[] none;
    private double center; // of the node, for a numeric target
    private double[] total = new double[0];
    private double totalWeight;
    private double best;
    private @Nullable Supplier<TreeSplit> found; // made once, of the best cut

    CartSearch(TargetColumn target, CartColumn column, double minChild, Polling polling) {
        this.target = target;
        this.column = column;
        this.minChild = Math.max(minChild, Double.MIN_VALUE);
        this.polling = polling;
        this.width = target.isNumeric() ? 1 : target.levels().size();
        this.none = new double[width];
    }

    /**
     * A cut and what it is worth.
     *
     * @param split empty if there is none
     * @param score more is better
     */
    record Cut(Optional<TreeSplit> split, double score) {}

    /** The best cut of the rows from … to of an array sorted by the column. */
    Cut best(int[] rows, int from, int to, TreeNode.Content node) {
        center = target.isNumeric() ? node.mean() - target.center() : 0;
        total = new double[width];
        totalWeight = 0;
        for (int i = from; i < to; i++) {
            polling.at(i);
            add(rows[i], total);
            totalWeight += target.weight(rows[i]);
        }
        found = null;
        best = score(total, totalWeight) + 1e-12 * totalWeight * node.impurity();
        if (column.isNominal()) {
            nominal(rows, from, to);
        } else {
            ordered(rows, from, to);
        }
        return new Cut(Optional.ofNullable(found).map(Supplier::get), best);
    }

    private void add(int row, double[] sums) {
        if (target.isNumeric()) {
            sums[0] += target.weight(row) * (target.centered(row) - center);
        } else {
            sums[target.level(row)] += target.weight(row);
        }
    }

    private void ordered(int[] rows, int from, int to) {
        int known = to;
        double[] missing = new double[width];
        double missingWeight = 0;
        while (known > from && Double.isNaN(column.value(rows[known - 1]))) {
            known--;
            add(rows[known], missing);
            missingWeight += target.weight(rows[known]);
        }
        double[] left = new double[width];
        double leftWeight = 0;
        for (int i = from; i < known - 1; i++) {
            polling.at(i);
            add(rows[i], left);
            leftWeight += target.weight(rows[i]);
            double below = column.value(rows[i]);
            double above = column.value(rows[i + 1]);
            if (below < above) {
                int missingBranch = missingWeight == 0 && leftWeight >= totalWeight - leftWeight ? 0 : 1;
                if (improves(left, leftWeight, none, 0)) {
                    found = () -> column.at(below, above, missingBranch);
                }
                if (missingWeight > 0 && improves(left, leftWeight, missing, missingWeight)) {
                    found = () -> column.at(below, above, 0);
                }
            }
        }
        if (known > from && missingWeight > 0 && improves(none, 0, missing, missingWeight)) {
            found = column::knownOrMissing;
        }
    }

    /** Whether a side, made of two parts, is better than the best so far; then it is the best. */
    private boolean improves(double[] side, double weight, double[] more, double moreWeight) {
        double mine = weight + moreWeight;
        if (mine < minChild || totalWeight - mine < minChild) {
            return false;
        }
        double score = 0;
        for (int j = 0; j < width; j++) {
            double a = side[j] + more[j];
            double b = total[j] - a;
            score += a * a / mine + b * b / (totalWeight - mine);
        }
        if (score > best) {
            best = score;
            return true;
        }
        return false;
    }

    private static double score(double[] sums, double weight) {
        double score = 0;
        for (double sum : sums) {
            score += sum * sum / weight;
        }
        return score;
    }

    /** A missing value is a level of its own, the last one. */
    private void nominal(int[] rows, int from, int to) {
        int levels = column.levelCount() + 1;
        double[][] sums = new double[levels][width];
        double[] weights = new double[levels];
        for (int i = from; i < to; i++) {
            polling.at(i);
            double value = column.value(rows[i]);
            int level = Double.isNaN(value) ? levels - 1 : (int) value;
            add(rows[i], sums[level]);
            weights[level] += target.weight(rows[i]);
        }
        int[] present =
                IntStream.range(0, levels).filter(level -> weights[level] > 0).toArray();
        if (width <= 2) {
            inOrder(present, sums, weights, 0);
        } else if (present.length <= EXHAUSTIVE_SUBSETS) {
            subsets(present, sums, weights);
        } else {
            for (int j = 0; j < width; j++) {
                inOrder(present, sums, weights, j);
            }
        }
    }

    /** Levels by the mean or the share of one level of the target; for one number or two levels the best cut is in there. */
    private void inOrder(int[] present, double[][] sums, double[] weights, int by) {
        Integer[] order = Arrays.stream(present)
                .boxed()
                .sorted(Comparator.comparingDouble(level -> sums[level][by] / weights[level]))
                .toArray(Integer[]::new);
        double[] side = new double[width];
        double weight = 0;
        boolean[] taken = new boolean[weights.length];
        for (int i = 0; i < order.length - 1; i++) {
            taken[order[i]] = true;
            for (int j = 0; j < width; j++) {
                side[j] += sums[order[i]][j];
            }
            weight += weights[order[i]];
            if (improves(side, weight, none, 0)) {
                boolean[] chosen = taken.clone();
                double chosenWeight = weight;
                found = () -> split(present, chosen, chosenWeight);
            }
        }
    }

    private void subsets(int[] present, double[][] sums, double[] weights) {
        for (int subset = 1; subset < 1 << (present.length - 1); subset++) {
            double[] side = new double[width];
            double weight = 0;
            boolean[] taken = new boolean[weights.length];
            for (int i = 0; i < present.length; i++) {
                if ((subset >> i & 1) == 1) {
                    taken[present[i]] = true;
                    weight += weights[present[i]];
                    for (int j = 0; j < width; j++) {
                        side[j] += sums[present[i]][j];
                    }
                }
            }
            if (improves(side, weight, none, 0)) {
                boolean[] chosen = taken.clone();
                double chosenWeight = weight;
                found = () -> split(present, chosen, chosenWeight);
            }
        }
    }

    /** Branch 0 has the first level that occurs; what does not occur goes to the heavier branch. */
    private TreeSplit split(int[] present, boolean[] taken, double weight) {
        boolean first = taken[present[0]];
        boolean heavierIsTaken = weight >= totalWeight - weight;
        int[] branchOf = new int[taken.length];
        Arrays.fill(branchOf, heavierIsTaken == first ? 0 : 1);
        for (int level : present) {
            branchOf[level] = taken[level] == first ? 0 : 1;
        }
        return column.byLevel(branchOf);
    }
}
