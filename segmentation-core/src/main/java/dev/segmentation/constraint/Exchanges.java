package dev.segmentation.constraint;

import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;

/**
 * Moves single units to another segment, and lets two units change places, wherever the constraints allow it and the sum
 * of squares falls, counting that the means move along (J. A. Hartigan 1975, Clustering Algorithms, Wiley, chapter 4). A
 * sweep looks at all pairs of units.
 */
final class Exchanges {

    /** An exchange must pay by more than rounding could feign. */
    private static final double ROUNDING = 1e-12;

    private final Problem problem;
    private final Placement placement;
    private final Costs costs;
    private final Blocks blocks;
    private final int d;
    private final double[] centers; // of fixed segments; means of the others
    private final double[] weights; // of segments
    private final double[] row;
    private final double[] other;
    private final double[] mean; // of a segment that a unit has left for another one

    /**
     * Prepares.
     *
     * @param centers the fixed ones and the means of the others under the labels that are given; modified
     * @param weights of the segments; modified
     */
    Exchanges(Problem problem, Placement placement, Costs costs, double[] centers, double[] weights) {
        this.problem = problem;
        this.placement = placement;
        this.costs = costs;
        this.blocks = MatrixAccess.blocks(problem.units().matrix);
        this.d = blocks.featureCount();
        this.centers = centers;
        this.weights = weights;
        this.row = new double[d];
        this.other = new double[d];
        this.mean = new double[d];
    }

    /** Sweeps once over the units; gives whether any has moved. */
    boolean sweep(int[] labels) {
        boolean moved = false;
        for (int unit = 0; unit < labels.length; unit++) {
            costs.poll();
            if (costs.weight(unit) > 0) {
                blocks.copyRow(unit, row);
                moved |= move(unit, labels);
                moved |= swap(unit, labels);
            }
        }
        return moved;
    }

    private boolean move(int unit, int[] labels) {
        int from = labels[unit];
        double weight = costs.weight(unit);
        if (!isFixed(from) && !(weights[from] - weight > 0)) {
            return false; // no segment is left empty
        }
        double saved = leaving(from, row, weight);
        for (int to = 0; to < weights.length; to++) {
            if (to != from && entering(to, row, weight) < saved * (1 - ROUNDING)) {
                labels[unit] = to;
                if (placement.keeps(labels)) {
                    shift(from, row, -weight);
                    shift(to, row, weight);
                    return true;
                }
                labels[unit] = from;
            }
        }
        return false;
    }

    /** Looks at every later unit; gives whether the unit has changed places with any. */
    private boolean swap(int unit, int[] labels) {
        boolean swapped = false;
        for (int next = unit + 1; next < labels.length; next++) {
            if (labels[next] != labels[unit] && costs.weight(next) > 0) {
                blocks.copyRow(next, other);
                swapped |= swap(unit, next, labels);
            }
        }
        return swapped;
    }

    private boolean swap(int unit, int next, int[] labels) {
        int one = labels[unit];
        int two = labels[next];
        double weight = costs.weight(unit);
        double nextWeight = costs.weight(next);
        double left = leaving(one, row, weight) + leaving(two, other, nextWeight);
        double entered = replacing(one, row, weight, other, nextWeight);
        if (!(entered < left)) {
            return false;
        }
        entered += replacing(two, other, nextWeight, row, weight);
        if (!(entered < left * (1 - ROUNDING))) {
            return false;
        }
        labels[unit] = two;
        labels[next] = one;
        if (!placement.keeps(labels)) {
            labels[unit] = one;
            labels[next] = two;
            return false;
        }
        shift(one, row, -weight);
        shift(one, other, nextWeight);
        shift(two, other, -nextWeight);
        shift(two, row, weight);
        return true;
    }

    private boolean isFixed(int segment) {
        return segment < problem.fixedCount();
    }

    /** By how much the sum of squares of a segment falls when a unit leaves it. */
    private double leaving(int segment, double[] unit, double weight) {
        double squared = weight * squared(unit, centers, segment * d);
        double left = weights[segment] - weight;
        if (isFixed(segment)) {
            return squared;
        }
        return left > 0 ? squared * (weights[segment] / left) : 0; // alone, it is its mean
    }

    /** By how much it rises when a unit enters. */
    private double entering(int segment, double[] unit, double weight) {
        double squared = weight * squared(unit, centers, segment * d);
        return isFixed(segment) ? squared : squared * (weights[segment] / (weights[segment] + weight));
    }

    /** By how much it rises when a unit enters after another one has left. */
    private double replacing(int segment, double[] left, double leftWeight, double[] entered, double enteredWeight) {
        double rest = weights[segment] - leftWeight;
        if (isFixed(segment)) {
            return entering(segment, entered, enteredWeight);
        }
        if (!(rest > 0)) {
            return 0;
        }
        for (int j = 0; j < d; j++) {
            double center = centers[segment * d + j];
            mean[j] = center - leftWeight / rest * (left[j] - center);
        }
        return enteredWeight * squared(entered, mean, 0) * (rest / (rest + enteredWeight));
    }

    /** A unit enters a segment, or leaves it with its weight taken negative. */
    private void shift(int segment, double[] unit, double weight) {
        double after = weights[segment] + weight;
        weights[segment] = Math.max(0, after);
        for (int j = 0; j < d && !isFixed(segment) && after > 0; j++) {
            int at = segment * d + j;
            centers[at] = after == weight ? unit[j] : centers[at] + weight / after * (unit[j] - centers[at]);
        }
    }

    private double squared(double[] unit, double[] centers, int at) {
        double sum = 0;
        for (int j = 0; j < d; j++) {
            double t = unit[j] - centers[at + j];
            sum += t * t;
        }
        return sum;
    }
}
