package dev.segmentation.tree;

import java.util.ArrayList;
import java.util.List;

/** The obvious twin of CART on numbers: every cut of every column is tried on copies of the rows. */
final class SlowCart {

    final double[][] x;
    final double[] y;
    final boolean categorical;
    final int minChild;
    final int maxDepth;

    SlowCart(double[][] x, double[] y, boolean categorical, int minChild, int maxDepth) {
        this.x = x;
        this.y = y;
        this.categorical = categorical;
        this.minChild = minChild;
        this.maxDepth = maxDepth;
    }

    /** A node; leaves have no children. */
    static final class Node {
        List<Integer> rows = new ArrayList<>();
        int column = -1;
        double below;
        double above;
        boolean missingLeft;
        Node left;
        Node right;
        double risk;

        int leaves() {
            return left == null ? 1 : left.leaves() + right.leaves();
        }

        double branchRisk() {
            return left == null ? risk : left.branchRisk() + right.branchRisk();
        }
    }

    double impurity(List<Integer> rows) {
        double mean = rows.stream().mapToDouble(i -> y[i]).average().orElse(0);
        if (!categorical) {
            return rows.stream()
                    .mapToDouble(i -> (y[i] - mean) * (y[i] - mean))
                    .average()
                    .orElse(0);
        }
        double gini = 1;
        for (int level = 0; level < 5; level++) {
            int wanted = level;
            double share = rows.stream().filter(i -> y[i] == wanted).count() / (double) rows.size();
            gini -= share * share;
        }
        return gini;
    }

    Node grow(List<Integer> rows, int depth) {
        Node node = new Node();
        node.rows = rows;
        node.risk = rows.size() / (double) y.length * impurity(rows);
        if (depth == maxDepth || node.risk <= 1e-12) {
            return node;
        }
        double best = node.risk - 1e-9;
        List<Integer> bestLeft = List.of();
        for (int j = 0; j < x[0].length; j++) {
            int column = j;
            List<Double> values = rows.stream()
                    .map(i -> x[i][column])
                    .filter(v -> !Double.isNaN(v))
                    .distinct()
                    .sorted()
                    .toList();
            for (int v = 0; v < values.size(); v++) {
                for (boolean missingLeft : new boolean[] {false, true}) {
                    double cut = values.get(v);
                    List<Integer> left = rows.stream()
                            .filter(i -> Double.isNaN(x[i][column]) ? missingLeft : x[i][column] <= cut)
                            .toList();
                    List<Integer> right = new ArrayList<>(rows);
                    right.removeAll(left);
                    double risk = (left.size() * impurity(left) + right.size() * impurity(right)) / y.length;
                    if (left.size() >= minChild && right.size() >= minChild && risk < best - 1e-12) {
                        best = risk;
                        bestLeft = left;
                        node.column = j;
                        node.below = cut;
                        node.above = v + 1 < values.size() ? values.get(v + 1) : Double.POSITIVE_INFINITY;
                        node.missingLeft = missingLeft;
                    }
                }
            }
        }
        if (node.column >= 0) {
            List<Integer> right = new ArrayList<>(rows);
            right.removeAll(bestLeft);
            node.left = grow(bestLeft, depth + 1);
            node.right = grow(right, depth + 1);
        }
        return node;
    }

    /** The weakest link of all inner nodes, each time looked for anew: complexity and leaves of each nested tree. */
    static List<double[]> sequence(Node root) {
        List<double[]> sequence = new ArrayList<>();
        sequence.add(new double[] {0, root.leaves()});
        while (root.left != null) {
            double weakest = weakest(root);
            cut(root, weakest * (1 + 1e-9));
            sequence.add(new double[] {weakest, root.leaves()});
        }
        return sequence;
    }

    private static double strength(Node node) {
        return (node.risk - node.branchRisk()) / (node.leaves() - 1);
    }

    private static double weakest(Node node) {
        return node.left == null
                ? Double.POSITIVE_INFINITY
                : Math.min(strength(node), Math.min(weakest(node.left), weakest(node.right)));
    }

    private static void cut(Node node, double upTo) {
        if (node.left == null) {
            return;
        }
        if (strength(node) <= upTo) {
            node.left = null;
            node.right = null;
            return;
        }
        cut(node.left, upTo);
        cut(node.right, upTo);
        cutAgain(node, upTo);
    }

    /** A node whose children were cut may have become as weak as they were. */
    private static void cutAgain(Node node, double upTo) {
        if (node.left != null && strength(node) <= upTo) {
            node.left = null;
            node.right = null;
        }
    }
}
