package dev.segmentation.tree;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureTable;
import dev.segmentation.internal.SegmentNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tree while it grows: nodes in breadth-first order. */
final class Draft {

    /** A node that may still be split. */
    static final class Node {
        final int parent;
        final int depth;
        final TreeNode.Content content;

        @Nullable
        TreeSplit split;

        int firstChild;

        Node(int parent, int depth, TreeNode.Content content) {
            this.parent = parent;
            this.depth = depth;
            this.content = content;
        }
    }

    private final List<Node> nodes = new ArrayList<>();

    Draft(TreeNode.Content root) {
        nodes.add(new Node(-1, 0, root));
    }

    int size() {
        return nodes.size();
    }

    Node node(int id) {
        return nodes.get(id);
    }

    /** Splits a node into children with these contents, in the order of the branches. */
    void split(int id, TreeSplit split, Optional<SplitTest> test, List<TreeNode.Content> children) {
        Node node = nodes.get(id);
        double total = nodes.get(0).content.weight();
        double improvement = node.content.weight() / total * node.content.impurity();
        for (TreeNode.Content child : children) {
            improvement -= child.weight() / total * child.impurity();
        }
        node.split = split.explained(improvement, test);
        node.firstChild = nodes.size();
        children.forEach(child -> nodes.add(new Node(id, node.depth + 1, child)));
    }

    /** The average impurity of the customers, each within the segment. */
    double impurity() {
        double sum = 0;
        for (Node node : nodes) {
            if (node.split == null) {
                sum += node.content.weight() / nodes.get(0).content.weight() * node.content.impurity();
            }
        }
        return sum;
    }

    /** The tree that is left if nodes marked are made leaves; numbers stay in breadth-first order. */
    Draft pruned(boolean[] leaf) {
        Draft kept = new Draft(nodes.get(0).content);
        int[] oldIds = new int[nodes.size()];
        for (int id = 0; id < kept.size(); id++) {
            Node old = nodes.get(oldIds[id]);
            TreeSplit split = old.split;
            if (split != null && !leaf[oldIds[id]]) {
                Node node = kept.node(id);
                node.split = split;
                node.firstChild = kept.size();
                for (int b = 0; b < split.branchCount(); b++) {
                    oldIds[kept.size()] = old.firstChild + b;
                    kept.nodes.add(new Node(id, node.depth + 1, nodes.get(old.firstChild + b).content));
                }
            }
        }
        return kept;
    }

    /** A tree and what it says of the table it was grown from. */
    record Grown(SegmentTree tree, Assignment assignment) {}

    /** The finished tree, whose segments are numbered by decreasing weight. */
    Grown finish(TargetColumn target, FeatureTable predictors) {
        int[] asFound = new int[nodes.size()];
        Arrays.fill(asFound, -1);
        int leaves = 0;
        for (int id = 0; id < asFound.length; id++) {
            if (nodes.get(id).split == null) {
                asFound[id] = leaves++;
            }
        }
        int[] labels = new SegmentTree(target, predictors, finished(asFound))
                .assign(predictors)
                .toArray();
        int[] numbers = SegmentNumbers.bySize(leaves, labels, predictors::weight);
        for (int id = 0; id < asFound.length; id++) {
            asFound[id] = asFound[id] < 0 ? -1 : numbers[asFound[id]];
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = numbers[labels[i]];
        }
        return new Grown(new SegmentTree(target, predictors, finished(asFound)), Assignment.copyOf(leaves, labels));
    }

    private List<TreeNode> finished(int[] segments) {
        List<TreeNode> finished = new ArrayList<>(nodes.size());
        for (int id = 0; id < nodes.size(); id++) {
            Node node = nodes.get(id);
            finished.add(new TreeNode(
                    id,
                    node.parent,
                    node.depth,
                    node.content,
                    Optional.ofNullable(node.split),
                    node.firstChild,
                    segments[id]));
        }
        return finished;
    }
}
