package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.app.report.TrulyMoved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All of it in three sentences: are these segments, what do customers do, what to do now. */
final class VerdictSection {

    private static final Map<String, String> SIZING = Map.of(
            "fitting", "; their number fits",
            "under_segmented", "; there are too few of them, since some hold separate groups",
            "over_segmented", "; there are too many of them, since some are one with another",
            "misplaced", "; some hold separate groups, and others are one with another",
            "undecided", "; whether there are too many of them or too few cannot be told");

    private static final String FITTING_BY_VALIDATION =
            "; no segment holds separate groups and none is too many by the validation";

    /** Which way the number of segments would have to go. */
    private static final Map<String, Integer> WANTED = Map.of("under_segmented", 1, "over_segmented", -1);

    private final Draft draft;
    private final Choice choice;

    VerdictSection(Draft draft) {
        this.draft = draft;
        this.choice = new Choice(draft);
    }

    void add() {
        draft.section(Part.VERDICT, () -> {
            draft.warn("validation.json");
            draft.warnOfMovement();
            draft.html().open("ol", "class", "verdict");
            for (String sentence : List.of(segments(), movement(), next())) {
                draft.html().element("li", sentence);
            }
            draft.html().closeLine();
        });
    }

    private String segments() {
        JsonNode validation = draft.file("validation.json");
        if (validation.isMissingNode()) {
            return draft.segments().saysCount() + "; whether "
                    + (draft.segments().count() == 1 ? "it deserves to be one" : "they deserve to be segments")
                    + " has not been looked at yet"
                    + choice.otherNumber().map(other -> ", and " + other).orElse("") + ".";
        }
        JsonNode reasons = validation.path("overall").path("reasons");
        List<String> said = new ArrayList<>();
        for (int i = 0; i < Math.min(2, reasons.size()); i++) {
            said.add(draft.withNames(choice.said(reasons.path(i).asText())));
        }
        String sizing = validation.path("sizing").asText("");
        String sentence = String.join("; ", said);
        return sentence.isEmpty()
                ? "Nothing can be told about these segments."
                : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + sizing(sizing) + ".";
    }

    /** Whether their number fits, as validation says it and as choose does, where that says another one. */
    private String sizing(String sizing) {
        String said = SIZING.getOrDefault(sizing, "");
        return choice.otherNumber()
                .map(other -> said.isEmpty()
                        ? "; " + other
                        : (sizing.equals("fitting") ? FITTING_BY_VALIDATION : said)
                                + (sizing.equals("undecided")
                                                || (choice.direction() != 0
                                                        && choice.direction() == WANTED.getOrDefault(sizing, 0))
                                        ? ", and "
                                        : ", but ")
                                + other)
                .orElse(said);
    }

    private String movement() {
        List<JsonNode> steps = draft.moves().steps();
        if (steps.isEmpty()) {
            return "Nobody has been followed from one date to another yet.";
        }
        Measure moved = draft.moves().moved();
        JsonNode noise = draft.moves().together().path("noise");
        String truly = noise.isObject() && draft.moves().tellsMoved() ? truly(TrulyMoved.of(noise)) : "";
        JsonNode total = steps.get(steps.size() - 1).path("value").path("total");
        String value = total.isObject()
                ? "; the value of all customers went from "
                        + Unit.AMOUNT.text(total.path("opening").asDouble()) + " to "
                        + Unit.AMOUNT.text(total.path("closing").asDouble()) + " in the last step"
                : "";
        return "From one date to the next the share of customers who changed segment is "
                + (draft.moves().tellsMoved()
                        ? Unit.SHARE.sentence(moved)
                        : "hidden, since it would tell on few customers")
                + (moved.isDefined() && draft.moves().isPooled() ? " customer steps" : "")
                + truly + value + ".";
    }

    private static String truly(TrulyMoved truly) {
        return switch (truly.kind()) {
            case SHARE, AT_MOST -> "; corrected for mistaken typing it is " + MovementSection.inWords(truly);
            case CONTRADICTED, OPEN ->
                "; it is not corrected for mistaken typing, since " + MovementSection.inWords(truly);
        };
    }

    private String next() {
        Map<String, List<String>> advice = new LinkedHashMap<>();
        for (JsonNode card : draft.file("validation.json").path("segments")) {
            String name = card.path("segment").asText();
            if (!draft.isHidden(draft.segments().number(name))) {
                advice.computeIfAbsent(card.path("recommendation").asText(), key -> new ArrayList<>())
                        .add("\u201c" + Visible.name(name) + "\u201d");
            }
        }
        JsonNode refresh = draft.file("movement.json").path("refresh");
        String definitions = refresh.isObject()
                ? " " + refresh.path("says").asText("Whether the definitions still fit cannot be told.")
                : "";
        if (advice.isEmpty()) {
            return "What to do can be told when segments have been validated." + definitions;
        }
        String sentence = advice.entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining("; "));
        return "What to do: " + sentence + "." + definitions;
    }
}
