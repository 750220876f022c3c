package dev.segmentation.metrics.selection;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Workers;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.SymmetricEigen;
import java.util.Arrays;

/** The box in which reference data of the gap statistic are uniform: along the columns or along the principal axes. */
final class ReferenceBox {

    private static final long PURPOSE = 0x67617042; // any constant of its own

    private final FeatureMatrix features;
    private final double[] center;
    private final double[][] axes; // each a unit vector; empty for the columns themselves
    private final double[] low; // from the center, along the axes
    private final double[] high;

    private ReferenceBox(FeatureMatrix features, double[] center, double[][] axes) {
        this.features = features;
        this.center = center;
        this.axes = axes;
        this.low = new double[center.length];
        this.high = new double[center.length];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < features.rowCount(); i++) {
            if (features.weight(i) > 0) {
                double[] along = along(features.row(i));
                for (int a = 0; a < along.length; a++) {
                    low[a] = Math.min(low[a], along[a]);
                    high[a] = Math.max(high[a], along[a]);
                }
            }
        }
    }

    static ReferenceBox of(FeatureMatrix features, GapReference reference) {
        double[] center = center(features);
        return switch (reference) {
            case COLUMN_RANGES -> new ReferenceBox(features, center, new double[0][]);
            case PRINCIPAL_AXES -> new ReferenceBox(features, center, principalAxes(features, center));
        };
    }

    /** As many rows as the data have, with the weights that those have. */
    FeatureMatrix draw(long seed, int replicate, Execution inside) {
        SeededRandom random = Draws.stream(seed, PURPOSE, replicate);
        FeatureMatrix.Builder rows = FeatureMatrix.builder(features.featureNames());
        double[] along = new double[center.length];
        try (Workers polled = inside.start()) {
            for (int i = 0; i < features.rowCount(); i++) {
                if (i % Blocks.ROWS == 0) {
                    polled.checkCancelled();
                }
                for (int a = 0; a < along.length; a++) {
                    along[a] = low[a] + random.nextDouble() * (high[a] - low[a]);
                }
                rows.addRow(back(along));
            }
        }
        FeatureMatrix drawn = rows.build();
        if (!features.isWeighted()) {
            return drawn;
        }
        double[] weights = new double[features.rowCount()];
        Arrays.setAll(weights, features::weight);
        return drawn.weightedBy(weights);
    }

    private double[] along(double[] row) {
        double[] centered = new double[row.length];
        Arrays.setAll(centered, j -> row[j] - center[j]);
        if (axes.length == 0) {
            return centered;
        }
        double[] along = new double[row.length];
        for (int a = 0; a < axes.length; a++) {
            for (int j = 0; j < row.length; j++) {
                along[a] += centered[j] * axes[a][j];
            }
        }
        return along;
    }

    private double[] back(double[] along) {
        double[] row = new double[along.length];
        if (axes.length == 0) {
            Arrays.setAll(row, j -> along[j] + center[j]);
            return row;
        }
        for (int a = 0; a < axes.length; a++) {
            for (int j = 0; j < row.length; j++) {
                row[j] += along[a] * axes[a][j];
            }
        }
        Arrays.setAll(row, j -> row[j] + center[j]);
        return row;
    }

    /** The weighted means, from the first row, so that an offset does no harm. */
    private static double[] center(FeatureMatrix features) {
        double[] pivot = features.row(0);
        double[] sum = new double[pivot.length];
        double total = 0;
        for (int i = 0; i < features.rowCount(); i++) {
            double weight = features.weight(i);
            total += weight;
            for (int j = 0; j < sum.length; j++) {
                sum[j] += weight * (features.value(i, j) - pivot[j]);
            }
        }
        double all = total;
        Arrays.setAll(sum, j -> pivot[j] + sum[j] / all);
        return sum;
    }

    private static double[][] principalAxes(FeatureMatrix features, double[] center) {
        int d = center.length;
        double[][] products = new double[d][d];
        double[] centered = new double[d];
        int exponent = exponent(features, center);
        for (int i = 0; i < features.rowCount(); i++) {
            if (features.weight(i) == 0) {
                continue; // it may be so far away that its square is infinite
            }
            double[] row = features.row(i);
            Arrays.setAll(centered, j -> Math.scalb(row[j] - center[j], -exponent));
            for (int a = 0; a < d; a++) {
                double weighted = features.weight(i) * centered[a];
                for (int b = 0; b <= a; b++) {
                    products[a][b] += weighted * centered[b];
                    products[b][a] = products[a][b];
                }
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(products, () -> {});
        double[][] axes = new double[d][];
        Arrays.setAll(axes, eigen::vector);
        return axes;
    }

    /** Of the largest deviation, so that squares stay in range whatever the units. */
    private static int exponent(FeatureMatrix features, double[] center) {
        double most = 0;
        for (int i = 0; i < features.rowCount(); i++) {
            for (int j = 0; j < center.length && features.weight(i) > 0; j++) {
                most = Math.max(most, Math.abs(features.value(i, j) - center[j]));
            }
        }
        return most > 0 ? Math.getExponent(most) : 0;
    }
}
