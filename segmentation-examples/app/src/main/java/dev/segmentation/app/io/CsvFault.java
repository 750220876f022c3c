package dev.segmentation.app.io;

import dev.segmentation.Reason;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is wrong in a CSV file and where, told by those who do not know which file they read; {@link CsvSource} names it.
 * Never has the text of a cell.
 */
final class CsvFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient OptionalLong line;
    private final transient OptionalInt column;

    private CsvFault(Reason reason, OptionalLong line, OptionalInt column, String what) {
        super(what);
        this.reason = reason;
        this.line = line;
        this.column = column;
    }

    /** In the cell that is looked at; the words follow the place, such as " is not a number". */
    static CsvFault inCell(Reason reason, String what) {
        return new CsvFault(reason, OptionalLong.empty(), OptionalInt.empty(), what);
    }

    /** In a line, counted from 1; the words follow it. */
    static CsvFault inLine(Reason reason, long line, String what) {
        return new CsvFault(reason, OptionalLong.of(line), OptionalInt.empty(), what);
    }

    /** In a line, counted from 1, and a column, counted from 0; the words follow them. */
    static CsvFault at(Reason reason, long line, int column, String what) {
        return new CsvFault(reason, OptionalLong.of(line), OptionalInt.of(column), what);
    }

    /** In the file as a whole; the words follow its name and a colon. */
    static CsvFault inFile(Reason reason, String what) {
        return new CsvFault(reason, OptionalLong.empty(), OptionalInt.empty(), ": " + what);
    }

    Reason reason() {
        return reason;
    }

    OptionalLong line() {
        return line;
    }

    OptionalInt column() {
        return column;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
