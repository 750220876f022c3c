package dev.segmentation.tier;

import dev.segmentation.Workers;

/** Tiers by what has been added up from the highest value down. */
final class Cumulative {

    private static final int POLL = 1 << 10;

    /** Whoever begins so near to a line has reached it: decimal shares and amounts are not exact as doubles. */
    private static final double ROUNDING = 0x1p-50;

    private Cumulative() {}

    /**
     * The tier of each value: the one in whose part of the sum its first customer begins, so that whoever crosses a line
     * goes to the higher tier, and equal values stay together.
     *
     * @param amounts of each value in ascending order of values, all customers of that value together
     * @param lines ascending; where all tiers but the last end
     */
    static int[] tiers(double[] amounts, double[] lines, Workers workers) {
        int[] tier = new int[amounts.length];
        double sum = 0;
        double rest = 0; // what rounding took from the sum
        int current = 0;
        for (int i = amounts.length - 1; i >= 0; i--) {
            if (i % POLL == 0) {
                workers.checkCancelled();
            }
            while (current < lines.length && !(sum + rest < lines[current] * (1 - ROUNDING))) {
                current++;
            }
            tier[i] = current;
            double next = sum + amounts[i];
            double added = next - sum;
            rest += (sum - (next - added)) + (amounts[i] - added);
            sum = next;
        }
        return tier;
    }

    /** The lowest value of each tier that has one. */
    static double[] lowest(double[] values, int[] tier, int tiers) {
        double[] lowest = new double[tiers];
        for (int i = values.length - 1; i >= 0; i--) {
            lowest[tier[i]] = values[i];
        }
        return lowest;
    }
}
