package dev.segmentation.metrics.effect;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.metrics.internal.GroupedColumn;
import java.util.List;

/**
 * Counts, means and sums of products of deviations in each segment. Deviations are taken from means of two doubles and
 * their products added with compensation, row by row, so that neither offsets nor threads matter.
 */
final class Scatter {

    final int features;
    final List<GroupedColumn> columns;

    /** By segment: d × d, both triangles. */
    final double[][][] products;

    private Scatter(List<GroupedColumn> columns, double[][][] products) {
        this.features = columns.size();
        this.columns = columns;
        this.products = products;
    }

    static Scatter of(Workers workers, FeatureMatrix matrix, int[] labels, int segments) {
        double[] weights = GroupedColumn.weights(matrix);
        Blocks blocks = MatrixAccess.blocks(matrix);
        int d = matrix.featureCount();
        List<GroupedColumn> columns =
                workers.map(d, j -> GroupedColumn.of(column(blocks, j), labels, segments, weights));
        double[][][] products = new double[segments][d][d];
        workers.forEach(d, j -> {
            double[] own = deviations(blocks, j, labels, columns.get(j));
            for (int l = 0; l <= j; l++) {
                workers.checkCancelled();
                double[] other = l == j ? own : deviations(blocks, l, labels, columns.get(l));
                double[] sums = products(own, other, new Rows(labels, weights, segments));
                for (int s = 0; s < segments; s++) {
                    products[s][j][l] = sums[s];
                    products[s][l][j] = sums[s];
                }
            }
        });
        return new Scatter(columns, products);
    }

    double weight(int segment) {
        return columns.get(0).weight[segment];
    }

    /** Mean of one segment minus mean of another. */
    double[] between(int first, int second) {
        return columns.stream()
                .mapToDouble(column -> column.deviation(first) - column.deviation(second))
                .toArray();
    }

    /** Mean of a segment minus mean of all. */
    double[] deviation(int segment) {
        return columns.stream().mapToDouble(column -> column.deviation(segment)).toArray();
    }

    /** Sums over all segments, divided. */
    double[][] pooled(double degrees) {
        double[][] pooled = new double[features][features];
        for (double[][] segment : products) {
            add(pooled, segment, 1 / degrees);
        }
        return pooled;
    }

    /** The covariance of one segment, with n − 1. */
    double[][] covariance(int segment) {
        double[][] covariance = new double[features][features];
        add(covariance, products[segment], 1 / (weight(segment) - 1));
        return covariance;
    }

    static void add(double[][] sum, double[][] part, double factor) {
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < sum.length; j++) {
                sum[i][j] += factor * part[i][j];
            }
        }
    }

    private static final class Rows {

        final int[] labels;
        final double[] weights;
        final int segments;

        Rows(int[] labels, double[] weights, int segments) {
            this.labels = labels;
            this.weights = weights;
            this.segments = segments;
        }
    }

    private static double[] column(Blocks blocks, int feature) {
        double[] column = new double[blocks.rowCount()];
        blocks.copyColumn(feature, column);
        return column;
    }

    private static double[] deviations(Blocks blocks, int feature, int[] labels, GroupedColumn grouped) {
        double[] column = column(blocks, feature);
        for (int i = 0; i < column.length; i++) {
            column[i] = (column[i] - grouped.meanHigh[labels[i]]) - grouped.meanLow[labels[i]];
        }
        return column;
    }

    /** Sums by segment; what rounding takes away is added up beside them (Neumaier 1974). */
    private static double[] products(double[] x, double[] y, Rows rows) {
        double[] weights = rows.weights;
        double[] lost = new double[rows.segments];
        double[] sums = new double[lost.length];
        for (int i = 0; i < x.length; i++) {
            if (weights[i] > 0) {
                int s = rows.labels[i];
                double product = weights[i] * x[i] * y[i];
                double sum = sums[s] + product;
                lost[s] +=
                        Math.abs(sums[s]) >= Math.abs(product) ? (sums[s] - sum) + product : (product - sum) + sums[s];
                sums[s] = sum;
            }
        }
        for (int s = 0; s < sums.length; s++) {
            sums[s] += lost[s];
        }
        return sums;
    }
}
