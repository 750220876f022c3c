package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How large segments are and what they are worth, at every date. */
final class TimeSection {

    private final Draft draft;

    TimeSection(Draft draft) {
        this.draft = draft;
    }

    void add() {
        draft.section(Part.SIZES, () -> {
            List<Column> dates = dates();
            if (dates.isEmpty()) {
                shares();
                return;
            }
            draft.warnOfMovement();
            sizes(dates);
            value();
        });
    }

    /** A date, or a file without one. */
    private static final class Column {

        private final String title;
        private final double[] sizes;

        Column(String title, double[] sizes) {
            this.title = title;
            this.sizes = sizes;
        }
    }

    private List<Column> dates() {
        List<Column> columns = new ArrayList<>();
        for (JsonNode date : draft.file("movement.json").path("dates")) {
            double[] sizes = new double[draft.segments().count()];
            date.path("sizes").properties().forEach(size -> {
                int segment = draft.segments().number(size.getKey());
                sizes[segment] = size.getValue().asDouble();
            });
            columns.add(new Column(draft.moves().end(columns.size()), sizes));
        }
        if (columns.isEmpty() && draft.file("migration.json").isObject()) {
            addEnds(columns, draft.file("migration.json"));
        }
        return columns;
    }

    /** Of a single migration: what its rows and columns add up to. */
    private void addEnds(List<Column> columns, JsonNode migration) {
        FlowTable flows = FlowTable.of(migration, draft.segments());
        columns.add(new Column(draft.moves().end(0), flows.before()));
        columns.add(new Column(draft.moves().end(1), flows.after()));
    }

    private void sizes(List<Column> dates) {
        DataTable table = new DataTable("Customers of each segment by date", "segment", "date", "customers", "share");
        Chart chart = new Chart(
                "sizes",
                "lines",
                "Customers by segment",
                "How many customers each segment has at each date. They are all the customers there are, not a sample, so"
                        + " that sizes have no interval.",
                table);
        chart.saying(MovementSays::sizes);
        ArrayNode titles = chart.data().putArray("dates");
        dates.forEach(date -> titles.add(date.title));
        ArrayNode series = chart.data().put("unit", "count").putArray("series");
        ArrayNode[] values = new ArrayNode[draft.segments().count()];
        for (int s = 0; s < values.length; s++) {
            values[s] = series.addObject()
                    .put("s", s)
                    .put("label", draft.segments().names().get(s))
                    .putArray("values");
        }
        for (Column date : dates) {
            long[] sizes = new long[date.sizes.length];
            double all = 0;
            for (int s = 0; s < sizes.length; s++) {
                sizes[s] = Math.round(date.sizes[s]);
                all += date.sizes[s];
            }
            boolean[] hidden = draft.redaction().hiddenOf(sizes);
            for (int s = 0; s < sizes.length; s++) {
                DataTable.Line line =
                        table.line(s, draft.segments().names().get(s)).text(date.title);
                if (hidden[s]) {
                    line.hidden().hidden().end();
                    values[s].addNull();
                } else {
                    line.number(Unit.COUNT, date.sizes[s])
                            .number(Unit.SHARE, all > 0 ? date.sizes[s] / all : Double.NaN)
                            .end();
                    values[s].add(date.sizes[s]);
                }
            }
        }
        draft.chart(chart);
    }

    private void value() {
        Moves moves = draft.moves();
        List<Integer> steps = IntStream.range(0, moves.steps().size())
                .filter(step -> moves.steps().get(step).path("value").isObject())
                .boxed()
                .toList();
        if (steps.isEmpty()) {
            return;
        }
        DataTable table = new DataTable("Value of each segment by date", "segment", "date", "value");
        Chart chart = new Chart(
                "value-over-time",
                "lines",
                "Value by segment",
                "What the customers of each segment are worth at each date, as the column of value says. Amounts are of all"
                        + " customers, not of a sample.",
                table);
        chart.saying(MovementSays::value);
        ArrayNode dates = chart.data().put("unit", "amount").putArray("dates");
        dates.add(moves.end(steps.get(0)));
        steps.forEach(step -> dates.add(moves.end(step + 1)));
        ArrayNode series = chart.data().putArray("series");
        for (int s = 0; s < draft.segments().count(); s++) {
            String name = draft.segments().names().get(s);
            ObjectNode line = series.addObject().put("s", s).put("label", name);
            ArrayNode values = line.putArray("values");
            for (int date = 0; date <= steps.size(); date++) {
                int step = steps.get(Math.max(0, date - 1));
                double value = ValueSection.line(moves.steps().get(step), name)
                        .path(date == 0 ? "opening" : "closing")
                        .asDouble(Double.NaN);
                DataTable.Line row = table.line(s, name).text(dates.get(date).asText());
                if (moves.hidesValue(date == 0 ? step : step + 1, s)) {
                    row.hidden().end();
                    values.addNull();
                } else {
                    row.number(Unit.AMOUNT, value).end();
                    values.add(value);
                }
            }
        }
        draft.chart(chart);
    }

    /** Of a single date. */
    private void shares() {
        JsonNode segments = draft.profile().path("segments");
        if (segments.isMissingNode()) {
            draft.missing("There is only one date.", "segment migrate");
            return;
        }
        DataTable table = new DataTable("Customers of each segment", "segment", "customers", "share", "interval");
        Chart chart = new Chart(
                "sizes",
                "intervals",
                "Share of the customers",
                "The share of all customers that is in each segment, with its 95 % interval.",
                table);
        chart.saying(ProfileSays::shares);
        ArrayNode rows = chart.data()
                .put("unit", "percent")
                .put("reference", 0)
                .putArray("groups")
                .addObject()
                .put("title", "")
                .putArray("rows");
        for (JsonNode segment : segments) {
            String name = segment.path("segment").asText();
            int s = draft.segments().number(name);
            if (draft.isHidden(s)) {
                table.line(s, name).hidden().hidden().hidden().end();
            } else {
                Measure share = Measure.of(segment.path("share"));
                table.line(s, name)
                        .number(Unit.COUNT, segment.path("size").asDouble())
                        .value(Unit.SHARE, share)
                        .interval(Unit.SHARE, share)
                        .end();
                Draft.point(rows, s, name, Unit.SHARE, share);
            }
        }
        draft.chart(chart);
    }
}
