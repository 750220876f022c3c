package dev.segmentation.app.io;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import dev.segmentation.Reason;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;

/**
 * The rows of a CSV text one after another, strictly and in bounded memory: cells that nobody asked for are passed over.
 *
 * <p>A quote opens a cell at its beginning only, is written twice inside, and is followed by a separator or the end of the
 * line where it closes; anything else is refused, because a parser that guesses takes the rest of a file cut short for one
 * cell. Inside of plain cells quotes are like any other character. Lines end by LF, CR LF or CR; empty ones are no rows.
 */
final class CsvRows {

    /** A cell has no more characters. */
    static final int MOST_CHARACTERS = 1_000_000;

    /** A line has no more cells. */
    static final int MOST_COLUMNS = 100_000;

    /** The cells of a row that are kept have no more characters together. */
    private static final int MOST_KEPT = 1 << 24;

    /** Room for a cell that is not too long, its quotes, and the next piece of the file. */
    private static final int MOST_BUFFERED = MOST_CHARACTERS + (1 << 16);

    /** How the parser says that this was not enough. */
    private static final String OVERFLOW = "The maximum buffer size";

    private final Iterator<Boolean> rows;
    private final long linesBefore;

    private boolean[] wanted = {};
    private boolean wantsAll = true;

    private long rowLine;
    private long line;
    private int column;
    private int cellLength;
    private char[] text = new char[256];
    private int length;
    private int[] ends = new int[16];
    private int kept;

    /** Reads from the first line on. */
    CsvRows(Reader in, char separator) {
        this(in, separator, 0);
    }

    /**
     * Reads what is left of a file.
     *
     * @param in the rest
     * @param separator between cells
     * @param linesBefore that have been read by somebody else
     */
    CsvRows(Reader in, char separator, long linesBefore) {
        this.linesBefore = linesBefore;
        this.rows = CsvReader.builder()
                .fieldSeparator(separator)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(MOST_BUFFERED)
                .build(new Cells(), in)
                .iterator();
    }

    /** Takes what the parser finds. */
    private final class Cells extends CsvCallbackHandler<Boolean> {

        private boolean empty;

        @Override
        protected void beginRecord(long startingLineNumber) {
            rowLine = linesBefore + startingLineNumber;
            line = rowLine;
            column = 0;
            kept = 0;
            length = 0;
            cellLength = 0;
            empty = false;
        }

        @Override
        protected void addField(char[] buffer, int offset, int count, boolean quoted) {
            take(buffer, offset, count);
            if (quoted) {
                line += lineBreaks(buffer, offset, count);
            }
        }

        @Override
        protected void setEmpty() {
            empty = true;
        }

        @Override
        protected void setComment(char[] buffer, int offset, int count) {
            throw new IllegalStateException("comments are not asked for");
        }

        @Override
        protected RecordType getRecordType() {
            return empty ? RecordType.EMPTY : RecordType.DATA;
        }

        @Override
        protected int getFieldCount() {
            return column;
        }

        @Override
        protected Boolean buildRecord() {
            return Boolean.TRUE;
        }
    }

    private void take(char[] buffer, int offset, int count) {
        if (column == MOST_COLUMNS) {
            throw CsvFault.inLine(
                    Reason.LIMIT,
                    rowLine,
                    " has more than " + grouped(MOST_COLUMNS)
                            + " fields, which no table of customers needs; choose the columns that matter before");
        }
        if (count > MOST_CHARACTERS) {
            throw tooLong();
        }
        if (wantsAll || (column < wanted.length && wanted[column])) {
            keep(buffer, offset, count);
        }
        cellLength = count;
        column++;
    }

    private void keep(char[] buffer, int offset, int count) {
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
        System.arraycopy(buffer, offset, text, length, count);
        length += count;
        if (kept == ends.length) {
            ends = Arrays.copyOf(ends, 2 * kept);
        }
        ends[kept++] = length;
    }

    private static int lineBreaks(char[] buffer, int offset, int count) {
        int breaks = 0;
        for (int i = offset; i < offset + count; i++) {
            boolean second = i > offset && buffer[i - 1] == '\r';
            breaks += buffer[i] == '\r' || (buffer[i] == '\n' && !second) ? 1 : 0;
        }
        return breaks;
    }

    /** Keeps the cells of some columns only, from the next row on. */
    void keepOnly(boolean... columns) {
        wanted = columns.clone();
        wantsAll = false;
    }

    /** Reads the next row; false if there is none. */
    boolean nextRow() throws IOException {
        try {
            if (!rows.hasNext()) {
                return false;
            }
            rows.next();
            return true;
        } catch (CsvParseException e) {
            throw fault(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private CsvFault fault(CsvParseException e) {
        if (e.getCause() instanceof CsvFault found) {
            return found;
        }
        if (String.valueOf(e.getMessage()).startsWith(OVERFLOW)) {
            return tooLong();
        }
        return CsvFault.at(
                Reason.RAGGED,
                line,
                column,
                ": the quote (\") that opens a cell here is not closed before a separator or the end"
                        + " of a line; is the file cut short? Close it, and write quotes inside of cells twice");
    }

    private CsvFault tooLong() {
        return CsvFault.at(
                Reason.LIMIT,
                rowLine,
                column,
                " has more than " + grouped(MOST_CHARACTERS)
                        + " characters; shorten it, or close the quote that opens it");
    }

    /** Where the row begins, from 1. */
    long line() {
        return rowLine;
    }

    /** Where reading has got to, from 1: the beginning of the cell that comes next. */
    long lineOfReading() {
        return line;
    }

    /** The number of lines that have been read, or begun. */
    long lines() {
        return column > 0 ? line : line - 1;
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

    private static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
