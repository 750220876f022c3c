package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.app.page.ShownTables.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The numbers that are drawn, held against the tables below the pictures. */
final class ShownCharts {

    /** Numbers by what they are of; those of the same in the order of the page. */
    private static final class Numbers {

        private final Map<String, List<Double>> byName = new TreeMap<>();

        void add(String name, double... numbers) {
            List<Double> all = byName.computeIfAbsent(name, key -> new ArrayList<>());
            for (double number : numbers) {
                all.add(number);
            }
        }
    }

    /** How the rows of a table are told apart, and which of their columns are drawn. */
    private record Columns(Function<Row, String> name, int... columns) {

        Numbers of(List<Row> rows) {
            Numbers numbers = new Numbers();
            rows.forEach(row -> numbers.add(
                    name.apply(row),
                    IntStream.of(columns)
                            .mapToDouble(column -> row.cells().get(column).number())
                            .toArray()));
            return numbers;
        }
    }

    /** The columns of each table that are drawn; the first of a list is the number to which the interval belongs. */
    private static final Map<String, Columns> DRAWN = Map.ofEntries(
            Map.entry("profile-index", new Columns(row -> row.text(1) + "|" + row.text(0), 4)),
            Map.entry("profile-boxes", new Columns(row -> row.text(1) + "|" + row.text(0), 3, 4, 5, 6, 7)),
            Map.entry("profile-histograms", new Columns(row -> row.text(1) + "|" + row.text(0), 5)),
            Map.entry("profile-levels", new Columns(row -> row.text(1) + " = " + row.text(2) + "|" + row.text(0), 4)),
            Map.entry("sizes", new Columns(row -> row.text(0) + "|" + row.text(1), 2)),
            Map.entry("value-over-time", new Columns(row -> row.text(0) + "|" + row.text(1), 2)),
            Map.entry("flows", new Columns(row -> row.text(0) + "|" + row.text(1) + "|" + row.text(2), 3)),
            Map.entry("matrix", new Columns(row -> row.text(0) + "|" + row.text(1), 4)),
            Map.entry("direction", new Columns(row -> row.text(0), 1)),
            Map.entry("noise", new Columns(row -> row.text(0), 1)),
            Map.entry("bridge", new Columns(row -> row.text(0), 1, 2, 3, 4, 5, 6, 7, 8)),
            Map.entry("mobility", new Columns(row -> row.text(1) + "|" + row.text(0), 2)),
            Map.entry("drift", new Columns(row -> row.text(0), 2, 3, 4)),
            Map.entry("criteria", new Columns(row -> row.text(0) + ", " + row.text(5) + " is better", 1, 2)),
            Map.entry("stability", new Columns(row -> row.text(0) + " segments|" + row.text(1), 2)),
            Map.entry(
                    "origins",
                    new Columns(
                            row -> row.text(0) + "|" + row.text(1).substring(8) + "|"
                                    + row.text(2).substring(8),
                            3)),
            Map.entry("silhouette", new Columns(row -> row.text(0), 6, 7, 8, 9, 10)));

    /** Where the table has the interval that is drawn. */
    private static final Map<String, Integer> INTERVALS = Map.of(
            "profile-index",
            5,
            "profile-levels",
            5,
            "noise",
            2,
            "direction",
            2,
            "mobility",
            3,
            "criteria",
            3,
            "stability",
            3);

    /** Of the customers of a single date, there is another table of the same name. */
    private static final Columns SIZES_OF_ONE_DATE = new Columns(row -> row.text(0), 2);

    private final JsonNode charts;
    private final ShownTables tables;

    private ShownCharts(JsonNode charts, ShownTables tables) {
        this.charts = charts;
        this.tables = tables;
    }

    /** Those of the page that is open. */
    static ShownCharts of(Browser browser, ShownTables tables) {
        String data = browser.run("document.getElementById('report-data').textContent")
                .asText();
        try {
            return new ShownCharts(new ObjectMapper().readTree(data).path("charts"), tables);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless each picture draws the numbers of its table, all of them and no others. */
    void assertAsInTables() {
        for (Map.Entry<String, JsonNode> entry : charts.properties()) {
            String id = entry.getKey();
            JsonNode chart = entry.getValue();
            List<Row> rows = tables.tables().get(id);
            assertThat(rows).as("table of " + id).isNotEmpty();
            boolean oneDate = id.equals("sizes") && chart.path("kind").asText().equals("intervals");
            Columns columns = oneDate ? SIZES_OF_ONE_DATE : DRAWN.get(id);
            assertThat(columns).as("what is drawn of " + id).isNotNull();
            Numbers expected = columns.of(rows);
            Numbers drawn = drawn(id, chart);
            if (id.equals("drift")) {
                expected.byName.replaceAll(
                        (signal, numbers) -> List.of(numbers.get(0) / numbers.get(2), numbers.get(1) / numbers.get(2)));
            }
            assertThat(drawn.byName).as("drawn of " + id).isEqualTo(expected.byName);
            Integer intervals = oneDate ? Integer.valueOf(3) : INTERVALS.get(id);
            if (intervals != null) {
                intervals(id, chart, columns, intervals, rows);
            }
        }
        List<String> pictured = new ArrayList<>(tables.tables().keySet());
        pictured.remove("method"); // centers
        assertThat(charts.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(pictured);
    }

    private static Numbers drawn(String id, JsonNode chart) {
        Numbers numbers = new Numbers();
        switch (chart.path("kind").asText()) {
            case "intervals" -> points(id, chart, numbers);
            case "boxes" -> boxes(id, chart, numbers);
            case "histograms" ->
                chart.path("groups")
                        .forEach(group -> group.path("series")
                                .forEach(line -> line.path("shares")
                                        .forEach(share ->
                                                numbers.add(title(group) + "|" + label(line), share.asDouble()))));
            case "lines" ->
                chart.path("series").forEach(line -> {
                    assertThat(line.path("values").size())
                            .isEqualTo(chart.path("dates").size());
                    for (int date = 0; date < line.path("values").size(); date++) {
                        numbers.add(
                                label(line) + "|"
                                        + chart.path("dates").path(date).asText(),
                                line.path("values").path(date).doubleValue());
                    }
                });
            case "sankey" -> links(id, chart, numbers);
            case "heat" ->
                chart.path("cells")
                        .forEach(cell -> numbers.add(
                                label(chart.path("rows").path(cell.path("row").asInt())) + "|"
                                        + label(chart.path("columns")
                                                .path(cell.path("column").asInt())),
                                cell.path("v").asDouble(Double.NaN)));
            case "waterfall" ->
                chart.path("groups")
                        .forEach(group -> group.path("steps")
                                .forEach(step -> numbers.add(
                                        label(group),
                                        (label(step).equals("lost customers")
                                                                        || label(step)
                                                                                .equals("moved out")
                                                                ? -1
                                                                : 1)
                                                        * step.path("v").doubleValue()
                                                + 0.0)));
            case "bands" ->
                chart.path("rows")
                        .forEach(row -> numbers.add(
                                label(row),
                                row.path("v").asDouble(Double.NaN),
                                row.path("watch").asDouble(Double.NaN)));
            case "curves" ->
                chart.path("groups")
                        .forEach(group -> group.path("points")
                                .forEach(point -> numbers.add(
                                        title(group),
                                        point.path("x").doubleValue(),
                                        point.path("v").asDouble(Double.NaN))));
            default -> throw new AssertionError(id + " is of a kind that is not compared: " + chart.path("kind"));
        }
        return numbers;
    }

    private static String title(JsonNode group) {
        return group.path("title").asText();
    }

    private static String label(JsonNode node) {
        return node.path("label").asText();
    }

    /** The titles of groups are of the picture alone where there are no columns for them. */
    private static String name(String id, JsonNode group, JsonNode row) {
        return id.equals("noise") || id.equals("direction") || id.equals("sizes") || id.equals("silhouette")
                ? label(row)
                : title(group) + "|" + label(row);
    }

    private static void points(String id, JsonNode chart, Numbers numbers) {
        for (JsonNode group : chart.path("groups")) {
            for (JsonNode row : group.path("rows")) {
                numbers.add(name(id, group, row), row.path("v").asDouble(Double.NaN));
            }
        }
    }

    private static void boxes(String id, JsonNode chart, Numbers numbers) {
        for (JsonNode group : chart.path("groups")) {
            for (JsonNode row : group.path("rows")) {
                JsonNode q = row.path("q");
                assertThat(q.size()).as(id).isEqualTo(5);
                q.forEach(value -> numbers.add(name(id, group, row), value.asDouble(Double.NaN)));
            }
        }
    }

    private static void links(String id, JsonNode chart, Numbers numbers) {
        Map<String, JsonNode> nodes = new HashMap<>();
        chart.path("nodes")
                .forEach(node -> assertThat(nodes.put(node.path("id").asText(), node))
                        .as(id)
                        .isNull());
        for (JsonNode link : chart.path("links")) {
            JsonNode from = nodes.get(link.path("a").asText());
            JsonNode to = nodes.get(link.path("b").asText());
            int depth = from.path("depth").asInt();
            assertThat(to.path("depth").asInt()).as(id).isEqualTo(depth + 1);
            String before = chart.path("dates").path(depth).asText();
            String after = chart.path("dates").path(depth + 1).asText();
            String name = id.equals("flows")
                    ? label(from) + "|" + before + " to " + after + "|" + label(to)
                    : before.replace(" segments", "") + "|" + label(from).replaceAll(":.*", "") + "|"
                            + label(to).replaceAll(":.*", "");
            numbers.add(name, link.path("v").doubleValue());
        }
    }

    /** The ends that are drawn are those that are read. */
    private static void intervals(String id, JsonNode chart, Columns columns, int at, List<Row> rows) {
        Map<String, List<Row>> byName = new HashMap<>();
        rows.forEach(row -> byName.computeIfAbsent(columns.name().apply(row), key -> new ArrayList<>())
                .add(row));
        for (JsonNode group : chart.path("groups")) {
            for (JsonNode point : group.path(id.equals("criteria") ? "points" : "rows")) {
                String name = id.equals("criteria") ? title(group) : name(id, group, point);
                Row row = byName.get(name).remove(0);
                String value = row.text(at - 1);
                boolean open = value.startsWith("at most ");
                String[] ends = row.text(at).startsWith("none: ")
                        ? new String[1]
                        : row.text(at).split(" to ", -1);
                int times = value.endsWith("%") || open ? 100 : 1;
                if (ends.length == 1 || !(point.has("v") || open)) {
                    assertThat(point.has("lo") || point.has("hi"))
                            .as(id + ", " + name)
                            .isFalse();
                } else {
                    ShownTables.assertReads(
                            id + ", " + name,
                            ends[0].replace("\u2212\u221e", "\u221e"),
                            times * point.path("lo").asDouble(Double.NaN));
                    ShownTables.assertReads(
                            id + ", " + name, ends[1], times * point.path("hi").asDouble(Double.NaN));
                }
                assertThat(point.path("tip").asText())
                        .as(id + ", " + name)
                        .contains(value)
                        .contains(ends.length == 2 && !open ? row.text(at) : "");
            }
        }
        assertThat(byName.values()).as(id).allMatch(List::isEmpty);
    }
}
