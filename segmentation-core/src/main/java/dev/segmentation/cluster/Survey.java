package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import java.util.Arrays;

/** What one look at all values finds: the range of every column, and the largest weighted values. Of one thread. */
final class Survey {

    /** Rows farther from the origin than this many times the diagonal of their box are centered inside the kernels. */
    private static final double FAR = 4;

    /** Features after which cancellation is asked for again: a tile of a million is much. */
    private static final int POLLED = 1 << 14;

    private final int features;
    private final double[] least;
    private final double[] most;
    private final double[] largestWeighted;
    private double leastWeight = Double.POSITIVE_INFINITY;
    private double mostWeight;

    Survey(int features) {
        this.features = features;
        this.least = new double[features];
        this.most = new double[features];
        this.largestWeighted = new double[features];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
    }

    /** Looks at the values of a tile. */
    void addTile(double[] packed, int base, int lanes, Runnable poll) {
        for (int j = 0; j < features; j++) {
            if (j % POLLED == 0) {
                poll.run();
            }
            double low = least[j];
            double high = most[j];
            int at = base + j * lanes;
            for (int end = at + lanes; at < end; at++) {
                double value = packed[at];
                low = value < low ? value : low;
                high = value > high ? value : high;
            }
            least[j] = low;
            most[j] = high;
        }
    }

    /** Looks at what weights make of the values of a tile, besides. */
    void addWeighted(double[] packed, int base, int lanes, double[] weights, int firstWeight) {
        for (int r = 0; r < lanes; r++) {
            addWeight(weights[firstWeight + r]);
        }
        for (int j = 0; j < features; j++) {
            for (int r = 0; r < lanes; r++) {
                double weighted = Math.abs(weights[firstWeight + r] * packed[base + j * lanes + r]);
                largestWeighted[j] = Math.max(largestWeighted[j], weighted);
            }
        }
    }

    /** After all values: every row has the weight 1. */
    void weighEqually() {
        addWeight(1);
        for (int j = 0; j < features; j++) {
            largestWeighted[j] = largest(j);
        }
    }

    private void addWeight(double weight) {
        mostWeight = Math.max(mostWeight, weight);
        leastWeight = weight > 0 ? Math.min(leastWeight, weight) : leastWeight;
    }

    /** Adds what another one has seen. */
    void add(Survey other) {
        for (int j = 0; j < features; j++) {
            least[j] = Math.min(least[j], other.least[j]);
            most[j] = Math.max(most[j], other.most[j]);
            largestWeighted[j] = Math.max(largestWeighted[j], other.largestWeighted[j]);
        }
        leastWeight = Math.min(leastWeight, other.leastWeight);
        mostWeight = Math.max(mostWeight, other.mostWeight);
    }

    /** The largest absolute value. */
    double largest() {
        double largest = 0;
        for (int j = 0; j < features; j++) {
            largest = Math.max(largest, largest(j));
        }
        return largest;
    }

    private double largest(int feature) {
        return Math.max(Math.abs(least[feature]), Math.abs(most[feature]));
    }

    /** The widest range of a column. */
    double widest() {
        double widest = 0;
        for (int j = 0; j < features; j++) {
            widest = Math.max(widest, most[j] - least[j]);
        }
        return widest;
    }

    /** Whether some row counts for more or less than one, and not for nothing. */
    boolean isWeighted() {
        return mostWeight != 1 || leastWeight != 1;
    }

    /** How many times heavier the heaviest row is than the lightest of positive weight. */
    double weightRatio() {
        return mostWeight / leastWeight;
    }

    /** No row is farther than this from a point; from the origin if there are no coordinates. */
    double radius(double[] point) {
        double sum = 0;
        for (int j = 0; j < features; j++) {
            double at = point.length == 0 ? 0 : point[j];
            double farthest = Math.max(Math.abs(least[j] - at), Math.abs(most[j] - at));
            sum += farthest * farthest;
        }
        return Math.sqrt(sum) * (1 + 1e-9);
    }

    /** The middle of all rows, or nothing if the origin is as good. */
    double[] offset() {
        double diagonal = 0;
        double farthest = 0;
        for (int j = 0; j < features; j++) {
            double range = most[j] - least[j];
            diagonal += range * range;
            farthest += largest(j) * largest(j);
        }
        if (farthest <= FAR * FAR * diagonal) {
            return new double[0];
        }
        double[] middle = new double[features];
        for (int j = 0; j < features; j++) {
            middle[j] = least[j] + (most[j] - least[j]) / 2;
        }
        return middle;
    }

    /** The grid of exact sums: a value is added once per row, or twice with what its weighting lost. */
    CenterSums.Grid grid(long rows) {
        double[] largest = Arrays.copyOf(largestWeighted, features + 1);
        largest[features] = mostWeight;
        return new CenterSums.Grid(isWeighted() ? 2 * rows : rows, largest);
    }

    /** Looks at the values of a block, without weights. */
    static Survey of(double[] packed, int rows, int features) {
        Survey survey = new Survey(features);
        for (int tile = 0; tile < rows; tile += Blocks.LANES) {
            survey.addTile(packed, tile * features, Blocks.lanes(rows, tile), () -> {});
        }
        return survey;
    }
}
