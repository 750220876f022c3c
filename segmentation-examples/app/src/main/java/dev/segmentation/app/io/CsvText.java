package dev.segmentation.app.io;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A CSV file in the making: commas, quotes where needed, a newline after each line on every platform. Texts that a spreadsheet
 * would calculate are treated as {@link Formulas} says.
 */
public final class CsvText {

    private final Formulas formulas;
    private final StringWriter text = new StringWriter();
    private final CsvWriter csv =
            CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);

    /**
     * Starts with the names of the columns.
     *
     * @param formulas what to do with texts that look like formulas
     * @param columns their names
     */
    public CsvText(Formulas formulas, String... columns) {
        this(formulas, List.of(columns));
    }

    /**
     * Starts with the names of the columns.
     *
     * @param formulas what to do with texts that look like formulas
     * @param columns their names
     */
    public CsvText(Formulas formulas, List<String> columns) {
        this.formulas = formulas;
        add(columns);
    }

    /**
     * Adds a line.
     *
     * @param cells one per column; an empty cell is a missing value
     */
    public void add(String... cells) {
        add(List.of(cells));
    }

    /**
     * Adds a line.
     *
     * @param cells one per column; an empty cell is a missing value
     */
    public void add(List<String> cells) {
        csv.writeRecord(cells.stream().map(formulas::written).toList());
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
