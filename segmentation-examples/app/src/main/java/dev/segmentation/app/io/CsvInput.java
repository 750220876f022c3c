package dev.segmentation.app.io;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads named columns of a CSV file, plain or gzip, strictly: whatever is not as it should be is refused with its line.
 *
 * <p>The first line names the columns; a name is found exactly, or else without the blanks around it. How the file is written
 * is declared by a {@link CsvDialect}; the separator, if it is not, is found in the first line. An empty cell is a missing
 * number. Text is taken literally ("NA" and "1e5" are texts like any other), but for the apostrophe by which formulas are guarded
 * ({@link Formulas}). Columns that are not asked for are not looked at. Empty lines are no rows; if all rows end with a
 * separator that the first line does not have, it is taken for no cell. Messages never quote a cell.
 *
 * <p><b>Memory:</b> 8 bytes per number, 4 per text or date, and each different text once.
 */
public final class CsvInput {

    private enum Kind {
        TEXT,
        KEPT,
        NUMBER,
        DATE
    }

    private record Wanted(String name, Kind kind) {}

    private final Path path;
    private final CsvDialect dialect;
    private final Set<Wanted> wanted = new LinkedHashSet<>();

    private CsvInput(Path path, CsvDialect dialect) {
        this.path = path;
        this.dialect = dialect;
    }

    /**
     * A file to read, of which nothing is declared.
     *
     * @param path the file
     * @return a request without columns
     */
    public static CsvInput of(Path path) {
        return of(path, CsvDialect.standard());
    }

    /**
     * A file to read.
     *
     * @param path the file
     * @param dialect how it is written
     * @return a request without columns
     */
    public static CsvInput of(Path path, CsvDialect dialect) {
        return new CsvInput(path, dialect);
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
     * Asks for columns that go into another file, whatever they are: texts as they are; but if all cells of a column are numbers
     * as this file writes them, and some of them would be another number or none with a decimal point and without groups, they
     * are written anew. So codes such as 007 stay what they are.
     *
     * @param columns their names
     * @return this request
     */
    public CsvInput kept(List<String> columns) {
        return want(Kind.KEPT, columns);
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
     * Asks for columns of dates, see {@link DateStyle}; a time after the date is left out.
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
     * @throws UnusableFileException if the file is missing or cannot be read
     * @throws InvalidInputException if bytes are no text in the encoding ({@link Reason#BAD_FILE}), a column is missing, a line
     *     has too few or too many fields, a quote is not closed, a cell is not of the kind asked for, or something is larger
     *     than any table of customers needs ({@link Reason#LIMIT})
     */
    public CsvTable read() {
        return CsvSource.read(path, dialect, this::read);
    }

    /**
     * The names of all columns, for files whose columns are data themselves.
     *
     * @return the first line
     * @throws UnusableFileException if the file is missing or cannot be read
     * @throws InvalidInputException if it is empty, or no text in the encoding
     */
    public List<String> names() {
        return CsvSource.read(path, dialect, CsvSource::header);
    }

    private CsvTable read(CsvSource source) {
        Map<Integer, List<CsvColumn>> found = columns(source.header());
        source.nameColumns();
        List<List<CsvColumn>> kept = new ArrayList<>(); // in the order of the file
        boolean[] keep = new boolean[source.header().size()];
        new TreeSet<>(found.keySet()).forEach(index -> {
            keep[index] = true;
            kept.add(found.getOrDefault(index, List.of()));
        });
        CsvRows row = source.row();
        row.keepOnly(keep);
        RowLines.Builder lines = new RowLines.Builder();
        int rows = 0;
        while (source.nextRow()) {
            for (int cell = 0; cell < kept.size(); cell++) {
                for (CsvColumn column : kept.get(cell)) {
                    try {
                        column.add(row.text(), row.start(cell), row.end(cell));
                    } catch (CsvFault fault) {
                        throw located(fault, rows, row.line(), column.name());
                    }
                }
            }
            lines.add(row.line());
            rows++;
        }
        return table(
                lines.build(), found.values().stream().flatMap(List::stream).toList());
    }

    private InvalidInputException located(CsvFault fault, int row, long line, String column) {
        return new InvalidInputException(
                fault.reason(), row, column, path + ": line " + line + ", column \"" + column + "\"" + fault.what());
    }

    /** What was asked for, by its place in the first line. */
    private Map<Integer, List<CsvColumn>> columns(List<String> header) {
        Map<Integer, List<CsvColumn>> columns = new LinkedHashMap<>();
        for (Wanted column : wanted) {
            columns.computeIfAbsent(index(column.name(), header), index -> new ArrayList<>())
                    .add(
                            switch (column.kind()) {
                                case TEXT -> new CsvColumn.OfTexts(column.name(), dialect.formulas());
                                case KEPT -> new CsvColumn.OfKept(column.name(), dialect.formulas(), dialect.numbers());
                                case NUMBER -> new CsvColumn.OfNumbers(column.name(), dialect.numbers());
                                case DATE -> new CsvColumn.OfDates(column.name(), dialect.dates());
                            });
        }
        return columns;
    }

    private int index(String name, List<String> header) {
        List<String> names = header.contains(name)
                ? header
                : header.stream().map(String::strip).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME, name, path + ": no column \"" + name + "\"; " + known(name, header));
        }
        if (names.lastIndexOf(name) != index) {
            throw new InvalidInputException(
                    Reason.DUPLICATE_FEATURE,
                    name,
                    path + ": two columns are called \"" + name + "\"; give each column a name of its own");
        }
        return index;
    }

    /** Names no column if none is as expected, since then the first line may be a customer. */
    private String known(String missing, List<String> header) {
        if (header.stream()
                .anyMatch(name ->
                        wanted.stream().anyMatch(column -> NearestName.isSameButForCase(name, column.name())))) {
            String meant = NearestName.of(missing, header)
                    .map(name -> "did you mean \"" + name + "\"? ")
                    .orElse("");
            return (meant.isEmpty() ? "there are " : meant + "There are ") + NameList.of(header);
        }
        return "the first line has " + header.size() + (header.size() == 1 ? " field" : " fields")
                + ", none of them a column asked for; does it name the columns?";
    }

    private CsvTable table(RowLines lines, List<CsvColumn> columns) {
        Map<String, Texts> texts = new LinkedHashMap<>();
        Map<String, Texts> kept = new LinkedHashMap<>();
        Map<String, double[]> numbers = new LinkedHashMap<>();
        Map<String, int[]> dates = new LinkedHashMap<>();
        for (CsvColumn column : columns) {
            if (column instanceof CsvColumn.OfTexts some) {
                texts.put(column.name(), some.build());
            } else if (column instanceof CsvColumn.OfKept some) {
                kept.put(column.name(), some.build());
            } else if (column instanceof CsvColumn.OfNumbers some) {
                numbers.put(column.name(), some.build());
            } else if (column instanceof CsvColumn.OfDates some) {
                dates.put(column.name(), some.build());
            }
        }
        return new CsvTable(path, lines, texts, kept, numbers, dates);
    }
}
