package dev.segmentation.constraint;

import java.util.Arrays;

/**
 * Moves of units from one segment to another, cheapest first, the lower unit of equally cheap ones: a heap that is filled
 * with the cheapest of all, and then taken from.
 */
final class Moves {

    private double[] costs = new double[16];
    private int[] units = new int[16];
    private int size;
    private boolean isFull; // some of those offered were not kept
    private double limit = Double.POSITIVE_INFINITY;

    void clear() {
        size = 0;
        isFull = false;
        limit = Double.POSITIVE_INFINITY;
    }

    /** While it is filled: keeps a move unless there are that many cheaper ones; units must come in ascending order. */
    void offer(double cost, int unit, int most) {
        if (size < most) {
            append(cost, unit);
            siftUp(size - 1, -1);
        } else {
            isFull = true;
            if (cost < costs[0]) {
                costs[0] = cost;
                units[0] = unit;
                siftDown(0, size, -1);
            }
        }
    }

    /**
     * Ends the filling: from now on the cheapest move is on top.
     *
     * @param offeredBelow every move that costs less was offered
     */
    void turn(double offeredBelow) {
        limit = isFull ? Math.min(costs[0], offeredBelow) : offeredBelow;
        for (int end = size - 1; end > 0; end--) {
            swap(0, end);
            siftDown(0, end, -1);
        }
    }

    /** After the filling: adds a move. */
    void add(double cost, int unit) {
        append(cost, unit);
        siftUp(size - 1, 1);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** What moves that were not offered, or not kept, cost at least; infinite if there are none. */
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
        siftDown(0, size, 1);
    }

    private void append(double cost, int unit) {
        if (size == costs.length) {
            costs = Arrays.copyOf(costs, 2 * size);
            units = Arrays.copyOf(units, 2 * size);
        }
        costs[size] = cost;
        units[size] = unit;
        size++;
    }

    /** Sign 1: the cheapest on top; sign −1: the dearest. */
    private void siftUp(int from, int sign) {
        double cost = costs[from];
        int unit = units[from];
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!isBefore(cost, unit, costs[parent], units[parent], sign)) {
                break;
            }
            costs[at] = costs[parent];
            units[at] = units[parent];
            at = parent;
        }
        costs[at] = cost;
        units[at] = unit;
    }

    private void siftDown(int from, int end, int sign) {
        double cost = costs[from];
        int unit = units[from];
        int at = from;
        for (int child = 2 * at + 1; child < end; child = 2 * at + 1) {
            if (child + 1 < end && isBefore(costs[child + 1], units[child + 1], costs[child], units[child], sign)) {
                child++;
            }
            if (!isBefore(costs[child], units[child], cost, unit, sign)) {
                break;
            }
            costs[at] = costs[child];
            units[at] = units[child];
            at = child;
        }
        costs[at] = cost;
        units[at] = unit;
    }

    private static boolean isBefore(double cost, int unit, double otherCost, int otherUnit, int sign) {
        if (cost != otherCost) {
            return sign > 0 ? cost < otherCost : cost > otherCost;
        }
        return sign > 0 ? unit < otherUnit : unit > otherUnit;
    }

    private void swap(int a, int b) {
        double cost = costs[a];
        int unit = units[a];
        costs[a] = costs[b];
        units[a] = units[b];
        costs[b] = cost;
        units[b] = unit;
    }
}
