package dev.segmentation.cluster;

import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.List;

/**
 * A {@link KMeansModel} as plain data, which any JSON library maps: the centers and how much each one weighed.
 *
 * <p>Made by {@link KMeansModel#toRecord} or by a JSON library; {@link #restore} checks it. Immutable.
 *
 * @param features in the order of the values of each center, unique
 * @param centers in the order of their labels
 */
public record KMeansRecord(List<String> features, List<Center> centers) {

    private static final String WHERE = "KMeansRecord";

    /**
     * Copies the lists.
     *
     * @param features in the order of the values of each center
     * @param centers in the order of their labels
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public KMeansRecord {
        features = SavedParts.list(features, WHERE, "features");
        centers = SavedParts.list(centers, WHERE, "centers");
    }

    /**
     * One center.
     *
     * @param trainingWeight how many training rows were nearest to it, or the sum of their weights
     * @param values one per feature, in the units of the matrix that was fitted
     */
    public record Center(double trainingWeight, List<Double> values) {

        /**
         * Copies the list.
         *
         * @param trainingWeight of the training rows
         * @param values one per feature
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Center {
            values = SavedParts.list(values, WHERE, "values");
        }
    }

    /**
     * The model.
     *
     * @return gives the bits of the one that was saved
     * @throws dev.segmentation.InvalidInputException if the record cannot be of a model ({@link Reason#MODEL_FORMAT})
     */
    public KMeansModel restore() {
        List<String> names = SavedParts.restored(WHERE, () -> Arguments.featureNames(features, WHERE));
        if (centers.isEmpty()) {
            throw SavedParts.damaged(WHERE, "there are no centers");
        }
        double[] values = new double[Math.multiplyExact(centers.size(), names.size())];
        double[] weights = new double[centers.size()];
        for (int s = 0; s < weights.length; s++) {
            Center center = centers.get(s);
            weights[s] = SavedParts.finite(center.trainingWeight, WHERE, "trainingWeight");
            if (!(weights[s] >= 0)) {
                throw SavedParts.damaged(WHERE, "\"trainingWeight\" = " + weights[s] + ", expected at least 0");
            }
            if (center.values.size() != names.size()) {
                throw SavedParts.damaged(
                        WHERE,
                        "center " + s + " has " + center.values.size() + " values, expected " + names.size()
                                + ", one per feature");
            }
            for (int j = 0; j < names.size(); j++) {
                double value = center.values.get(j);
                if (!TrainingData.inRange(value)) {
                    throw SavedParts.damaged(WHERE, "a value of center " + s + " is out of range");
                }
                values[s * names.size() + j] = value;
            }
        }
        return new KMeansModel(names, values, weights);
    }
}
