package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.app.page.ShownTables.Cell;
import dev.segmentation.app.page.ShownTables.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The shapes that are really on the canvas, by form, color and whether they are faded, held against the tables below the
 * pictures: as many as there are numbers, in the color of their segment, and none of what is hidden.
 */
final class DrawnMarks {

    /** The shapes of the series of each chart, without axes and texts, that can be seen. */
    private static final String SHAPES = """
            (() => {
              const pen = document.createElement('canvas').getContext('2d');
              const plain = color => {
                if (!color || color === 'none' || color === 'transparent') { return ''; }
                pen.fillStyle = '#123456';
                pen.fillStyle = color;
                return pen.fillStyle;
              };
              const style = getComputedStyle(document.documentElement);
              const read = name => plain(style.getPropertyValue('--' + name).trim());
              const names = ['page', 'card', 'text', 'quiet', 'good', 'bad', 'ok-band', 'watch-band', 'refresh-band'];
              const swatches = Array.from(document.querySelectorAll('.chooser .swatch, .card .swatch')).map(one => {
                const look = getComputedStyle(one);
                const hollow = look.borderTopStyle === 'solid' && plain(look.backgroundColor) !== plain(look.borderTopColor);
                return {segment: Number(one.dataset.color), color: plain(hollow ? look.borderTopColor : look.backgroundColor), hollow};
              });
              const charts = Array.from(document.querySelectorAll('[data-chart]')).map(place => {
                const picture = echarts.getInstanceByDom(place.firstElementChild);
                const seen = new Set(picture.getZr().storage.getDisplayList(true));
                const shapes = [];
                picture.getModel().getSeries().forEach(series => picture.getViewOfSeriesModel(series).group.traverse(shape => {
                  if (!seen.has(shape) || shape.invisible || shape.type === 'text' || shape.type === 'tspan') { return; }
                  const box = shape.getPaintRect();
                  const clip = shape.getClipPath() && shape.getClipPath().getPaintRect();
                  const visible = shape.style.opacity > 0 && box.x < picture.getWidth() && box.y < picture.getHeight()
                    && box.x + box.width > 0 && box.y + box.height > 0 && (!clip || box.intersect(clip));
                  const line = shape.type === 'line';
                  shapes.push({type: shape.type, visible, fill: line ? '' : plain(shape.style.fill), stroke: plain(shape.style.stroke),
                    lineWidth: shape.style.lineWidth, opacity: shape.style.opacity, dashed: Array.isArray(shape.style.lineDash) || ['dashed', 'dotted'].includes(shape.style.lineDash),
                    x: box.x, width: line ? Math.abs(shape.shape.x2 - shape.shape.x1) : box.width,
                    height: line ? Math.abs(shape.shape.y2 - shape.shape.y1) : box.height});
                }));
                const chart = JSON.parse(document.getElementById('report-data').textContent).charts[place.dataset.chart];
                return {id: place.dataset.chart, kind: chart.kind, titles: (chart.groups || []).map(group => group.title), shapes};
              });
              return {segments: Array.from({length: 10}, (unused, i) => read('c' + i)), swatches, charts,
                colors: Object.fromEntries(names.map(name => [name, read(name)]))};
            })()""";

    /** Where a table has the number of a dot, and its interval. */
    private record Dot(int value, int interval) {}

    private static final Map<String, Dot> DOTS = Map.of(
            "profile-index", new Dot(4, 5),
            "profile-levels", new Dot(4, 5),
            "direction", new Dot(1, 2),
            "noise", new Dot(1, 2),
            "mobility", new Dot(2, 3),
            "stability", new Dot(2, 3),
            "sizes", new Dot(2, 3));

    private static final int OF_ALL = -1;

    private final JsonNode drawn;
    private final ShownTables tables;
    private final List<String> segments;
    private final int chosen;

    private DrawnMarks(JsonNode drawn, ShownTables tables, int chosen) {
        this.drawn = drawn;
        this.tables = tables;
        this.segments = tables.segments();
        this.chosen = chosen;
    }

    /**
     * Those of the page that is open.
     *
     * @param chosen the segment that was chosen; −1 if none was
     */
    static DrawnMarks of(Browser browser, ShownTables tables, int chosen) {
        return new DrawnMarks(browser.run(SHAPES), tables, chosen);
    }

    List<String> charts() {
        List<String> ids = new ArrayList<>();
        drawn.path("charts").forEach(chart -> ids.add(chart.path("id").asText()));
        return ids;
    }

    /** Fails unless every number of every table is drawn, looks as its segment does on buttons and cards, and nothing else is. */
    void assertAsInTables() {
        assertSwatches();
        for (JsonNode chart : drawn.path("charts")) {
            String id = chart.path("id").asText();
            Counts expected = new Counts();
            List<Row> rows = tables.tables().get(id);
            switch (chart.path("kind").asText()) {
                case "intervals" -> intervals(DOTS.get(id), pictured(chart, rows), expected);
                case "boxes" -> boxes(rows, rows.get(0).cells().size() - 5, expected);
                case "histograms" -> lines(rows, 5, 1, expected);
                case "lines" -> lines(rows, 2, 0, expected);
                case "sankey" -> sankey(rows, id.equals("flows"), expected);
                case "heat" -> heat(rows, expected);
                case "waterfall" -> waterfall(rows, expected);
                case "bands" -> bands(rows, expected);
                case "curves" -> curves(rows, expected);
                default -> throw new AssertionError(id + " is of a kind that is not compared");
            }
            assertThat(expected.byLook).as("marks of " + id).isNotEmpty();
            assertThat(seen(chart).byLook)
                    .as("marks of %s, segment %d chosen", id, chosen)
                    .isEqualTo(expected.byLook);
        }
    }

    /** A button and a card have the color of the palette. */
    private void assertSwatches() {
        assertThat(drawn.path("swatches")).hasSize(2 * segments.size()).allSatisfy(swatch -> {
            int segment = swatch.path("segment").asInt();
            assertThat(swatch.path("color").asText()).isEqualTo(color(segment));
            assertThat(swatch.path("hollow").asBoolean()).isEqualTo(isHollow(segment));
        });
        Set<String> looks = new HashSet<>();
        for (int s = 0; s < Math.min(20, segments.size()); s++) {
            looks.add(look(s));
        }
        assertThat(looks).hasSize(Math.min(20, segments.size())).doesNotContain(named("quiet"), named("text"));
    }

    // ---- what there should be

    /** How many shapes look how. */
    private static final class Counts {

        private final Map<String, Integer> byLook = new TreeMap<>();

        void add(String form, String look) {
            byLook.merge(form + " " + look, 1, Integer::sum);
        }
    }

    private String named(String name) {
        return drawn.path("colors").path(name).asText();
    }

    private String color(int segment) {
        return segment == OF_ALL
                ? named("quiet")
                : drawn.path("segments").path(segment % 10).asText();
    }

    private static boolean isHollow(int segment) {
        return segment >= 0 && segment / 10 % 2 == 1;
    }

    private String look(int segment) {
        return color(segment) + (isHollow(segment) ? " hollow" : "");
    }

    private String fading(int segment) {
        return chosen != OF_ALL && segment != chosen && segment != OF_ALL ? " faded" : "";
    }

    private void mark(Counts counts, String form, int segment) {
        counts.add(form, look(segment) + fading(segment));
    }

    private static boolean has(Row row, int column) {
        return row.cells().get(column).exact() != null;
    }

    /** The table has more columns than there are panels. */
    private static List<Row> pictured(JsonNode chart, List<Row> rows) {
        String id = chart.path("id").asText();
        if (!id.startsWith("profile-")) {
            return rows;
        }
        List<String> titles = new ArrayList<>();
        chart.path("titles").forEach(title -> titles.add(title.asText()));
        assertThat(titles).isNotEmpty().hasSizeLessThanOrEqualTo(8);
        return rows.stream()
                .filter(row ->
                        titles.contains(id.equals("profile-index") ? row.text(1) : row.text(1) + " = " + row.text(2)))
                .toList();
    }

    /** A dot for a number, a line for an interval. */
    private void intervals(Dot dot, List<Row> rows, Counts expected) {
        for (Row row : rows) {
            boolean isOpen = row.text(dot.value()).startsWith("at most ");
            if (has(row, dot.value())) {
                mark(expected, "dot", row.segment());
            }
            if ((has(row, dot.value()) || isOpen) && row.text(dot.interval()).contains(" to ")) {
                mark(expected, "line", row.segment());
            }
        }
    }

    private void boxes(List<Row> rows, int first, Counts expected) {
        for (Row row : rows) {
            if (has(row, first + 1) && has(row, first + 3)) {
                mark(expected, "bar", row.segment());
            }
            if (has(row, first) && has(row, first + 4)) {
                mark(expected, "line", row.segment());
            }
            if (has(row, first + 2)) {
                expected.add("upright", named("page") + fading(row.segment()));
                expected.add("upright", named("text") + fading(row.segment()));
            }
        }
    }

    /** A dot for a number; a curve for all of them, by segment and another column. */
    private void lines(List<Row> rows, int value, int by, Counts expected) {
        Set<String> curves = new HashSet<>();
        for (Row row : rows) {
            if (has(row, value)) {
                mark(expected, "dot", row.segment());
                if (curves.add(row.segment() + "/" + row.text(by))) {
                    mark(expected, "curve", row.segment());
                }
            }
        }
    }

    /** A ribbon for a flow, of the color of where it begins; a bar for a segment at a date that has any. */
    private void sankey(List<Row> rows, boolean ofSegments, Counts expected) {
        Set<String> bars = new HashSet<>();
        for (Row row : rows) {
            if (has(row, 3)) {
                int from = row.segment();
                int to = ofSegments ? segments.indexOf(row.text(2)) : OF_ALL;
                boolean isFaded = chosen != OF_ALL && from != chosen && to != chosen && (from >= 0 || to >= 0);
                expected.add("ribbon", color(from) + (isFaded ? " faded" : ""));
                String before = ofSegments ? row.text(1).split(" to ", -1)[0] : row.text(0);
                String after = ofSegments
                        ? row.text(1).split(" to ", -1)[1]
                        : Integer.toString(Integer.parseInt(row.text(0)) + 1);
                if (bars.add(before + row.text(ofSegments ? 0 : 1))) {
                    mark(expected, "bar", from);
                }
                if (bars.add(after + row.text(2))) {
                    mark(expected, "bar", to);
                }
            }
        }
    }

    private void heat(List<Row> rows, Counts expected) {
        for (Row row : rows) {
            boolean isFaded = chosen != OF_ALL && row.segment() != chosen && segments.indexOf(row.text(1)) != chosen;
            expected.add("bar", (has(row, 4) ? "of the scale" : "of no number") + (isFaded ? " faded" : ""));
        }
    }

    /** Of all, or of the segment that was chosen; what is hidden is one bar. */
    private void waterfall(List<Row> rows, Counts expected) {
        Row row = rows.stream()
                .filter(one -> one.segment() == chosen && has(one, 1) && has(one, 8))
                .findFirst()
                .orElse(rows.get(0));
        expected.add("bar", look(row.segment()));
        expected.add("bar", look(row.segment()));
        double hidden = row.cells().get(8).number() - row.cells().get(1).number();
        boolean any = false;
        for (int column = 2; column < 8; column++) {
            double sign = column == 3 || column == 5 ? -1 : 1;
            Cell cell = row.cells().get(column);
            if (cell.exact() == null) {
                any = true;
            } else {
                hidden -= sign * cell.number();
                expected.add("bar", named(sign * cell.number() < 0 ? "bad" : "good"));
            }
        }
        if (any) {
            expected.add("bar", named(hidden < 0 ? "bad" : "good"));
        }
    }

    private void bands(List<Row> rows, Counts expected) {
        for (Row row : rows) {
            for (String band : List.of("ok-band", "watch-band", "refresh-band")) {
                expected.add("bar", named(band));
            }
            if (has(row, 2) && has(row, 4)) {
                expected.add("dot", named("text"));
            }
        }
    }

    /** Of no segment, so that none has these colors. */
    private void curves(List<Row> rows, Counts expected) {
        Set<String> curves = new HashSet<>();
        for (Row row : rows) {
            if (has(row, 2)) {
                expected.add("dot", named("text") + (row.text(1).equals(row.text(6)) ? " hollow" : ""));
                if (row.text(3).contains(" to ")) {
                    expected.add("upright", named("quiet"));
                }
                if (curves.add(row.text(0))) {
                    expected.add("curve", named("quiet"));
                }
            }
        }
    }

    // ---- what there is

    private Counts seen(JsonNode chart) {
        Counts counts = new Counts();
        String kind = chart.path("kind").asText();
        for (JsonNode shape : chart.path("shapes")) {
            String type = shape.path("type").asText();
            boolean isLine = type.equals("line");
            boolean isUpright =
                    isLine && shape.path("height").asDouble() > 0; // lines of intervals may be as short as they like
            boolean isEnd = isUpright
                            && (kind.equals("intervals")
                                    || kind.equals("boxes")
                                            && shape.path("height").asDouble() < 15)
                    || isLine && kind.equals("waterfall"); // of an interval, or from one bar to the next
            if (!shape.path("visible").asBoolean()) {
                counts.add(form(kind, type, isUpright), "that cannot be seen");
            } else if (!isEnd) {
                counts.add(form(kind, type, isUpright), look(kind, shape) + fading(kind, type, shape));
            }
        }
        return counts;
    }

    private static String form(String kind, String type, boolean isUpright) {
        return switch (type) {
            case "line" -> isUpright ? "upright" : "line";
            case "rect" -> "bar";
            case "ec-polyline" -> "curve";
            case "path" -> kind.equals("sankey") ? "ribbon" : "dot";
            default -> "dot";
        };
    }

    private String look(String kind, JsonNode shape) {
        String fill = shape.path("fill").asText();
        String stroke = shape.path("stroke").asText();
        if (kind.equals("heat")) {
            return fill.equals(named("page")) ? "of no number" : "of the scale";
        }
        if (fill.isEmpty()) {
            return stroke + (shape.path("dashed").asBoolean() ? " hollow" : "");
        }
        boolean isHollow = fill.equals(named("page")) && shape.path("lineWidth").asDouble() >= 2;
        return isHollow ? stroke + " hollow" : fill;
    }

    private static String fading(String kind, String type, JsonNode shape) {
        double most = kind.equals("sankey") && type.equals("path") ? 0.3 : kind.equals("heat") ? 0.3 : 0.2;
        return shape.path("opacity").asDouble() < most ? " faded" : "";
    }
}
