package dev.segmentation.hierarchy;

import dev.segmentation.Workers;
import dev.segmentation.hierarchy.NearestNeighborChain.Neighbor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Segments as centers and weights, from which Ward's distance follows, so that no matrix is needed.
 *
 * <p>They lie in the order of their first rows. What has been joined into another stays as a gap, infinitely far from
 * everything, until a quarter of all are gaps.
 */
final class WardSegments implements NearestNeighborChain.Segments {

    /** More than the products and quotients of a distance can be rounded by, as a share of it. */
    private static final double ROUNDING = 1e-12;

    private final double[][] centers; // column by column
    private final double[] weights;
    private final double[] distances;
    private final int[] rowAt;
    private final int[] placeOf;
    private final Workers workers;
    private int places;
    private int gaps;
    private double lightest; // no segment has less weight

    /** Takes the columns over. */
    WardSegments(double[][] columns, double[] weights, Workers workers) {
        this.centers = columns;
        this.weights = weights;
        this.distances = new double[weights.length];
        this.rowAt = IntStream.range(0, weights.length).toArray();
        this.placeOf = rowAt.clone();
        this.places = weights.length;
        this.workers = workers;
        this.lightest = Arrays.stream(weights).min().orElse(1);
    }

    @Override
    public int first() {
        return rowAt[0]; // joined segments keep the lower place, so the first one is never a gap
    }

    @Override
    public Neighbor nearest(int row, Neighbor bound) {
        int place = placeOf[row];
        double[] point = new double[centers.length];
        Arrays.setAll(point, j -> centers[j][place]);
        double weight = weights[place];
        centers[0][place] = Double.POSITIVE_INFINITY; // so that it is not its own neighbor
        int pieces = Ranges.pieces(places, centers.length + 4, workers);
        Neighbor[] found = new Neighbor[pieces];
        Ranges.forEach(pieces, places, workers, (piece, from, to) -> {
            Neighbor best = bound;
            for (int start = from; start < to; start += Columns.STRIP) {
                best = nearest(point, weight, start, Math.min(to, start + Columns.STRIP), best);
            }
            found[piece] = best;
        });
        centers[0][place] = point[0];
        Neighbor best = found[0];
        for (Neighbor next : found) {
            best = next.distance() < best.distance() ? next : best;
        }
        return best;
    }

    /**
     * Only what is within a limit that no weight can take anything nearer below is weighed, since divisions take longer than
     * differences.
     */
    private Neighbor nearest(double[] point, double weight, int from, int to, Neighbor bound) {
        Columns.squaredDistances(centers, point, from, to, distances);
        double perSquare = weighed(1, weight, lightest) * (1 - ROUNDING);
        double least = bound.distance();
        double limit = least / perSquare;
        int place = -1;
        for (int i = from; i < to; i++) {
            if (distances[i] < limit) {
                double distance = weighed(distances[i], weight, weights[i]);
                if (distance < least) {
                    least = distance;
                    limit = least / perSquare;
                    place = i;
                }
            }
        }
        return place < 0 ? bound : new Neighbor(rowAt[place], least);
    }

    /** What joining centers so far apart adds to the sum of squares. */
    private static double weighed(double squaredDistance, double weight, double other) {
        return squaredDistance * (weight * other / (weight + other));
    }

    @Override
    public void join(int low, int high) {
        int to = placeOf[low];
        int from = placeOf[high];
        double sum = weights[to] + weights[from];
        double share = weights[from] / sum;
        for (double[] column : centers) {
            column[to] += share * (column[from] - column[to]);
        }
        weights[to] = sum;
        centers[0][from] = Double.POSITIVE_INFINITY;
        rowAt[from] = -1;
        if (4 * ++gaps > places) {
            closeGaps();
        }
    }

    private void closeGaps() {
        int count = 0;
        for (int i = 0; i < places; i++) {
            if (rowAt[i] >= 0) {
                for (double[] column : centers) {
                    column[count] = column[i];
                }
                weights[count] = weights[i];
                rowAt[count] = rowAt[i];
                placeOf[rowAt[count]] = count;
                count++;
            }
        }
        places = count;
        gaps = 0;
        lightest = Arrays.stream(weights, 0, places).min().orElse(1);
    }

    @Override
    public double height(double distance) {
        return Math.sqrt(2 * distance);
    }
}
