package dev.segmentation.metrics.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import java.util.Arrays;
import java.util.OptionalDouble;

/** The silhouette with distances to the means of the segments instead of mean distances to their rows. */
final class SimplifiedSilhouette {

    private SimplifiedSilhouette() {}

    /** The weighted mean over all rows; empty for fewer than two segments, NaN if distances overflow. */
    static OptionalDouble mean(FeatureMatrix features, Assignment assignment, Execution inside) {
        int n = features.rowCount();
        int d = features.featureCount();
        double[] pivot = features.row(0); // means are taken from here, so that an offset does no harm
        double[] sizes = new double[assignment.segmentCount()];
        double[][] means = new double[sizes.length][d];
        for (int i = 0; i < n; i++) {
            int own = assignment.label(i);
            sizes[own] += features.weight(i);
            for (int j = 0; j < d; j++) {
                means[own][j] += features.weight(i) * (features.value(i, j) - pivot[j]);
            }
        }
        if (Arrays.stream(sizes).filter(size -> size > 0).count() < 2) {
            return OptionalDouble.empty();
        }
        for (int s = 0; s < sizes.length; s++) {
            double size = sizes[s];
            double[] sum = means[s];
            Arrays.setAll(sum, j -> sum[j] / size);
        }
        return OptionalDouble.of(mean(features, assignment, means, sizes, inside));
    }

    private static double mean(
            FeatureMatrix features, Assignment assignment, double[][] means, double[] sizes, Execution inside) {
        double[] pivot = features.row(0);
        double total = 0;
        double weights = 0;
        try (Workers polled = inside.start()) {
            for (int i = 0; i < features.rowCount(); i++) {
                if (i % Blocks.ROWS == 0) {
                    polled.checkCancelled();
                }
                double[] row = features.row(i);
                Arrays.setAll(row, j -> row[j] - pivot[j]);
                int own = assignment.label(i);
                boolean alone = !(sizes[own] - Math.min(1, features.weight(i)) > 0);
                total += alone ? 0 : features.weight(i) * width(row, own, means, sizes);
                weights += features.weight(i);
            }
        }
        return total / weights;
    }

    static Reason reason(OptionalDouble mean) {
        return mean.isEmpty() ? Reason.SINGLE_SEGMENT : Reason.RANGE;
    }

    private static double width(double[] row, int own, double[][] means, double[] sizes) {
        double within = 0;
        double nearest = Double.POSITIVE_INFINITY;
        for (int s = 0; s < sizes.length; s++) {
            if (sizes[s] > 0) {
                double squared = 0;
                for (int j = 0; j < row.length; j++) {
                    squared += (row[j] - means[s][j]) * (row[j] - means[s][j]);
                }
                if (s == own) {
                    within = Math.sqrt(squared);
                } else {
                    nearest = Math.min(nearest, Math.sqrt(squared));
                }
            }
        }
        double larger = Math.max(within, nearest);
        return larger == 0 ? 0 : (nearest - within) / larger;
    }
}
