package dev.segmentation.medoid;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.List;

/** Rows by their numbers. */
record GivenStart(List<Integer> rows) implements MedoidStart {

    GivenStart {
        if (rows.isEmpty()) {
            throw new InvalidInputException(Reason.EMPTY, "rows", "MedoidStart.rows: no rows; give k of them");
        }
        for (int row : rows) {
            if (row < 0) {
                throw Arguments.badParameter("MedoidStart.rows", "rows", row, "at least 0");
            }
        }
        if (rows.stream().distinct().count() < rows.size()) {
            throw new InvalidInputException(
                    Reason.DUPLICATE_INIT, "rows", "MedoidStart.rows: a row is repeated; give k different rows");
        }
    }

    @Override
    public String toString() {
        return rows.size() + " given rows";
    }
}
