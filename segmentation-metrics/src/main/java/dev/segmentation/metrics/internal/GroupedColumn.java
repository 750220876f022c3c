package dev.segmentation.metrics.internal;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.ExactSum;
import java.util.Arrays;

/**
 * Count, mean and sum of squares of one column in each of k groups, missing values left out.
 *
 * <p>Every mean is a pair of doubles: the rounded mean, and the mean of what remains after subtracting it. Deviations
 * from such a pair keep their digits however far the data are from zero, and all sums are exact, so that the result
 * depends neither on the order of the rows nor on threads.
 */
public final class GroupedColumn {

    public final int groups;
    public final double[] weight;
    public final double[] meanHigh;
    public final double[] meanLow;
    public final double[] squares;
    public final double[] least;
    public final double[] most;
    public final double totalWeight;
    public final double grandHigh;
    public final double grandLow;

    private GroupedColumn(double[] values, int[] labels, int groups, double[] weights) {
        this.groups = groups;
        this.weight = new double[groups];
        this.meanHigh = new double[groups];
        this.meanLow = new double[groups];
        this.squares = new double[groups];
        this.least = filled(groups, Double.POSITIVE_INFINITY);
        this.most = filled(groups, Double.NEGATIVE_INFINITY);
        ExactSum[] sums = sums(groups);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && weights[i] > 0) {
                int g = labels[i];
                weight[g] += weights[i];
                add(sums[g], weights[i], values[i]);
                least[g] = Math.min(least[g], values[i]);
                most[g] = Math.max(most[g], values[i]);
            }
        }
        ExactSum total = new ExactSum();
        double all = 0;
        for (int g = 0; g < groups; g++) {
            total.add(sums[g]);
            all += weight[g];
            // the mean of equal values is that value, which sum / count would miss by a rounding
            meanHigh[g] = least[g] == most[g] ? least[g] : sums[g].value() / weight[g];
        }
        this.totalWeight = all;
        double lowest = Arrays.stream(least).min().orElse(Double.NaN);
        boolean constant = lowest == Arrays.stream(most).max().orElse(Double.NaN);
        this.grandHigh = constant ? lowest : total.value() / all;
        residuals(values, labels, weights);
        this.grandLow = constant ? 0 : residualOfGrandMean();
        sumSquares(values, labels, weights);
    }

    public static GroupedColumn of(double[] values, int[] labels, int groups, double[] weights) {
        return new GroupedColumn(values, labels, groups, weights);
    }

    public static GroupedColumn unweighted(double[] values, int[] labels, int groups) {
        return new GroupedColumn(values, labels, groups, filled(values.length, 1));
    }

    /** The weight of every row, 1 unless weights were given. */
    public static double[] weights(FeatureMatrix features) {
        double[] weights = filled(features.rowCount(), 1);
        if (features.isWeighted()) {
            Arrays.setAll(weights, features::weight);
        }
        return weights;
    }

    /** How many groups have a value. */
    public int occupied() {
        return (int) Arrays.stream(weight).filter(w -> w > 0).count();
    }

    /** Whether the values of a group are not all equal. */
    public boolean varies(int group) {
        return least[group] < most[group];
    }

    /** The mean of a group minus the mean of all. */
    public double deviation(int group) {
        return (meanHigh[group] - grandHigh) + (meanLow[group] - grandLow);
    }

    public double mean(int group) {
        return weight[group] > 0 ? meanHigh[group] + meanLow[group] : Double.NaN;
    }

    public double within() {
        ExactSum sum = new ExactSum();
        for (double part : squares) {
            sum.add(part);
        }
        return sum.value();
    }

    public double between() {
        ExactSum sum = new ExactSum();
        for (int g = 0; g < groups; g++) {
            if (weight[g] > 0 && weight[g] < totalWeight) {
                sum.add(weight[g] * deviation(g) * deviation(g));
            }
        }
        return sum.value();
    }

    private void residuals(double[] values, int[] labels, double[] weights) {
        ExactSum[] sums = sums(groups);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && weights[i] > 0) {
                add(sums[labels[i]], weights[i], values[i] - meanHigh[labels[i]]);
            }
        }
        for (int g = 0; g < groups; g++) {
            meanLow[g] = weight[g] > 0 ? sums[g].value() / weight[g] : 0;
        }
    }

    private double residualOfGrandMean() {
        ExactSum sum = new ExactSum();
        for (int g = 0; g < groups; g++) {
            if (weight[g] > 0) {
                sum.add(weight[g] * ((meanHigh[g] - grandHigh) + meanLow[g]));
            }
        }
        return sum.value() / totalWeight;
    }

    private void sumSquares(double[] values, int[] labels, double[] weights) {
        ExactSum[] sums = sums(groups);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && weights[i] > 0) {
                double deviation = (values[i] - meanHigh[labels[i]]) - meanLow[labels[i]];
                sums[labels[i]].addProduct(weights[i] * deviation, deviation);
            }
        }
        for (int g = 0; g < groups; g++) {
            squares[g] = sums[g].value();
        }
    }

    private static void add(ExactSum sum, double weight, double value) {
        if (weight == 1) {
            sum.add(value);
        } else {
            sum.addProduct(weight, value);
        }
    }

    private static ExactSum[] sums(int groups) {
        ExactSum[] sums = new ExactSum[groups];
        Arrays.setAll(sums, g -> new ExactSum());
        return sums;
    }

    private static double[] filled(int length, double value) {
        double[] filled = new double[length];
        Arrays.fill(filled, value);
        return filled;
    }
}
