package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.app.page.FilesAsTables.AtMost;
import dev.segmentation.app.page.FilesAsTables.Interval;
import dev.segmentation.app.page.FilesAsTables.Rounded;
import dev.segmentation.app.page.FilesAsTables.Share;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of a page as a browser has them, held against the files that the page was made of. */
final class ShownTables {

    /** What is read, and the attribute with all digits; null in a cell that is no number. */
    record Cell(String text, String exact) {

        /** The number; NaN if there is none. */
        double number() {
            return exact == null ? Double.NaN : Double.parseDouble(exact);
        }

        boolean isHidden() {
            return text.equals("hidden") && exact == null;
        }
    }

    /** A line about a segment, by its number; about none or all, by −1. */
    record Row(int segment, List<Cell> cells) {

        String text(int column) {
            return cells.get(column).text();
        }
    }

    private static final String PERCENT = "\u00a0%";

    private static final String TABLES = """
            Array.from(document.querySelectorAll('table')).map(table => ({
              id: (table.closest('figure') || table.closest('section')).id,
              head: table.tHead.rows[0].cells.length,
              rows: Array.from(table.tBodies[0].rows).map(row => ({
                segment: Number(row.dataset.segment),
                cells: Array.from(row.cells).map(cell => ({text: cell.textContent,
                  exact: cell.hasAttribute('data-value') ? cell.dataset.value : null, title: cell.title || null}))}))}))""";

    private final Map<String, List<Row>> tables = new LinkedHashMap<>();
    private final List<String> segments = new ArrayList<>();
    private int hidden;

    private ShownTables() {}

    /** Those of the page that is open. */
    static ShownTables of(Browser browser) {
        ShownTables shown = new ShownTables();
        for (JsonNode table : browser.run(TABLES)) {
            String id = table.path("id").asText();
            List<Row> rows = new ArrayList<>();
            for (JsonNode row : table.path("rows")) {
                List<Cell> cells = new ArrayList<>();
                for (JsonNode cell : row.path("cells")) {
                    assertThat(cell.path("title")).as(id).isEqualTo(cell.path("exact"));
                    cells.add(new Cell(
                            cell.path("text").asText(), cell.path("exact").textValue()));
                }
                assertThat(cells).as(id).hasSize(table.path("head").asInt());
                rows.add(new Row(row.path("segment").asInt(), cells));
            }
            assertThat(shown.tables.put(id, rows)).as("two tables of " + id).isNull();
        }
        browser.run("Array.from(document.querySelectorAll('.card h3 bdi')).map(name => name.textContent)")
                .forEach(name -> shown.segments.add(name.asText()));
        return shown;
    }

    /** The rows by the id of the figure or part. */
    Map<String, List<Row>> tables() {
        return tables;
    }

    /** The names of the segments, in their order. */
    List<String> segments() {
        return segments;
    }

    /** How many cells say that they are hidden, instead of the number of the file. */
    int hidden() {
        return hidden;
    }

    /**
     * Fails unless there are the same tables, each with the same rows, each number of which is in its cell with all its digits, and
     * what is read of it agrees with them. Cells that are hidden are counted; of flows of nobody there are only those whose number is hidden.
     *
     * @return how many numbers were compared, by table
     */
    Map<String, Integer> assertAsIn(FilesAsTables files) {
        assertThat(tables.keySet())
                .as("tables that are compared with a file")
                .containsExactlyInAnyOrderElementsOf(files.tables().keySet());
        Map<String, Integer> compared = new LinkedHashMap<>();
        tables.forEach((id, rows) ->
                compared.put(id, assertSame(id, rows, files.tables().get(id), files.ofNobody(id))));
        return compared;
    }

    private int assertSame(String id, List<Row> shown, List<List<Object>> expected, List<List<Object>> ofNobody) {
        int named = expected.stream().mapToInt(ShownTables::names).min().orElseThrow();
        Map<List<String>, List<Row>> byName = shown.stream()
                .collect(Collectors.groupingBy(
                        row -> row.cells().subList(0, named).stream()
                                .map(Cell::text)
                                .toList(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        int numbers = 0;
        for (List<Object> row : expected) {
            List<Row> left = byName.getOrDefault(row.subList(0, named), List.of());
            assertThat(left).as(id + ", row " + row).isNotEmpty();
            numbers += assertSame(id + ", row " + row, left.remove(0), row);
        }
        for (List<Object> row : ofNobody) {
            List<Row> left = byName.getOrDefault(row.subList(0, named), List.of());
            if (!left.isEmpty()) {
                assertThat(left.get(0).text(named)).as(id + ", row " + row).isEqualTo("hidden");
                numbers += assertSame(id + ", row " + row, left.remove(0), row);
            }
        }
        assertThat(byName.values()).as("rows of " + id + " that are in no file").allMatch(List::isEmpty);
        return numbers;
    }

    private int assertSame(String where, Row shown, List<Object> expected) {
        assertThat(shown.segment()).as(where).isEqualTo(segments.indexOf(shown.text(0)));
        assertThat(shown.cells()).as(where).hasSameSizeAs(expected);
        int numbers = 0;
        for (int column = 0; column < expected.size(); column++) {
            assertSame(where + ", column " + column, shown.cells().get(column), expected.get(column));
            numbers += shown.cells().get(column).exact() == null ? 0 : 1;
        }
        return numbers;
    }

    /** How many texts a row begins with. */
    private static int names(List<Object> row) {
        int names = 0;
        while (names < row.size() && row.get(names) instanceof String) {
            names++;
        }
        return names;
    }

    private void assertSame(String where, Cell shown, Object expected) {
        if (shown.isHidden()) {
            hidden++;
        } else if (expected instanceof Double number) {
            assertThat(shown.exact()).as(where).isNotNull();
            assertThat(shown.number()).as(where).isEqualTo(number);
            assertReads(where, shown.text(), number);
        } else if (expected instanceof Share share) {
            assertThat(shown.exact()).as(where).isNotNull();
            assertThat(shown.number()).as(where).isEqualTo(share.value());
            assertThat(shown.text()).as(where).endsWith(PERCENT);
            assertReads(where, shown.text().replace(PERCENT, ""), 100 * share.value());
        } else if (expected instanceof AtMost share) {
            assertThat(shown.exact()).as(where).isNull();
            assertThat(shown.text()).as(where).startsWith("at most ").endsWith(PERCENT + ", and perhaps nobody");
            assertReads(where, shown.text().replaceAll("[^\\d.]", ""), 100 * share.upper());
        } else if (expected instanceof Rounded number) {
            assertReads(where, shown.text(), number.value());
        } else if (expected instanceof Interval interval) {
            String[] ends = shown.text().split(" to ", -1);
            assertThat(ends).as(where).hasSize(2);
            assertReads(
                    where,
                    ends[0].replace("\u2212\u221e", "\u221e"),
                    (interval.ofShare() ? 100 : 1) * interval.lower());
            assertThat(ends[0]).as(where).isNotEqualTo("\u221e");
            assertReads(where, ends[1], (interval.ofShare() ? 100 : 1) * interval.upper());
        } else {
            assertThat(shown).as(where).isEqualTo(new Cell((String) expected, null));
        }
    }

    /** No further from a number than half of the last digit that is written. */
    static void assertReads(String where, String text, double number) {
        if (Double.isNaN(number)) {
            assertThat(text).as(where).isEqualTo("\u221e");
            return;
        }
        BigDecimal read = new BigDecimal(text.replace(",", ""));
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(-read.scale());
        assertThat(read.subtract(new BigDecimal(number)).abs())
                .as(where + ": " + text + " for " + number)
                .isLessThanOrEqualTo(unit.multiply(new BigDecimal("0.500001")));
    }
}
