package dev.segmentation.hierarchy;

import dev.segmentation.Workers;
import dev.segmentation.hierarchy.NearestNeighborChain.Neighbor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Segments by the distances of all pairs, kept as one triangle: those of a row to the rows before it. */
final class TriangleSegments implements NearestNeighborChain.Segments {

    /** Operations per distance, most of which wait for memory. */
    private static final int COST = 16;

    private final Pairs pairs;
    private final Linkage linkage;
    private final double[] weights;
    private final Workers workers;
    private final double[][] triangle;
    private final int[] left; // first rows of the segments that are left, ascending
    private int count;

    /** Asks for all pairs; complete or average linkage. */
    TriangleSegments(Pairs pairs, Linkage linkage, double[] weights, Workers workers) {
        this.pairs = pairs;
        this.linkage = linkage;
        this.weights = weights;
        this.workers = workers;
        this.count = weights.length;
        this.left = IntStream.range(0, count).toArray();
        this.triangle = new double[count][];
        boolean[] all = new boolean[count];
        // Rows are paired, long with short, so that tasks take equally long.
        workers.forEach((count + 1) / 2, task -> {
            fill(task, all);
            if (count - 1 - task != task) {
                fill(count - 1 - task, all);
            }
        });
    }

    private void fill(int row, boolean[] skipped) {
        workers.checkCancelled();
        double[] distances = new double[row];
        for (int from = 0; from < row; from += 1 << 13) {
            workers.checkCancelled();
            pairs.distances(row, from, Math.min(row, from + (1 << 13)), skipped, distances);
        }
        triangle[row] = distances;
    }

    /** The bytes of a triangle of so many rows. */
    static long bytes(int rows) {
        return 4L * rows * (rows - 1L) + 24L * rows;
    }

    @Override
    public int first() {
        return left[0];
    }

    @Override
    public Neighbor nearest(int row, Neighbor bound) {
        int pieces = Ranges.pieces(count, COST, workers);
        Neighbor[] found = new Neighbor[pieces];
        Ranges.forEach(pieces, count, workers, (piece, from, to) -> found[piece] = nearest(row, from, to, bound));
        Neighbor best = found[0];
        for (Neighbor next : found) {
            best = next.distance() < best.distance() ? next : best;
        }
        return best;
    }

    private Neighbor nearest(int row, int from, int to, Neighbor bound) {
        double least = bound.distance();
        int nearest = bound.row();
        double[] before = triangle[row];
        int at = from;
        for (; at < to && left[at] < row; at++) {
            double distance = before[left[at]];
            if (distance < least) {
                least = distance;
                nearest = left[at];
            }
        }
        for (at += at < to && left[at] == row ? 1 : 0; at < to; at++) {
            double distance = triangle[left[at]][row];
            if (distance < least) {
                least = distance;
                nearest = left[at];
            }
        }
        return nearest == bound.row() ? bound : new Neighbor(nearest, least);
    }

    @Override
    public void join(int low, int high) {
        int pieces = Ranges.pieces(count, 2 * COST, workers);
        double sum = weights[low] + weights[high];
        double share = weights[high] / sum;
        Ranges.forEach(pieces, count, workers, (piece, from, to) -> {
            for (int at = from; at < to; at++) {
                int other = left[at];
                if (other != low && other != high) {
                    set(low, other, joined(get(low, other), get(high, other), share));
                }
            }
        });
        weights[low] = sum;
        int at = Arrays.binarySearch(left, 0, count, high);
        System.arraycopy(left, at + 1, left, at, --count - at);
    }

    private double joined(double toLow, double toHigh, double shareOfHigh) {
        return linkage == Linkage.COMPLETE ? Math.max(toLow, toHigh) : toLow + shareOfHigh * (toHigh - toLow);
    }

    private double get(int row, int other) {
        return row > other ? triangle[row][other] : triangle[other][row];
    }

    private void set(int row, int other, double distance) {
        if (row > other) {
            triangle[row][other] = distance;
        } else {
            triangle[other][row] = distance;
        }
    }

    @Override
    public double height(double distance) {
        return pairs.height(distance);
    }
}
