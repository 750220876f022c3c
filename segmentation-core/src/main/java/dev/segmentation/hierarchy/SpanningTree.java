package dev.segmentation.hierarchy;

import dev.segmentation.FitProgress;
import dev.segmentation.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Single linkage by a minimum spanning tree, whose edges in ascending order are its merges (J. C. Gower and G. J. S. Ross
 * 1969, doi:10.2307/2346439), grown from row 0 (R. C. Prim 1957, doi:10.1002/j.1538-7305.1957.tb01515.x) without a matrix.
 */
final class SpanningTree {

    private static final int REPORTS = 100;

    private final Pairs pairs;
    private final Workers workers;
    private final int rows;
    private final double[] distances; // to the row that joined last
    private final double[] least; // to the tree
    private final int[] nearest; // in the tree
    private final boolean[] isInTree;

    private SpanningTree(Pairs pairs, Workers workers) {
        this.pairs = pairs;
        this.workers = workers;
        this.rows = pairs.rowCount();
        this.distances = new double[rows];
        this.least = new double[rows];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        this.nearest = new int[rows];
        this.isInTree = new boolean[rows];
    }

    /** Joins all rows; of equal edges the one with the lower first row comes first, then that with the lower second. */
    static Joins join(Pairs pairs, String stage, Workers workers) {
        SpanningTree tree = new SpanningTree(pairs, workers);
        int rows = tree.rows;
        int[] one = new int[rows - 1];
        int[] other = new int[rows - 1];
        double[] lengths = new double[rows - 1];
        int last = 0;
        for (int t = 0; t < rows - 1; t++) {
            int next = tree.add(last);
            one[t] = Math.min(next, tree.nearest[next]);
            other[t] = Math.max(next, tree.nearest[next]);
            lengths[t] = tree.least[next];
            last = next;
            if ((t + 1) % (rows / REPORTS + 1) == 0) {
                workers.tell(new FitProgress(stage, t + 1L, rows, Double.NaN));
            }
        }
        Joins joins = new Joins(rows);
        IntStream.range(0, rows - 1)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(t -> lengths[t])
                        .thenComparingInt(t -> one[t])
                        .thenComparingInt(t -> other[t]))
                .forEach(t -> joins.add(one[t], other[t], pairs.height(lengths[t])));
        return joins;
    }

    /** Adds a row to the tree, and gives the row nearest to the tree then, the lowest of equally near ones. */
    private int add(int row) {
        workers.checkCancelled();
        isInTree[row] = true;
        int pieces = Ranges.pieces(rows, pairs.cost(), workers);
        int[] found = new int[pieces];
        Ranges.forEach(pieces, rows, workers, (piece, from, to) -> found[piece] = look(row, from, to));
        int best = -1;
        for (int candidate : found) {
            if (candidate >= 0 && (best < 0 || least[candidate] < least[best])) {
                best = candidate;
            }
        }
        return best;
    }

    private int look(int row, int from, int to) {
        pairs.distances(row, from, to, isInTree, distances);
        int best = -1;
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = from; i < to; i++) {
            if (!isInTree[i]) {
                if (distances[i] < least[i]) {
                    least[i] = distances[i];
                    nearest[i] = row;
                }
                if (least[i] < shortest) {
                    shortest = least[i];
                    best = i;
                }
            }
        }
        return best;
    }
}
