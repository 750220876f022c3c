package dev.segmentation.tree;

import java.util.Arrays;

/** Categories that are taken for one. */
final class CategoryGroup {

    private final int[] members; // ascending
    private final double[] tally;

    CategoryGroup(int[] members, double[] tally) {
        this.members = members;
        this.tally = tally;
    }

    int[] members() {
        return members;
    }

    double[] tally() {
        return tally;
    }

    /** The first category; groups of ordered categories are sorted by it. */
    int first() {
        return members[0];
    }

    CategoryGroup with(CategoryGroup other, TargetTest test) {
        int[] both = Arrays.copyOf(members, members.length + other.members.length);
        System.arraycopy(other.members, 0, both, members.length, other.members.length);
        Arrays.sort(both);
        return new CategoryGroup(both, test.merge(tally, other.tally));
    }

    boolean isOnly(int category) {
        return members.length == 1 && members[0] == category;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CategoryGroup that && Arrays.equals(members, that.members);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(members);
    }
}
