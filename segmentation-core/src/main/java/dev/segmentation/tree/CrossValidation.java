package dev.segmentation.tree;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses among nested trees by cross-validation: the smallest one whose loss is within one standard error of the least.
 * Loss is the squared error of the predicted mean, or of the predicted shares of levels (Brier's score).
 */
final class CrossValidation {

    private final TargetColumn target;
    private final List<CartColumn> columns;
    private final double[] complexities;
    private final double[] between;

    CrossValidation(TargetColumn target, List<CartColumn> columns, double[] complexities) {
        this.target = target;
        this.columns = columns;
        this.complexities = complexities;
        this.between = new double[complexities.length];
        for (int k = 0; k < between.length; k++) {
            between[k] = k + 1 < between.length
                    ? Math.sqrt(complexities[k]) * Math.sqrt(complexities[k + 1])
                    : Double.POSITIVE_INFINITY;
        }
    }

    /** The fold of each row: as many rows in each as can be, drawn by the seed. */
    static int[] folds(TargetColumn target, int folds, long seed) {
        int[] rows = target.rows();
        int places = 64 - Long.numberOfLeadingZeros(rows.length); // bits that tell rows apart
        long[] order = new long[rows.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = SeededRandom.key(seed, rows[i]) >> places << places | i;
        }
        Arrays.sort(order);
        int[] fold = new int[target.rowCount()];
        Arrays.fill(fold, -1);
        for (int rank = 0; rank < order.length; rank++) {
            fold[rows[(int) (order[rank] & (1L << places) - 1)]] = rank % folds;
        }
        return fold;
    }

    /** Sums of loss and squared loss of rows that a tree was not grown from, per complexity. */
    double[][] losses(Draft draft, int[] rows) {
        double[] collapseAt = new Pruning(draft).collapseAt();
        double[] changes = new double[between.length + 1];
        double[] squareChanges = new double[between.length + 1];
        for (int row : rows) {
            int from = between.length; // complexities from here on are settled
            int id = 0;
            while (true) {
                Draft.Node node = draft.node(id);
                int first = firstAtLeast(collapseAt[id]);
                if (first < from) { // this node is the leaf of the row between these two
                    double loss = loss(row, node.content);
                    double weight = target.weight(row);
                    changes[first] += weight * loss;
                    changes[from] -= weight * loss;
                    squareChanges[first] += weight * loss * loss;
                    squareChanges[from] -= weight * loss * loss;
                    from = first;
                }
                if (from == 0 || node.split == null) {
                    break;
                }
                id = node.firstChild
                        + node.split.branchOfFitted(column(node.split).value(row));
            }
        }
        for (int k = 1; k < between.length; k++) {
            changes[k] += changes[k - 1];
            squareChanges[k] += squareChanges[k - 1];
        }
        return new double[][] {changes, squareChanges};
    }

    private CartColumn column(TreeSplit split) {
        for (CartColumn column : columns) {
            if (column.name().equals(split.feature())) {
                return column;
            }
        }
        throw new IllegalStateException("a split by no column");
    }

    private int firstAtLeast(double complexity) {
        int place = Arrays.binarySearch(between, complexity);
        return place < 0 ? -place - 1 : place;
    }

    private double loss(int row, TreeNode.Content content) {
        if (target.isNumeric()) {
            double away = target.centered(row) - (content.mean() - target.center());
            return away * away;
        }
        double share = content.weightOf(target.level(row)) / content.weight();
        return 2 - 2 * share - content.impurity(); // 1 − 2·share + Σ share²
    }

    /** The complexity chosen by the sums over all folds. */
    double choose(double[] sums, double[] squares, double weight) {
        int best = 0;
        for (int k = 1; k < between.length; k++) {
            best = sums[k] < sums[best] ? k : best;
        }
        double mean = sums[best] / weight;
        double error = Math.sqrt(Math.max(0, squares[best] / weight - mean * mean) / weight);
        int chosen = best;
        for (int k = best; k < between.length; k++) {
            if (sums[k] / weight <= mean + error) {
                chosen = k;
            }
        }
        return complexities[chosen];
    }
}
