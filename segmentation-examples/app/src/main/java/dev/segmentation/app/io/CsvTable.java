package dev.segmentation.app.io;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The columns that were asked for of a CSV file, read by {@link CsvInput}. */
public final class CsvTable {

    private final Path path;
    private final RowLines lines;
    private final Map<String, Texts> texts;
    private final Map<String, Texts> kept;
    private final Map<String, double[]> numbers;
    private final Map<String, int[]> dates; // days since 1970

    CsvTable(
            Path path,
            RowLines lines,
            Map<String, Texts> texts,
            Map<String, Texts> kept,
            Map<String, double[]> numbers,
            Map<String, int[]> dates) {
        this.path = path;
        this.lines = lines;
        this.texts = texts;
        this.kept = kept;
        this.numbers = numbers;
        this.dates = dates;
    }

    /**
     * The number of rows, the header not counted.
     *
     * @return at least 0
     */
    public int rowCount() {
        return lines.size();
    }

    /**
     * Some of the rows; they know their lines.
     *
     * @param rows from 0
     * @return a new table of these rows in this order
     */
    public CsvTable rows(int... rows) {
        Map<String, Texts> someTexts = new LinkedHashMap<>();
        texts.forEach((name, column) -> someTexts.put(name, column.rows(rows)));
        Map<String, Texts> someKept = new LinkedHashMap<>();
        kept.forEach((name, column) -> someKept.put(name, column.rows(rows)));
        Map<String, double[]> someNumbers = new LinkedHashMap<>();
        numbers.forEach((name, column) -> someNumbers.put(
                name, IntStream.of(rows).mapToDouble(row -> column[row]).toArray()));
        Map<String, int[]> someDates = new LinkedHashMap<>();
        dates.forEach((name, column) ->
                someDates.put(name, IntStream.of(rows).map(row -> column[row]).toArray()));
        return new CsvTable(path, lines.rows(rows), someTexts, someKept, someNumbers, someDates);
    }

    /**
     * Where a row begins in the file.
     *
     * @param row from 0
     * @return the line, from 1
     */
    public long line(int row) {
        return lines.line(row);
    }

    /**
     * A text column, each cell as it is in the file, or was before a formula in it was guarded.
     *
     * @param column asked for by {@link CsvInput#texts}
     * @return one text per row; cannot be changed
     */
    public List<String> texts(String column) {
        return Objects.requireNonNull(texts.get(column), column);
    }

    /**
     * A numeric column.
     *
     * @param column asked for by {@link CsvInput#numbers}
     * @return one number per row, NaN where the cell is empty; a new array
     */
    public double[] numbers(String column) {
        return Objects.requireNonNull(numbers.get(column), column).clone();
    }

    /**
     * A cell of a numeric or a text column, as it goes into another file.
     *
     * @param column asked for by {@link CsvInput#numbers} or {@link CsvInput#texts}
     * @param row from 0
     * @return the shortest text of a number, blank if it is missing; of a column read both ways, the number
     */
    public String cell(String column, int row) {
        double[] values = numbers.get(column);
        if (values == null) {
            return Objects.requireNonNull(texts.get(column), column).get(row);
        }
        return Double.isNaN(values[row]) ? "" : Numbers.text(values[row]);
    }

    /**
     * A cell that goes into another file.
     *
     * @param column asked for by {@link CsvInput#kept}
     * @param row from 0
     * @return its text
     */
    public String kept(String column, int row) {
        return Objects.requireNonNull(kept.get(column), column).get(row);
    }

    /**
     * A column of dates.
     *
     * @param column asked for by {@link CsvInput#dates}
     * @return one date per row; cannot be changed
     */
    public List<LocalDate> dates(String column) {
        return new Dates(Objects.requireNonNull(dates.get(column), column));
    }

    /**
     * Numeric columns side by side.
     *
     * @param columns asked for by {@link CsvInput#numbers}
     * @return one row per row of the file, NaN where a cell is empty
     */
    public FeatureMatrix matrix(List<String> columns) {
        FeatureMatrix.Builder builder = FeatureMatrix.builder(columns);
        double[] row = new double[columns.size()];
        List<double[]> sources = columns.stream()
                .map(column -> Objects.requireNonNull(numbers.get(column), column))
                .toList();
        for (int i = 0; i < rowCount(); i++) {
            for (int j = 0; j < row.length; j++) {
                row[j] = sources.get(j)[i];
            }
            builder.addRow(row);
        }
        return builder.build();
    }

    /**
     * Runs work on this table; if it refuses something, the message says of which file, and of lines instead of rows, in the
     * words of {@link Wording}.
     *
     * @param <T> what the work gives
     * @param work takes rows in the order of this table
     * @return what the work gave
     */
    public <T> T located(Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidInputException e) {
            throw named(e);
        }
    }

    private InvalidInputException named(InvalidInputException e) {
        String said = Wording.withLines(Wording.of(e), this);
        String message = said.contains(path.toString()) ? said : path + ": " + place(e, said) + said;
        if (e.row().isPresent()) {
            return new InvalidInputException(
                    e.reason(), e.row().getAsLong(), e.name().orElse("row"), message);
        }
        return e.name()
                .map(name -> new InvalidInputException(e.reason(), name, message))
                .orElse(new InvalidInputException(e.reason(), message));
    }

    /** The line, unless the message says it. */
    private String place(InvalidInputException e, String said) {
        if (e.row().isEmpty() || e.row().getAsLong() >= rowCount()) {
            return "";
        }
        String line = "line " + line((int) e.row().getAsLong());
        return said.matches("(?s).*\\b" + line + "\\b.*") ? "" : line + ": ";
    }
}
