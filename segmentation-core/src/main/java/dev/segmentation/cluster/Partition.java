package dev.segmentation.cluster;

import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The state of one k-means start: labels, exact sums, centers; and the passes over all rows that Lloyd and the exchange
 * are made of.
 *
 * <p>Rows are worked on in runs of consecutive blocks. Each run keeps the sums of its own rows and changes them by the
 * rows that change; the centers come from the total. All of it is exact, so runs may be worked on in any order.
 */
final class Partition {

    private static final int NONE = -1;

    final TrainingData data;
    final int segmentCount;
    final double[] centers;
    private final int[] labels;
    private final CenterSums total;
    private final CenterSums[] sums;
    private final Distances[] distances;
    private final Loop loop;

    /** How the runs of a pass are worked on: on several threads, or on this one inside a task of a larger batch. */
    interface Loop {
        void forEach(int count, IntConsumer task);

        void checkCancelled();

        static Loop across(Workers workers) {
            return new Loop() {
                @Override
                public void forEach(int count, IntConsumer task) {
                    workers.forEach(count, task);
                }

                @Override
                public void checkCancelled() {
                    workers.checkCancelled();
                }
            };
        }

        static Loop within(Workers workers) {
            return new Loop() {
                @Override
                public void forEach(int count, IntConsumer task) {
                    for (int t = 0; t < count; t++) {
                        workers.checkCancelled();
                        task.accept(t);
                    }
                }

                @Override
                public void checkCancelled() {
                    workers.checkCancelled();
                }
            };
        }
    }

    Partition(TrainingData data, CenterSums.Grid grid, double[] centers, Loop loop) {
        this.data = data;
        this.segmentCount = centers.length / data.features;
        this.centers = centers.clone();
        this.labels = new int[data.rows];
        this.total = new CenterSums(grid, segmentCount);
        this.sums = new CenterSums[data.runs];
        this.distances = new Distances[data.runs];
        this.loop = loop;
        for (int run = 0; run < data.runs; run++) {
            sums[run] = new CenterSums(grid, segmentCount);
            distances[run] = new Distances(segmentCount, data.features);
        }
        Arrays.fill(labels, NONE);
    }

    int[] labels() {
        return labels;
    }

    double weight(int segment) {
        return total.weight(segment);
    }

    /** What a pass does with each strip of rows once its distances to all centers are known. */
    private interface StripWork {
        void on(int run, Distances distances, int firstRow, int rows);
    }

    private void pass(StripWork work) {
        loop.forEach(data.runs, run -> {
            for (int b = data.firstBlock(run); b < data.firstBlock(run + 1); b++) {
                loop.checkCancelled();
                distances[run].eachStrip(data.blocks, b, centers, (found, firstRow, rows) -> {
                    loop.checkCancelled();
                    work.on(run, found, firstRow, rows);
                });
            }
        });
    }

    /**
     * Puts every row into the segment of its nearest center and brings the sums up to date.
     *
     * @return how many rows changed their segment
     */
    long assign() {
        long[] changed = new long[data.runs];
        pass((run, found, firstRow, rows) -> {
            int[] nearest = found.nearest();
            for (int r = 0; r < rows; r++) {
                if (nearest[r] != labels[firstRow + r]) {
                    relabel(run, firstRow + r, nearest[r]);
                    changed[run]++;
                }
            }
        });
        addUp();
        return Arrays.stream(changed).sum();
    }

    private void relabel(int run, int row, int to) {
        if (data.weight(row) > 0) {
            if (labels[row] != NONE) {
                sums[run].subtract(labels[row], data, row);
            }
            sums[run].add(to, data, row);
        }
        labels[row] = to;
    }

    private void addUp() {
        total.clear();
        for (CenterSums part : sums) {
            total.add(part);
        }
    }

    /** Moves one row, at once in the total too; centers stay until they are asked for. */
    void move(int row, int to) {
        total.subtract(labels[row], data, row);
        total.add(to, data, row);
        relabel(runOf(row / Blocks.ROWS), row, to);
    }

    private int runOf(int block) {
        int run = (int) (((long) block * data.runs) / data.blocks.blockCount());
        while (data.firstBlock(run + 1) <= block) {
            run++;
        }
        return run;
    }

    /** Labels and the centers they belong to. */
    static final class Saved {

        private final int[] labels;
        private final double[] centers;

        private Saved(Partition partition) {
            this.labels = partition.labels.clone();
            this.centers = partition.centers.clone();
        }
    }

    Saved save() {
        return new Saved(this);
    }

    /** Goes back to what was saved. */
    void restore(Saved saved) {
        int[] earlier = saved.labels;
        loop.forEach(data.runs, run -> {
            for (int b = data.firstBlock(run); b < data.firstBlock(run + 1); b++) {
                loop.checkCancelled();
                int end = b * Blocks.ROWS + data.blocks.rowsIn(b);
                for (int row = b * Blocks.ROWS; row < end; row++) {
                    if (labels[row] != earlier[row]) {
                        relabel(run, row, earlier[row]);
                    }
                }
            }
        });
        addUp();
        System.arraycopy(saved.centers, 0, centers, 0, centers.length);
    }

    /** Moves every center to the mean of its rows; all segments must have weight. */
    void recenter() {
        for (int s = 0; s < segmentCount; s++) {
            recenter(s);
        }
    }

    void recenter(int segment) {
        total.mean(segment, centers);
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

    /**
     * Gives every empty segment the row that is farthest from its own center, which lowers the sum of squares.
     *
     * @return whether there was anything to repair
     */
    boolean repairEmptySegments() {
        int empty = emptySegment();
        if (empty < 0) {
            return false;
        }
        double[] far = new double[data.rows];
        pass((run, found, firstRow, rows) -> {
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
                throw TrainingData.notTold(segmentCount, "KMeans.fit");
            }
            far[farthest] = 0;
            if (weight(labels[farthest]) > data.weight(farthest)) {
                move(farthest, empty);
            }
        }
        return true;
    }

    /** The weighted sum of squared distances of all rows to the centers of their segments, rounded once. */
    double objective() {
        ExactSum[] parts = new ExactSum[data.runs];
        loop.forEach(data.runs, run -> {
            parts[run] = new ExactSum();
            for (int b = data.firstBlock(run); b < data.firstBlock(run + 1); b++) {
                loop.checkCancelled();
                addObjective(b, parts[run]);
            }
        });
        ExactSum sum = new ExactSum();
        for (ExactSum part : parts) {
            sum.add(part);
        }
        return sum.value();
    }

    private void addObjective(int b, ExactSum sum) {
        int end = b * Blocks.ROWS + data.blocks.rowsIn(b);
        for (int row = b * Blocks.ROWS; row < end; row++) {
            double squared = Distances.squared(
                    data.blocks.block(b),
                    data.blocks.indexInBlock(row),
                    data.blocks.lanesOf(row),
                    centers,
                    labels[row],
                    data.features);
            sum.add(data.weight(row) * squared);
        }
    }

    /**
     * Moves single rows wherever that lowers the sum of squares, one sweep. Candidates are found against the centers at
     * the start of the sweep, on all threads; then they are looked at again in the order of the rows, against centers
     * that move along, and moved if that still pays.
     *
     * @return how many rows moved
     */
    int exchange() {
        int[][] candidates = new int[data.runs][];
        int[] counts = new int[data.runs];
        double[] weights = new double[segmentCount];
        double[] entryOfOne = new double[segmentCount]; // for rows of weight 1, which most are, without a division each
        for (int s = 0; s < segmentCount; s++) {
            weights[s] = weight(s);
            entryOfOne[s] = weights[s] / (weights[s] + 1);
        }
        for (int run = 0; run < data.runs; run++) {
            candidates[run] = new int[16];
        }
        pass((run, found, firstRow, rows) -> {
            for (int r = 0; r < rows; r++) {
                int row = firstRow + r;
                if (paysToLeave(row, found, r, weights, entryOfOne)) {
                    if (counts[run] == candidates[run].length) {
                        candidates[run] = Arrays.copyOf(candidates[run], 2 * counts[run]);
                    }
                    candidates[run][counts[run]++] = row;
                }
            }
        });
        int moved = 0;
        double[] row = new double[data.features];
        for (int run = 0; run < data.runs; run++) {
            for (int c = 0; c < counts[run]; c++) {
                if ((c & 1023) == 0) {
                    loop.checkCancelled();
                }
                moved += moveIfItPays(candidates[run][c], row, weights) ? 1 : 0;
            }
        }
        return moved;
    }

    private boolean paysToLeave(int row, Distances found, int at, double[] weights, double[] entryOfOne) {
        double weight = data.weight(row);
        int own = labels[row];
        double left = weights[own] - weight;
        if (!(weight > 0) || !(left > 0)) {
            return false;
        }
        double gain = threshold(weights[own] / left * found.to(own)[at]);
        for (int s = 0; s < segmentCount; s++) {
            double entry = weight == 1 ? entryOfOne[s] : weights[s] / (weights[s] + weight);
            if (s != own && entry * found.to(s)[at] < gain) {
                return true;
            }
        }
        return false;
    }

    private boolean moveIfItPays(int index, double[] row, double[] weights) {
        double weight = data.weight(index);
        int own = labels[index];
        double left = weights[own] - weight;
        if (!(left > 0)) {
            return false;
        }
        data.blocks.copyRow(index, row);
        double least = threshold(weights[own] / left * squared(row, own));
        int best = own;
        for (int s = 0; s < segmentCount; s++) {
            if (s != own) {
                double cost = weights[s] / (weights[s] + weight) * squared(row, s);
                if (cost < least) {
                    least = cost;
                    best = s;
                }
            }
        }
        if (best == own) {
            return false;
        }
        move(index, best);
        recenter(own);
        recenter(best);
        weights[own] = weight(own);
        weights[best] = weight(best);
        return true;
    }

    /** A move must pay by more than rounding could feign, or rows could go to and fro forever. */
    private static double threshold(double cost) {
        return cost * (1 - 1e-12);
    }

    private double squared(double[] row, int segment) {
        double sum = 0;
        int c = segment * row.length;
        for (int j = 0; j < row.length; j++) {
            double t = row[j] - centers[c + j];
            sum += t * t;
        }
        return sum;
    }

    /**
     * The order of the segments by decreasing weight, ties by first row.
     *
     * @return for each segment its place
     */
    int[] bySize() {
        int[] firstRow = new int[segmentCount];
        Arrays.fill(firstRow, data.rows);
        for (int i = data.rows - 1; i >= 0; i--) {
            firstRow[labels[i]] = i;
        }
        List<Integer> segments = new ArrayList<>();
        for (int s = 0; s < segmentCount; s++) {
            segments.add(s);
        }
        segments.sort(Comparator.comparingDouble((Integer s) -> -weight(s)).thenComparingInt(s -> firstRow[s]));
        int[] places = new int[segmentCount];
        for (int place = 0; place < segmentCount; place++) {
            places[segments.get(place)] = place;
        }
        return places;
    }

    /** Renumbers segments: segment s becomes {@code newLabel[s]}. */
    void renumber(int[] newLabel) {
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
    }
}
