package dev.segmentation.hierarchy;

import dev.segmentation.Workers;
import dev.segmentation.hierarchy.NearestNeighborChain.Neighbor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Segments by the distances of all pairs, kept as one triangle: those of a row to the rows after it.
 *
 * <p>Distances to earlier rows lie far apart in memory. They are looked at only where the least distance of such a row to any
 * row after it, which is kept for every row, leaves room for something nearer. Joined segments keep the lower row, so that
 * there are few of them.
 */
final class TriangleSegments implements NearestNeighborChain.Segments {

    /** Operations per distance, most of which wait for memory. */
    private static final int COST = 16;

    /** Pairs of rows that one task fills. */
    private static final int ROW_PAIRS = 8;

    private final Pairs pairs;
    private final Linkage linkage;
    private final double[] weights;
    private final Workers workers;
    private final Triangle triangle;
    private final double[] leastAfter; // no distance of the row to a row after it is less
    private final int[] left; // first rows of the segments that are left, ascending
    private int count;

    /** Two segments, told by their first rows, the lower one first. */
    record Pair(int low, int high, double distance) {}

    /** Asks for all pairs; not for Ward, nor for single linkage. */
    TriangleSegments(Pairs pairs, Linkage linkage, double[] weights, Workers workers) {
        this.pairs = pairs;
        this.linkage = linkage;
        this.weights = weights;
        this.workers = workers;
        this.count = weights.length;
        this.left = IntStream.range(0, count).toArray();
        this.triangle = new Triangle(count);
        this.leastAfter = new double[count];
        boolean[] all = new boolean[count];
        // Rows are paired, long with short, so that tasks take equally long.
        int rowPairs = (count + 1) / 2;
        workers.forEach((rowPairs + ROW_PAIRS - 1) / ROW_PAIRS, task -> {
            double[] distances = new double[count];
            for (int row = task * ROW_PAIRS; row < Math.min(rowPairs, (task + 1) * ROW_PAIRS); row++) {
                fill(row, all, distances);
                if (count - 1 - row != row) {
                    fill(count - 1 - row, all, distances);
                }
            }
        });
    }

    private void fill(int row, boolean[] skipped, double[] distances) {
        for (int from = row + 1; from < distances.length; from += 1 << 13) {
            workers.checkCancelled();
            pairs.distances(row, from, Math.min(distances.length, from + (1 << 13)), skipped, distances);
        }
        if (linkage == Linkage.WARD_OF_DISTANCES) { // a row of weight w is w rows that have been joined at 0
            for (int other = row + 1; other < distances.length; other++) {
                distances[other] *= 2 * weights[row] * weights[other] / (weights[row] + weights[other]);
            }
        }
        int later = distances.length - row - 1;
        System.arraycopy(distances, row + 1, triangle.arrayOf(row), triangle.offset(row), later);
        double least = Double.POSITIVE_INFINITY;
        for (int other = row + 1; other < distances.length; other++) {
            least = Math.min(least, distances[other]);
        }
        leastAfter[row] = least;
    }

    /** The bytes of a triangle of so many rows. */
    static long bytes(int rows) {
        return Triangle.bytes(rows) + 20L * rows;
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

    /** Later rows first, which is quick; an earlier one that is as near as a later one comes before it. */
    private Neighbor nearest(int row, int from, int to, Neighbor bound) {
        double least = bound.distance();
        int nearest = bound.row();
        double[] after = triangle.arrayOf(row);
        int offset = triangle.offset(row) - row - 1;
        int middle = from;
        while (middle < to && left[middle] < row) {
            middle++;
        }
        for (int at = middle; at < to; at++) {
            int other = left[at];
            if (other != row && after[offset + other] < least) {
                least = after[offset + other];
                nearest = other;
            }
        }
        boolean isLater = nearest != bound.row();
        for (int at = from; at < middle; at++) {
            int other = left[at];
            double possible = leastAfter[other];
            if (possible < least || (isLater && possible == least)) {
                double distance = triangle.get(other, row);
                if (distance < least || (isLater && distance == least)) {
                    least = distance;
                    nearest = other;
                    isLater = false;
                }
            }
        }
        return nearest == bound.row() ? bound : new Neighbor(nearest, least);
    }

    /** The nearest two; of equally near pairs that with the lowest first row, of those that with the lowest second one. */
    Pair closest() {
        while (true) {
            workers.checkCancelled();
            int row = left[0];
            for (int at = 1; at < count - 1; at++) {
                row = leastAfter[left[at]] < leastAfter[row] ? left[at] : row;
            }
            Pair nearest = nearestAfter(row);
            if (nearest.distance <= leastAfter[row]) {
                return nearest;
            }
            leastAfter[row] = nearest.distance; // what was nearest has been joined since
        }
    }

    private Pair nearestAfter(int row) {
        double[] after = triangle.arrayOf(row);
        int offset = triangle.offset(row) - row - 1;
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int at = Arrays.binarySearch(left, 0, count, row) + 1; at < count; at++) {
            int other = left[at];
            if (after[offset + other] < least) {
                least = after[offset + other];
                nearest = other;
            }
        }
        return new Pair(row, nearest, least);
    }

    @Override
    public void join(int low, int high) {
        int pieces = Ranges.pieces(count, 2 * COST, workers);
        Joining joining = new Joining(linkage, triangle.get(low, high), weights[low], weights[high]);
        double[] leastOfPieces = new double[pieces];
        Ranges.forEach(
                pieces, count, workers, (piece, from, to) -> leastOfPieces[piece] = join(low, high, joining, from, to));
        leastAfter[low] = Arrays.stream(leastOfPieces).min().orElse(Double.POSITIVE_INFINITY);
        weights[low] += weights[high];
        int at = Arrays.binarySearch(left, 0, count, high);
        System.arraycopy(left, at + 1, left, at, --count - at);
    }

    /** Joins the distances to some of the segments, and gives the least of those to rows after the lower one. */
    private double join(int low, int high, Joining joining, int from, int to) {
        double least = Double.POSITIVE_INFINITY;
        for (int at = from; at < to; at++) {
            int other = left[at];
            if (other != low && other != high) {
                double distance = joining.distance(get(low, other), get(high, other), weights[other]);
                if (other > low) {
                    triangle.set(low, other, distance);
                    least = Math.min(least, distance);
                } else {
                    triangle.set(other, low, distance);
                    leastAfter[other] = Math.min(leastAfter[other], distance);
                }
            }
        }
        return least;
    }

    private double get(int row, int other) {
        return row < other ? triangle.get(row, other) : triangle.get(other, row);
    }

    @Override
    public double height(double distance) {
        return pairs.height(distance);
    }
}
