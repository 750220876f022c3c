package dev.segmentation.metrics.aging;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.GroupedColumn;
import java.util.ArrayList;
import java.util.List;

/** Size, means, spread and skew of one segment, feature by feature; missing values are left out. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GroupShape(int size, double[] means, double[] deviations, double[] skews, double radius) {

    static List<GroupShape> of(FeatureMatrix features, Assignment assignment) {
        int k = assignment.segmentCount();
        int d = features.featureCount();
        int[] labels = assignment.toArray();
        int[] sizes = assignment.sizes();
        List<GroupShape> shapes = new ArrayList<>();
        for (int s = 0; s < k; s++) {
            shapes.add(new GroupShape(sizes[s], new double[d], new double[d], new double[d], Double.NaN));
        }
        double[] squaredRadii = new double[k];
        for (int j = 0; j < d; j++) {
            double[] values = features.column(features.featureNames().get(j));
            GroupedColumn column = GroupedColumn.unweighted(values, labels, k);
            double[] cubes = cubes(values, labels, column);
            for (int s = 0; s < k; s++) {
                GroupShape shape = shapes.get(s);
                double n = column.weight[s];
                double variance = column.squares[s] / n;
                shape.means[j] = column.mean(s);
                shape.deviations[j] = n > 1 ? Math.sqrt(column.squares[s] / (n - 1)) : Double.NaN;
                shape.skews[j] = column.varies(s) ? cubes[s] / n / (variance * Math.sqrt(variance)) : Double.NaN;
                squaredRadii[s] += variance; // NaN without a value
            }
        }
        List<GroupShape> complete = new ArrayList<>();
        for (int s = 0; s < k; s++) {
            GroupShape shape = shapes.get(s);
            complete.add(
                    new GroupShape(shape.size, shape.means, shape.deviations, shape.skews, Math.sqrt(squaredRadii[s])));
        }
        return complete;
    }

    private static double[] cubes(double[] values, int[] labels, GroupedColumn column) {
        ExactSum[] sums = new ExactSum[column.groups];
        for (int s = 0; s < sums.length; s++) {
            sums[s] = new ExactSum();
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                int s = labels[i];
                double off = (values[i] - column.meanHigh[s]) - column.meanLow[s];
                sums[s].addProduct(off * off, off);
            }
        }
        double[] cubes = new double[sums.length];
        for (int s = 0; s < sums.length; s++) {
            cubes[s] = sums[s].value();
        }
        return cubes;
    }
}
