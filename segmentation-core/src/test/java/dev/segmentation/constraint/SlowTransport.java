package dev.segmentation.constraint;

import java.util.Arrays;

/**
 * The cheapest assignment with bounds of sizes, found slowly in two ways that share nothing with the fast one: trying all
 * assignments, and cancelling negative cycles (M. Klein 1967) from any assignment that keeps the bounds.
 */
final class SlowTransport {

    private SlowTransport() {}

    /** The least cost over all kⁿ assignments. */
    static double tryAll(double[][] costs, int least, int most) {
        return tryAll(costs, 0, new int[costs[0].length], 0, least, most);
    }

    private static double tryAll(double[][] costs, int row, int[] sizes, double cost, int least, int most) {
        if (row == costs.length) {
            return Arrays.stream(sizes).allMatch(size -> size >= least && size <= most)
                    ? cost
                    : Double.POSITIVE_INFINITY;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int s = 0; s < sizes.length; s++) {
            sizes[s]++;
            best = Math.min(best, tryAll(costs, row + 1, sizes, cost + costs[row][s], least, most));
            sizes[s]--;
        }
        return best;
    }

    /** The least cost, by cancelling cycles of moves that lower it until there are none. */
    static double cancelCycles(double[][] costs, int least, int most) {
        int k = costs[0].length;
        int[] labels = new int[costs.length];
        int[] sizes = new int[k];
        for (int row = 0; row < labels.length; row++) { // first fill up to the least, then evenly
            int to = 0;
            for (int s = 1; s < k; s++) {
                to = sizes[s] < sizes[to] ? s : to;
            }
            labels[row] = to;
            sizes[to]++;
        }
        while (cancelOne(costs, labels, sizes, least, most)) {
            // until none is left
        }
        double sum = 0;
        for (int row = 0; row < labels.length; row++) {
            sum += costs[row][labels[row]];
        }
        return sum;
    }

    /** Node k stands for room: an arc s → k where s may shrink its count, k → s where it may grow. */
    private static boolean cancelOne(double[][] costs, int[] labels, int[] sizes, int least, int most) {
        int k = sizes.length;
        double[][] arc = new double[k + 1][k + 1];
        int[][] mover = new int[k + 1][k + 1];
        for (double[] from : arc) {
            Arrays.fill(from, Double.POSITIVE_INFINITY);
        }
        for (int row = 0; row < labels.length; row++) {
            int from = labels[row];
            for (int to = 0; to < k; to++) {
                double change = costs[row][to] - costs[row][from];
                if (to != from && change < arc[from][to]) {
                    arc[from][to] = change;
                    mover[from][to] = row;
                }
            }
        }
        for (int s = 0; s < k; s++) {
            if (sizes[s] < most) {
                arc[s][k] = 0; // a row that arrives may stay
            }
            if (sizes[s] > least) {
                arc[k][s] = 0; // a row may leave without another one arriving
            }
        }
        int[] cycle = negativeCycle(arc);
        for (int i = 0; i + 1 < cycle.length; i++) {
            if (cycle[i] < k && cycle[i + 1] < k) {
                labels[mover[cycle[i]][cycle[i + 1]]] = cycle[i + 1];
                sizes[cycle[i]]--;
                sizes[cycle[i + 1]]++;
            }
        }
        return cycle.length > 0;
    }

    /** Bellman and Ford's search; the nodes of a cycle, the first one again at its end, or nothing. */
    private static int[] negativeCycle(double[][] arc) {
        int nodes = arc.length;
        double[] distance = new double[nodes];
        int[] previous = new int[nodes];
        Arrays.fill(previous, -1);
        int last = -1;
        for (int round = 0; round < nodes; round++) {
            last = -1;
            for (int from = 0; from < nodes; from++) {
                for (int to = 0; to < nodes; to++) {
                    if (distance[from] + arc[from][to] < distance[to] - 1e-12) {
                        distance[to] = distance[from] + arc[from][to];
                        previous[to] = from;
                        last = to;
                    }
                }
            }
        }
        if (last < 0) {
            return new int[0];
        }
        for (int step = 0; step < nodes; step++) {
            last = previous[last];
        }
        int[] reversed = new int[nodes + 1];
        int length = 0;
        int node = last;
        do {
            reversed[length++] = node;
            node = previous[node];
        } while (node != last);
        reversed[length++] = last;
        int[] cycle = new int[length];
        for (int i = 0; i < length; i++) {
            cycle[i] = reversed[length - 1 - i];
        }
        return cycle;
    }
}
