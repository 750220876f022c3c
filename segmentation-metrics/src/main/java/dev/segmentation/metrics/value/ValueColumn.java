package dev.segmentation.metrics.value;

import dev.segmentation.ColumnKind;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Snapshot;

/** A column of amounts, by its name. */
final class ValueColumn {

    private ValueColumn() {}

    /** One value per customer, or the failure that there is no such column of numbers. */
    static double[] of(Snapshot snapshot, String column, String where) {
        snapshot.role(column); // fails with the names that there are
        if (snapshot.table().kind(column) != ColumnKind.NUMERIC) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    column,
                    where + ": column \"" + column + "\" of " + snapshot.asOf()
                            + " is not numeric; name a column of amounts");
        }
        return snapshot.numbers(column);
    }
}
