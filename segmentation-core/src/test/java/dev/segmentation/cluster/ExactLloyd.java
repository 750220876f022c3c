package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** The obvious Lloyd: one row, one center, one feature at a time, with means that are exact before they are rounded. */
final class ExactLloyd {

    final int[] labels;
    int iterations;
    private final FeatureMatrix data;
    private final double[][] centers;

    ExactLloyd(FeatureMatrix data, double[] starts) {
        this.data = data;
        this.labels = new int[data.rowCount()];
        this.centers = new double[starts.length / data.featureCount()][];
        Arrays.fill(labels, -1);
        for (int c = 0; c < centers.length; c++) {
            centers[c] = Arrays.copyOfRange(starts, c * data.featureCount(), (c + 1) * data.featureCount());
        }
    }

    /** Runs to the end; false if a segment ran empty or the limit was reached. */
    boolean run(int limit) {
        while (iterations < limit) {
            iterations++;
            if (!assign()) {
                return true;
            }
            for (int c = 0; c < centers.length; c++) {
                if (!recenter(c)) {
                    return false;
                }
            }
        }
        return false;
    }

    private boolean assign() {
        boolean changed = false;
        for (int i = 0; i < labels.length; i++) {
            double[] row = data.row(i);
            int nearest = 0;
            for (int c = 1; c < centers.length; c++) {
                if (SlowKMeans.squared(row, centers[c]) < SlowKMeans.squared(row, centers[nearest])) {
                    nearest = c;
                }
            }
            changed |= nearest != labels[i];
            labels[i] = nearest;
        }
        return changed;
    }

    private boolean recenter(int segment) {
        BigDecimal weight = BigDecimal.ZERO;
        BigDecimal[] sums = new BigDecimal[data.featureCount()];
        Arrays.fill(sums, BigDecimal.ZERO);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == segment) {
                BigDecimal own = new BigDecimal(data.weight(i));
                weight = weight.add(own);
                for (int j = 0; j < sums.length; j++) {
                    sums[j] = sums[j].add(own.multiply(new BigDecimal(data.value(i, j))));
                }
            }
        }
        if (weight.signum() == 0) {
            return false;
        }
        for (int j = 0; j < sums.length; j++) {
            centers[segment][j] = sums[j].divide(weight, new MathContext(60)).doubleValue();
        }
        return true;
    }
}
