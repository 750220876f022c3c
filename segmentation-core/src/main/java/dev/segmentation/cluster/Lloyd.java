package dev.segmentation.cluster;

/**
 * Lloyd's iteration from given centers.
 *
 * <p>S. P. Lloyd (1982), IEEE Trans. Information Theory 28, 129–137: assign every row to its nearest center, move every
 * center to the mean of its rows, until no row changes. Every step lowers the sum of squares or leaves it, so it ends.
 */
final class Lloyd {

    /** Rounds of renumbering at most; more than one is needed only when rows lie exactly between centers. */
    private static final int RENUMBERINGS = 10;

    private final Passes passes;
    private final int maxIterations;
    private final double shiftTolerance;
    private int iterations;
    private boolean converged;

    /**
     * Prepares.
     *
     * @param passes the start
     * @param maxIterations passes at most
     * @param shiftTolerance stop when the squared shifts of all centers sum to no more; 0 for until nothing changes
     */
    Lloyd(Passes passes, int maxIterations, double shiftTolerance) {
        this.passes = passes;
        this.maxIterations = maxIterations;
        this.shiftTolerance = shiftTolerance;
    }

    int iterations() {
        return iterations;
    }

    int maxIterations() {
        return maxIterations;
    }

    boolean converged() {
        return converged;
    }

    /** Iterates; afterwards labels are those of the nearest centers, which nothing has moved since. */
    void run() {
        iterate(maxIterations);
    }

    /** Goes on after something else has moved rows in one more pass; undone if that does not end within the limit. */
    boolean followUp(int limit, Runnable undo) {
        iterations++;
        return iterateOrUndo(limit, undo);
    }

    private boolean iterateOrUndo(int limit, Runnable undo) {
        iterate(limit);
        if (!converged) {
            undo.run();
            converged = true;
            return false;
        }
        return true;
    }

    /** Lloyd from the current centers; also makes labels and centers agree when the limit cuts it short. */
    private void iterate(int limit) {
        converged = false;
        while (iterations < limit) {
            iterations++;
            boolean changed = passes.assign();
            boolean repaired = passes.repairEmptySegments();
            if (!changed && !repaired) {
                converged = true;
                return;
            }
            double[] before = shiftTolerance > 0 ? passes.centers().clone() : passes.centers();
            passes.recenter();
            if (shiftTolerance > 0 && shift(before) <= shiftTolerance) {
                converged = true;
                break;
            }
        }
        passes.assign();
        for (int round = 0; round < passes.segmentCount() && passes.repairEmptySegments(); round++) {
            passes.recenter();
            passes.assign();
        }
    }

    private double shift(double[] before) {
        double[] after = passes.centers();
        double sum = 0;
        for (int i = 0; i < before.length; i++) {
            double moved = after[i] - before[i];
            sum += moved * moved;
        }
        return sum;
    }

    /** Numbers segments by decreasing weight, ties by first row; a row between two centers may then go to the other. */
    void renumber() {
        for (int round = 0; round < RENUMBERINGS; round++) {
            int[] order = SegmentOrder.bySize(passes);
            boolean renumbered = false;
            for (int s = 0; s < order.length; s++) {
                renumbered |= order[s] != s;
            }
            if (!renumbered) {
                return;
            }
            passes.renumber(order);
            settle();
        }
    }

    /** Lets rows that lie between centers follow a renumbering, and whatever follows from that within the limit. */
    private void settle() {
        if (passes.assign() && converged && iterations < maxIterations) {
            Runnable undo = passes.save();
            passes.recenter();
            iterateOrUndo(maxIterations, undo);
        }
    }
}
