package dev.segmentation.metrics.aging;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.Quantiles;
import dev.segmentation.metrics.internal.GroupedColumn;
import java.util.Arrays;

/** Segments as balls about their means, each as large as to hold a share of its customers. */
final class Balls {

    private final double[][] centers;
    private final double[] radii; // squared; negative for a segment without customers

    private Balls(double[][] centers, double[] radii) {
        this.centers = centers;
        this.radii = radii;
    }

    static Balls of(FeatureMatrix features, Assignment assignment, double share) {
        int k = assignment.segmentCount();
        int[] labels = assignment.toArray();
        double[][] centers = new double[k][features.featureCount()];
        for (int j = 0; j < features.featureCount(); j++) {
            GroupedColumn column = GroupedColumn.unweighted(
                    features.column(features.featureNames().get(j)), labels, k);
            for (int s = 0; s < k; s++) {
                centers[s][j] = column.mean(s);
            }
        }
        double[] radii = new double[k];
        for (int s = 0; s < k; s++) {
            double[] center = centers[s];
            double[] squared = Arrays.stream(assignment.rowsOf(s))
                    .mapToDouble(row -> squared(features.row(row), center))
                    .toArray();
            radii[s] = squared.length == 0 ? -1 : Quantiles.of(squared).at(share);
        }
        return new Balls(centers, radii);
    }

    /** The segment of the nearest center, if a row is within its ball. */
    int around(double[] row) {
        int nearest = Overlap.NOWHERE;
        double least = Double.POSITIVE_INFINITY;
        for (int s = 0; s < centers.length; s++) {
            double squared = radii[s] < 0 ? Double.POSITIVE_INFINITY : squared(row, centers[s]);
            if (squared < least) {
                nearest = s;
                least = squared;
            }
        }
        return nearest != Overlap.NOWHERE && least <= radii[nearest] ? nearest : Overlap.NOWHERE;
    }

    private static double squared(double[] row, double[] center) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            double off = row[j] - center[j];
            sum += off * off;
        }
        return sum;
    }
}
