package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import java.util.Arrays;

/**
 * Moves single rows wherever that lowers the sum of squares, one sweep over all rows.
 *
 * <p>A row pays to leave its segment of weight W for one of weight V if V / (V + w) · d² to the other center is less than
 * W / (W − w) · d² to its own. Candidates are found against the centers at the start of the sweep, on all threads: the
 * kernel's bounds rule out nearly all rows, exact distances decide on the rest. Then candidates are looked at again in the
 * order of the rows, against centers that move along, and moved if that still pays.
 *
 * <p>J. A. Hartigan (1975), Clustering Algorithms, Wiley, chapter 4.
 */
final class ExchangeSweep {

    private final Partition partition;
    private final TrainingData data;
    private final Loop loop;
    private final int[] labels;
    private final double[] weights;
    private final int[][] candidates;
    private final int[] counts;
    private double lightest = Double.POSITIVE_INFINITY;

    ExchangeSweep(Partition partition, Loop loop) {
        this.partition = partition;
        this.data = partition.data;
        this.loop = loop;
        this.labels = partition.labels();
        this.weights = new double[partition.segmentCount];
        for (int s = 0; s < weights.length; s++) {
            weights[s] = partition.weight(s);
            lightest = Math.min(lightest, weights[s]);
        }
        this.candidates = new int[data.runs][16];
        this.counts = new int[data.runs];
    }

    /** Sweeps; gives how many rows moved. */
    int run() {
        Panel panel = data.panel(partition.centers);
        data.eachBlock(loop, (run, b, scratch) -> find(panel, run, b, scratch));
        int moved = 0;
        double[] row = new double[data.features];
        for (int run = 0; run < data.runs; run++) {
            for (int c = 0; c < counts[run]; c++) {
                if ((c & 1023) == 0) {
                    loop.checkCancelled();
                }
                moved += moveIfItPays(candidates[run][c], row) ? 1 : 0;
            }
        }
        return moved;
    }

    private void find(Panel panel, int run, int b, Scratch scratch) {
        double[] packed = scratch.packed(b);
        int rows = data.blocks.rowsIn(b);
        int firstRow = b * Blocks.ROWS;
        Proposals found = scratch.proposals;
        partition.kernel.propose(panel, data.radius(b), packed, data.narrowed(b), rows, labels, firstRow, found);
        partition.kernel.bound(panel, rows, found);
        double[] row = new double[data.features];
        for (int r = 0; r < rows; r++) {
            if ((found.needsAttention(r) || mayPay(firstRow + r, found, r)) && pays(firstRow + r, row)) {
                if (counts[run] == candidates[run].length) {
                    candidates[run] = Arrays.copyOf(candidates[run], 2 * counts[run]);
                }
                candidates[run][counts[run]++] = firstRow + r;
            }
        }
    }

    /** False only if no center could be near enough, whatever the rounding; the row's own center is the nearest. */
    private boolean mayPay(int row, Proposals found, int r) {
        double weight = data.weight(row);
        double left = weights[labels[row]] - weight;
        double own = found.atMost[r];
        double other = found.others[r];
        return !(left > 0) || weights[labels[row]] / left * own > lightest / (lightest + weight) * other;
    }

    private boolean pays(int index, double[] row) {
        data.blocks.copyRow(index, row);
        loop.checkCancelled();
        return target(index, row) != labels[index];
    }

    /** The segment where the row costs least, its own unless another one is better by more than rounding. */
    private int target(int index, double[] row) {
        double weight = data.weight(index);
        int own = labels[index];
        double left = weights[own] - weight;
        if (!(weight > 0) || !(left > 0)) {
            return own;
        }
        double least = threshold(weights[own] / left * squared(row, own));
        int best = own;
        for (int s = 0; s < weights.length; s++) {
            if (s != own) {
                double cost = weights[s] / (weights[s] + weight) * squared(row, s);
                if (cost < least) {
                    least = cost;
                    best = s;
                }
            }
        }
        return best;
    }

    private boolean moveIfItPays(int index, double[] row) {
        data.blocks.copyRow(index, row);
        int own = labels[index];
        int best = target(index, row);
        if (best == own) {
            return false;
        }
        partition.move(index, best);
        partition.recenter(own);
        partition.recenter(best);
        weights[own] = partition.weight(own);
        weights[best] = partition.weight(best);
        return true;
    }

    /** A move must pay by more than rounding could feign, or rows could go to and fro forever. */
    private static double threshold(double cost) {
        return cost * (1 - 1e-12);
    }

    private double squared(double[] row, int segment) {
        return Distances.squared(row, 0, 1, partition.centers, segment, row.length);
    }
}
