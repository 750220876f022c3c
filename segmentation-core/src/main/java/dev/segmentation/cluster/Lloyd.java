package dev.segmentation.cluster;

/**
 * Lloyd's iteration from given centers, with the refinement that finishes it.
 *
 * <p>S. P. Lloyd (1982), IEEE Trans. Information Theory 28, 129–137: assign every row to its nearest center, move every
 * center to the mean of its rows, until no row changes. Every step lowers the sum of squares or leaves it, so it ends.
 */
final class Lloyd {

    /** How much may be spent where plain Lloyd stops. */
    enum Effort {
        /** Nothing. */
        NONE(Integer.MAX_VALUE),
        /** A twentieth of the passes so far. */
        SLIGHT(20),
        /** A twelfth of the passes so far. */
        BOUNDED(12),
        /** Until nothing is left to gain. */
        FULL(0);

        private final int passesPerPass;

        Effort(int passesPerPass) {
            this.passesPerPass = passesPerPass;
        }
    }

    private final Partition partition;
    private final int maxIterations;
    private final double shiftTolerance;
    private final Effort refinement;
    private int iterations;
    private boolean converged;

    /**
     * Prepares.
     *
     * @param partition the start
     * @param maxIterations passes at most
     * @param shiftTolerance stop when the squared shifts of all centers sum to no more; 0 for until nothing changes
     * @param refinement what to spend where Lloyd stops
     */
    Lloyd(Partition partition, int maxIterations, double shiftTolerance, Effort refinement) {
        this.partition = partition;
        this.maxIterations = maxIterations;
        this.shiftTolerance = shiftTolerance;
        this.refinement = refinement;
    }

    /** Iterates; afterwards labels are those of the nearest centers, which nothing has moved since. */
    void run() {
        iterate(maxIterations);
        if (!converged || refinement == Effort.NONE) {
            return;
        }
        if (refinement == Effort.FULL) {
            refineFully();
        } else {
            int limit = Math.min(maxIterations, iterations + iterations / refinement.passesPerPass);
            boolean gained = true;
            while (gained && iterations + 2 <= limit) {
                gained = refineOnce(limit);
            }
        }
    }

    /** Refines until nothing is left to gain. */
    void refineFully() {
        if (!converged) {
            return;
        }
        double objective = partition.objective();
        while (refineOnce(maxIterations)) {
            double refined = partition.objective();
            if (!(refined < objective)) {
                return; // far from the origin, a gain may be less than the rounding of the centers
            }
            objective = refined;
        }
    }

    /** A sweep of exchanges and what Lloyd makes of it; undone if that does not end within the limit. */
    private boolean refineOnce(int limit) {
        if (iterations >= limit) {
            return false;
        }
        Partition.Saved before = partition.save();
        if (partition.exchange() == 0) {
            return false;
        }
        iterations++;
        return iterateOrUndo(limit, before);
    }

    private boolean iterateOrUndo(int limit, Partition.Saved before) {
        iterate(limit);
        if (!converged) {
            partition.restore(before);
            converged = true;
            return false;
        }
        return true;
    }

    int iterations() {
        return iterations;
    }

    boolean converged() {
        return converged;
    }

    /** Lets rows that lie between centers follow a renumbering, and whatever follows from that within the limit. */
    void settle() {
        if (partition.assign() > 0 && converged && iterations < maxIterations) {
            Partition.Saved before = partition.save();
            partition.recenter();
            iterateOrUndo(maxIterations, before);
        }
    }

    /** Lloyd from the current centers; also makes labels and centers agree when the limit cuts it short. */
    private void iterate(int limit) {
        converged = false;
        while (iterations < limit) {
            iterations++;
            boolean changed = partition.assign() > 0;
            boolean repaired = partition.repairEmptySegments();
            if (!changed && !repaired) {
                converged = true;
                return;
            }
            double[] before = shiftTolerance > 0 ? partition.centers.clone() : partition.centers;
            partition.recenter();
            if (shiftTolerance > 0 && shift(before) <= shiftTolerance) {
                converged = true;
                break;
            }
        }
        partition.assign();
        for (int round = 0; round < partition.segmentCount && partition.repairEmptySegments(); round++) {
            partition.recenter();
            partition.assign();
        }
    }

    private double shift(double[] before) {
        double sum = 0;
        for (int i = 0; i < before.length; i++) {
            double moved = partition.centers[i] - before[i];
            sum += moved * moved;
        }
        return sum;
    }
}
