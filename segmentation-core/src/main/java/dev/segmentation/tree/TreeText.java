package dev.segmentation.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** A tree as indented lines. */
final class TreeText {

    /** Deeper nodes are not indented further, but say their depth, or the text would grow with the square of it. */
    private static final int DEEPEST_INDENT = 20;

    private final SegmentTree tree;

    TreeText(SegmentTree tree) {
        this.tree = tree;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Deque<TreeNode> open = new ArrayDeque<>();
        open.push(tree.root());
        while (!open.isEmpty()) {
            TreeNode node = open.pop();
            addLine(node, text);
            List<Integer> children = node.children();
            for (int c = children.size() - 1; c >= 0; c--) {
                open.push(tree.nodes().get(children.get(c)));
            }
        }
        return text.toString();
    }

    private void addLine(TreeNode node, StringBuilder text) {
        text.append("  ".repeat(Math.min(node.depth(), DEEPEST_INDENT)));
        if (node.depth() > DEEPEST_INDENT) {
            text.append("(depth ").append(node.depth()).append(") ");
        }
        text.append(condition(node)).append(": n = ").append(number(node.weight()));
        text.append(tree.targetLevels().isEmpty() ? ", mean " + number(node.mean()) : shares(node));
        node.segment().ifPresent(segment -> text.append(" → segment ").append(segment));
        node.split().ifPresent(split -> text.append(reason(split)));
        text.append('\n');
    }

    private String condition(TreeNode node) {
        if (node.parent().isEmpty()) {
            return tree.target();
        }
        TreeNode parent = tree.nodes().get(node.parent().getAsInt());
        return parent.split().orElseThrow().branch(node.id() - parent.firstChild());
    }

    private String shares(TreeNode node) {
        StringBuilder shares = new StringBuilder();
        for (int level = 0; level < tree.targetLevels().size(); level++) {
            shares.append(String.format(
                    Locale.ROOT,
                    ", %s %.1f %%",
                    tree.targetLevels().get(level),
                    100 * node.distribution().get(level) / node.weight()));
        }
        return shares.toString();
    }

    private static String reason(TreeSplit split) {
        String by = "; split by " + split.feature();
        return split.test()
                .map(test -> Double.isNaN(test.denominatorDegrees())
                        ? String.format(
                                Locale.ROOT,
                                "%s (χ² = %.4g, df = %.0f, adjusted p %s)",
                                by,
                                test.statistic(),
                                test.degrees(),
                                probability(test))
                        : String.format(
                                Locale.ROOT,
                                "%s (F = %.4g, df = %.0f and %.6g, adjusted p %s)",
                                by,
                                test.statistic(),
                                test.degrees(),
                                test.denominatorDegrees(),
                                probability(test)))
                .orElse(String.format(Locale.ROOT, "%s (improvement %.4g)", by, split.improvement()));
    }

    private static String probability(SplitTest test) {
        double logP = test.logAdjustedP();
        return logP < -690
                ? String.format(Locale.ROOT, "< 1e%.0f", Math.ceil(logP / StrictMath.log(10)))
                : String.format(Locale.ROOT, "= %.3g", test.adjustedP());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }
}
