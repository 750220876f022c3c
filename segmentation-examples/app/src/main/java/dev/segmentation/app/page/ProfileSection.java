package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the customers of each segment are like, against all: indices with intervals, and whole distributions. */
final class ProfileSection {

    /** More pictures do not help; the table has all columns. */
    private static final int MOST_PICTURES = 8;

    /** Quantiles of a box: whiskers, box, middle. */
    static final double[] BOX = {0.05, 0.25, 0.5, 0.75, 0.95};

    private final Draft draft;
    private final JsonNode profile;

    ProfileSection(Draft draft) {
        this.draft = draft;
        this.profile = draft.profile();
    }

    void add() {
        draft.section(Part.PROFILE, () -> {
            if (profile.isMissingNode()) {
                draft.missing("Profiles have not been computed.", "segment cluster");
                return;
            }
            draft.warn("profile.json", "evidence.json");
            List<String> pictured = pictured();
            index(pictured);
            boxes(pictured);
            histograms(pictured);
            levels();
        });
    }

    private int number(JsonNode segment) {
        return draft.segments().number(segment.path("segment").asText());
    }

    /** Numeric columns, those in which segments differ most first. */
    private List<String> pictured() {
        Map<String, Double> strongest = new LinkedHashMap<>();
        for (JsonNode segment : profile.path("segments")) {
            for (JsonNode column : segment.path("numeric")) {
                if (!Redaction.isHidden(column)) {
                    strongest.merge(column.path("column").asText(), Marker.strengthOf(column), Math::max);
                }
            }
        }
        return strongest.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_PICTURES)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void index(List<String> pictured) {
        DataTable table = new DataTable(
                "Mean of each numeric column by segment, and its index against the total",
                "segment",
                "column",
                "mean",
                "mean of all",
                "index",
                "interval",
                "customers",
                "missing");
        Map<String, ArrayNode> groups = new LinkedHashMap<>();
        Chart chart = new Chart(
                "profile-index",
                "intervals",
                "Index against the total",
                "The mean of a segment in percent of the mean of all customers, with its interval: at 100 a segment is like"
                        + " all; at 200 it has twice as much, at 50 half."
                        + (pictured.size() == MOST_PICTURES ? " Pictured are the columns that differ most." : ""),
                table);
        chart.saying(ProfileSays::index);
        ArrayNode all = chart.data()
                .put("reference", Marker.LIKE_ALL)
                .put("unit", "number")
                .putArray("groups");
        pictured.forEach(column ->
                groups.put(column, all.addObject().put("title", column).putArray("rows")));
        for (JsonNode segment : profile.path("segments")) {
            String name = segment.path("segment").asText();
            for (JsonNode column : segment.path("numeric")) {
                String title = column.path("column").asText();
                DataTable.Line line = table.line(number(segment), name).text(title);
                if (Redaction.isHidden(column)) {
                    line.hidden().hidden().hidden().hidden().hidden().hidden().end();
                    continue;
                }
                Measure index = Measure.of(column.path("index"));
                line.number(Unit.NUMBER, column.path("mean").asDouble(Double.NaN))
                        .number(Unit.NUMBER, column.path("totalMean").asDouble(Double.NaN))
                        .value(Unit.NUMBER, index)
                        .interval(Unit.NUMBER, index)
                        .number(Unit.COUNT, column.path("count").asDouble())
                        .number(Unit.COUNT, column.path("missing").asDouble())
                        .end();
                if (groups.containsKey(title)) {
                    Draft.point(groups.get(title), number(segment), name, Unit.NUMBER, index);
                }
            }
        }
        if (!table.isEmpty()) {
            draft.chart(chart);
        }
    }

    private void boxes(List<String> pictured) {
        DataTable table = new DataTable(
                "Quantiles of each numeric column by segment",
                "segment",
                "column",
                "customers",
                "5 %",
                "25 %",
                "median",
                "75 %",
                "95 %");
        Chart chart = new Chart(
                "profile-boxes",
                "boxes",
                "Spread within segments",
                "Half of the customers of a segment are within its box, nine tenths within its whiskers; the line is the"
                        + " median. Boxes that overlap say that segments share many customers of the same kind. They describe the customers"
                        + " of the file; how sure the means are, the indices above say."
                        + (draft.leastCustomers() > 1
                                ? " A whisker, a box or a line is missing where fewer than " + draft.leastCustomers()
                                        + " customers lie beyond it."
                                : ""),
                table);
        chart.saying(ProfileSays::boxes);
        ArrayNode all = chart.data().putArray("groups");
        for (String column : pictured) {
            ArrayNode rows = all.addObject().put("title", column).putArray("rows");
            for (JsonNode segment : profile.path("segments")) {
                JsonNode found = Elements.find(segment.path("numeric"), "column", column);
                box(number(segment), segment.path("segment").asText(), column, found, table, rows);
            }
            JsonNode total = Elements.find(profile.path("total").path("numeric"), "column", column);
            box(-1, "all", column, total, table, rows);
        }
        if (!table.isEmpty()) {
            draft.chart(chart);
        }
    }

    private static void box(
            int segment, String name, String column, JsonNode profiled, DataTable table, ArrayNode rows) {
        DataTable.Line line = table.line(segment, name).text(column);
        if (profiled.path("count").isNumber()) {
            line.number(Unit.COUNT, profiled.path("count").asDouble());
        } else {
            line.text("\u2013");
        }
        ObjectNode row = rows.addObject().put("s", segment).put("label", name);
        ArrayNode values = row.putArray("q");
        StringBuilder tip = new StringBuilder(Visible.name(name));
        for (double p : BOX) {
            Measure value =
                    Redaction.isHidden(profiled) ? Measure.HIDDEN : Elements.quantile(profiled.path("quantiles"), p);
            line.value(Unit.NUMBER, value);
            tip.append('\n').append(Unit.SHARE.text(p));
            if (value.isDefined()) {
                values.add(value.value());
                tip.append(" have at most ").append(Unit.NUMBER.text(value.value()));
                Unit.NUMBER
                        .exactly(value.value())
                        .ifPresent(exactly -> tip.append(", ").append(exactly));
            } else {
                values.addNull();
                tip.append(": ").append(value.withoutValue());
                row.put(Panels.WHY, value.withoutValue());
            }
        }
        line.end();
        row.put("tip", tip.toString());
    }

    private void histograms(List<String> pictured) {
        DataTable table = new DataTable(
                "Customers of each segment by the value of a numeric column",
                "segment",
                "column",
                "from",
                "to",
                "customers",
                "share of the segment");
        Chart chart = new Chart(
                "profile-histograms",
                "histograms",
                "Distributions",
                "Share of each segment's customers by the value of a column. The outermost bins are open, so that nobody's"
                        + " extreme value is told."
                        + (draft.leastCustomers() > 1
                                ? " Where a line has a gap, customers are too few to be shown."
                                : ""),
                table);
        chart.saying(ProfileSays::histograms);
        ArrayNode all = chart.data().putArray("groups");
        for (JsonNode histogram : profile.path("histograms")) {
            if (pictured.contains(histogram.path("column").asText())
                    && !histogram.path("edges").isEmpty()) {
                histogram(histogram, table, all.addObject());
            }
        }
        if (!table.isEmpty()) {
            draft.chart(chart);
        }
    }

    private void histogram(JsonNode histogram, DataTable table, ObjectNode group) {
        String column = histogram.path("column").asText();
        JsonNode edges = histogram.path("edges");
        group.put("title", column);
        ArrayNode inner = group.putArray("edges");
        for (int i = 1; i < edges.size() - 1; i++) {
            inner.add(edges.path(i).doubleValue());
        }
        ArrayNode series = group.putArray("series");
        for (int i = 0; i < profile.path("segments").size(); i++) {
            JsonNode segment = profile.path("segments").path(i);
            JsonNode profiled = Elements.find(segment.path("numeric"), "column", column);
            String name = segment.path("segment").asText();
            ObjectNode line = series.addObject().put("s", number(segment)).put("label", name);
            bins(
                    histogram,
                    i,
                    Redaction.isHidden(profiled),
                    profiled.path("count").asDouble(),
                    table,
                    line);
        }
    }

    private void bins(JsonNode histogram, int segment, boolean isHidden, double all, DataTable table, ObjectNode line) {
        JsonNode edges = histogram.path("edges");
        int bins = edges.size() - 1;
        ArrayNode shares = line.putArray("shares");
        for (int bin = 0; bin < bins; bin++) {
            DataTable.Line row = table.line(
                            line.path("s").asInt(), line.path("label").asText())
                    .text(histogram.path("column").asText())
                    .text(
                            bin == 0
                                    ? "\u2212\u221e"
                                    : Unit.NUMBER.text(edges.path(bin).asDouble()))
                    .text(
                            bin == bins - 1
                                    ? "\u221e"
                                    : Unit.NUMBER.text(edges.path(bin + 1).asDouble()));
            JsonNode count = histogram.path("counts").path(segment).path(bin);
            if (isHidden || count.isNull()) {
                row.hidden().hidden().end();
                shares.addNull();
            } else {
                row.count(count.asLong())
                        .number(Unit.SHARE, count.asDouble() / all)
                        .end();
                shares.add(count.asDouble() / all);
            }
        }
    }

    /** Shares of the levels of categories; pictured are those in which a segment is furthest from all. */
    private void levels() {
        DataTable table = new DataTable(
                "Share of each level of the categorical columns by segment",
                "segment",
                "column",
                "level",
                "customers",
                "share",
                "interval",
                "share of all",
                "index",
                "interval of the index");
        Map<String, ObjectNode> groups = picturedLevels();
        Chart chart = new Chart(
                "profile-levels",
                "intervals",
                "Categories",
                "The share of a segment's customers who have a level, with its interval; the dashed line is the share of all"
                        + " customers who have it."
                        + (groups.size() == MOST_PICTURES ? " Pictured are the levels that differ most." : ""),
                table);
        chart.saying(ProfileSays::levels);
        ArrayNode all = chart.data().put("unit", "percent").putArray("groups");
        groups.values().forEach(all::add);
        for (JsonNode segment : profile.path("segments")) {
            String name = segment.path("segment").asText();
            for (JsonNode level : segment.path("levels")) {
                DataTable.Line line = table.line(number(segment), name)
                        .text(level.path("column").asText())
                        .text(level.path("level").asText());
                if (Redaction.isHidden(level)) {
                    line.hidden().hidden().hidden().hidden().hidden().hidden().end();
                    continue;
                }
                Measure share = Measure.of(level.path("share"));
                Measure index = Measure.of(level.path("index"));
                line.number(Unit.COUNT, level.path("count").asDouble())
                        .value(Unit.SHARE, share)
                        .interval(Unit.SHARE, share)
                        .number(Unit.SHARE, level.path("totalShare").asDouble(Double.NaN))
                        .value(Unit.NUMBER, index)
                        .interval(Unit.NUMBER, index)
                        .end();
                String title = title(level);
                if (groups.containsKey(title)) {
                    ArrayNode rows = groups.get(title).withArray("rows");
                    Draft.point(rows, number(segment), name, Unit.SHARE, share);
                }
            }
        }
        if (!table.isEmpty()) {
            draft.chart(chart);
        }
    }

    private static String title(JsonNode level) {
        return level.path("column").asText() + " = " + level.path("level").asText();
    }

    /** Panels by their titles, each with the share of all customers. */
    private Map<String, ObjectNode> picturedLevels() {
        Map<String, Double> furthest = new LinkedHashMap<>();
        Map<String, Double> ofAll = new LinkedHashMap<>();
        for (JsonNode segment : profile.path("segments")) {
            for (JsonNode level : segment.path("levels")) {
                double share = Measure.of(level.path("share")).value();
                double all = level.path("totalShare").asDouble(Double.NaN);
                if (!Redaction.isHidden(level) && Double.isFinite(share - all)) {
                    furthest.merge(title(level), Math.abs(share - all), Math::max);
                    ofAll.put(title(level), all);
                }
            }
        }
        Map<String, ObjectNode> panels = new LinkedHashMap<>();
        furthest.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_PICTURES)
                .forEach(level -> panels.put(
                        level.getKey(),
                        Json.object().put("title", level.getKey()).put("reference", ofAll.get(level.getKey()))));
        return panels;
    }
}
