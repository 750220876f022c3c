package dev.segmentation.tree;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * The nested trees of cost-complexity pruning: the node whose branch is worth least per leaf is made a leaf, and so on up to
 * the root (Breiman et al. 1984, §3.3).
 */
final class Pruning {

    /** Links whose strengths differ by rounding only are cut at once. */
    private static final double EQUAL = 1 + 1e-10;

    private final Draft draft;
    private final double[] collapseAt;
    private final double[] leafRisk;
    private final double[] branchRisk;
    private final int[] leaves;
    private final int[] version;
    private final PriorityQueue<Link> weakest = new PriorityQueue<>();

    /** A node, and how much risk its branch saves per further leaf. */
    private record Link(double strength, int id, int version) implements Comparable<Link> {
        @Override
        public int compareTo(Link other) {
            int byStrength = Double.compare(strength, other.strength);
            return byStrength != 0 ? byStrength : Integer.compare(id, other.id);
        }
    }

    Pruning(Draft draft) {
        int count = draft.size();
        this.draft = draft;
        this.collapseAt = new double[count];
        this.leafRisk = new double[count];
        this.branchRisk = new double[count];
        this.leaves = new int[count];
        this.version = new int[count];
        for (int id = count - 1; id >= 0; id--) {
            Draft.Node node = draft.node(id);
            leafRisk[id] = node.content.weight() / draft.node(0).content.weight() * node.content.impurity();
            if (node.split == null) {
                branchRisk[id] = leafRisk[id];
                leaves[id] = 1;
                continue;
            }
            collapseAt[id] = Double.POSITIVE_INFINITY;
            for (int b = 0; b < node.split.branchCount(); b++) {
                branchRisk[id] += branchRisk[node.firstChild + b];
                leaves[id] += leaves[node.firstChild + b];
            }
            link(id);
        }
        prune();
    }

    /** For each node the complexity from which on it is a leaf, or below one; 0 for a leaf of the whole tree. */
    double[] collapseAt() {
        return collapseAt;
    }

    /** The complexities at which the tree changes, ascending from 0. */
    double[] complexities() {
        return Arrays.stream(collapseAt).sorted().distinct().toArray();
    }

    private void link(int id) {
        weakest.add(new Link((leafRisk[id] - branchRisk[id]) / (leaves[id] - 1), id, version[id]));
    }

    private void prune() {
        double complexity = 0;
        while (!weakest.isEmpty()) {
            Link link = weakest.poll();
            if (link.version != version[link.id] || collapseAt[link.id] < Double.POSITIVE_INFINITY) {
                continue;
            }
            if (link.strength > complexity * EQUAL) {
                complexity = link.strength;
            }
            double risk = leafRisk[link.id] - branchRisk[link.id];
            int fewer = leaves[link.id] - 1;
            collapse(link.id, complexity);
            int above = draft.node(link.id).parent;
            while (above >= 0) {
                branchRisk[above] += risk;
                leaves[above] -= fewer;
                version[above]++;
                link(above);
                above = draft.node(above).parent;
            }
        }
    }

    private void collapse(int root, double complexity) {
        int[] open = new int[leaves[root] + 1];
        int count = 0;
        open[count++] = root;
        while (count > 0) {
            int id = open[--count];
            if (collapseAt[id] < Double.POSITIVE_INFINITY) {
                continue; // a leaf already
            }
            collapseAt[id] = complexity;
            Draft.Node node = draft.node(id);
            int branches = node.split == null ? 0 : node.split.branchCount();
            for (int b = 0; b < branches; b++) {
                if (count == open.length) {
                    open = Arrays.copyOf(open, 2 * count);
                }
                open[count++] = node.firstChild + b;
            }
        }
    }
}
