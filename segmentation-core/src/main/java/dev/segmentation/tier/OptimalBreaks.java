package dev.segmentation.tier;

import dev.segmentation.FitProgress;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;

/**
 * The runs of sorted values whose sums of squares sum to the least, by dynamic programming over the number of runs.
 *
 * <p>Where the last run begins never moves to the left as the end moves to the right, so that each half of the ends is
 * searched in a part of the beginnings only: O(k·n log n) steps.
 */
final class OptimalBreaks {

    private final SquaresOfRuns squares;
    private final int count;
    private final int tiers;
    private final Workers workers;
    private final int[][] begins; // of the last run, by the number of runs and the end
    private double[] least; // of the first values, in one run less
    private double[] next;

    private OptimalBreaks(SquaresOfRuns squares, int count, int tiers, Workers workers) {
        this.squares = squares;
        this.count = count;
        this.tiers = tiers;
        this.workers = workers;
        this.begins = new int[tiers + 1][];
        this.least = new double[count + 1];
        this.next = new double[count + 1];
    }

    /** Refuses what would take more than three quarters of the memory there is. */
    static void checkMemory(int count, int tiers, String where) {
        long bytes = 4L * count * tiers + 64L * count;
        long limit = Runtime.getRuntime().maxMemory() / 4 * 3;
        if (bytes > limit) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    where + ": " + tiers + " tiers of " + count + " distinct values take " + bytes
                            + " bytes, expected at most " + limit + "; round the values, or lower tierCount");
        }
    }

    /** Where each run but the first begins, ascending; of equally good ones the leftmost. */
    static int[] of(SquaresOfRuns squares, int count, int tiers, Workers workers) {
        OptimalBreaks breaks = new OptimalBreaks(squares, count, tiers, workers);
        for (int end = 1; end <= count; end++) {
            if (end % (1 << 10) == 0) {
                workers.checkCancelled();
            }
            breaks.least[end] = squares.of(0, end);
        }
        for (int runs = 2; runs <= tiers; runs++) {
            breaks.begins[runs] = new int[count + 1];
            breaks.addRun(runs);
            double[] swap = breaks.least;
            breaks.least = breaks.next;
            breaks.next = swap;
            workers.tell(new FitProgress("natural breaks", runs, tiers, Double.NaN));
        }
        int[] found = new int[tiers - 1];
        int end = count;
        for (int runs = tiers; runs > 1; runs--) {
            end = breaks.begins[runs][end];
            found[runs - 2] = end;
        }
        return found;
    }

    /** For every end, where the last of so many runs begins best. */
    private void addRun(int runs) {
        int[] stack = new int[4 * 64]; // halves of halves
        int depth = 0;
        // Only ends that leave one value for each run that is still to come are needed.
        depth = push(stack, depth, runs, count - (tiers - runs), runs - 1, count - 1);
        while (depth > 0) {
            workers.checkCancelled();
            int highestBegin = stack[--depth];
            int lowestBegin = stack[--depth];
            int highest = stack[--depth];
            int lowest = stack[--depth];
            int end = (lowest + highest) >>> 1;
            int begin = search(end, lowestBegin, Math.min(highestBegin, end - 1));
            begins[runs][end] = begin;
            if (lowest < end) {
                depth = push(stack, depth, lowest, end - 1, lowestBegin, begin);
            }
            if (end < highest) {
                depth = push(stack, depth, end + 1, highest, begin, highestBegin);
            }
        }
    }

    private int search(int end, int from, int to) {
        double best = Double.POSITIVE_INFINITY;
        int begin = from;
        for (int candidate = from; candidate <= to; candidate++) {
            double total = least[candidate] + squares.of(candidate, end);
            if (total < best) {
                best = total;
                begin = candidate;
            }
        }
        next[end] = best;
        return begin;
    }

    private static int push(int[] stack, int depth, int... range) {
        System.arraycopy(range, 0, stack, depth, range.length);
        return depth + range.length;
    }
}
