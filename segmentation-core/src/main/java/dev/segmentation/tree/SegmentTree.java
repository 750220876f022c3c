package dev.segmentation.tree;

import dev.segmentation.Assignment;
import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TableModel;
import dev.segmentation.internal.Arguments;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A tree whose leaves are segments that differ in a target, made by {@link Chaid} or {@link Cart}. It assigns customers
 * whose target is not known: the target is no feature of it.
 *
 * <p>{@link #rules} says the same as rules, one per segment, with proof that every customer is in exactly one; {@link
 * #describe} prints the tree. Segments are numbered by decreasing weight, ties by first row.
 *
 * <p><b>Missing values</b>, and levels that were not there when the tree was fitted, go where {@link
 * TreeSplit#missingBranch} says. Immutable. <b>Cost:</b> {@link #assign} O(n · depth).
 */
public final class SegmentTree implements TableModel {

    private static final String WHERE = "SegmentTree.assign";

    private final String target;
    private final List<String> targetLevels;
    private final List<ColumnRecord> columns;
    private final Map<String, List<String>> features; // with their levels, none if numeric
    private final List<String> numeric;
    private final List<TreeNode> nodes;
    private final int[] leaves;

    SegmentTree(TargetColumn target, FeatureTable predictors, List<TreeNode> nodes) {
        this(
                target.name(),
                target.levels(),
                predictors.names().stream()
                        .map(name -> ColumnRecord.of(name, predictors.kind(name), Levels.of(name, predictors)))
                        .toList(),
                nodes);
    }

    SegmentTree(String target, List<String> targetLevels, List<ColumnRecord> columns, List<TreeNode> nodes) {
        this.target = target;
        this.targetLevels = targetLevels;
        this.columns = columns;
        this.features = new LinkedHashMap<>();
        this.numeric = new ArrayList<>();
        for (ColumnRecord column : columns) {
            features.put(column.name(), column.levels());
            if (column.type() == ColumnKind.NUMERIC) {
                numeric.add(column.name());
            }
        }
        this.nodes = List.copyOf(nodes);
        this.leaves = new int
                [(int) nodes.stream().filter(node -> node.segment().isPresent()).count()];
        nodes.forEach(node -> node.segment().ifPresent(segment -> leaves[segment] = node.id()));
    }

    /**
     * The column in which segments differ.
     *
     * @return its name
     */
    public String target() {
        return target;
    }

    /**
     * The levels of a categorical target.
     *
     * @return in their order, nominal ones by text; empty for a numeric target
     */
    public List<String> targetLevels() {
        return targetLevels;
    }

    /**
     * All nodes, by number: level by level, children of one node together.
     *
     * @return at least the root
     */
    public List<TreeNode> nodes() {
        return nodes;
    }

    /**
     * The node of all customers.
     *
     * @return node 0
     */
    public TreeNode root() {
        return nodes.get(0);
    }

    /**
     * The node that is a segment.
     *
     * @param segment its label
     * @return a leaf
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public TreeNode leaf(int segment) {
        return nodes.get(leaves[Objects.checkIndex(segment, leaves.length)]);
    }

    /**
     * The largest number of splits that lead to a segment.
     *
     * @return 0 if nothing was split
     */
    public int depth() {
        return nodes.get(nodes.size() - 1).depth(); // the last one is on the lowest level
    }

    @Override
    public int segmentCount() {
        return leaves.length;
    }

    /** All columns of the fit but the target, also those that no split uses. */
    @Override
    public List<String> featureNames() {
        return List.copyOf(features.keySet());
    }

    /**
     * Assigns every row to the leaf that it falls into.
     *
     * @param table any number of rows, also none, with the columns of {@link #featureNames()}, which may have missing
     *     values; the target may be there and is not looked at
     * @return one label per row
     * @throws InvalidInputException if columns are missing, unexpected or of another type ({@link
     *     Reason#SCHEMA_MISMATCH})
     */
    @Override
    public Assignment assign(FeatureTable table) {
        Objects.requireNonNull(table, "table");
        List<String> found = new ArrayList<>(table.names());
        found.remove(target);
        Arguments.match(featureNames(), found, "FeatureTable", WHERE);
        for (String name : found) {
            if (numeric.contains(name) != (table.kind(name) == ColumnKind.NUMERIC)) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        name,
                        WHERE + ": column \"" + name + "\" is " + table.kind(name) + ", expected "
                                + (numeric.contains(name) ? "NUMERIC" : "levels") + "; pass it as in the fit");
            }
        }
        Map<String, double[]> columns = new HashMap<>();
        double[][] columnOf = new double[nodes.size()][0];
        int[][] branches = new int[nodes.size()][0];
        for (TreeNode node : nodes) {
            if (node.split().isPresent()) {
                TreeSplit split = node.split().get();
                columnOf[node.id()] = columns.computeIfAbsent(split.feature(), table::numbers);
                if (!split.isNumeric()) {
                    branches[node.id()] = split.branches(table.levels(split.feature()));
                }
            }
        }
        int[] labels = new int[table.rowCount()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = labelOf(i, columnOf, branches);
        }
        return Assignment.copyOf(segmentCount(), labels);
    }

    private int labelOf(int row, double[][] columns, int[][] branches) {
        TreeNode node = root();
        while (node.split().isPresent()) {
            TreeSplit split = node.split().get();
            double value = columns[node.id()][row];
            int branch = split.isNumeric()
                    ? split.branchOf(value)
                    : branches[node.id()][Double.isNaN(value) ? 0 : (int) value + 1];
            node = nodes.get(node.firstChild() + branch);
        }
        return node.segment().orElseThrow();
    }

    /**
     * The tree as rules, one per segment in the order of the labels, with the names {@code segment 0}, {@code segment 1} …
     *
     * @return rules that claim the customers that the tree assigns, proven to cover everyone once, also with missing values
     */
    public RuleSet rules() {
        return rules(IntStream.range(0, segmentCount())
                .mapToObj(segment -> "segment " + segment)
                .toList());
    }

    /**
     * The tree as rules, one per segment in the order of the labels.
     *
     * @param names of the segments, each its own
     * @return rules that claim the customers that the tree assigns, proven to cover everyone once, also with missing values
     * @throws InvalidInputException if there is not one name per segment ({@link Reason#SCHEMA_MISMATCH}), one is used
     *     twice or blank ({@link Reason#BAD_NAME}), or reserved ({@link Reason#RESERVED_NAME})
     */
    public RuleSet rules(List<String> names) {
        Objects.requireNonNull(names, "names");
        Arguments.sameSize(segmentCount(), names.size(), "SegmentTree.rules", "names", "segment");
        if (names.stream().distinct().count() < names.size()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "names", "SegmentTree.rules: two segments have the same name; give each its own");
        }
        RuleSet.Builder builder = RuleSet.builder();
        features.forEach((name, levels) -> {
            if (!numeric.contains(name)) {
                builder.withLevels(name, levels);
            }
            builder.withMissing(name);
        });
        List<Rule> ruleOf = new ArrayList<>(); // parents come before their children
        for (TreeNode node : nodes) {
            ruleOf.add(
                    node.parent().isEmpty()
                            ? Rule.named("root")
                            : narrowed(ruleOf, nodes.get(node.parent().getAsInt()), node));
        }
        for (int s = 0; s < segmentCount(); s++) {
            builder.rule(ruleOf.get(leaves[s]).withName(names.get(s)));
        }
        return builder.build();
    }

    private static Rule narrowed(List<Rule> ruleOf, TreeNode parent, TreeNode node) {
        return parent.split().orElseThrow().narrowed(ruleOf.get(parent.id()), node.id() - parent.firstChild());
    }

    /**
     * The tree as plain data, to be stored with any JSON library.
     *
     * @return from which {@link SegmentTreeRecord#restore} makes a tree that assigns every customer alike
     */
    public SegmentTreeRecord toRecord() {
        return new SegmentTreeRecord(
                target,
                targetLevels,
                columns,
                nodes.stream().map(SegmentTreeRecord.Node::of).toList(),
                Arrays.stream(leaves).boxed().toList());
    }

    /**
     * The tree as text, one line per node, children indented below their parent: the branch, the weight, the target, and
     * the split or the segment. For people; it contains names of levels and numbers of segments, never a single customer,
     * unless one is alone in a node.
     *
     * @return lines that end with a line feed
     */
    public String describe() {
        return new TreeText(this).toString();
    }

    /** Size and target, no values. */
    @Override
    public String toString() {
        return "SegmentTree[" + target + " by " + Arguments.shown(featureNames()) + ", " + segmentCount()
                + " segments, depth " + depth() + "]";
    }
}
