package dev.segmentation.cluster;

/**
 * Lloyd's iteration from given centers, with the refinement that finishes it.
 *
 * <p>S. P. Lloyd (1982), IEEE Trans. Information Theory 28, 129–137: assign every row to its nearest center, move every
 * center to the mean of its rows, until no row changes. Every step lowers the sum of squares or leaves it, so it ends.
 */
final class Lloyd {

    /** Problems up to this many distances per pass are refined until nothing is left to gain. */
    private static final long REFINED_FULLY = 1L << 18;

    /** Beyond, a refinement sweep, which costs a pass, is allowed for each so many passes of Lloyd's. */
    private static final int PASSES_PER_SWEEP = 20;

    private final Partition partition;
    private final int maxIterations;
    private final double shiftTolerance;
    private final Refinement refinement;
    private int iterations;
    private boolean converged;

    /**
     * Prepares.
     *
     * @param partition the start
     * @param maxIterations passes at most
     * @param shiftTolerance stop when the squared shifts of all centers sum to no more; 0 for until nothing changes
     * @param refinement what to do where Lloyd stops
     */
    Lloyd(Partition partition, int maxIterations, double shiftTolerance, Refinement refinement) {
        this.partition = partition;
        this.maxIterations = maxIterations;
        this.shiftTolerance = shiftTolerance;
        this.refinement = refinement;
    }

    /** Iterates; afterwards labels are those of the nearest centers, which nothing has moved since. */
    void run() {
        iterate();
        if (refinement == Refinement.NONE || sweepsAllowed() == 0) {
            return;
        }
        double objective = partition.objective();
        for (int sweeps = 0; converged && sweeps < sweepsAllowed(); sweeps++) {
            if (partition.exchange() == 0) {
                return;
            }
            iterate();
            double refined = partition.objective();
            if (!(refined < objective)) {
                return; // far from the origin, a gain may be less than the rounding of the centers
            }
            objective = refined;
        }
    }

    int iterations() {
        return iterations;
    }

    boolean converged() {
        return converged;
    }

    /** Whether a problem is small enough to be refined until nothing is left to gain. */
    static boolean refinedFully(TrainingData data, int segmentCount) {
        return (long) data.rows * segmentCount <= REFINED_FULLY;
    }

    private long sweepsAllowed() {
        return refinedFully(partition.data, partition.segmentCount) ? Long.MAX_VALUE : iterations / PASSES_PER_SWEEP;
    }

    /** Lets rows that lie between centers follow a renumbering, and whatever follows from that. */
    void settle() {
        if (partition.assign() > 0 && converged) {
            partition.recenter();
            iterate();
        }
    }

    /** Lloyd from the current centers; also makes labels and centers agree when the limit cuts it short. */
    private void iterate() {
        converged = false;
        while (iterations < maxIterations) {
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
        while (partition.repairEmptySegments()) {
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
