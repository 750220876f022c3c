package dev.segmentation.mixture;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;

/**
 * The box in which noise is spread evenly: the smaller of the box around the rows along the features and the one along the
 * principal axes of the standardized features.
 */
final class NoiseBox {

    private static final double LEAST_EIGENVALUE = 1e-6;

    /** Few, because each takes d² steps. */
    private static final int ROWS_PER_POLL = 64;

    private final double[] center; // of the standardization
    private final double[] scales;
    private final double[] axes; // row by row, of the standardized features
    private final double[] low;
    private final double[] high;

    private NoiseBox(double[] center, double[] scales, double[] axes) {
        this.center = center;
        this.scales = scales;
        this.axes = axes;
        this.low = new double[center.length];
        this.high = new double[center.length];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
    }

    static NoiseBox restored(double[] center, double[] scales, double[] axes, double[] low, double[] high) {
        NoiseBox box = new NoiseBox(center, scales, axes);
        System.arraycopy(low, 0, box.low, 0, low.length);
        System.arraycopy(high, 0, box.high, 0, high.length);
        return box;
    }

    GaussianMixtureRecord.Noise toRecord(double share) {
        return new GaussianMixtureRecord.Noise(
                share,
                SavedNumbers.list(center),
                SavedNumbers.list(scales),
                SavedNumbers.list(axes),
                SavedNumbers.list(low),
                SavedNumbers.list(high));
    }

    /** The smaller box around the rows that count; every column must vary. */
    static NoiseBox around(MixtureData data, Loop loop) {
        int d = data.features;
        double[] scales = new double[d];
        double[] alongFeatures = new double[d * d];
        for (int j = 0; j < d; j++) {
            scales[j] = Math.sqrt(data.variance[j]);
            alongFeatures[j * d + j] = 1;
        }
        NoiseBox plain = new NoiseBox(data.offset, scales, alongFeatures);
        plain.include(data, loop);
        double[][] correlations = new double[d][d];
        double[] z = new double[d];
        for (int i = 0; i < data.rows; i++) {
            if (i % ROWS_PER_POLL == 0) {
                loop.checkCancelled();
            }
            plain.standardize(data, i, z);
            double weight = data.weight(i) / data.totalWeight;
            for (int j = 0; j < d; j++) {
                double weighted = weight * z[j];
                for (int h = 0; h < d; h++) {
                    correlations[j][h] += weighted * z[h];
                }
            }
        }
        SymmetricEigen found = SymmetricEigen.of(correlations);
        double[] principal = new double[d * d];
        for (int e = 0; e < d; e++) {
            if (!(found.value(e) > LEAST_EIGENVALUE)) {
                return plain; // a flat box would have no volume
            }
            for (int j = 0; j < d; j++) {
                principal[e * d + j] = found.vector(j, e);
            }
        }
        NoiseBox turned = new NoiseBox(data.offset, scales, principal);
        turned.include(data, loop);
        return turned.logVolume() < plain.logVolume() ? turned : plain;
    }

    private void standardize(MixtureData data, int row, double[] z) {
        data.blocks.copyRow(row, z);
        for (int j = 0; j < z.length; j++) {
            z[j] = (z[j] - center[j]) / scales[j];
        }
    }

    private void include(MixtureData data, Loop loop) {
        int d = center.length;
        double[] z = new double[d];
        for (int i = 0; i < data.rows; i++) {
            if (i % ROWS_PER_POLL == 0) {
                loop.checkCancelled();
            }
            if (data.weight(i) > 0) {
                standardize(data, i, z);
                for (int e = 0; e < d; e++) {
                    double at = 0;
                    for (int j = 0; j < d; j++) {
                        at += axes[e * d + j] * z[j];
                    }
                    low[e] = Math.min(low[e], at);
                    high[e] = Math.max(high[e], at);
                }
            }
        }
    }

    /** ln of the volume in the units of the features. */
    double logVolume() {
        double sum = 0;
        for (int j = 0; j < low.length; j++) {
            sum += StrictMath.log(high[j] - low[j]) + StrictMath.log(scales[j]);
        }
        return sum;
    }

    /** Draws a row. */
    void draw(SeededRandom random, double[] row) {
        int d = center.length;
        double[] at = new double[d];
        for (int e = 0; e < d; e++) {
            at[e] = low[e] + (high[e] - low[e]) * random.nextDouble();
        }
        for (int j = 0; j < d; j++) {
            double z = 0;
            for (int e = 0; e < d; e++) {
                z += axes[e * d + j] * at[e];
            }
            row[j] = center[j] + scales[j] * z;
        }
    }
}
