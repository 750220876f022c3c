package dev.segmentation.app.io;

import dev.segmentation.Reason;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.Locale;

/**
 * Takes CSV apart, row by row, strictly and in bounded memory: cells that nobody asked for are passed over.
 *
 * <p>A quote opens a cell at its beginning only, is written twice inside, and is followed by a separator or the end of the
 * line where it closes; anything else is refused, because a parser that guesses takes the rest of a file cut short for one
 * cell. Inside of plain cells quotes are like any other character. Lines end by LF, CR LF or CR; empty ones are no rows.
 */
final class CsvScanner {

    /** A cell has no more characters. */
    static final int MOST_CHARACTERS = 1_000_000;

    /** A line has no more cells. */
    static final int MOST_COLUMNS = 100_000;

    /** The cells of a row that are kept have no more characters together. */
    private static final int MOST_KEPT = 1 << 24;

    private static final int PIECE = 1 << 16;

    private final Reader in;
    private final char separator;
    private final char[] buffer;
    private int position;
    private int limit;
    private long line;
    private boolean afterReturn;
    private boolean inLine;

    private boolean[] wanted = {};
    private boolean wantsAll = true;

    private long rowLine;
    private int column;
    private int cellLength;
    private char[] text = new char[256];
    private int length;
    private int[] ends = new int[16];
    private int kept;

    /** Reads from the first line on. */
    CsvScanner(Reader in, char separator) {
        this(in, separator, new char[PIECE], 0, 0, 1);
    }

    /**
     * Goes on where somebody else has begun to read.
     *
     * @param in the rest
     * @param separator between cells
     * @param head what was read before; used as a buffer from now on
     * @param position where in it the first row begins
     * @param limit its length
     * @param line of the first row
     */
    CsvScanner(Reader in, char separator, char[] head, int position, int limit, long line) {
        this.in = in;
        this.separator = separator;
        this.buffer = head;
        this.position = position;
        this.limit = limit;
        this.line = line;
    }

    /** Keeps the cells of some columns only, from the next row on. */
    void keepOnly(boolean... columns) {
        wanted = columns.clone();
        wantsAll = false;
    }

    /** Reads the next row; false if there is none. */
    boolean nextRow() throws IOException {
        column = 0;
        kept = 0;
        length = 0;
        cellLength = 0;
        passEmptyLines();
        rowLine = line;
        if (!available()) {
            return false;
        }
        boolean more = true;
        while (more) {
            more = cell();
        }
        return true;
    }

    /** Where the row begins, from 1. */
    long line() {
        return rowLine;
    }

    /** Where reading has got to, from 1. */
    long lineOfReading() {
        return line;
    }

    /** The number of lines that have been read, or begun. */
    long lines() {
        return inLine ? line : line - 1;
    }

    /** The number of cells of the row; while it is read, of those behind. */
    int columns() {
        return column;
    }

    /** Whether the last cell of the row has no character. */
    boolean endsWithEmptyCell() {
        return cellLength == 0;
    }

    /** The characters of all cells that are kept, one after another. */
    char[] text() {
        return text;
    }

    int start(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    int end(int cell) {
        return ends[cell];
    }

    String cell(int cell) {
        return new String(text, start(cell), end(cell) - start(cell));
    }

    private boolean available() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = 0;
        limit = Math.max(0, in.read(buffer, 0, Math.min(buffer.length, PIECE)));
        return limit > 0;
    }

    private void passEmptyLines() throws IOException {
        while (available()) {
            char c = buffer[position];
            if (c == '\n' && afterReturn) {
                position++;
                afterReturn = false;
            } else if (c == '\n' || c == '\r') {
                newLine(c);
            } else {
                afterReturn = false;
                inLine = true;
                return;
            }
        }
    }

    private void newLine(char c) {
        position++;
        line++;
        afterReturn = c == '\r';
        inLine = false;
    }

    /** Reads a cell and what ends it; false if that is the end of the row. */
    private boolean cell() throws IOException {
        if (column == MOST_COLUMNS) {
            throw CsvFault.inLine(
                    Reason.LIMIT,
                    rowLine,
                    " has more than " + grouped(MOST_COLUMNS)
                            + " fields, which no table of customers needs; choose the columns that matter before");
        }
        boolean keep = wantsAll || (column < wanted.length && wanted[column]);
        cellLength = 0;
        if (available() && buffer[position] == '"') {
            quoted(keep);
        } else {
            plain(keep);
        }
        if (keep) {
            endKept();
        }
        column++;
        if (!available()) {
            return false;
        }
        char c = buffer[position];
        if (c == separator) {
            position++;
            return true;
        }
        newLine(c);
        return false;
    }

    private void plain(boolean keep) throws IOException {
        while (available()) {
            int at = position;
            while (at < limit && !endsCell(buffer[at])) {
                at++;
            }
            append(keep, at);
            if (at < limit) {
                return;
            }
        }
    }

    private boolean endsCell(char c) {
        return c == separator || (c <= '\r' && (c == '\n' || c == '\r'));
    }

    private void quoted(boolean keep) throws IOException {
        long openedIn = line;
        position++;
        while (available()) {
            int at = position;
            while (at < limit && buffer[at] != '"') {
                countLine(buffer[at++]);
            }
            append(keep, at);
            if (at == limit) {
                continue;
            }
            position++;
            afterReturn = false;
            if (!available() || endsCell(buffer[position])) {
                return;
            }
            if (buffer[position] != '"') {
                throw unclosed(openedIn);
            }
            append(keep, position + 1);
        }
        throw unclosed(openedIn);
    }

    private void countLine(char c) {
        if (c == '\r' || (c == '\n' && !afterReturn)) {
            line++;
        }
        afterReturn = c == '\r';
    }

    private CsvFault unclosed(long line) {
        return CsvFault.at(
                Reason.RAGGED,
                line,
                column,
                ": the quote (\") that opens a cell here is not closed before a separator or the end"
                        + " of a line; is the file cut short? Close it, and write quotes inside of cells twice");
    }

    /** Takes what is between the position and an end of the buffer, and goes on from there. */
    private void append(boolean keep, int end) {
        int count = end - position;
        cellLength += count;
        if (cellLength > MOST_CHARACTERS) {
            throw CsvFault.at(
                    Reason.LIMIT,
                    rowLine,
                    column,
                    " has more than " + grouped(MOST_CHARACTERS)
                            + " characters; shorten it, or close the quote that opens it");
        }
        if (keep) {
            if (length + count > text.length) {
                if (length + count > MOST_KEPT) {
                    throw CsvFault.inLine(
                            Reason.LIMIT,
                            rowLine,
                            " has more than " + grouped(MOST_KEPT)
                                    + " characters in the columns asked for; ask for fewer, or shorten their cells");
                }
                text = Arrays.copyOf(text, Math.max(2 * text.length, length + count));
            }
            System.arraycopy(buffer, position, text, length, count);
            length += count;
        }
        position = end;
    }

    private void endKept() {
        if (kept == ends.length) {
            ends = Arrays.copyOf(ends, 2 * kept);
        }
        ends[kept++] = length;
    }

    private static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
