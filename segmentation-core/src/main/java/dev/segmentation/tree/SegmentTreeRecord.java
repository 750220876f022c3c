package dev.segmentation.tree;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.ModelRecord;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A {@link SegmentTree} as plain data, which any JSON library maps: its nodes in breadth-first order, so that the children
 * of the nodes that are split follow each other.
 *
 * <p>A statistic that is infinite is ±{@link Double#MAX_VALUE} here. Made by {@link SegmentTree#toRecord} or by a JSON
 * library; {@link #restore} checks it. Immutable.
 *
 * @param target the column in which segments differ
 * @param targetLevels its levels; none if it is numeric
 * @param columns of the table that was fitted, without the target
 * @param nodes from the root, level by level
 * @param leaves the position of the leaf of each segment among the nodes
 */
public record SegmentTreeRecord(
        String target, List<String> targetLevels, List<ColumnRecord> columns, List<Node> nodes, List<Integer> leaves)
        implements ModelRecord {

    private static final String WHERE = "SegmentTreeRecord";

    /**
     * Copies the lists.
     *
     * @param target the column in which segments differ
     * @param targetLevels its levels
     * @param columns of the table that was fitted
     * @param nodes from the root
     * @param leaves one per segment
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public SegmentTreeRecord {
        SavedParts.present(target, WHERE, "target");
        targetLevels = SavedParts.list(targetLevels, WHERE, "targetLevels");
        columns = SavedParts.list(columns, WHERE, "columns");
        nodes = SavedParts.list(nodes, WHERE, "nodes");
        leaves = SavedParts.list(leaves, WHERE, "leaves");
    }

    /**
     * A node, as {@link TreeNode} tells it.
     *
     * @param weight of its customers
     * @param distribution the weight of each level of a categorical target
     * @param mean of a numeric target: one number, otherwise none
     * @param impurity at least 0
     * @param split one, or none for a leaf
     */
    public record Node(
            double weight, List<Double> distribution, List<Double> mean, double impurity, List<Split> split) {

        /**
         * Copies the lists.
         *
         * @param weight of its customers
         * @param distribution of a categorical target
         * @param mean of a numeric target
         * @param impurity at least 0
         * @param split one or none
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Node {
            distribution = SavedParts.list(distribution, WHERE, "distribution");
            mean = SavedParts.list(mean, WHERE, "mean");
            split = SavedParts.list(split, WHERE, "split");
        }

        static Node of(TreeNode node) {
            return new Node(
                    node.weight(),
                    node.distribution(),
                    Double.isNaN(node.mean()) ? List.of() : List.of(node.mean()),
                    node.impurity(),
                    node.split().stream().map(TreeSplit::toRecord).toList());
        }

        private TreeNode.Content content(int levels) {
            if (distribution.size() != levels || mean.size() != (levels == 0 ? 1 : 0) || split.size() > 1) {
                throw SavedParts.damaged(WHERE, "a node does not say of its target what the tree says of it");
            }
            distribution.forEach(part -> SavedParts.finite(part, WHERE, "distribution"));
            return new TreeNode.Content(
                    SavedParts.finite(weight, WHERE, "weight"),
                    distribution.stream().mapToDouble(Double::doubleValue).toArray(),
                    mean.isEmpty() ? Double.NaN : SavedParts.finite(mean.get(0), WHERE, "mean"),
                    SavedParts.finite(impurity, WHERE, "impurity"));
        }
    }

    /**
     * How a node is split.
     *
     * @param feature the column
     * @param cuts of a numeric column, strictly ascending; each belongs to the interval below it
     * @param branches to which the intervals, or the levels of the column, go
     * @param missingBranch to which missing values and unknown levels go
     * @param improvement of the impurity
     * @param test one, or none if there was none
     */
    public record Split(
            String feature,
            List<Double> cuts,
            List<Integer> branches,
            int missingBranch,
            double improvement,
            List<Test> test) {

        /**
         * Copies the lists.
         *
         * @param feature the column
         * @param cuts of a numeric column
         * @param branches of intervals or levels
         * @param missingBranch of missing values
         * @param improvement of the impurity
         * @param test one or none
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Split {
            SavedParts.present(feature, WHERE, "feature");
            cuts = SavedParts.list(cuts, WHERE, "cuts");
            branches = SavedParts.list(branches, WHERE, "branches");
            test = SavedParts.list(test, WHERE, "test");
        }

        private TreeSplit restore(Map<String, ColumnRecord> columns) {
            ColumnRecord column = columns.get(feature);
            if (column == null) {
                throw SavedParts.damaged(WHERE, "a node is split by a column that is not listed");
            }
            boolean numeric = column.type() == ColumnKind.NUMERIC;
            int[] branchOf = branches.stream().mapToInt(Integer::intValue).toArray();
            checkBranches(branchOf, numeric ? cuts.size() + 1 : column.levels().size(), numeric);
            if (test.size() > 1 || (!numeric && !cuts.isEmpty())) {
                throw SavedParts.damaged(WHERE, "a split has more parts than it can have");
            }
            double[] ascending = cuts.stream()
                    .mapToDouble(cut -> SavedParts.finite(cut, WHERE, "cuts"))
                    .toArray();
            for (int c = 1; c < ascending.length; c++) {
                if (!(ascending[c - 1] < ascending[c])) {
                    throw SavedParts.damaged(WHERE, "\"cuts\" are not in ascending order");
                }
            }
            TreeSplit split = numeric
                    ? TreeSplit.numeric(feature, ascending, branchOf, missingBranch)
                    : TreeSplit.levels(feature, column.levels(), branchOf, missingBranch);
            return split.explained(
                    SavedParts.finite(improvement, WHERE, "improvement"),
                    test.stream().findFirst().map(Test::restore));
        }

        /** Every branch is that of something; those of intervals ascend. */
        private void checkBranches(int[] branchOf, int expected, boolean numeric) {
            int count = Math.max(Arrays.stream(branchOf).max().orElse(-1), missingBranch) + 1;
            boolean right = branchOf.length == expected && count >= 2 && count <= expected + 1;
            right &= IntStream.concat(Arrays.stream(branchOf), IntStream.of(missingBranch))
                            .filter(branch -> branch >= 0)
                            .distinct()
                            .count()
                    == count;
            right &= missingBranch >= 0 && Arrays.stream(branchOf).allMatch(branch -> branch >= 0);
            for (int i = 1; i < branchOf.length && numeric; i++) {
                right &= branchOf[i - 1] <= branchOf[i];
            }
            if (!right) {
                throw SavedParts.damaged(WHERE, "the branches of a split are not those of its column");
            }
        }
    }

    /**
     * The test that chose a split, as {@link SplitTest} tells it.
     *
     * @param statistic χ² or F
     * @param degrees of freedom
     * @param denominatorDegrees one number for F, none for χ²
     * @param logP ln of the probability
     * @param logMultiplier ln of the Bonferroni multiplier
     */
    public record Test(
            double statistic, double degrees, List<Double> denominatorDegrees, double logP, double logMultiplier) {

        /**
         * Copies the list.
         *
         * @param statistic χ² or F
         * @param degrees of freedom
         * @param denominatorDegrees one number or none
         * @param logP ln of the probability
         * @param logMultiplier ln of the multiplier
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Test {
            denominatorDegrees = SavedParts.list(denominatorDegrees, WHERE, "denominatorDegrees");
        }

        static Test of(SplitTest test) {
            return new Test(
                    bounded(test.statistic()),
                    test.degrees(),
                    Double.isNaN(test.denominatorDegrees()) ? List.of() : List.of(test.denominatorDegrees()),
                    bounded(test.logP()),
                    test.logMultiplier());
        }

        private SplitTest restore() {
            if (denominatorDegrees.size() > 1) {
                throw SavedParts.damaged(WHERE, "\"denominatorDegrees\" has more than one entry");
            }
            return new SplitTest(
                    unbounded(statistic, "statistic"),
                    SavedParts.finite(degrees, WHERE, "degrees"),
                    denominatorDegrees.isEmpty()
                            ? Double.NaN
                            : SavedParts.finite(denominatorDegrees.get(0), WHERE, "denominatorDegrees"),
                    unbounded(logP, "logP"),
                    SavedParts.finite(logMultiplier, WHERE, "logMultiplier"));
        }

        private static double bounded(double value) {
            return Math.max(-Double.MAX_VALUE, Math.min(value, Double.MAX_VALUE));
        }

        private static double unbounded(double value, String name) {
            SavedParts.finite(value, WHERE, name);
            return Math.abs(value) == Double.MAX_VALUE ? Math.copySign(Double.POSITIVE_INFINITY, value) : value;
        }
    }

    @Override
    public List<ColumnRecord> schema() {
        return columns;
    }

    @Override
    public SegmentTree restore() {
        SavedParts.restored(
                WHERE,
                () -> Arguments.featureNames(
                        columns.stream().map(ColumnRecord::name).toList(), WHERE));
        Map<String, ColumnRecord> byName = new HashMap<>();
        columns.forEach(column -> byName.put(column.name(), column));
        columns.forEach(ColumnRecord::type);
        if (byName.containsKey(target)) {
            throw SavedParts.damaged(WHERE, "the target is one of the columns");
        }
        return new SegmentTree(target, targetLevels, columns, restoredNodes(byName));
    }

    /** The segment of each node, −1 if it is split. */
    private int[] segments() {
        int[] segments = new int[nodes.size()];
        Arrays.fill(segments, -1);
        for (int s = 0; s < leaves.size(); s++) {
            int leaf = leaves.get(s);
            if (leaf < 0
                    || leaf >= segments.length
                    || segments[leaf] >= 0
                    || !nodes.get(leaf).split.isEmpty()) {
                throw SavedParts.damaged(WHERE, "\"leaves\" are not the nodes without split");
            }
            segments[leaf] = s;
        }
        if (nodes.stream().filter(node -> node.split.isEmpty()).count() != leaves.size()) {
            throw SavedParts.damaged(WHERE, "a node without split is no segment");
        }
        return segments;
    }

    private List<TreeNode> restoredNodes(Map<String, ColumnRecord> byName) {
        int[] segments = segments();
        int[] parents = new int[nodes.size()];
        int[] depths = new int[nodes.size()];
        List<TreeNode> restored = new ArrayList<>();
        int next = 1;
        for (int id = 0; id < nodes.size(); id++) {
            Optional<TreeSplit> split = nodes.get(id).split.stream().findFirst().map(one -> one.restore(byName));
            int children = split.map(TreeSplit::branchCount).orElse(0);
            if (id >= next || children > nodes.size() - next) {
                throw SavedParts.damaged(WHERE, "the nodes do not make one tree");
            }
            for (int child = next; child < next + children; child++) {
                parents[child] = id;
                depths[child] = depths[id] + 1;
            }
            restored.add(new TreeNode(
                    id,
                    id == 0 ? -1 : parents[id],
                    depths[id],
                    nodes.get(id).content(targetLevels.size()),
                    split,
                    children == 0 ? 0 : next,
                    segments[id]));
            next += children;
        }
        if (next != nodes.size()) {
            throw SavedParts.damaged(WHERE, "the nodes do not make one tree");
        }
        return restored;
    }
}
