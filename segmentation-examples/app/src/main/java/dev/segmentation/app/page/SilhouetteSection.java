package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How much nearer customers are to their own segment than to the next one. */
final class SilhouetteSection {

    private final Draft draft;
    private final JsonNode silhouette;

    SilhouetteSection(Draft draft) {
        this.draft = draft;
        this.silhouette = draft.file("validation.json").path("silhouette");
    }

    void add() {
        draft.section(Part.SILHOUETTES, () -> {
            if (!silhouette.isObject()) {
                draft.missing("Silhouettes have not been computed.", "segment validate");
                return;
            }
            draft.warn("validation.json");
            Measure mean = Measure.of(silhouette.path("mean"));
            draft.say("The mean silhouette is " + Unit.NUMBER.sentence(mean)
                    + (silhouette.path("kind").asText().equals("sampled") ? ", from a sample." : "."));
            JsonNode by = draft.file("validation.json").path("comparison").path("says");
            if (by.isTextual()) {
                draft.say(by.asText());
            }
            picture();
        });
    }

    private void picture() {
        DataTable table = new DataTable(
                "Silhouettes by segment",
                "segment",
                "mean",
                "interval",
                "customers",
                "share below 0",
                "interval of the share",
                "5 %",
                "25 %",
                "median",
                "75 %",
                "95 %");
        Chart chart = new Chart(
                "silhouette",
                "boxes",
                "Silhouettes",
                "1: a customer is far nearer to the own segment than to the next; 0: right between two; below 0: nearer to"
                        + " another. Half of a segment's customers are within its box, nine tenths within its whiskers.",
                table);
        chart.saying(ProfileSays::silhouettes);
        ArrayNode rows = chart.data()
                .putArray("groups")
                .addObject()
                .put("title", "silhouette")
                .putArray("rows");
        for (JsonNode segment : silhouette.path("segments")) {
            String name = segment.path("segment").asText();
            int s = draft.segments().number(name);
            DataTable.Line line = table.line(s, name);
            if (Redaction.isHidden(segment)) {
                line.hidden()
                        .hidden()
                        .hidden()
                        .hidden()
                        .hidden()
                        .hidden()
                        .hidden()
                        .hidden()
                        .hidden()
                        .hidden()
                        .end();
                continue;
            }
            Measure mean = Measure.of(segment.path("mean"));
            Measure negative = Measure.of(segment.path("negative"));
            line.value(Unit.NUMBER, mean)
                    .interval(Unit.NUMBER, mean)
                    .number(Unit.COUNT, segment.path("customers").asDouble())
                    .value(Unit.SHARE, negative)
                    .interval(Unit.SHARE, negative);
            ObjectNode row = rows.addObject().put("s", s).put("label", name);
            ArrayNode box = row.putArray("q");
            for (double p : ProfileSection.BOX) {
                Measure value = Elements.quantile(segment.path("quantiles"), p);
                if (value.isDefined()) {
                    box.add(value.value());
                } else {
                    box.addNull();
                }
                line.value(Unit.NUMBER, value);
            }
            line.end();
            row.put(
                    "tip",
                    Visible.name(name) + ": mean " + Unit.NUMBER.sentence(mean) + "; below 0: "
                            + Unit.SHARE.sentence(negative)
                            + Draft.lineOfExactly(Unit.NUMBER, mean.value()));
        }
        draft.chart(chart);
    }
}
