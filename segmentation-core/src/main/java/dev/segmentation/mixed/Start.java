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
 *
 * <p>A row is looked at again only when prototypes have moved so far since the last time that another one may have become
 * the nearest; by the triangle inequality this changes no label (Hamerly 2010, doi:10.1137/1.9781611972801.12).
 */
final class Start {

    /** Strips that one task works on. */
    private static final int STRIPS = 16;

    /** Above this share of the rows of a strip, all of them are looked at, which takes less time than to pick them. */
    private static final double DENSE = 0.7;

    /** What rounding may do to a distance, generously. */
    private static final double ROUNDING = 1e-9;

    private final MixedRows rows;
    private final Metric metric;
    private final Centering centering;
    private final Prototypes overall;
    private final Loop loop;
    private final Prototypes prototypes;
    private final int[] labels;
    private final Tallies tallies;
    private final double[] gaps; // how far prototypes may move before a row may have another nearest one
    private final Queue<Scratch> scratches = new ConcurrentLinkedQueue<>();
    private double[] within = {};
    private int worst = -1; // the row that costs most; none if all cost nothing
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
        this.gaps = new double[rows.rowCount()];
    }

    /** What one thread needs. */
    private static final class Scratch {

        private final CostKernel kernel;
        private final Tallies moves;
        private final int[] which = new int[MixedRows.STRIP];
        private final double[] own = new double[MixedRows.STRIP];
        private final double[] others = new double[MixedRows.STRIP];

        Scratch(int prototypes, Tallies moves) {
            this.kernel = new CostKernel(prototypes);
            this.moves = moves;
        }
    }

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
            converged = moved == 0 && empty < 0;
            if (converged || (iterations >= maxIterations && empty < 0)) {
                evaluate();
                return true;
            }
            Prototypes before = prototypes.copy();
            if (empty < 0) {
                centering.center(tallies, labels, prototypes, overall, loop);
            } else if (!fill(empty)) {
                return false;
            }
            note(before);
        }
    }

    /** Lowers the gaps by what the prototypes have moved. */
    private void note(Prototypes before) {
        double[] shifts = new double[prototypes.count];
        double most = 0;
        double second = 0;
        for (int s = 0; s < shifts.length; s++) {
            shifts[s] = metric.shift(before, prototypes, s) * (1 + ROUNDING);
            if (shifts[s] > most) {
                second = most;
                most = shifts[s];
            } else {
                second = Math.max(second, shifts[s]);
            }
        }
        double[] less = new double[shifts.length];
        for (int s = 0; s < less.length; s++) {
            less[s] = shifts[s] + (shifts[s] == most ? second : most); // of two equal ones the second is as large
        }
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] -= less[labels[i]];
        }
    }

    private int assign() {
        CostKernel.Panel panel = new CostKernel.Panel(metric, prototypes);
        AtomicInteger moved = new AtomicInteger();
        int tasks = (rows.stripCount() + STRIPS - 1) / STRIPS;
        loop.forEach(tasks, task -> {
            Scratch found = scratches.poll();
            Scratch scratch =
                    found == null ? new Scratch(prototypes.count, centering.tallies(prototypes.count)) : found;
            int count = 0;
            for (int t = task * STRIPS; t < Math.min(rows.stripCount(), (task + 1) * STRIPS); t++) {
                loop.poll();
                count += assign(t, panel, scratch);
            }
            moved.addAndGet(count);
            scratches.add(scratch);
        });
        scratches.forEach(scratch -> tallies.drain(scratch.moves));
        return moved.get();
    }

    private int assign(int strip, CostKernel.Panel panel, Scratch scratch) {
        int from = strip * MixedRows.STRIP;
        int inStrip = rows.rowsIn(strip);
        int count = 0;
        for (int r = 0; r < inStrip; r++) {
            scratch.which[count] = r;
            count += gaps[from + r] > 0 ? 0 : 1;
        }
        if (count == 0) {
            return 0;
        }
        if (count > inStrip * DENSE) {
            Arrays.setAll(scratch.which, r -> r);
            count = inStrip;
        }
        double[][] costs = scratch.kernel.costs(
                panel, count == inStrip ? rows.strip(strip) : rows.gather(strip, scratch.which, count));
        compare(costs, from, count, scratch);
        int moved = 0;
        for (int i = 0; i < count; i++) {
            int row = from + scratch.which[i];
            double least = scratch.own[i];
            double second = scratch.others[i];
            int old = labels[row];
            if (!(second > least) || old < 0) { // another one may be nearer, or as near and earlier
                costs[Math.max(old, 0)][i] = least;
                int nearest = 0;
                least = costs[0][i];
                second = Double.POSITIVE_INFINITY;
                for (int s = 1; s < costs.length; s++) {
                    double cost = costs[s][i];
                    if (cost < least) {
                        second = least;
                        least = cost;
                        nearest = s;
                    } else {
                        second = Math.min(second, cost);
                    }
                }
                if (nearest != old) {
                    labels[row] = nearest;
                    scratch.moves.move(rows, row, old, nearest);
                    moved++;
                }
            }
            gaps[row] = metric.distance(second) * (1 - ROUNDING) - metric.distance(least) * (1 + ROUNDING);
        }
        return moved;
    }

    /** What each row costs with its own prototype, whose cost is made infinite, and with the nearest of the others. */
    private void compare(double[][] costs, int from, int count, Scratch scratch) {
        double[] own = scratch.own;
        double[] others = scratch.others;
        for (int i = 0; i < count; i++) {
            double[] ofOwn = costs[Math.max(labels[from + scratch.which[i]], 0)];
            own[i] = ofOwn[i];
            ofOwn[i] = Double.POSITIVE_INFINITY;
            others[i] = Double.POSITIVE_INFINITY;
        }
        for (double[] ofPrototype : costs) {
            for (int i = 0; i < count; i++) {
                others[i] = Math.min(others[i], ofPrototype[i]);
            }
        }
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
        evaluate();
        if (worst >= 0) {
            prototypes.set(segment, rows, worst, metric, overall);
        }
        return worst >= 0;
    }

    /** Costs of all rows with the prototypes as they are; blocks of fixed size are added up in their order. */
    private void evaluate() {
        CostKernel.Panel panel = new CostKernel.Panel(metric, prototypes);
        int tasks = (rows.stripCount() + STRIPS - 1) / STRIPS;
        Evaluation[] parts = new Evaluation[tasks];
        loop.forEach(tasks, task -> {
            Evaluation part = new Evaluation(prototypes.count);
            CostKernel kernel = new CostKernel(prototypes.count);
            for (int t = task * STRIPS; t < Math.min(rows.stripCount(), (task + 1) * STRIPS); t++) {
                loop.poll();
                double[][] costs = kernel.costs(panel, rows.strip(t));
                for (int r = 0; r < rows.rowsIn(t); r++) {
                    int row = t * MixedRows.STRIP + r;
                    part.add(row, labels[row], rows.weight(row), costs[labels[row]][r], tallies.rowWeight(row) > 0);
                }
            }
            parts[task] = part;
        });
        Evaluation all = new Evaluation(prototypes.count);
        for (Evaluation part : parts) {
            all.add(part);
        }
        within = all.within;
        worst = all.worst;
    }

    /** Costs by segment, and the row that costs most. */
    private static final class Evaluation {

        private final double[] within;
        private double most;
        private int worst = -1;

        Evaluation(int segmentCount) {
            this.within = new double[segmentCount];
        }

        /** A row, which may fill a segment if its weight is not lost beside the others. */
        void add(int row, int segment, double weight, double cost, boolean counts) {
            within[segment] += weight * cost;
            if (counts && cost > most) {
                most = cost;
                worst = row;
            }
        }

        void add(Evaluation later) {
            for (int s = 0; s < within.length; s++) {
                within[s] += later.within[s];
            }
            if (later.most > most) {
                most = later.most;
                worst = later.worst;
            }
        }
    }

    double objective() {
        return Arrays.stream(within).sum();
    }

    /** The cost of the rows of each segment. */
    double[] within() {
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
