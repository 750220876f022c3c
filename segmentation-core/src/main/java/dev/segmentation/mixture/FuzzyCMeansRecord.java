package dev.segmentation.mixture;

import dev.segmentation.ColumnRecord;
import dev.segmentation.ModelRecord;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.List;

/**
 * A {@link FuzzyCMeansModel} as plain data, which any JSON library maps: the centers, and what the fit found.
 *
 * <p>Made by {@link FuzzyCMeansModel#toRecord} or by a JSON library; {@link #restore} checks it. Immutable.
 *
 * @param features in the order of the values of each center, unique
 * @param fuzzifier more than 1
 * @param centers in the order of their labels, one value per feature
 * @param training what the fit found
 */
public record FuzzyCMeansRecord(List<String> features, double fuzzifier, List<List<Double>> centers, Training training)
        implements ModelRecord {

    private static final String WHERE = "FuzzyCMeansRecord";

    /**
     * Copies the lists.
     *
     * @param features in the order of the values
     * @param fuzzifier more than 1
     * @param centers in the order of their labels
     * @param training what the fit found
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public FuzzyCMeansRecord {
        features = SavedParts.list(features, WHERE, "features");
        centers = SavedParts.list(centers, WHERE, "centers").stream()
                .map(center -> SavedParts.list(center, WHERE, "centers"))
                .toList();
        SavedParts.present(training, WHERE, "training");
    }

    /**
     * What the fit found on its rows, as {@link FuzzyCMeansModel} tells it.
     *
     * @param objective what was made small
     * @param partitionCoefficient 1/k to 1
     * @param partitionEntropy 0 to ln k
     * @param xieBeni one number, or none where it is undefined
     */
    public record Training(
            double objective, double partitionCoefficient, double partitionEntropy, List<Double> xieBeni) {

        /**
         * Copies the list.
         *
         * @param objective what was made small
         * @param partitionCoefficient 1/k to 1
         * @param partitionEntropy 0 to ln k
         * @param xieBeni one number or none
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Training {
            xieBeni = SavedParts.list(xieBeni, WHERE, "xieBeni");
        }
    }

    @Override
    public List<ColumnRecord> schema() {
        return features.stream().map(ColumnRecord::numeric).toList();
    }

    @Override
    public FuzzyCMeansModel restore() {
        List<String> names = SavedParts.restored(WHERE, () -> Arguments.featureNames(features, WHERE));
        if (!(fuzzifier > 1 && fuzzifier <= Double.MAX_VALUE)) {
            throw SavedParts.damaged(WHERE, "\"fuzzifier\" = " + fuzzifier + ", expected more than 1");
        }
        if (training.xieBeni.size() > 1) {
            throw SavedParts.damaged(WHERE, "\"xieBeni\" has more than one entry");
        }
        return FuzzyCMeansModel.restored(
                names,
                fuzzifier,
                SavedNumbers.rows(centers, names.size(), WHERE, "centers"),
                SavedParts.finite(training.objective, WHERE, "objective"),
                SavedParts.finite(training.partitionCoefficient, WHERE, "partitionCoefficient"),
                SavedParts.finite(training.partitionEntropy, WHERE, "partitionEntropy"),
                training.xieBeni.isEmpty() ? Double.NaN : SavedParts.finite(training.xieBeni.get(0), WHERE, "xieBeni"));
    }
}
