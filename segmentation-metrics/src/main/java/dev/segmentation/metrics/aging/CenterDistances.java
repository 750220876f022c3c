package dev.segmentation.metrics.aging;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.List;

/** The nearest center of each row, and how far it and the second nearest are; distances are taken between differences. */
final class CenterDistances {

    /** Rows between two looks at cancellation. */
    private static final int BLOCK = 1024;

    /** Squared distances below may have lost digits: squares below 1e-308 do. */
    private static final double EXACT = 1e-280;

    final int[] labels;
    final double[] nearest;
    final double[] second; // infinite if there is one center

    private CenterDistances(int rows) {
        this.labels = new int[rows];
        this.nearest = new double[rows];
        this.second = new double[rows];
    }

    static CenterDistances of(FeatureMatrix features, double[][] centers, Execution execution, String where) {
        CenterDistances found = new CenterDistances(features.rowCount());
        found.fill(features, centers, execution, where);
        return found;
    }

    private void fill(FeatureMatrix features, double[][] centers, Execution execution, String where) {
        int blocks = (labels.length + BLOCK - 1) / BLOCK;
        try (Workers workers = execution.start()) {
            workers.forEach(blocks, block -> {
                int to = Math.min(labels.length, (block + 1) * BLOCK);
                for (int i = block * BLOCK; i < to; i++) {
                    measure(i, features.row(i), centers, where);
                }
            });
        }
    }

    private void measure(int i, double[] row, double[][] centers, String where) {
        double first = Double.POSITIVE_INFINITY;
        double next = Double.POSITIVE_INFINITY;
        int label = 0;
        for (int s = 0; s < centers.length; s++) {
            double squared = 0;
            for (int j = 0; j < row.length; j++) {
                double off = row[j] - centers[s][j];
                squared += off * off;
            }
            if (!Double.isFinite(squared)) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        i,
                        "features",
                        where + ": the distance of row " + i + " from a center overflows; scale the features");
            }
            double distance = squared < EXACT ? small(row, centers[s]) : Math.sqrt(squared);
            if (distance < first) {
                next = first;
                first = distance;
                label = s;
            } else if (distance < next) {
                next = distance;
            }
        }
        labels[i] = label;
        nearest[i] = first;
        second[i] = next;
    }

    /** By differences in units of the largest, whose squares do not vanish. */
    private static double small(double[] row, double[] center) {
        double largest = 0;
        for (int j = 0; j < row.length; j++) {
            largest = Math.max(largest, Math.abs(row[j] - center[j]));
        }
        int exponent = Math.getExponent(largest);
        double squared = 0;
        for (int j = 0; j < row.length; j++) {
            double off = Math.scalb(row[j] - center[j], -exponent);
            squared += off * off;
        }
        return Math.scalb(Math.sqrt(squared), exponent);
    }

    /** How clearly a row belongs to its nearest center: 0 for a tie, 1 at the center. */
    double margin(int row) {
        return second[row] == 0 ? 0 : 1 - nearest[row] / second[row];
    }

    /** The columns of the features in the order of the centers' names, none missing. */
    static FeatureMatrix checked(List<String> names, FeatureMatrix features, String where) {
        Arguments.match(names, features, where);
        FeatureMatrix ordered = features.select(names);
        Arguments.noMissing(ordered, where);
        return ordered;
    }
}
