package dev.segmentation.app.io;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Reads named columns of a CSV file, plain or gzip, strictly: whatever is not as it should be is refused with its line.
 *
 * <p>The first line names the columns. Fields are separated by commas, or by semicolons where the first line has those
 * and no comma. Numbers have a decimal point; an empty cell is a missing number. Text is taken literally ("NA" and
 * "1e5" are texts like any other). Columns that are not asked for are not looked at. Messages never quote a cell.
 */
public final class CsvInput {

    private enum Kind {
        TEXT,
        NUMBER,
        DATE
    }

    private record Wanted(String name, Kind kind) {}

    /** Longer first lines are no header of a table. */
    private static final int MAX_HEADER = 1 << 20;

    private final Path path;
    private final Set<Wanted> wanted = new LinkedHashSet<>();

    private CsvInput(Path path) {
        this.path = path;
    }

    /**
     * A file to read.
     *
     * @param path the file
     * @return a request without columns
     */
    public static CsvInput of(Path path) {
        return new CsvInput(path);
    }

    /**
     * Asks for text columns.
     *
     * @param columns their names
     * @return this request
     */
    public CsvInput texts(String... columns) {
        return want(Kind.TEXT, List.of(columns));
    }

    /**
     * Asks for numeric columns.
     *
     * @param columns their names
     * @return this request
     */
    public CsvInput numbers(List<String> columns) {
        return want(Kind.NUMBER, columns);
    }

    /**
     * Asks for columns of dates such as {@code 2025-01-31}; a time after the date is left out.
     *
     * @param columns their names
     * @return this request
     */
    public CsvInput dates(String... columns) {
        return want(Kind.DATE, List.of(columns));
    }

    private CsvInput want(Kind kind, List<String> columns) {
        columns.forEach(column -> wanted.add(new Wanted(column, kind)));
        return this;
    }

    /**
     * Reads the file.
     *
     * @return the columns
     * @throws UnusableFileException if the file is missing or is not text in UTF-8
     * @throws InvalidInputException if a column is missing, a line has too few or too many fields, a quote is not closed, or a
     *     cell is not of the kind asked for
     */
    public CsvTable read() {
        return records(this::read);
    }

    /**
     * The names of all columns, for files whose columns are data themselves.
     *
     * @return the first line
     * @throws UnusableFileException if the file is missing or is not text in UTF-8
     * @throws InvalidInputException if it is empty
     */
    public List<String> names() {
        return records(this::header);
    }

    private <T> T records(BiFunction<CloseableIterator<CsvRecord>, QuoteWatch, T> work) {
        try (BufferedReader text = TextFile.open(path)) {
            char separator = separator(text);
            try (QuoteWatch quotes = new QuoteWatch(text, separator);
                    CsvReader<CsvRecord> csv = CsvReader.builder()
                            .fieldSeparator(separator)
                            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .ofCsvRecord(quotes);
                    CloseableIterator<CsvRecord> records = csv.iterator()) {
                return closed(() -> work.apply(records, quotes), quotes);
            }
        } catch (CharacterCodingException e) {
            throw TextFile.notUtf8(path, e);
        } catch (UncheckedIOException | IOException e) {
            if (e.getCause() instanceof CharacterCodingException coding) {
                throw TextFile.notUtf8(path, coding);
            }
            throw TextFile.unreadable(path, e);
        }
    }

    private static char separator(BufferedReader text) throws IOException {
        text.mark(MAX_HEADER);
        boolean semicolons = false;
        boolean commas = false;
        int c = text.read();
        for (int i = 1; i < MAX_HEADER && c >= 0 && c != '\n' && c != '\r'; i++) {
            semicolons |= c == ';';
            commas |= c == ',';
            c = text.read();
        }
        text.reset();
        return semicolons && !commas ? ';' : ',';
    }

    private <T> T closed(Supplier<T> work, QuoteWatch quotes) {
        try {
            return work.get();
        } catch (CsvParseException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new UncheckedIOException(cause);
            }
            throw unclosed(quotes.unclosed().orElse(quotes.lastOpened()));
        }
    }

    private CsvTable read(CloseableIterator<CsvRecord> records, QuoteWatch quotes) {
        List<String> header = header(records, quotes);
        List<Column> columns = columns(header);
        LongStream.Builder lines = LongStream.builder();
        int rows = 0;
        while (records.hasNext()) {
            CsvRecord row = records.next();
            checkQuotes(quotes);
            long line = row.getStartingLineNumber();
            checkWidth(row, header.size());
            for (Column column : columns) {
                column.add(row.getField(column.index), rows, line);
            }
            lines.add(line);
            rows++;
        }
        checkQuotes(quotes);
        return table(lines.build().toArray(), columns);
    }

    private void checkQuotes(QuoteWatch quotes) {
        if (quotes.unclosed().isPresent()) {
            throw unclosed(quotes.unclosed().getAsLong());
        }
    }

    private InvalidInputException unclosed(long line) {
        return new InvalidInputException(
                Reason.RAGGED,
                path + ": line " + line
                        + ": the quote (\") that opens a cell here is not closed before a separator or the end"
                        + " of a line; is the file cut short? Close it, and write quotes inside of cells twice");
    }

    private List<String> header(CloseableIterator<CsvRecord> records, QuoteWatch quotes) {
        boolean empty = !records.hasNext();
        checkQuotes(quotes);
        if (empty) {
            throw new InvalidInputException(
                    Reason.EMPTY, path + ": the file is empty; its first line must name the columns");
        }
        return records.next().getFields();
    }

    private List<Column> columns(List<String> header) {
        List<Column> columns = new ArrayList<>();
        for (Wanted column : wanted) {
            String name = column.name();
            int index = header.indexOf(name);
            if (index < 0) {
                throw new InvalidInputException(
                        Reason.UNKNOWN_NAME, name, path + ": no column \"" + name + "\"; " + known(header));
            }
            if (header.lastIndexOf(name) != index) {
                throw new InvalidInputException(
                        Reason.DUPLICATE_FEATURE,
                        name,
                        path + ": two columns are called \"" + name + "\"; give each column a name of its own");
            }
            columns.add(new Column(name, column.kind(), index));
        }
        return columns;
    }

    /** Names no column if none is as expected, since then the first line may be a customer. */
    private String known(List<String> header) {
        if (wanted.stream().anyMatch(column -> header.contains(column.name()))) {
            return "there are " + NameList.of(header);
        }
        return "the first line has " + header.size() + (header.size() == 1 ? " field" : " fields")
                + ", none of them a column asked for; does it name the columns?";
    }

    private void checkWidth(CsvRecord row, int expected) {
        if (row.getFieldCount() != expected) {
            throw new InvalidInputException(
                    Reason.RAGGED,
                    path + ": line " + row.getStartingLineNumber() + " has " + row.getFieldCount()
                            + " fields, expected " + expected + " as in the first line; mend the line, and quote cells"
                            + " that contain the separator");
        }
    }

    private CsvTable table(long[] lines, List<Column> columns) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        Map<String, double[]> numbers = new LinkedHashMap<>();
        Map<String, List<LocalDate>> dates = new LinkedHashMap<>();
        for (Column column : columns) {
            switch (column.kind) {
                case TEXT -> texts.put(column.name, column.texts);
                case NUMBER -> numbers.put(column.name, column.numbers.build().toArray());
                case DATE -> dates.put(column.name, column.dates);
            }
        }
        return new CsvTable(path, lines, texts, numbers, dates);
    }

    /** One column while it is read. */
    private final class Column {

        private final String name;
        private final Kind kind;
        private final int index;
        private final List<String> texts = new ArrayList<>();
        private final DoubleStream.Builder numbers = DoubleStream.builder();
        private final List<LocalDate> dates = new ArrayList<>();

        Column(String name, Kind kind, int index) {
            this.name = name;
            this.kind = kind;
            this.index = index;
        }

        void add(String cell, int row, long line) {
            switch (kind) {
                case TEXT -> texts.add(cell);
                case NUMBER -> numbers.add(number(cell, row, line));
                case DATE -> dates.add(date(cell, row, line));
            }
        }

        private double number(String cell, int row, long line) {
            if (cell.isBlank()) {
                return Double.NaN;
            }
            OptionalDouble number = Numbers.parse(cell);
            if (number.isPresent()) {
                return number.getAsDouble();
            }
            String hint = Numbers.parse(cell.replace(',', '.')).isPresent()
                    ? "it has a decimal comma; write a decimal point"
                    : "write digits with a decimal point, or leave the cell empty where the number is missing";
            throw new InvalidInputException(Reason.NUMBER_FORMAT, row, name, where(line) + " is not a number; " + hint);
        }

        private LocalDate date(String cell, int row, long line) {
            String text = cell.strip();
            boolean timed = text.length() > 10 && (text.charAt(10) == 'T' || text.charAt(10) == ' ');
            try {
                return LocalDate.parse(timed ? text.substring(0, 10) : text);
            } catch (DateTimeException e) { // its message quotes the cell, so it is not passed on
                throw new InvalidInputException(
                        Reason.DATE_FORMAT,
                        row,
                        name,
                        where(line) + " is not a date; write it as year-month-day, like 2025-01-31");
            }
        }

        private String where(long line) {
            return path + ": line " + line + ", column \"" + name + "\"";
        }
    }
}
