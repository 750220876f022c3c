package dev.segmentation.app.command;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.CsvTable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/** Checks of a file that says which customer is in which segment. */
final class SegmentColumn {

    /** Nobody plans for more; a matrix of more would have no reader. */
    static final int MOST_SEGMENTS = 200;

    private SegmentColumn() {}

    /** Refuses a file without customers. */
    static void checkCustomers(Path path, CsvTable table) {
        if (table.rowCount() == 0) {
            throw new InvalidInputException(Reason.EMPTY, path + ": there are no customers below the first line");
        }
    }

    /**
     * Refuses a file without customers, and a column that cannot be one of segments.
     *
     * @param path the file, for the message
     * @param table what is in it
     * @param column asked for as the segment
     */
    static void check(Path path, CsvTable table, String column) {
        checkCustomers(path, table);
        List<String> names = table.texts(column);
        int segments = new HashSet<>(names).size();
        if (segments > MOST_SEGMENTS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    column,
                    path + ": --segment looks like an id: column \"" + column + "\" has " + segments
                            + " different segments, expected at most " + MOST_SEGMENTS
                            + "; name the column with the segment");
        }
        for (int row = 0; row < names.size(); row++) {
            if (names.get(row).indexOf('\0') >= 0) {
                throw new InvalidInputException(
                        Reason.BAD_NAME,
                        row,
                        column,
                        path + ": line " + table.line(row) + ", column \"" + column
                                + "\" has a character of code 0, which is part of no name; is the file damaged?");
            }
        }
    }
}
