package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;
import java.util.Arrays;

/**
 * Some rows of the data, put into the segments of their nearest centers: what they sum to, and how far they are.
 *
 * <p>Rows are gathered into blocks and worked on in runs of consecutive ones. The kernel proposes and the exact order
 * decides, and sums are exact, so that neither kernels, nor threads, nor the order of the rows can change a bit. Can be
 * used for one batch after the other.
 */
final class Batch {

    private static final int RUNS = 16;

    private static final int NOBODY = -1;

    private final TrainingData data;
    private final Kernel kernel;
    private final int segmentCount;
    private final Loop loop;
    private final CenterSums[] sums; // of each run; the first one becomes the total
    private final ExactSum[] costs;
    private final int[] labels;
    private final double[] squared;
    private int[] rows = new int[0];

    Batch(TrainingData data, Kernel kernel, int segmentCount, int size, Loop loop) {
        this.data = data;
        this.kernel = kernel;
        this.segmentCount = segmentCount;
        this.loop = loop;
        this.labels = new int[size];
        this.squared = new double[size];
        int runs = Math.min(RUNS, Blocks.blockCount(size));
        this.sums = new CenterSums[runs];
        this.costs = new ExactSum[runs];
        Arrays.setAll(sums, run -> new CenterSums(data.grid, segmentCount));
    }

    /**
     * Puts rows into segments.
     *
     * @param chosen the rows, as many as was said; not copied
     * @param centers k × d, row-major
     */
    void assign(int[] chosen, double[] centers) {
        rows = chosen;
        Panel panel = new Panel(centers, data.features, data.offset);
        int blocks = Blocks.blockCount(rows.length);
        loop.forEach(sums.length, run -> {
            sums[run].clear();
            costs[run] = new ExactSum();
            Scratch scratch = data.borrow(loop);
            for (int b = (int) ((long) run * blocks / sums.length); b < (run + 1L) * blocks / sums.length; b++) {
                loop.checkCancelled();
                assign(b, run, panel, centers, scratch);
            }
            data.giveBack(scratch);
        });
        for (int run = 1; run < sums.length; run++) {
            sums[0].add(sums[run]);
            costs[0].add(costs[run]);
        }
    }

    private void assign(int b, int run, Panel panel, double[] centers, Scratch scratch) {
        int first = b * Blocks.ROWS;
        int count = Math.min(Blocks.ROWS, rows.length - first);
        double[] packed = scratch.gathered();
        double radius = gather(first, count, packed);
        int whole = scratch.fillLastTile(count);
        Proposals found = scratch.proposals;
        kernel.propose(panel, radius, packed, Narrowed.NONE, whole, scratch.labels, 0, found);
        for (int r = 0; r < count; r++) {
            int at = (r & -Blocks.LANES) * data.features + r % Blocks.LANES;
            int label = found.isCertain(r)
                    ? found.nearest[r]
                    : Distances.nearest(packed, at, Blocks.LANES, centers, segmentCount, data.features);
            double weight = data.weight(rows[first + r]);
            labels[first + r] = label;
            squared[first + r] = Distances.squared(packed, at, Blocks.LANES, centers, label, data.features);
            if (weight > 0) {
                sums[run].transfer(CenterSums.NOWHERE, label, weight, packed, at, Blocks.LANES);
                costs[run].add(weight * squared[first + r]);
            }
        }
    }

    /** Lays rows out as a block; returns how far from the offset they are at most. */
    private double gather(int first, int count, double[] packed) {
        double[] row = new double[data.features];
        double radius = 0;
        for (int r = 0; r < count; r++) {
            int index = rows[first + r];
            data.blocks.copyRow(index, row);
            int at = (r & -Blocks.LANES) * data.features + r % Blocks.LANES;
            for (int j = 0; j < row.length; j++, at += Blocks.LANES) {
                packed[at] = row[j];
            }
            radius = Math.max(radius, data.radius(index / Blocks.ROWS));
        }
        return radius;
    }

    /** The total weight of the rows of a segment. */
    double weight(int segment) {
        return sums[0].weight(segment);
    }

    /** Writes the means of all segments of positive weight. */
    void means(double[] into) {
        for (int s = 0; s < segmentCount; s++) {
            if (weight(s) > 0) {
                sums[0].mean(s, into);
            }
        }
    }

    /** The weighted sum of squared distances of the rows to their nearest centers, rounded once. */
    double cost() {
        return costs[0].value();
    }

    /**
     * Moves the center of every segment without weight to the row that is farthest from its own center, as long as there
     * are rows that can be spared.
     *
     * @return the segments whose centers were moved
     */
    int[] revive(double[] centers) {
        double[] weights = new double[segmentCount];
        Arrays.setAll(weights, this::weight);
        int[] revived = new int[segmentCount];
        int count = 0;
        for (int s = 0; s < segmentCount; s++) {
            int farthest = weights[s] > 0 ? NOBODY : farthest(weights);
            if (farthest != NOBODY) {
                revived[count++] = s;
                weights[labels[farthest]] -= data.weight(rows[farthest]);
                weights[s] = data.weight(rows[farthest]);
                squared[farthest] = 0;
                data.blocks.copyRow(rows[farthest], centers, s * data.features);
            }
        }
        return Arrays.copyOf(revived, count);
    }

    private int farthest(double[] weights) {
        int farthest = NOBODY;
        double most = 0;
        for (int i = 0; i < rows.length; i++) {
            double weight = data.weight(rows[i]);
            if (squared[i] > most && weight > 0 && weights[labels[i]] > weight) {
                farthest = i;
                most = squared[i];
            }
        }
        return farthest;
    }
}
