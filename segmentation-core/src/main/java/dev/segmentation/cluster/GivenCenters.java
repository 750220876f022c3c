package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.List;
import java.util.Objects;

/**
 * The caller's centers, checked.
 *
 * @param centers k × d
 */
record GivenCenters(FeatureMatrix centers) implements Seeding {

    GivenCenters {
        Objects.requireNonNull(centers, "centers");
        if (centers.rowCount() == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY, "centers", "Seeding.centers: no centers; give one row per segment");
        }
        Arguments.noMissing(centers, "Seeding.centers");
        for (int i = 0; i < centers.rowCount(); i++) {
            for (int j = 0; j < centers.featureCount(); j++) {
                if (!TrainingData.inRange(centers.value(i, j))) {
                    throw TrainingData.outOfRange(i, centers.featureNames().get(j), "Seeding.centers");
                }
            }
            for (int h = 0; h < i; h++) {
                if (equal(centers.row(h), centers.row(i))) {
                    throw new InvalidInputException(
                            Reason.DUPLICATE_INIT,
                            i,
                            "centers",
                            "Seeding.centers: centers " + h + " and " + i + " are equal; give k different ones");
                }
            }
        }
    }

    private static boolean equal(double[] a, double[] b) {
        for (int j = 0; j < a.length; j++) {
            if (a[j] != b[j]) { // so that −0 equals 0
                return false;
            }
        }
        return true;
    }

    /** The centers row-major, features in the order of the data to be fitted. */
    double[] centers(List<String> featureNames, String where) {
        Arguments.match(featureNames, centers, where + " (given centers)");
        return centers.select(featureNames).toRowMajorArray();
    }

    @Override
    public String toString() {
        return "given centers";
    }
}
