package dev.segmentation.hierarchy;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.KMeansRecord;
import dev.segmentation.internal.ExactSum;
import java.util.ArrayList;
import java.util.List;

/**
 * The means of segments, whatever found them.
 *
 * @param model that assigns to the nearest
 * @param sumOfSquares weighted, of the distances of rows to the mean of their own segment
 */
record Means(KMeansModel model, double sumOfSquares) {

    /** Of labels that leave no segment without weight. */
    static Means of(FeatureMatrix features, int[] labels, int segmentCount) {
        int d = features.featureCount();
        ExactSum[] weights = sums(segmentCount);
        for (int i = 0; i < labels.length; i++) {
            weights[labels[i]].add(features.weight(i));
        }
        double[][] centers = new double[segmentCount][d];
        ExactSum squares = new ExactSum();
        for (int j = 0; j < d; j++) {
            double[] column = features.column(features.featureNames().get(j));
            ExactSum[] sums = sums(segmentCount);
            for (int i = 0; i < labels.length; i++) {
                sums[labels[i]].addProduct(features.weight(i), column[i]);
            }
            for (int s = 0; s < segmentCount; s++) {
                centers[s][j] = sums[s].value() / weights[s].value();
            }
            for (int i = 0; i < labels.length; i++) {
                double difference = column[i] - centers[labels[i]][j];
                squares.add(features.weight(i) * (difference * difference));
            }
        }
        List<KMeansRecord.Center> records = new ArrayList<>();
        for (int s = 0; s < segmentCount; s++) {
            List<Double> values = new ArrayList<>();
            for (double value : centers[s]) {
                values.add(value);
            }
            records.add(new KMeansRecord.Center(weights[s].value(), values));
        }
        return new Means(new KMeansRecord(features.featureNames(), records).restore(), squares.value());
    }

    private static ExactSum[] sums(int count) {
        ExactSum[] sums = new ExactSum[count];
        for (int s = 0; s < count; s++) {
            sums[s] = new ExactSum();
        }
        return sums;
    }
}
