package dev.segmentation.app.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The numbers of a chart, as a table: for who cannot see the chart, and for who wants them exactly. */
final class DataTable {

    /** Stands where a count is hidden. */
    static final String HIDDEN = "hidden";

    /** What is shown, all digits of a number, and the ends of an interval; empty and NaN if it is none. */
    record Cell(String text, String exact, double lower, double upper) {}

    record Row(int segment, String label, List<Cell> cells) {}

    private final String caption;
    private final List<String> head;
    private final List<Row> rows = new ArrayList<>();

    DataTable(String caption, String... head) {
        this(caption, List.of(head));
    }

    /** The first column names the rows. */
    DataTable(String caption, List<String> head) {
        this.caption = caption;
        this.head = List.copyOf(head);
    }

    /** A line in the making. */
    final class Line {

        private final int segment;
        private final String label;
        private final List<Cell> cells = new ArrayList<>();

        private Line(int segment, String label) {
            this.segment = segment;
            this.label = label;
        }

        Line text(String text) {
            cells.add(new Cell(text, "", Double.NaN, Double.NaN));
            return this;
        }

        Line hidden() {
            return text(HIDDEN);
        }

        /** The number as people read it; all its digits are kept beside it. */
        Line number(Unit unit, double value) {
            cells.add(new Cell(
                    unit.text(value), Double.isNaN(value) ? "" : Double.toString(value), Double.NaN, Double.NaN));
            return this;
        }

        /** The number, of which something else is shown; all its digits are kept beside that. */
        Line number(double value, String shown) {
            cells.add(new Cell(shown, Double.toString(value), Double.NaN, Double.NaN));
            return this;
        }

        /** So many customers. */
        Line count(long number) {
            cells.add(new Cell(Unit.count(number), Long.toString(number), Double.NaN, Double.NaN));
            return this;
        }

        /** The number, or why there is none. */
        Line value(Unit unit, Measure measure) {
            return measure.isDefined() ? number(unit, measure.value()) : text(measure.withoutValue());
        }

        Line interval(Unit unit, Measure measure) {
            if (measure.isHidden()) {
                return hidden();
            }
            if (!measure.hasInterval()) {
                return text(measure.hasNoWidth() ? "none: " + Unit.WITHOUT_WIDTH : "\u2013");
            }
            cells.add(new Cell(unit.interval(measure), "", measure.lower(), measure.upper()));
            return this;
        }

        Line customers(Measure measure) {
            if (measure.isHidden()) {
                return hidden();
            }
            return measure.customers().isPresent() ? count(measure.customers().getAsLong()) : text("\u2013");
        }

        void end() {
            if (cells.size() != head.size() - 1) {
                throw new IllegalStateException(caption + ": " + cells.size() + " cells, not " + (head.size() - 1));
            }
            rows.add(new Row(segment, label, List.copyOf(cells)));
        }
    }

    /** A line about a segment, by its number; about none or all, by −1. */
    Line line(int segment, String label) {
        return new Line(segment, label);
    }

    void addTo(Html html) {
        html.open("div", "class", "scroll", "role", "group", "tabindex", "0", "aria-label", caption)
                .open("table")
                .element("caption", caption)
                .open("thead")
                .open("tr");
        head.forEach(name -> html.open("th", "scope", "col").name(name).close());
        html.close().closeLine().open("tbody");
        for (Row row : rows) {
            html.open("tr", "data-segment", Integer.toString(row.segment))
                    .open("th", "scope", "row")
                    .name(row.label)
                    .close();
            for (Cell cell : row.cells) {
                if (cell.exact.isEmpty()) {
                    html.open("td").text(cell.text).close();
                } else {
                    html.open("td", "class", "number", "data-value", cell.exact, "title", cell.exact)
                            .text(cell.text)
                            .close();
                }
            }
            html.closeLine();
        }
        html.close().close().closeLine();
    }

    /** The lines so far, with no more than is shown. */
    List<ShownLine> shown() {
        return rows.stream().map(row -> new ShownLine(head, row)).toList();
    }

    boolean hasColumn(String name) {
        return head.contains(name);
    }

    /** Whether anything in it is hidden. */
    boolean hidesAny() {
        return cells().anyMatch(HIDDEN::equals);
    }

    /** Why a number in it is none, such as {@code undefined: nobody is in it}. */
    Optional<String> firstUndefined() {
        return cells().filter(text -> text.startsWith("undefined")).findFirst();
    }

    private Stream<String> cells() {
        return rows.stream().flatMap(row -> row.cells.stream()).map(Cell::text);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }
}
