package dev.segmentation.constraint;

import java.util.Arrays;

/**
 * Moves of units from one segment to another, cheapest first, the lower unit of equally cheap ones: a heap that is filled
 * with all moves below some cost.
 */
final class Moves {

    private static final int FEWEST = 2;

    private double[] costs = new double[0];
    private int[] units = new int[0];
    private int size;
    private double limit = Double.POSITIVE_INFINITY;

    /** Empties it, to be filled. */
    void clear() {
        size = 0;
    }

    /** While it is filled: adds a move in no order. */
    void offer(double cost, int unit) {
        append(cost, unit);
    }

    /**
     * Ends the filling: from now on the cheapest move is on top.
     *
     * @param offeredBelow every move that costs less was offered
     */
    void order(double offeredBelow) {
        limit = offeredBelow;
        for (int at = size / 2 - 1; at >= 0; at--) {
            siftDown(at);
        }
    }

    /** After the filling: adds a move. */
    void add(double cost, int unit) {
        append(cost, unit);
        siftUp(size - 1);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** What moves that were not offered cost at least; infinite if there are none. */
    double limit() {
        return limit;
    }

    double topCost() {
        return costs[0];
    }

    int topUnit() {
        return units[0];
    }

    void removeTop() {
        size--;
        costs[0] = costs[size];
        units[0] = units[size];
        siftDown(0);
    }

    private void append(double cost, int unit) {
        if (size == costs.length) {
            costs = Arrays.copyOf(costs, Math.max(FEWEST, 2 * size));
            units = Arrays.copyOf(units, Math.max(FEWEST, 2 * size));
        }
        costs[size] = cost;
        units[size] = unit;
        size++;
    }

    private void siftUp(int from) {
        double cost = costs[from];
        int unit = units[from];
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!isBefore(cost, unit, costs[parent], units[parent])) {
                break;
            }
            costs[at] = costs[parent];
            units[at] = units[parent];
            at = parent;
        }
        costs[at] = cost;
        units[at] = unit;
    }

    private void siftDown(int from) {
        double cost = costs[from];
        int unit = units[from];
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && isBefore(costs[child + 1], units[child + 1], costs[child], units[child])) {
                child++;
            }
            if (!isBefore(costs[child], units[child], cost, unit)) {
                break;
            }
            costs[at] = costs[child];
            units[at] = units[child];
            at = child;
        }
        costs[at] = cost;
        units[at] = unit;
    }

    private static boolean isBefore(double cost, int unit, double otherCost, int otherUnit) {
        return cost < otherCost || (cost == otherCost && unit < otherUnit);
    }
}
