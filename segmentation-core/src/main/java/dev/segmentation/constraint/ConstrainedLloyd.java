package dev.segmentation.constraint;

import dev.segmentation.Workers;
import dev.segmentation.internal.SegmentNumbers;
import java.util.Arrays;
import java.util.Optional;

/**
 * One start: units are placed at the least cost that the constraints allow, free centers move to the means, until no unit
 * changes its segment or nothing is gained. In the end every unit is placed as is best for the centers.
 */
final class ConstrainedLloyd {

    /** Rounds of renumbering at most; more than one is needed only when units lie exactly between centers. */
    private static final int RENUMBERINGS = 10;

    /** Sums are changed by the units that have moved, if these are no more than one in so many. */
    private static final int FEW = 16;

    private final Problem problem;
    private final Placement placement;
    private final Costs costs;
    private final double[] centers;
    private final int maxIterations;
    private final Workers workers;
    private int[] labels;
    private Optional<Means> known = Optional.empty(); // of the labels
    private boolean repaired; // an empty segment was filled the last time
    private double objective = Double.POSITIVE_INFINITY;
    private double least = Double.POSITIVE_INFINITY; // of all objectives so far
    private int iterations;
    private boolean converged;

    /**
     * Prepares.
     *
     * @param centers k × d, the fixed ones first; not modified
     */
    ConstrainedLloyd(Problem problem, Costs costs, double[] centers, int maxIterations, Workers workers) {
        this.problem = problem;
        this.placement = problem.newPlacement();
        this.costs = costs;
        this.centers = centers.clone();
        this.maxIterations = maxIterations;
        this.workers = workers;
        this.labels = new int[costs.count];
        Arrays.fill(labels, -1);
    }

    int[] labels() {
        return labels;
    }

    double[] centers() {
        return centers;
    }

    /** Weighted squared distances of units to the centers of their segments. */
    double objective() {
        return objective;
    }

    int iterations() {
        return iterations;
    }

    boolean converged() {
        return converged;
    }

    /**
     * Iterates until no unit changes its segment, or no more than a share of the objective is gained; may be called again.
     * Units that change places at no cost, as equal ones can, are followed once: their means may be better.
     */
    void run(double enough) {
        converged = false;
        boolean gained = true;
        while (iterations < maxIterations) {
            iterations++;
            double before = least;
            boolean gainedBefore = gained;
            boolean changed = place();
            gained = objective < before;
            least = Math.min(before, objective);
            if (!changed || !(gained || gainedBefore)) {
                converged = true;
                return;
            }
            if (iterations >= maxIterations) {
                settle();
                return;
            }
            recenter();
            if (gained && before - objective <= enough * objective) {
                return;
            }
        }
    }

    /**
     * After it has converged: exchanges units as long as that lowers the objective, and goes on from there. What does not
     * end within the iterations, or gains nothing, is undone.
     */
    void refine() {
        boolean gained = converged;
        while (gained && iterations + 1 < maxIterations) {
            double[] centersBefore = centers.clone();
            int[] labelsBefore = labels.clone();
            double before = objective;
            gained = exchange();
            if (gained) {
                recenter();
                run(0);
                gained = converged && objective < before;
                if (!gained) {
                    System.arraycopy(centersBefore, 0, centers, 0, centers.length);
                    labels = labelsBefore;
                    objective = before;
                    known = Optional.empty();
                    converged = true;
                }
            }
        }
    }

    private boolean exchange() {
        Means means = Means.of(problem.units(), problem.segmentCount(), labels, workers);
        double[] moving = centers.clone();
        means.recenter(moving, problem.fixedCount());
        boolean moved = new Exchanges(problem, placement, costs, moving, means.weights()).sweep(labels);
        known = Optional.of(moved ? Means.of(problem.units(), problem.segmentCount(), labels, workers) : means);
        return moved;
    }

    /** At the limit: units that are nearer to the center of a segment that was filled. */
    private void settle() {
        for (int round = 0; round < problem.segmentCount() && repaired; round++) {
            recenter();
            place();
        }
    }

    private void recenter() {
        known.orElseThrow().recenter(centers, problem.fixedCount());
    }

    /** Places every unit; gives whether any has changed its segment. */
    private boolean place() {
        costs.fill(centers);
        int[] placed = new int[labels.length];
        double cost = placement.place(costs, placed);
        Means means = meansOf(placed);
        repaired = repair(placed, means);
        boolean changed = repaired || !Arrays.equals(placed, labels);
        labels = placed;
        known = Optional.of(means);
        objective = repaired ? costs.sum(placed) : cost;
        return changed;
    }

    /** Added up anew, or, where few units have moved since the last time, brought up to date. */
    private Means meansOf(int[] placed) {
        int changed = 0;
        for (int unit = 0; unit < placed.length; unit++) {
            changed += placed[unit] == labels[unit] ? 0 : 1;
        }
        if (known.isEmpty() || changed > placed.length / FEW) {
            return Means.of(problem.units(), problem.segmentCount(), placed, workers);
        }
        Means means = known.get();
        for (int unit = 0; unit < placed.length; unit++) {
            costs.pollAt(unit);
            if (placed[unit] != labels[unit]) {
                means.move(unit, labels[unit], placed[unit]);
            }
        }
        return means;
    }

    /**
     * Gives every free segment without weight the unit that is farthest from its own center, and brings its center there;
     * cannot-links allow it.
     */
    private boolean repair(int[] placed, Means means) {
        int empty = means.firstEmpty(problem.fixedCount());
        boolean filled = false;
        boolean[] looked = new boolean[empty < problem.segmentCount() ? placed.length : 0];
        while (empty < problem.segmentCount()) {
            workers.checkCancelled();
            int farthest = -1;
            double most = 0;
            for (int unit = 0; unit < placed.length; unit++) {
                double cost = looked[unit] ? 0 : costs.weight(unit) * costs.of(unit, placed[unit]);
                if (cost > most) {
                    most = cost;
                    farthest = unit;
                }
            }
            if (farthest < 0) {
                throw problem.notTold();
            }
            looked[farthest] = true;
            int own = placed[farthest];
            if (own < problem.fixedCount() || means.weight(own) > costs.weight(farthest)) {
                means.move(farthest, own, empty);
                placed[farthest] = empty;
                problem.units().copyTo(farthest, centers, empty);
                costs.setToZero(farthest, empty);
                filled = true;
                empty = means.firstEmpty(problem.fixedCount());
            }
        }
        return filled;
    }

    /**
     * Numbers free segments by decreasing weight, ties by first row; a unit between two centers may then go to the other.
     */
    void renumber() {
        for (int round = 0; round < RENUMBERINGS; round++) {
            int[] order = order();
            if (isIdentity(order)) {
                return;
            }
            int d = problem.units().matrix.featureCount();
            double[] before = centers.clone();
            for (int s = 0; s < order.length; s++) {
                System.arraycopy(before, s * d, centers, order[s] * d, d);
            }
            for (int unit = 0; unit < labels.length; unit++) {
                labels[unit] = order[labels[unit]];
            }
            placement.renumber(order);
            known = Optional.empty();
            if (!placement.prefersLowerNumbers()) {
                return; // as cheap as before
            }
            int iterated = iterations;
            int[] renumbered = labels;
            if (converged && iterations < maxIterations) {
                run(0);
                iterations = Arrays.equals(renumbered, labels) ? iterated : iterations;
            } else {
                place();
            }
        }
    }

    private static boolean isIdentity(int[] order) {
        boolean same = true;
        for (int s = 0; s < order.length; s++) {
            same &= order[s] == s;
        }
        return same;
    }

    /** For each segment its place; fixed ones keep theirs. */
    private int[] order() {
        int fixed = problem.fixedCount();
        Units units = problem.units();
        int[] rows = units.labelsOfRows(labels);
        double[] weights = new double[rows.length];
        int[] free = new int[rows.length];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (rows[row] >= fixed) {
                free[count] = rows[row] - fixed;
                weights[count++] = problem.rowWeight(row);
            }
        }
        int[] places =
                SegmentNumbers.bySize(problem.segmentCount() - fixed, Arrays.copyOf(free, count), i -> weights[i]);
        int[] order = new int[problem.segmentCount()];
        for (int s = 0; s < order.length; s++) {
            order[s] = s < fixed ? s : fixed + places[s - fixed];
        }
        return order;
    }
}
