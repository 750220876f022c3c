package dev.segmentation.prepare;

import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.scan.RowBlock;
import dev.segmentation.scan.RowSource;
import dev.segmentation.scan.Scan;

/** Counts rows: the scan that looks at every row of a source, which refuses what it must, and learns nothing. */
final class RowCount implements Scan<long[]> {

    private RowCount() {}

    /** Looks at all rows, of which there must be one. */
    static void check(RowSource rows, Execution execution) {
        if (rows.scan(new RowCount(), execution)[0] == 0) {
            throw none();
        }
    }

    static InvalidInputException none() {
        return new InvalidInputException(Reason.EMPTY, "Scaling.fit: there are no rows; fit on at least one customer");
    }

    @Override
    public long[] start() {
        return new long[1];
    }

    @Override
    public void add(long[] count, RowBlock rows) {
        count[0] += rows.rowCount();
    }

    @Override
    public void merge(long[] into, long[] from) {
        into[0] += from[0];
    }
}
