package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;
import java.util.Arrays;

/**
 * The state of one k-means start: labels, exact sums, centers; and the passes over all rows that Lloyd and the exchange
 * are made of.
 *
 * <p>Rows are worked on in runs of consecutive blocks. Each run keeps the sums of its own rows and changes them by the
 * rows that change; the centers come from the total. All of it is exact, so runs may be worked on in any order, and rows
 * that cannot have changed may be skipped.
 */
final class Partition implements Passes {

    private static final int NONE = CenterSums.NOWHERE;

    /** From this many features on, cancellation is asked for at every row. */
    private static final int WIDE = 1 << 12;

    final TrainingData data;
    final int segmentCount;
    final double[] centers;
    final Kernel kernel;
    private final int[] labels;
    private final CenterSums total;
    private final CenterSums[] sums;
    private final Bounds bounds;
    private final Loop loop;
    private double objective = Double.NaN; // until it is asked for; again whenever something moves

    Partition(TrainingData data, Kernel kernel, Bounds.Policy policy, double[] centers, Loop loop) {
        this.data = data;
        this.kernel = kernel;
        this.segmentCount = centers.length / data.features;
        this.centers = centers.clone();
        this.labels = new int[data.rows];
        this.total = new CenterSums(data.grid, segmentCount);
        this.sums = new CenterSums[data.runs];
        this.bounds = new Bounds(
                policy, data.rows, segmentCount, data.features, kernel.nanosPerRow(segmentCount, data.features));
        this.loop = loop;
        for (int run = 0; run < data.runs; run++) {
            sums[run] = new CenterSums(data.grid, segmentCount);
        }
        Arrays.fill(labels, NONE);
    }

    int[] labels() {
        return labels;
    }

    @Override
    public int segmentCount() {
        return segmentCount;
    }

    @Override
    public double[] centers() {
        return centers;
    }

    @Override
    public double weight(int segment) {
        return total.weight(segment);
    }

    @Override
    public long firstRow(int segment) {
        int row = 0;
        while (row < labels.length && (labels[row] != segment || data.weight(row) == 0)) {
            row++;
        }
        return row;
    }

    /** Frees what only further iterations would need. */
    void rest() {
        bounds.drop();
    }

    @Override
    public boolean assign() {
        Panel panel = data.panel(centers);
        Bounds.Pass pass = bounds.next(data.largestRadius() + panel.radius());
        Assigning[] runs = new Assigning[data.runs];
        if (pass == Bounds.Pass.MARKING) {
            bounds.begin();
        } else if (pass == Bounds.Pass.PLAIN) {
            bounds.beginSampling(data.blocks.blockCount());
        } else {
            bounds.beginSkipping(panel.distinction(data.largestRadius()));
        }
        loop.forEach(data.runs, run -> {
            runs[run] = new Assigning(run, panel, data.borrow(loop));
            for (int b = data.firstBlock(run); b < data.firstBlock(run + 1); b++) {
                loop.checkCancelled();
                if (pass == Bounds.Pass.SKIPPING) {
                    runs[run].someOf(b);
                } else {
                    runs[run].allOf(b, pass);
                }
            }
            runs[run].finish();
        });
        long changed = 0;
        long lookedAt = 0;
        for (Assigning run : runs) {
            changed += run.changed;
            lookedAt += run.lookedAt;
        }
        if (pass == Bounds.Pass.SKIPPING) {
            bounds.looked(lookedAt);
        }
        if (changed > 0) {
            addUp();
            objective = Double.NaN;
        }
        return changed > 0;
    }

    /** One run of a pass that assigns rows: the kernel proposes, close calls are decided, sums follow. */
    private final class Assigning {

        private final Panel panel;
        private final Scratch scratch;
        private final Proposals found;
        private final CenterSums sum;
        private int gathered; // rows in scratch.rows
        private double gatheredRadius;
        private long changed;
        private long lookedAt;

        Assigning(int run, Panel panel, Scratch scratch) {
            this.panel = panel;
            this.scratch = scratch;
            this.found = scratch.proposals;
            this.sum = sums[run];
        }

        /** Looks at every row of a block. */
        void allOf(int b, Bounds.Pass pass) {
            int rows = data.blocks.rowsIn(b);
            int firstRow = b * Blocks.ROWS;
            double[] packed = scratch.packed(b);
            kernel.propose(panel, data.radius(b), packed, data.narrowed(b), rows, labels, firstRow, found);
            for (int tile = 0; tile < rows; tile += Blocks.LANES) {
                int attention = found.attention[tile / Blocks.LANES];
                for (; attention != 0; attention &= attention - 1) {
                    int r = tile + Integer.numberOfTrailingZeros(attention);
                    settle(firstRow + r, packed, rows, r);
                }
            }
            if (pass == Bounds.Pass.MARKING) {
                gaps(rows);
                for (int r = 0; r < rows; r++) {
                    mark(firstRow + r, r);
                }
            } else if (bounds.samples(b)) {
                gaps(rows);
                for (int r = 0; r < rows; r++) {
                    bounds.sample(b, r, found.isCertain(r) ? scratch.gaps[r] : 0);
                }
            }
            lookedAt += rows;
        }

        /** Gives a row the label that is proposed, or decided if that is too close to call. */
        private void settle(int row, double[] packed, int rows, int r) {
            int to = found.isCertain(r) ? found.nearest[r] : decide(packed, rows, r);
            if (to != labels[row]) {
                relabel(row, to, packed, data.blocks.indexInBlock(r), Blocks.lanes(rows, r & -Blocks.LANES));
            }
        }

        /** Gathers the rows of a block that may have changed, and looks at them when there are enough. */
        void someOf(int b) {
            int rows = data.blocks.rowsIn(b);
            int firstRow = b * Blocks.ROWS;
            int count = bounds.toLookAt(firstRow, rows, labels, scratch.suspects);
            if (count == 0) {
                return;
            }
            double[] packed = scratch.packed(b);
            for (int i = 0; i < count; i++) {
                if (gathered == Blocks.ROWS) {
                    lookAtGathered();
                }
                int row = scratch.suspects[i];
                int from = data.blocks.indexInBlock(row - firstRow);
                int stride = Blocks.lanes(rows, (row - firstRow) & -Blocks.LANES);
                int to = data.blocks.indexInBlock(gathered);
                double[] into = scratch.gathered();
                for (int j = 0; j < data.features; j++, from += stride, to += Blocks.LANES) {
                    into[to] = packed[from];
                }
                scratch.rows[gathered] = row;
                scratch.labels[gathered] = labels[row];
                gathered++;
                gatheredRadius = Math.max(gatheredRadius, data.radius(b));
            }
        }

        void finish() {
            lookAtGathered();
            data.giveBack(scratch);
        }

        private void lookAtGathered() {
            if (gathered == 0) {
                return;
            }
            int whole = scratch.fillLastTile(gathered);
            double[] packed = scratch.gathered();
            kernel.propose(panel, gatheredRadius, packed, Narrowed.NONE, whole, scratch.labels, 0, found);
            gaps(whole);
            for (int i = 0; i < gathered; i++) {
                settle(scratch.rows[i], packed, whole, i);
                mark(scratch.rows[i], i);
            }
            lookedAt += gathered;
            gathered = 0;
            gatheredRadius = 0;
        }

        /** The nearest center by the exact order of operations, the lower one of two equally near ones. */
        private int decide(double[] packed, int rows, int r) {
            loop.checkCancelled();
            return Distances.nearest(
                    packed,
                    data.blocks.indexInBlock(r),
                    Blocks.lanes(rows, r & -Blocks.LANES),
                    centers,
                    segmentCount,
                    data.features);
        }

        private void relabel(int row, int to, double[] values, int at, int stride) {
            pollIfWide();
            double weight = data.weight(row);
            if (weight > 0) {
                sum.transfer(labels[row], to, weight, values, at, stride);
            }
            labels[row] = to;
            changed++;
        }

        /** How much nearer, at least, the nearest center of each row is than the second nearest. */
        private void gaps(int rows) {
            kernel.bound(panel, rows, found);
            for (int r = 0; r < rows; r++) {
                double near = Math.sqrt(Math.max(0, found.atMost[r]));
                double next = Math.sqrt(Math.max(0, found.others[r]));
                scratch.gaps[r] = next * (1 - 0x1p-50) - near * (1 + 0x1p-50);
            }
        }

        private void mark(int row, int r) {
            if (found.isCertain(r)) {
                bounds.mark(row, labels[row], scratch.gaps[r]);
            } else {
                bounds.markUncertain(row);
            }
        }
    }

    /** Rows of very many features take so long that once per block is not enough. */
    private void pollIfWide() {
        if (data.features >= WIDE) {
            loop.checkCancelled();
        }
    }

    private void addUp() {
        total.clear();
        for (CenterSums part : sums) {
            total.add(part);
        }
    }

    /** Moves one row, at once in the total too; centers stay until they are asked for. */
    void move(int row, int to) {
        double[] values = new double[data.features];
        data.blocks.copyRow(row, values);
        total.transfer(labels[row], to, data.weight(row), values, 0, 1);
        relabel(runOf(row / Blocks.ROWS), row, to, values);
    }

    private void relabel(int run, int row, int to, double[] values) {
        if (data.weight(row) > 0) {
            sums[run].transfer(labels[row], to, data.weight(row), values, 0, 1);
        }
        labels[row] = to;
        objective = Double.NaN;
        bounds.invalidate();
    }

    private int runOf(int block) {
        int run = (int) (((long) block * data.runs) / data.blocks.blockCount());
        while (data.firstBlock(run + 1) <= block) {
            run++;
        }
        return run;
    }

    @Override
    public Runnable save() {
        int[] earlierLabels = labels.clone();
        double[] earlierCenters = centers.clone();
        return () -> restore(earlierLabels, earlierCenters);
    }

    private void restore(int[] earlier, double[] earlierCenters) {
        data.eachBlock(loop, (run, b, scratch) -> {
            double[] packed = scratch.packed(b);
            int rows = data.blocks.rowsIn(b);
            for (int r = 0; r < rows; r++) {
                int row = b * Blocks.ROWS + r;
                if (labels[row] != earlier[row] && data.weight(row) > 0) {
                    int lanes = Blocks.lanes(rows, r & -Blocks.LANES);
                    sums[run].transfer(
                            labels[row], earlier[row], data.weight(row), packed, data.blocks.indexInBlock(row), lanes);
                }
                labels[row] = earlier[row];
            }
        });
        bounds.invalidate();
        objective = Double.NaN;
        addUp();
        System.arraycopy(earlierCenters, 0, centers, 0, centers.length);
    }

    @Override
    public void recenter() {
        double[] before = centers.clone();
        for (int s = 0; s < segmentCount; s++) {
            recenter(s);
        }
        bounds.moved(before, centers, labels);
    }

    /** Moves one center to the mean of its rows. */
    void recenter(int segment) {
        total.mean(segment, centers);
        objective = Double.NaN;
    }

    /** The first segment without weight, or −1. */
    int emptySegment() {
        for (int s = 0; s < segmentCount; s++) {
            if (!(weight(s) > 0)) {
                return s;
            }
        }
        return NONE;
    }

    @Override
    public boolean repairEmptySegments() {
        int empty = emptySegment();
        if (empty < 0) {
            return false;
        }
        double[] far = new double[data.rows];
        data.eachStrip(loop, centers, (run, found, firstRow, rows) -> {
            for (int r = 0; r < rows; r++) {
                int row = firstRow + r;
                far[row] = data.weight(row) > 0 ? found.to(labels[row])[r] : 0;
            }
        });
        for (; empty >= 0; empty = emptySegment()) {
            loop.checkCancelled();
            int farthest = 0;
            for (int row = 1; row < data.rows; row++) {
                if (far[row] > far[farthest]) {
                    farthest = row;
                }
            }
            if (!(far[farthest] > 0)) {
                throw TrainingData.notTold(segmentCount, data.where);
            }
            far[farthest] = 0;
            if (weight(labels[farthest]) > data.weight(farthest)) {
                move(farthest, empty);
            }
        }
        return true;
    }

    @Override
    public double objective() {
        if (Double.isNaN(objective)) {
            ExactSum[] parts = new ExactSum[data.runs];
            Arrays.setAll(parts, run -> new ExactSum());
            data.eachBlock(loop, (run, b, scratch) -> addObjective(b, scratch.packed(b), parts[run]));
            for (int run = 1; run < data.runs; run++) {
                parts[0].add(parts[run]);
            }
            objective = parts[0].value();
        }
        return objective;
    }

    private void addObjective(int b, double[] packed, ExactSum sum) {
        int rows = data.blocks.rowsIn(b);
        for (int r = 0; r < rows; r++) {
            pollIfWide();
            int row = b * Blocks.ROWS + r;
            double squared = Distances.squared(
                    packed,
                    data.blocks.indexInBlock(row),
                    Blocks.lanes(rows, r & -Blocks.LANES),
                    centers,
                    labels[row],
                    data.features);
            sum.add(data.weight(row) * squared);
        }
    }

    /** Moves single rows wherever that lowers the sum of squares; gives how many. */
    int exchange() {
        return new ExchangeSweep(this, loop).run();
    }

    @Override
    public void renumber(int[] newLabel) {
        double[] moved = new double[centers.length];
        for (int s = 0; s < segmentCount; s++) {
            System.arraycopy(centers, s * data.features, moved, newLabel[s] * data.features, data.features);
        }
        System.arraycopy(moved, 0, centers, 0, moved.length);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = newLabel[labels[i]];
        }
        for (CenterSums part : sums) {
            part.renumber(newLabel);
        }
        addUp();
        bounds.invalidate();
    }
}
