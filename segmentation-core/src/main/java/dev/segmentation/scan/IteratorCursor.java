package dev.segmentation.scan;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.Iterator;
import java.util.Objects;

/** Rows that come as arrays. */
final class IteratorCursor implements RowCursor {

    private final Iterator<double[]> rows;
    private final AutoCloseable resource;
    private long row;

    IteratorCursor(Iterator<double[]> rows, AutoCloseable resource) {
        this.rows = Objects.requireNonNull(rows, "rows");
        this.resource = resource;
    }

    @Override
    public boolean next(double[] values) {
        if (!rows.hasNext()) {
            return false;
        }
        double[] given = rows.next();
        if (given.length != values.length) {
            throw new InvalidInputException(
                    Reason.RAGGED,
                    "RowCursor: row " + row + " has " + given.length + " values, expected " + values.length
                            + ", one per feature, NaN where it is missing");
        }
        System.arraycopy(given, 0, values, 0, values.length);
        row++;
        return true;
    }

    @Override
    public void close() throws Exception {
        resource.close();
    }
}
