package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.app.io.ReasonWords;
import dev.segmentation.app.io.RoundingNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** How the segments were made, so that somebody else could make them again. */
final class MethodSection {

    /** Algorithms whose centers are means of scaled features, not customers, and not means of the columns as they are. */
    private static final Set<String> AVERAGED = Set.of(
            "kmeans",
            "bisecting-kmeans",
            "fuzzy-cmeans",
            "gaussian-mixture",
            "kprototypes",
            "ward",
            "complete",
            "average",
            "single");

    /** Numbers that differ by no more, relative to them, were computed in another order. */
    private static final double SAME = 1e-9;

    private final Draft draft;

    MethodSection(Draft draft) {
        this.draft = draft;
    }

    void add() {
        draft.section(Part.METHOD, () -> {
            JsonNode made = draft.file("segmentation.json");
            if (made.isMissingNode()) {
                draft.missing("How they were made is not among the files.", "segment cluster");
            } else {
                facts(made);
                centers(made);
            }
            notices();
        });
    }

    private void facts(JsonNode made) {
        Html html = draft.html();
        html.open("dl");
        made.properties().forEach(fact -> {
            JsonNode value = fact.getValue();
            boolean texts = value.isArray() && value.size() > 0 && value.path(0).isTextual();
            boolean numbers =
                    value.isArray() && value.size() > 0 && value.path(0).isNumber();
            boolean sizes = fact.getKey().equals("sizes");
            if (value.isValueNode() && !value.isNull() && !fact.getKey().endsWith("Undefined")) {
                html.element("dt", words(fact.getKey()))
                        .open("dd")
                        .name(text(value))
                        .closeLine();
            } else if ((texts || numbers) && !sizes && !fact.getKey().equals("notices")) {
                html.element("dt", words(fact.getKey()))
                        .open("dd")
                        .name(list(value))
                        .closeLine();
            }
        });
        html.closeLine();
    }

    /** Such as {@code fitted as of} for {@code fittedAsOf}. */
    private static String words(String key) {
        return key.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static String text(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? "yes" : "no";
        }
        return value.isFloatingPointNumber() ? Unit.NUMBER.text(value.doubleValue()) : value.asText();
    }

    private static String list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return String.join(", ", texts);
    }

    private void centers(JsonNode made) {
        JsonNode centers = made.path("centers");
        if (!centers.isArray()) {
            if (Redaction.isHidden(centers)) {
                draft.say("The medoid of each segment is one of its customers, and is not shown.");
            }
            return;
        }
        List<String> head = new ArrayList<>(List.of("segment"));
        made.path("features").forEach(feature -> head.add(feature.asText()));
        DataTable table = new DataTable("Centers, in the units of the data", head);
        double[] largest = IntStream.range(0, head.size() - 1)
                .mapToDouble(f -> RoundingNoise.largest(column(centers, f)))
                .toArray();
        for (int s = 0; s < centers.size() && s < draft.segments().count(); s++) {
            DataTable.Line line = table.line(s, draft.segments().names().get(s));
            for (int f = 0; f < head.size() - 1; f++) {
                JsonNode cell = centers.path(s).path(f);
                if (draft.isHidden(s) || isHidden(s, head.get(f + 1), cell)) {
                    line.hidden();
                } else if (cell.isNumber()) {
                    line.number(
                            cell.doubleValue(),
                            Unit.NUMBER.text(RoundingNoise.removed(cell.doubleValue(), largest[f])));
                } else {
                    line.text(cell.isTextual() ? cell.asText() : undefined(made, s, f));
                }
            }
            line.end();
        }
        explain(made, centers);
        draft.html().open("details").element("summary", "Centers");
        table.addTo(draft.html());
        draft.html().closeLine();
    }

    /** Why centers are not the means that the profile has. */
    private void explain(JsonNode made, JsonNode centers) {
        String scale = made.path("scale").asText();
        if (scale.contains("log1p")
                && AVERAGED.contains(made.path("algorithm").asText())
                && !isOfMeans(made.path("features"), centers)) {
            draft.say("Centers are in the units of the data. Features were scaled by " + scale
                    + ", so that a center is a mean of logarithms, put back into these units: where a few customers have very"
                    + " much, it is below the mean that the profile has.");
        }
        String fitted = made.path("fittedAsOf").asText("");
        if (!fitted.isEmpty() && !fitted.equals(made.path("asOf").asText(""))) {
            draft.say("Centers are those of the customers of " + fitted + ", and were kept.");
        }
    }

    /** Whether all centers are the means that the profile has, as of a segment whose customers are all alike. */
    private boolean isOfMeans(JsonNode features, JsonNode centers) {
        boolean any = false;
        for (int s = 0; s < centers.size() && s < draft.segments().count(); s++) {
            String name = draft.segments().names().get(s);
            JsonNode profiled = Elements.find(draft.profile().path("segments"), "segment", name);
            for (int f = 0; f < features.size(); f++) {
                JsonNode column = Elements.find(
                        profiled.path("numeric"), "column", features.path(f).asText());
                double mean = column.path("mean").asDouble(Double.NaN);
                double center = centers.path(s).path(f).asDouble(Double.NaN);
                if (Math.abs(mean - center) > SAME * Math.abs(mean)) {
                    return false;
                }
                any |= Double.isFinite(mean);
            }
        }
        return any;
    }

    private static double[] column(JsonNode centers, int feature) {
        return IntStream.range(0, centers.size())
                .mapToObj(s -> centers.path(s).path(feature))
                .mapToDouble(cell -> cell.asDouble(Double.NaN))
                .toArray();
    }

    /** Why a segment has no center in a column. */
    private static String undefined(JsonNode made, int segment, int feature) {
        JsonNode size = made.path("sizes").path(segment);
        return "undefined: "
                + (size.isNumber() && size.doubleValue() == 0
                        ? "nobody is in it"
                        : ReasonWords.of(made.path("centersUndefined")
                                .path(segment)
                                .path(feature)
                                .asText("not known")));
    }

    /** Whether the mean or the level that a center stands for may not be told. */
    private boolean isHidden(int segment, String column, JsonNode cell) {
        String name = draft.segments().names().get(segment);
        JsonNode profiled = Elements.find(draft.profile().path("segments"), "segment", name);
        if (cell.isNumber()) {
            return Redaction.isHidden(Elements.find(profiled.path("numeric"), "column", column));
        }
        for (JsonNode level : profiled.path("levels")) {
            if (level.path("column").asText().equals(column)
                    && level.path("level").asText().equals(cell.asText())) {
                return Redaction.isHidden(level);
            }
        }
        return false;
    }

    /** What went not quite as it should. */
    private void notices() {
        List<String> messages = new ArrayList<>();
        for (String file : ReportFiles.NAMES) {
            for (JsonNode notice : draft.file(file).path("notices")) {
                messages.add(notice.path("message").asText());
            }
            draft.file(file).path("warnings").forEach(warning -> messages.add(warning.asText()));
        }
        if (!messages.isEmpty()) {
            draft.html().element("h3", "Notices").open("ul");
            messages.stream()
                    .distinct()
                    .forEach(message -> draft.html().open("li").name(message).closeLine());
            draft.html().closeLine();
        }
    }
}
