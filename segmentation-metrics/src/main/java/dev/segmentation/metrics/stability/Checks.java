package dev.segmentation.metrics.stability;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.Objects;

/** What every assessment wants of its input. */
final class Checks {

    private Checks() {}

    /** One label per row, and at least one row. */
    static void rows(FeatureMatrix features, Assignment original, String where) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(original, "original");
        Arguments.sameSize(features.rowCount(), original.size(), where, "original", "row");
        if (original.size() == 0) {
            throw new InvalidInputException(Reason.EMPTY, where + ": the matrix has no rows; nothing can be drawn");
        }
    }
}
