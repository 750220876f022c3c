package dev.segmentation.metrics.aging;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.internal.Quantiles;
import dev.segmentation.metrics.internal.GroupedColumn;

/** Segments as balls about their means, each as large as to hold a share of its customers. */
final class Balls {

    /** Rows between two polls: of a thousand centers and ten features each, a few milliseconds. */
    private static final int BLOCK = 256;

    private final double[][] centers;
    private final double[] radii; // squared, over the squared unit; negative for a segment without customers
    private final double unit;

    private Balls(double[][] centers, double[] radii, double unit) {
        this.centers = centers;
        this.radii = radii;
        this.unit = unit;
    }

    /** Distances are in a unit, so that their squares neither overflow nor vanish. */
    static Balls of(FeatureMatrix features, Assignment assignment, double share, double unit, Workers workers) {
        int k = assignment.segmentCount();
        int[] labels = assignment.toArray();
        double[][] centers = new double[k][features.featureCount()];
        workers.forEach(features.featureCount(), j -> {
            GroupedColumn column = GroupedColumn.unweighted(
                    features.column(features.featureNames().get(j)), labels, k);
            for (int s = 0; s < k; s++) {
                centers[s][j] = column.mean(s);
            }
        });
        double[] radii = new double[k];
        workers.forEach(k, s -> {
            int[] rows = assignment.rowsOf(s);
            double[] squared = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                if (i % BLOCK == 0) {
                    workers.checkCancelled();
                }
                squared[i] = squared(features.row(rows[i]), centers[s], unit);
            }
            radii[s] = rows.length == 0 ? -1 : Quantiles.of(squared).at(share);
        });
        return new Balls(centers, radii, unit);
    }

    /** The segment of the nearest center of each row, if the row is within its ball. */
    int[] around(FeatureMatrix features, Workers workers) {
        int[] labels = new int[features.rowCount()];
        workers.forEach((labels.length + BLOCK - 1) / BLOCK, block -> {
            for (int i = block * BLOCK; i < Math.min(labels.length, (block + 1) * BLOCK); i++) {
                labels[i] = around(features.row(i));
            }
        });
        return labels;
    }

    private int around(double... row) {
        int nearest = Overlap.NOWHERE;
        double least = Double.POSITIVE_INFINITY;
        for (int s = 0; s < centers.length; s++) {
            double squared = radii[s] < 0 ? Double.POSITIVE_INFINITY : squared(row, centers[s], unit);
            if (squared < least) {
                nearest = s;
                least = squared;
            }
        }
        return nearest != Overlap.NOWHERE && least <= radii[nearest] ? nearest : Overlap.NOWHERE;
    }

    private static double squared(double[] row, double[] center, double unit) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            double off = (row[j] - center[j]) / unit;
            sum += off * off;
        }
        return sum;
    }
}
