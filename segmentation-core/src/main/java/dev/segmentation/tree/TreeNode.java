package dev.segmentation.tree;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A node of a {@link SegmentTree}: customers, what their target is like, and how they are split further. Nodes know each
 * other by number, in breadth-first order; 0 is the root. Immutable.
 */
public final class TreeNode {

    private final int id;
    private final int parent;
    private final int depth;
    private final Content content;
    private final Optional<TreeSplit> split;
    private final int firstChild;
    private final int segment;

    TreeNode(int id, int parent, int depth, Content content, Optional<TreeSplit> split, int firstChild, int segment) {
        this.id = id;
        this.parent = parent;
        this.depth = depth;
        this.content = content;
        this.split = split;
        this.firstChild = firstChild;
        this.segment = segment;
    }

    /** What a node holds, of the rows that formed the tree. */
    static final class Content {

        private final double weight;
        private final double[] distribution; // not shared
        private final double mean;
        private final double impurity;

        Content(double weight, double[] distribution, double mean, double impurity) {
            this.weight = weight;
            this.distribution = distribution;
            this.mean = mean;
            this.impurity = impurity;
        }

        double weight() {
            return weight;
        }

        double weightOf(int level) {
            return distribution[level];
        }

        double mean() {
            return mean;
        }

        double impurity() {
            return impurity;
        }
    }

    /**
     * The number of the node.
     *
     * @return from 0, the root
     */
    public int id() {
        return id;
    }

    /**
     * The node above.
     *
     * @return its number, or empty for the root
     */
    public OptionalInt parent() {
        return parent < 0 ? OptionalInt.empty() : OptionalInt.of(parent);
    }

    /**
     * How many splits lead here.
     *
     * @return 0 for the root
     */
    public int depth() {
        return depth;
    }

    /**
     * The numbers of the nodes below, in the order of the branches of the split.
     *
     * @return none for a leaf
     */
    public List<Integer> children() {
        int count = split.map(TreeSplit::branchCount).orElse(0);
        return IntStream.range(firstChild, firstChild + count).boxed().toList();
    }

    int firstChild() {
        return firstChild;
    }

    /**
     * How the node is split.
     *
     * @return empty for a leaf
     */
    public Optional<TreeSplit> split() {
        return split;
    }

    /**
     * The segment that a leaf is.
     *
     * @return its label, or empty if the node is split
     */
    public OptionalInt segment() {
        return segment < 0 ? OptionalInt.empty() : OptionalInt.of(segment);
    }

    /**
     * The weight of the customers that formed it: their number, unless weights were given. Rows whose target is missing
     * are not among them.
     *
     * @return positive
     */
    public double weight() {
        return content.weight;
    }

    /**
     * The weight of each level of a categorical target, in the order of {@link SegmentTree#targetLevels()}.
     *
     * @return empty for a numeric target
     */
    public List<Double> distribution() {
        return Arrays.stream(content.distribution).boxed().toList();
    }

    /**
     * The mean of a numeric target, in its unit.
     *
     * @return NaN for a categorical target
     */
    public double mean() {
        return content.mean;
    }

    /**
     * How mixed the target is: the variance of a numeric one (divided by the weight), else Gini's index 1 − Σ share².
     *
     * @return at least 0, 0 if all are alike
     */
    public double impurity() {
        return content.impurity;
    }

    /** Number and place, no values. */
    @Override
    public String toString() {
        return "TreeNode[" + id + ", depth " + depth + ", weight " + content.weight
                + split.map(by -> ", split by " + by.feature()).orElse(", segment " + segment) + "]";
    }
}
