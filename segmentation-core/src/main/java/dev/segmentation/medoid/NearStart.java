package dev.segmentation.medoid;

import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;

/** The rows nearest to some. */
record NearStart(FeatureTable wanted) implements MedoidStart {

    NearStart {
        if (wanted.rowCount() == 0) {
            throw new InvalidInputException(Reason.EMPTY, "rows", "MedoidStart.near: no rows; give k of them");
        }
    }

    @Override
    public String toString() {
        return "near " + wanted.rowCount() + " given rows";
    }
}
