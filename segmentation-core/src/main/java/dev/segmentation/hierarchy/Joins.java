package dev.segmentation.hierarchy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Joins of segments as an algorithm finds them; each segment is told by any of its rows. */
final class Joins {

    private final int rows;
    private final int[] one;
    private final int[] other;
    private final double[] heights;
    private int count;

    Joins(int rows) {
        this.rows = rows;
        this.one = new int[Math.max(0, rows - 1)];
        this.other = one.clone();
        this.heights = new double[one.length];
    }

    /** A join that comes after those of its parts. */
    void add(int rowOfOne, int rowOfOther, double height) {
        one[count] = rowOfOne;
        other[count] = rowOfOther;
        heights[count++] = height;
    }

    /**
     * The tree: joins in ascending order of heights, equal ones as they were found.
     *
     * <p>A join never lies below its parts, except by rounding; then it is lifted to them.
     */
    Hierarchy hierarchy() {
        liftAboveParts();
        return hierarchy(IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(t -> heights[t]))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    /** The tree with joins in the order in which they were found, where they may lie below their parts. */
    Hierarchy hierarchyAsFound() {
        return hierarchy(IntStream.range(0, count).toArray());
    }

    private Hierarchy hierarchy(int[] order) {
        int[] left = new int[count];
        int[] right = new int[count];
        double[] sorted = new double[count];
        Sets sets = new Sets(rows);
        int[] node = IntStream.range(0, rows).toArray();
        for (int t = 0; t < count; t++) {
            int a = sets.find(one[order[t]]);
            int b = sets.find(other[order[t]]);
            left[t] = Math.min(node[a], node[b]);
            right[t] = Math.max(node[a], node[b]);
            sorted[t] = heights[order[t]];
            node[sets.unite(a, b)] = rows + t;
        }
        return new Hierarchy(rows, left, right, sorted);
    }

    private void liftAboveParts() {
        Sets sets = new Sets(rows);
        double[] top = new double[rows];
        for (int t = 0; t < count; t++) {
            int a = sets.find(one[t]);
            int b = sets.find(other[t]);
            heights[t] = Math.max(heights[t], Math.max(top[a], top[b]));
            top[sets.unite(a, b)] = heights[t];
        }
    }

    /** Disjoint sets of rows. */
    private static final class Sets {

        private final int[] parent;
        private final int[] size;

        Sets(int rows) {
            parent = IntStream.range(0, rows).toArray();
            size = new int[rows];
            Arrays.fill(size, 1);
        }

        int find(int row) {
            int root = row;
            while (parent[root] != root) {
                parent[root] = parent[parent[root]];
                root = parent[root];
            }
            return root;
        }

        /** Unites two roots, and gives the root of both. */
        int unite(int a, int b) {
            int root = size[a] >= size[b] ? a : b;
            int below = root == a ? b : a;
            parent[below] = root;
            size[root] += size[below];
            return root;
        }
    }
}
