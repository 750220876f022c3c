package dev.segmentation.tree;

import java.util.Arrays;

/**
 * What the rows of open nodes add up to, in whole numbers, so that neither their order nor the direction of a column can
 * change a bit of a sum: for a categorical target the weight of each level, for a numeric one the two limbs of the weighted
 * distance from the mean of the node; and last the weight.
 */
final class NodeRows {

    private final TargetColumn target;
    private final boolean numeric;
    private final int parts;
    private final int place; // of the weight
    private final long[] limbs; // of every row, for a numeric target

    NodeRows(TargetColumn target) {
        this.target = target;
        this.numeric = target.isNumeric();
        this.parts = numeric ? 1 : target.levels().size();
        this.place = numeric ? 2 : parts;
        this.limbs = new long[numeric ? 2 * target.rowCount() : 0];
    }

    /** How long a sum is. */
    int width() {
        return place + 1;
    }

    /** How many numbers a sum says, apart from the weight: one, or one per level. */
    int parts() {
        return parts;
    }

    /** The rows of one node, and how worth is measured in it. */
    final class Node {

        private final long[] total = new long[width()];
        private final Grid grid;
        private final double impurity; // in the scale of the grid

        /** Of the rows from … to of an array, which are this node's from now on. */
        Node(int[] rows, int from, int to, TreeNode.Content content, Polling polling) {
            long units = 0;
            for (int i = from; i < to; i++) {
                units += target.units(rows[i]);
            }
            grid = target.grid(units, to - from);
            impurity = numeric ? center(rows, from, to, content, polling) : content.impurity();
            for (int i = from; i < to; i++) {
                polling.at(i);
                addTo(total, rows[i]);
            }
        }

        /** Notes what each row adds; gives the impurity in the same scale. */
        private double center(int[] rows, int from, int to, TreeNode.Content content, Polling polling) {
            double center = content.mean() - target.center();
            double farthest = Double.MIN_NORMAL;
            for (int i = from; i < to; i++) {
                polling.at(i);
                farthest = Math.max(farthest, Math.abs(target.centered(rows[i]) - center));
            }
            double normal = Grid.normal(farthest);
            for (int i = from; i < to; i++) {
                polling.at(i);
                int row = rows[i];
                limbs[2 * row] = 0;
                limbs[2 * row + 1] = 0;
                grid.add(limbs, 2 * row, (target.centered(row) - center) * normal, target.weight(row));
            }
            return content.impurity() * normal * normal;
        }

        /** What a cut must at least be worth: nothing, but for rounding. */
        double threshold() {
            double squares = 0;
            for (int j = 0; j < parts; j++) {
                double part = part(total, j);
                squares += part * part;
            }
            return squares / weight(total) + 1e-12 * weight(total) * impurity;
        }

        /** The sum of |part|² / weight of a side and of the rest; NaN if one of them weighs less than what it must. */
        double worth(long[] side, double least) {
            double weight = target.weightOf(side[place]);
            double restWeight = target.weightOf(total[place] - side[place]);
            if (weight < least || restWeight < least) {
                return Double.NaN;
            }
            if (numeric) {
                double mine = grid.value(side[0], side[1]);
                double other = grid.value(total[0] - side[0], total[1] - side[1]);
                return mine * mine / weight + other * other / restWeight;
            }
            double squares = 0;
            double others = 0;
            for (int level = 0; level < parts; level++) {
                double mine = target.weightOf(side[level]);
                double other = target.weightOf(total[level] - side[level]);
                squares += mine * mine;
                others += other * other;
            }
            return squares / weight + others / restWeight;
        }

        /** The mean distance, or the share of a level. */
        double place(long[] sum, int order) {
            return part(sum, order) / weight(sum);
        }

        private double part(long[] sum, int part) {
            return numeric ? grid.value(sum[0], sum[1]) : target.weightOf(sum[part]);
        }
    }

    void addTo(long[] sum, int row) {
        if (numeric) {
            sum[0] += limbs[2 * row];
            sum[1] += limbs[2 * row + 1];
            sum[2] += target.units(row);
        } else {
            long units = target.units(row);
            sum[target.level(row)] += units;
            sum[place] += units;
        }
    }

    private double weight(long[] sum) {
        return target.weightOf(sum[place]);
    }

    boolean isNothing(long[] sum) {
        return sum[place] == 0;
    }

    /** Whether a side weighs at least as much as the rest. */
    boolean isHeavier(long[] side, Node node) {
        return side[place] >= node.total[place] - side[place];
    }

    static void add(long[] sum, long[] other) {
        Arrays.setAll(sum, j -> sum[j] + other[j]);
    }
}
