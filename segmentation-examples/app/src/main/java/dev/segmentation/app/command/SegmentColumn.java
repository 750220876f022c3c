package dev.segmentation.app.command;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.app.io.CsvTable;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
        Set<String> different = new LinkedHashSet<>(names);
        int segments = different.size();
        if (segments > MOST_SEGMENTS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    column,
                    path + ": --segment looks like an id: column \"" + column + "\" has " + segments
                            + " different segments, expected at most " + MOST_SEGMENTS
                            + "; name the column with the segment");
        }
        for (String name : different) {
            Optional<String> fault = fault(name);
            if (fault.isPresent()) {
                int row = names.indexOf(name);
                boolean reserved = isReserved(name);
                throw new InvalidInputException(
                        reserved ? Reason.RESERVED_NAME : Reason.BAD_NAME,
                        row,
                        column,
                        path + ": line " + table.line(row) + ", column \"" + column + "\"" + fault.get());
            }
        }
    }

    private static Optional<String> fault(String name) {
        if (name.isBlank()) {
            return Optional.of(" is blank; give every customer a segment");
        }
        if (name.indexOf('\0') >= 0) {
            return Optional.of(" has a character of code 0, which is part of no name; is the file damaged?");
        }
        return isReserved(name)
                ? Optional.of(": \"" + name + "\" is reserved for customers in no segment " + Segment.RESERVED_NAMES
                        + "; choose another name")
                : Optional.empty();
    }

    private static boolean isReserved(String name) {
        return Segment.RESERVED_NAMES.contains(name.toUpperCase(Locale.ROOT));
    }
}
