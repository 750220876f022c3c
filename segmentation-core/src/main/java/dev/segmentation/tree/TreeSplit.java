package dev.segmentation.tree;

import dev.segmentation.rule.Rule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a {@link TreeNode} is split: a feature, and to which branch its values go. Numeric branches are intervals that are
 * closed on the right. Immutable.
 */
public final class TreeSplit {

    private final String feature;
    private final double[] cuts; // of a numeric feature
    private final List<String> levels; // of a categorical one; empty if numeric
    private final boolean numeric;
    private final int[] branchOf; // by interval or by level
    private final int missingBranch;
    private final int branchCount;
    private final double improvement;
    private final Optional<SplitTest> test;

    private TreeSplit(
            String feature,
            double[] cuts,
            List<String> levels,
            boolean numeric,
            int[] branchOf,
            int missingBranch,
            double improvement,
            Optional<SplitTest> test) {
        this.feature = feature;
        this.cuts = cuts;
        this.levels = levels;
        this.numeric = numeric;
        this.branchOf = branchOf;
        this.missingBranch = missingBranch;
        this.branchCount = Math.max(Arrays.stream(branchOf).max().orElse(0), missingBranch) + 1;
        this.improvement = improvement;
        this.test = test;
    }

    static TreeSplit numeric(String feature, double[] cuts, int[] branchOf, int missingBranch) {
        return new TreeSplit(feature, cuts, List.of(), true, branchOf, missingBranch, Double.NaN, Optional.empty());
    }

    static TreeSplit levels(String feature, List<String> levels, int[] branchOf, int missingBranch) {
        return new TreeSplit(
                feature, new double[0], levels, false, branchOf, missingBranch, Double.NaN, Optional.empty());
    }

    TreeSplit explained(double newImprovement, Optional<SplitTest> newTest) {
        return new TreeSplit(feature, cuts, levels, numeric, branchOf, missingBranch, newImprovement, newTest);
    }

    SegmentTreeRecord.Split toRecord() {
        return new SegmentTreeRecord.Split(
                feature,
                Arrays.stream(cuts).boxed().toList(),
                Arrays.stream(branchOf).boxed().toList(),
                missingBranch,
                improvement,
                test.stream().map(SegmentTreeRecord.Test::of).toList());
    }

    /**
     * What it splits by.
     *
     * @return the name of the column
     */
    public String feature() {
        return feature;
    }

    /**
     * How many branches there are.
     *
     * @return at least 2
     */
    public int branchCount() {
        return branchCount;
    }

    /**
     * The values of a branch in words, such as {@code spend > 10 or missing}.
     *
     * @param branch from 0
     * @return the condition
     * @throws IndexOutOfBoundsException if there is no such branch
     */
    public String branch(int branch) {
        Objects.checkIndex(branch, branchCount);
        return narrowed(Rule.named("branch"), branch).conditions();
    }

    /**
     * The branch to which customers without a value go, and those with a level that the fit did not know.
     *
     * @return from 0
     */
    public int missingBranch() {
        return missingBranch;
    }

    /**
     * By how much the split lowers the impurity of all customers: the impurity of the node minus that of its children, each
     * times its share of all customers.
     *
     * @return at least 0 up to rounding, in the unit of {@link TreeNode#impurity()}
     */
    public double improvement() {
        return improvement;
    }

    /**
     * The test that chose it.
     *
     * @return empty for CART, which does not test
     */
    public Optional<SplitTest> test() {
        return test;
    }

    /** The branch of each of these levels, with −1 first of all for a missing value and for a level that is not known. */
    int[] branches(List<String> found) {
        int[] branches = new int[found.size() + 1];
        branches[0] = missingBranch;
        if (found.equals(levels)) {
            System.arraycopy(branchOf, 0, branches, 1, branchOf.length);
            return branches;
        }
        Map<String, Integer> known = new HashMap<>();
        for (int level = 0; level < branchOf.length; level++) {
            known.put(levels.get(level), branchOf[level]);
        }
        for (int i = 1; i < branches.length; i++) {
            branches[i] = known.getOrDefault(found.get(i - 1), missingBranch);
        }
        return branches;
    }

    boolean isNumeric() {
        return numeric;
    }

    /** The branch of a number. */
    int branchOf(double value) {
        if (Double.isNaN(value)) {
            return missingBranch;
        }
        int place = Arrays.binarySearch(cuts, value + 0.0);
        return branchOf[place < 0 ? -place - 1 : place];
    }

    /** The branch of a value as a fitted table holds it: a number, or the position of a level. */
    int branchOfFitted(double value) {
        if (numeric) {
            return branchOf(value);
        }
        return Double.isNaN(value) ? missingBranch : branchOf[(int) value];
    }

    /** A rule that also asks for a branch. */
    Rule narrowed(Rule rule, int branch) {
        boolean missing = branch == missingBranch;
        int[] mine = IntStream.range(0, branchOf.length)
                .filter(i -> branchOf[i] == branch)
                .toArray();
        if (mine.length == 0) {
            return rule.where(feature).isMissing();
        }
        if (!numeric) {
            return condition(rule, missing)
                    .isOneOf(IntStream.of(mine).mapToObj(levels::get).toList());
        }
        int first = mine[0];
        int last = mine[mine.length - 1];
        Rule narrowed = rule;
        if (first > 0) {
            narrowed = condition(narrowed, missing).above(cuts[first - 1]);
        }
        if (last < cuts.length) {
            narrowed = condition(narrowed, missing).atMost(cuts[last]);
        }
        boolean everyNumber = first == 0 && last == cuts.length;
        return everyNumber && !missing ? narrowed.where(feature).isKnown() : narrowed;
    }

    private Rule.Condition condition(Rule rule, boolean missing) {
        return missing ? rule.where(feature).missingOr() : rule.where(feature);
    }

    /** Feature and number of branches. */
    @Override
    public String toString() {
        return "TreeSplit[" + feature + ", " + branchCount + " branches]";
    }
}
