package dev.segmentation.metrics.internal;

import dev.segmentation.ColumnKind;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Snapshot;

/** A column of numbers, by its name. */
public final class NumericColumn {

    private NumericColumn() {}

    /**
     * The values of a column.
     *
     * @param snapshot the customers
     * @param column its name
     * @param where for messages
     * @return one value per customer, NaN where missing
     * @throws InvalidInputException if there is no such column ({@link Reason#UNKNOWN_NAME}), or it is not numeric ({@link
     *     Reason#SCHEMA_MISMATCH})
     */
    public static double[] of(Snapshot snapshot, String column, String where) {
        snapshot.role(column); // fails with the names that there are
        if (snapshot.table().kind(column) != ColumnKind.NUMERIC) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    column,
                    where + ": column \"" + column + "\" of " + snapshot.asOf()
                            + " is not numeric; name a column of numbers");
        }
        return snapshot.numbers(column);
    }
}
