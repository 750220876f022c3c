package dev.segmentation.constraint;

import dev.segmentation.internal.CheapestMatching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cannot-link groups: no two of a group's units in one segment. Since groups have no unit in common, each is a matching of
 * its own of units with segments, and each is solved exactly.
 */
final class Apart implements Placement {

    private final List<int[]> groups; // units of each group of more than one

    /**
     * Prepares.
     *
     * @param groups of units; groups of one are left out
     */
    Apart(Groups groups) {
        this.groups = new ArrayList<>();
        for (int g = 0; g < groups.count(); g++) {
            if (groups.size(g) > 1) {
                int[] members = new int[groups.size(g)];
                for (int m = 0; m < members.length; m++) {
                    members[m] = groups.member(g, m);
                }
                this.groups.add(members);
            }
        }
    }

    @Override
    public double place(Costs costs, int[] labels) {
        costs.nearest(labels);
        boolean[] taken = new boolean[costs.segmentCount];
        for (int[] members : groups) {
            if (!areApart(members, labels, taken)) { // otherwise the nearest segments are the best matching
                costs.poll();
                match(members, costs, labels);
            }
        }
        return costs.sum(labels);
    }

    @Override
    public boolean keeps(int[] labels) {
        boolean[] taken = new boolean[Arrays.stream(labels).max().orElse(0) + 1];
        for (int[] members : groups) {
            if (!areApart(members, labels, taken)) {
                return false;
            }
        }
        return true;
    }

    private static boolean areApart(int[] members, int[] labels, boolean[] taken) {
        boolean apart = true;
        for (int unit : members) {
            apart &= !taken[labels[unit]];
            taken[labels[unit]] = true;
        }
        for (int unit : members) {
            taken[labels[unit]] = false;
        }
        return apart;
    }

    private static void match(int[] members, Costs costs, int[] labels) {
        double[][] matrix = new double[members.length][costs.segmentCount];
        for (int m = 0; m < members.length; m++) {
            for (int s = 0; s < costs.segmentCount; s++) {
                matrix[m][s] = costs.weight(members[m]) * costs.of(members[m], s);
            }
        }
        int[] segments = CheapestMatching.of(matrix, costs::poll);
        for (int m = 0; m < members.length; m++) {
            labels[members[m]] = segments[m];
        }
    }
}
