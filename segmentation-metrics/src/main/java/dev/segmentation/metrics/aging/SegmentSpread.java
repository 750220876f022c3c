package dev.segmentation.metrics.aging;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.metrics.internal.GroupedColumn;

/**
 * Count, mean and covariance of the customers of one segment.
 *
 * @param count customers
 * @param means per feature
 * @param exponents per feature, of the power of two that its deviations were divided by, so that their squares neither overflow
 *     nor vanish
 * @param covariances in those units
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SegmentSpread(int count, double[] means, int[] exponents, double[][] covariances) {

    static SegmentSpread[] of(FeatureMatrix features, int[] labels, int segments) {
        int d = features.featureCount();
        double[][] deviations = new double[d][];
        SegmentSpread[] spreads = new SegmentSpread[segments];
        int[] counts = new int[segments];
        for (int label : labels) {
            counts[label]++;
        }
        for (int s = 0; s < segments; s++) {
            spreads[s] = new SegmentSpread(counts[s], new double[d], new int[d], new double[d][d]);
        }
        for (int j = 0; j < d; j++) {
            double[] values = features.column(features.featureNames().get(j));
            GroupedColumn column = GroupedColumn.unweighted(values, labels, segments);
            for (int s = 0; s < segments; s++) {
                spreads[s].means[j] = column.mean(s);
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = (values[i] - column.meanHigh[labels[i]]) - column.meanLow[labels[i]];
            }
            double[] largest = new double[segments];
            for (int i = 0; i < values.length; i++) {
                largest[labels[i]] = Math.max(largest[labels[i]], Math.abs(values[i]));
            }
            for (int s = 0; s < segments; s++) {
                spreads[s].exponents[j] = Math.getExponent(largest[s]);
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.scalb(values[i], -spreads[labels[i]].exponents[j]);
            }
            deviations[j] = values;
        }
        for (int j = 0; j < d; j++) {
            for (int l = 0; l <= j; l++) {
                double[] sums = new double[segments];
                for (int i = 0; i < labels.length; i++) {
                    sums[labels[i]] += deviations[j][i] * deviations[l][i];
                }
                for (int s = 0; s < segments; s++) {
                    spreads[s].covariances[j][l] = sums[s] / (counts[s] - 1.0);
                    spreads[s].covariances[l][j] = spreads[s].covariances[j][l];
                }
            }
        }
        return spreads;
    }

    boolean varies(int feature) {
        return covariances[feature][feature] > 0;
    }

    /** A difference of values of a feature, in standard deviations. */
    double standardized(int feature, double difference) {
        return Math.scalb(difference, -exponents[feature]) / deviation(feature);
    }

    /** A covariance of other customers, in standard deviations of these. */
    double standardized(int feature, int other, SegmentSpread of) {
        int exponent = of.exponents[feature] + of.exponents[other] - exponents[feature] - exponents[other];
        return Math.scalb(of.covariances[feature][other], exponent) / deviation(feature) / deviation(other);
    }

    private double deviation(int feature) {
        return Math.sqrt(covariances[feature][feature]);
    }
}
