package dev.segmentation.app.page;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A line of a {@link DataTable} as its readers see it: what is hidden in the table is unknown here. Sentences about a picture
 * are made of nothing else.
 */
final class ShownLine {

    private final List<String> head;
    private final DataTable.Row row;

    ShownLine(List<String> head, DataTable.Row row) {
        this.head = head;
        this.row = row;
    }

    /** The number of its segment; −1 if it is about none, or about all. */
    int segment() {
        return row.segment();
    }

    String label() {
        return row.label();
    }

    /** The label in the middle of a sentence. */
    String name() {
        return quoted(row.label());
    }

    /** A name in the middle of a sentence. */
    static String quoted(String name) {
        return "\u201c" + Visible.name(name) + "\u201d";
    }

    String text(String column) {
        return cell(column).text();
    }

    /** NaN if it is hidden, or undefined. */
    double number(String column) {
        String exact = cell(column).exact();
        return exact.isEmpty() ? Double.NaN : Double.parseDouble(exact);
    }

    boolean has(String column) {
        return Double.isFinite(number(column));
    }

    boolean isHidden(String column) {
        return text(column).equals(DataTable.HIDDEN);
    }

    /** Such as {@code  (24.7 to 27.5)}; empty if there is none. */
    String interval(String column) {
        DataTable.Cell cell = cell(column);
        return Double.isNaN(cell.lower()) && Double.isNaN(cell.upper()) ? "" : " (" + cell.text() + ")";
    }

    /** Whether there is an interval, and a number is not within it. */
    boolean excludes(String column, double value) {
        DataTable.Cell cell = cell(column);
        return cell.lower() > value || cell.upper() < value;
    }

    private DataTable.Cell cell(String column) {
        int at = head.indexOf(column);
        if (at < 1) {
            throw new IllegalArgumentException("there is no column " + column + " among " + head);
        }
        return row.cells().get(at - 1);
    }

    /** The line of which something is largest, the first of several; empty if it is of none a number. */
    static Optional<ShownLine> most(List<ShownLine> lines, ToDoubleFunction<ShownLine> of) {
        return lines.stream()
                .filter(line -> !Double.isNaN(of.applyAsDouble(line)))
                .sorted(Comparator.comparingDouble(of).reversed())
                .findFirst();
    }

    /** What is added to a superlative if several are the most. */
    static String ties(List<ShownLine> lines, ToDoubleFunction<ShownLine> of) {
        double[] numbers = lines.stream()
                .mapToDouble(of)
                .filter(number -> !Double.isNaN(number))
                .toArray();
        double most = Arrays.stream(numbers).max().orElse(Double.NaN);
        long others = Arrays.stream(numbers).filter(number -> number == most).count() - 1;
        return others < 1 ? "" : ", and " + others + (others == 1 ? " other" : " others") + " as much";
    }

    /** What is added to a superlative if there may be more of it among what is hidden in any of some columns. */
    static String among(List<ShownLine> lines, String... columns) {
        return lines.stream().anyMatch(line -> Stream.of(columns).anyMatch(line::isHidden))
                ? " as far as is shown"
                : "";
    }
}
