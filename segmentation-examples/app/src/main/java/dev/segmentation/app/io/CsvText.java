package dev.segmentation.app.io;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A CSV file in the making: commas, quotes where needed, a newline after each line on every platform. */
public final class CsvText {

    private final StringWriter text = new StringWriter();
    private final CsvWriter csv =
            CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);

    /**
     * Starts with the names of the columns.
     *
     * @param columns their names
     */
    public CsvText(String... columns) {
        csv.writeRecord(columns);
    }

    /**
     * Starts with the names of the columns.
     *
     * @param columns their names
     */
    public CsvText(List<String> columns) {
        csv.writeRecord(columns);
    }

    /**
     * Adds a line.
     *
     * @param cells one per column; an empty cell is a missing value
     */
    public void add(String... cells) {
        csv.writeRecord(cells);
    }

    /**
     * Adds a line.
     *
     * @param cells one per column; an empty cell is a missing value
     */
    public void add(List<String> cells) {
        csv.writeRecord(cells);
    }

    /** The whole file. */
    @Override
    public String toString() {
        try {
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter has none
        }
        return text.toString();
    }
}
