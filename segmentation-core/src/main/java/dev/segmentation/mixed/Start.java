package dev.segmentation.mixed;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The iteration from one start: every row to its nearest prototype, the first one of equals, then every prototype to the
 * center of its rows, until no row moves.
 *
 * <p>A segment that becomes empty is given the row that costs most, the first one of equals.
 */
final class Start {

    /** Strips that one task works on. */
    private static final int STRIPS = 16;

    private final MixedRows rows;
    private final Metric metric;
    private final Centering centering;
    private final Prototypes overall;
    private final Loop loop;
    private final Prototypes prototypes;
    private final int[] labels;
    private final Tallies tallies;
    private final double[] stripCosts;
    private final int[] costliest; // row of each strip
    private final double[] highest; // its cost
    private final Queue<Scratch> scratches = new ConcurrentLinkedQueue<>();
    private int iterations;
    private boolean converged;

    Start(MixedRows rows, Metric metric, Centering centering, Prototypes overall, Prototypes first, Loop loop) {
        this.rows = rows;
        this.metric = metric;
        this.centering = centering;
        this.overall = overall;
        this.loop = loop;
        this.prototypes = first.copy();
        this.labels = new int[rows.rowCount()];
        this.tallies = centering.tallies(first.count);
        this.stripCosts = new double[rows.stripCount()];
        this.costliest = new int[rows.stripCount()];
        this.highest = new double[rows.stripCount()];
    }

    /** What one thread needs. */
    private record Scratch(CostKernel kernel, Tallies moves) {}

    /**
     * Iterates.
     *
     * @return false if rows differ only where values are missing, so that a segment stays empty
     */
    boolean run(int maxIterations) {
        Arrays.fill(labels, -1);
        while (true) {
            iterations++;
            int moved = assign();
            int empty = empty();
            if (moved == 0 && empty < 0) {
                converged = true;
                return true;
            }
            if (empty >= 0 && !fill(empty)) {
                return false;
            }
            if (iterations == maxIterations && empty < 0) {
                return true;
            }
            if (empty < 0) {
                centering.center(tallies, labels, prototypes, overall, loop);
            }
        }
    }

    private int assign() {
        CostKernel.Panel panel = new CostKernel.Panel(metric, prototypes);
        AtomicInteger moved = new AtomicInteger();
        int tasks = (rows.stripCount() + STRIPS - 1) / STRIPS;
        loop.forEach(tasks, task -> {
            Scratch found = scratches.poll();
            Scratch scratch = found == null
                    ? new Scratch(new CostKernel(prototypes.count), centering.tallies(prototypes.count))
                    : found;
            int count = 0;
            for (int t = task * STRIPS; t < Math.min(rows.stripCount(), (task + 1) * STRIPS); t++) {
                loop.poll();
                count += assign(t, scratch.kernel.costs(panel, rows, t), scratch.moves);
            }
            moved.addAndGet(count);
            scratches.add(scratch);
        });
        scratches.forEach(scratch -> tallies.drain(scratch.moves));
        return moved.get();
    }

    private int assign(int strip, double[][] costs, Tallies moves) {
        int from = strip * MixedRows.STRIP;
        int count = rows.rowsIn(strip);
        int moved = 0;
        double sum = 0;
        int worst = -1;
        double most = -1;
        for (int r = 0; r < count; r++) {
            int old = labels[from + r];
            int nearest = Math.max(old, 0);
            double least = costs[nearest][r];
            for (int s = 0; s < costs.length; s++) {
                double cost = costs[s][r];
                if (cost < least || (cost == least && s < nearest)) {
                    least = cost;
                    nearest = s;
                }
            }
            if (nearest != old) {
                labels[from + r] = nearest;
                moves.move(rows, from + r, old, nearest);
                moved++;
            }
            double weight = rows.weight(from + r);
            sum += weight * least;
            if (least > most && weight > 0) {
                most = least;
                worst = from + r;
            }
        }
        stripCosts[strip] = sum;
        costliest[strip] = worst;
        highest[strip] = most;
        return moved;
    }

    private int empty() {
        for (int s = 0; s < prototypes.count; s++) {
            if (tallies.isEmpty(s)) {
                return s;
            }
        }
        return -1;
    }

    private boolean fill(int segment) {
        int worst = -1;
        double most = 0;
        for (int t = 0; t < highest.length; t++) {
            if (highest[t] > most) {
                most = highest[t];
                worst = costliest[t];
            }
        }
        if (worst >= 0) {
            prototypes.set(segment, rows, worst, metric, overall);
        }
        return worst >= 0;
    }

    double objective() {
        double sum = 0;
        for (double cost : stripCosts) {
            sum += cost;
        }
        return sum;
    }

    /** The cost of the rows of each segment. */
    double[] within() {
        CostKernel.Panel panel = new CostKernel.Panel(metric, prototypes);
        CostKernel kernel = new CostKernel(prototypes.count);
        double[] within = new double[prototypes.count];
        for (int t = 0; t < rows.stripCount(); t++) {
            loop.poll();
            double[][] costs = kernel.costs(panel, rows, t);
            for (int r = 0; r < rows.rowsIn(t); r++) {
                int row = t * MixedRows.STRIP + r;
                within[labels[row]] += rows.weight(row) * costs[labels[row]][r];
            }
        }
        return within;
    }

    double weight(int segment) {
        return tallies.weight(segment);
    }

    int[] labels() {
        return labels;
    }

    Prototypes prototypes() {
        return prototypes;
    }

    int iterations() {
        return iterations;
    }

    boolean converged() {
        return converged;
    }
}
