package dev.segmentation.tier;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;

/** The distinct values of one column, ascending, with the weight of each. */
final class SortedValues {

    /** Ascending, without repeats and negative zeros. */
    final double[] values;

    /** Of all rows of the value, positive. */
    final double[] weights;

    /** Takes the arrays over. */
    SortedValues(double[] values, double[] weights) {
        this.values = values;
        this.weights = weights;
    }

    /** The one column of a matrix, without missing values; rows of weight 0 are left out. */
    static SortedValues of(FeatureMatrix features, int tiers, Workers workers, String where) {
        return SortedRows.of(features, tiers, workers, where).distinct();
    }

    /** One column, or {@link Reason#SCHEMA_MISMATCH}. */
    static void checkWidth(FeatureMatrix features, String where) {
        if (features.featureCount() != 1) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    where + ": the matrix has " + features.featureCount()
                            + " features, expected 1; name it with FeatureMatrix.select");
        }
    }

    int count() {
        return values.length;
    }

    /** Enough distinct values, or {@link Reason#FEWER_DISTINCT_THAN_K}. */
    void checkDistinct(int tiers, String where) {
        if (tiers > values.length) {
            throw new InvalidInputException(
                    Reason.FEWER_DISTINCT_THAN_K,
                    "segmentCount",
                    where + ": segmentCount = " + tiers + " but the matrix has " + values.length
                            + " distinct rows of positive weight; lower segmentCount");
        }
    }
}
