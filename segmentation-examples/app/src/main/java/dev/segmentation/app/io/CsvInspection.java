package dev.segmentation.app.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a CSV file is found to be: how it is written, and what its columns seem to hold. Nothing is changed by it: the commands
 * read what they are told to.
 *
 * <p>The file is read once, in bounded memory: some kilobytes per column, however many rows there are.
 */
public final class CsvInspection {

    private final CsvSource source;
    private final NumberStyle style;
    private final List<ColumnGuess> columns;
    private final boolean uncertain;
    private final long rows;

    private CsvInspection(
            CsvSource source, NumberStyle style, boolean uncertain, List<ColumnGuess> columns, long rows) {
        this.source = source;
        this.style = style;
        this.uncertain = uncertain;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * Reads a file.
     *
     * @param path the file
     * @param declared what the user has said of it, which is not doubted
     * @param numbersDeclared whether that includes the form of numbers
     * @return what was found
     * @throws UnusableFileException if the file is missing or cannot be read
     * @throws dev.segmentation.InvalidInputException if it is no table, as for {@link CsvInput#read}
     */
    public static CsvInspection of(Path path, CsvDialect declared, Declared numbersDeclared) {
        List<NumberStyle> styles =
                numbersDeclared == Declared.YES ? List.of(declared.numbers()) : NumberSketch.allStyles();
        return CsvSource.read(path, declared, source -> inspected(source, styles, DateSketch.styles(declared.dates())));
    }

    /** Whether something was said. */
    public enum Declared {
        /** Then it is so. */
        YES,
        /** Then it is looked for. */
        NO
    }

    private static CsvInspection inspected(CsvSource source, List<NumberStyle> styles, List<DateStyle> dateStyles) {
        List<ColumnSketch> sketches = source.header().stream()
                .map(name -> new ColumnSketch(name, styles, dateStyles))
                .toList();
        long rows = 0;
        while (source.nextRow()) {
            CsvRows row = source.row();
            for (int i = 0; i < sketches.size(); i++) {
                sketches.get(i).add(row.text(), row.start(i), row.end(i), row.line());
            }
            rows++;
        }
        List<NumberSketch> filled = sketches.stream()
                .filter(ColumnSketch::hasCells)
                .map(ColumnSketch::numbers)
                .toList();
        List<Integer> best = NumberSketch.best(styles, filled);
        int first = best.get(0);
        boolean uncertain = best.stream()
                .anyMatch(other -> filled.stream().anyMatch(column -> column.readsOtherwise(first, other)));
        List<ColumnGuess> columns = new ArrayList<>();
        sketches.forEach(sketch -> columns.add(sketch.guess(first)));
        return new CsvInspection(source, styles.get(first), uncertain, List.copyOf(columns), rows);
    }

    /**
     * The columns.
     *
     * @return in the order of the file
     */
    public List<ColumnGuess> columns() {
        return columns;
    }

    /**
     * The rows below the first line.
     *
     * @return at least 0
     */
    public long rows() {
        return rows;
    }

    /**
     * The lines of the file, more than rows where cells have lines of their own.
     *
     * @return at least 1
     */
    public long lines() {
        return source.row().lines();
    }

    /**
     * What separates cells.
     *
     * @return as it is called on the command line
     */
    public String separator() {
        return Separator.name(source.separator());
    }

    /**
     * The encoding.
     *
     * @return its name
     */
    public String encoding() {
        return source.charset().name();
    }

    /**
     * Whether the file begins with a byte order mark.
     *
     * @return false if it does not
     */
    public boolean isMarked() {
        return source.isMarked();
    }

    /**
     * The sign before decimals by which most columns are numbers.
     *
     * @return point or comma
     */
    public String decimal() {
        return style.decimal().name().toLowerCase(Locale.ROOT);
    }

    /**
     * The sign between groups of three digits, if there are such.
     *
     * @return as it is called on the command line
     */
    public Optional<String> thousands() {
        return style.thousands().map(sign -> sign.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Whether numbers would be others if their signs meant something else, such as 1,234 and 1.234.
     *
     * @return true if the user has to look
     */
    public boolean isDecimalUncertain() {
        return uncertain;
    }
}
