package dev.segmentation.cluster;

/** What finishes a start that Lloyd has brought to rest: rows are exchanged one by one, and Lloyd goes on from there. */
final class Exchanges {

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
    private final Lloyd lloyd;

    Exchanges(Partition partition, Lloyd lloyd) {
        this.partition = partition;
        this.lloyd = lloyd;
    }

    /** Refines as much as is allowed. */
    void run(Effort effort) {
        if (effort == Effort.FULL) {
            runFully();
        } else if (lloyd.converged() && effort != Effort.NONE) {
            int limit = Math.min(lloyd.maxIterations(), lloyd.iterations() + lloyd.iterations() / effort.passesPerPass);
            boolean gained = true;
            while (gained && lloyd.iterations() + 2 <= limit) {
                gained = once(limit);
            }
        }
    }

    /** Refines until nothing is left to gain. */
    void runFully() {
        if (!lloyd.converged()) {
            return;
        }
        double objective = partition.objective();
        while (once(lloyd.maxIterations())) {
            double refined = partition.objective();
            if (!(refined < objective)) {
                return; // far from the origin, a gain may be less than the rounding of the centers
            }
            objective = refined;
        }
    }

    /** A sweep of exchanges and what Lloyd makes of it. */
    private boolean once(int limit) {
        if (lloyd.iterations() >= limit) {
            return false;
        }
        Runnable undo = partition.save();
        return partition.exchange() > 0 && lloyd.followUp(limit, undo);
    }
}
