package dev.segmentation.metrics.selection;

import java.util.Arrays;
import java.util.Comparator;

/** The shortest tree that connects rows: edges by ascending length, ties by their order of discovery. */
final class SpanningTree {

    private final int[] from;
    private final int[] to;
    private final double[] lengths;

    private SpanningTree(int[] from, int[] to, double[] lengths) {
        this.from = from;
        this.to = to;
        this.lengths = lengths;
    }

    /** Prim's algorithm over some rows; O(m²). Edges name rows by their position among these. */
    static SpanningTree of(DistanceTable distances, int... rows) {
        int m = rows.length;
        int edges = Math.max(0, m - 1);
        int[] from = new int[edges];
        int[] to = new int[edges];
        double[] lengths = new double[edges];
        double[] nearest = new double[m];
        int[] parent = new int[m];
        boolean[] inside = new boolean[m];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int latest = 0;
        for (int e = 0; e < edges; e++) {
            inside[latest] = true;
            int next = -1;
            for (int i = 0; i < m; i++) {
                if (inside[i]) {
                    continue;
                }
                double distance = distances.between(rows[latest], rows[i]);
                if (distance < nearest[i]) {
                    nearest[i] = distance;
                    parent[i] = latest;
                }
                if (next < 0 || nearest[i] < nearest[next]) {
                    next = i;
                }
            }
            from[e] = parent[next];
            to[e] = next;
            lengths[e] = nearest[next];
            latest = next;
        }
        return new SpanningTree(from, to, lengths).ascending();
    }

    private SpanningTree ascending() {
        Integer[] order = new Integer[lengths.length];
        Arrays.setAll(order, e -> e);
        Arrays.sort(order, Comparator.comparingDouble(e -> lengths[e]));
        SpanningTree sorted = new SpanningTree(new int[order.length], new int[order.length], new double[order.length]);
        for (int e = 0; e < order.length; e++) {
            sorted.from[e] = from[order[e]];
            sorted.to[e] = to[order[e]];
            sorted.lengths[e] = lengths[order[e]];
        }
        return sorted;
    }

    /** The longest edge; 0 for fewer than two rows. */
    double longest() {
        return lengths.length == 0 ? 0 : lengths[lengths.length - 1];
    }

    /**
     * Segments that grow from roots, always by the row nearest to one of them. The edges that this uses are edges of the
     * shortest tree: all but the longest on each path between two roots.
     *
     * @param roots distinct positions
     * @return for each position the number of its root
     */
    int[] grow(int... roots) {
        int m = lengths.length + 1;
        int[] leader = new int[m];
        int[] root = new int[m]; // of a leader, the number of the root in its part plus 1, or 0
        Arrays.setAll(leader, i -> i);
        for (int r = 0; r < roots.length; r++) {
            root[roots[r]] = r + 1;
        }
        for (int e = 0; e < lengths.length; e++) {
            int one = leader(leader, from[e]);
            int other = leader(leader, to[e]);
            if (root[one] == 0 || root[other] == 0) {
                leader[one] = other;
                root[other] = Math.max(root[one], root[other]);
            }
        }
        int[] labels = new int[m];
        Arrays.setAll(labels, i -> root[leader(leader, i)] - 1);
        return labels;
    }

    private static int leader(int[] leader, int position) {
        int at = position;
        while (leader[at] != at) {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        return at;
    }
}
