package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One card per segment: how large, what it is worth, what marks it, whether it deserves to be one, and what to do. */
final class SegmentCards {

    private static final int MOST_MARKERS = 4;

    private static final List<String> CRITERIA = List.of("distinct", "material", "meaningful", "stable");

    private static final String NOT_CHECKED = "not_checked";

    private static final Map<String, String> VERDICTS =
            Map.of("pass", "yes", "fail", "no", "uncertain", "cannot be told", NOT_CHECKED, ""); // its finding says so

    private static final Map<String, String> ADVICE = Map.of(
            "keep", "Keep it: it is distinct, large enough and behaves differently. Give it an owner and a goal.",
            "merge", "Merge it: nothing is lost if it becomes one with its neighbor.",
            "split", "Look inside: there are separate groups in it. Split it if they need different treatment.",
            "watch", "Wait before you build on it: the data do not tell yet. Look again when there are more customers.",
            "drop", "Do not treat it as a segment: it fails what the evidence below shows.");

    private final Draft draft;
    private final SegmentWords words;
    private final CardFacts facts;
    private final Choice choice;

    SegmentCards(Draft draft, SegmentWords words) {
        this.draft = draft;
        this.words = words;
        this.facts = new CardFacts(draft);
        this.choice = new Choice(draft);
    }

    void add() {
        draft.section(Part.SEGMENTS, () -> {
            if (draft.file("validation.json").isMissingNode()) {
                draft.missing("Whether each deserves to be one has not been looked at.", "segment validate");
            }
            draft.warn("validation.json");
            draft.html().open("div", "class", "cards");
            for (int s = 0; s < draft.segments().count(); s++) {
                card(s);
            }
            draft.html().closeLine();
        });
    }

    private void card(int segment) {
        Html html = draft.html();
        String name = draft.segments().names().get(segment);
        html.open("article", "class", "card", "data-segment", Integer.toString(segment))
                .open("h3")
                .open("span", "class", "swatch", "data-color", Integer.toString(segment))
                .close()
                .name(name)
                .closeLine();
        if (draft.isHidden(segment)) {
            draft.say("Not shown: fewer than " + draft.leastCustomers()
                    + " customers in one of the files, or it would give away a segment that has fewer. What may be told"
                    + " of a date, the tables below have.");
        } else {
            Optional<JsonNode> card = ofSegment(draft.file("validation.json"), name);
            Optional<JsonNode> profile = ofSegment(draft.profile(), name);
            html.open("dl");
            facts.of(segment).forEach(this::fact);
            html.closeLine();
            card.ifPresent(this::advice);
            profile.ifPresent(this::markers);
            card.ifPresent(found -> charter(found, segment));
        }
        words.of(name).ifPresent(this::words);
        html.closeLine();
    }

    private void fact(CardFacts.Fact fact) {
        Html html = draft.html();
        html.open("dt").text(fact.what());
        if (!fact.date().isEmpty()) {
            html.text(", ").open("span", "class", "date").text(fact.date()).close();
        }
        html.closeLine().element("dd", fact.value());
    }

    private Optional<JsonNode> ofSegment(JsonNode file, String name) {
        return Optional.of(Elements.find(file.path("segments"), "segment", name))
                .filter(JsonNode::isObject);
    }

    private void advice(JsonNode card) {
        String advice = card.path("recommendation").asText();
        Html html = draft.html();
        html.open("p", "class", "advice advice-" + asClass(advice))
                .element("strong", advice)
                .text(ADVICE.getOrDefault(advice, ""));
        if (card.path("mergeWith").isTextual()) {
            html.text(" Neighbor: ").name(card.path("mergeWith").asText()).text(".");
        }
        html.closeLine();
    }

    /** The numeric columns and levels that differ most from the total. */
    private void markers(JsonNode profile) {
        List<Marker> markers = Marker.of(profile);
        Html html = draft.html();
        html.element("h4", "What marks it");
        if (markers.isEmpty()) {
            draft.say(withoutMarkers(profile));
            return;
        }
        html.open("ul");
        for (Marker marker : markers.subList(0, Math.min(MOST_MARKERS, markers.size()))) {
            html.open("li").name(marker.label()).text(": " + marker.sentence()).closeLine();
        }
        html.closeLine();
    }

    /** Why there is nothing to be listed. */
    private static String withoutMarkers(JsonNode profile) {
        int columns = profile.path("numeric").size() + profile.path("levels").size();
        long different = Stream.of("numeric", "levels")
                .flatMap(kind -> StreamSupport.stream(profile.path(kind).spliterator(), false))
                .filter(Marker::differs)
                .count();
        if (columns == 0) {
            return "Nothing is known: no column was compared.";
        }
        return different == 0
                ? "Nothing: in no column does it differ from all customers both by much and by more than chance."
                : "Nothing stands out: where it differs from the others by more than chance, it differs by little.";
    }

    private void charter(JsonNode card, int segment) {
        Html html = draft.html();
        String asOf = draft.file("validation.json").path("asOf").asText("");
        html.element("h4", "Does it deserve to be one?" + (asOf.isEmpty() ? "" : " As of " + asOf))
                .open("ul", "class", "charter");
        for (String criterion : CRITERIA) {
            JsonNode judgement = card.path(criterion);
            String verdict = judgement.path("verdict").asText(NOT_CHECKED);
            html.open("li", "class", "verdict-" + asClass(verdict))
                    .element("strong", criterion)
                    .open("bdi")
                    .text(VERDICTS.getOrDefault(verdict, verdict))
                    .close();
            String evidence = evidence(card, segment, criterion, verdict);
            if (!evidence.isEmpty()) {
                html.text(verdict.equals(NOT_CHECKED) ? "" : ": ")
                        .open("bdi")
                        .text(draft.withNames(evidence))
                        .close();
            }
            html.closeLine();
        }
        html.closeLine();
    }

    /** What a verdict rests on; whether a segment is found again, choose may say where validation does not. */
    private String evidence(JsonNode card, int segment, String criterion, String verdict) {
        String own = CharterEvidence.of(card, criterion).text();
        return criterion.equals("stable") && verdict.equals(NOT_CHECKED)
                ? choice.foundAgain(segment, card.path("size"))
                        .map(again ->
                                "not checked by validate; by choose, it is found again in customers drawn anew with a"
                                        + " mean overlap of " + Unit.NUMBER.sentence(again)
                                        + "; from 0.75 a segment is recovered, below 0.5 it dissolves")
                        .orElseGet(() -> choice.said(own))
                : own;
    }

    /** What may stand in the name of a class: words of ours, nothing that makes two of one. */
    private static String asClass(String word) {
        return word.replaceAll("[^a-z_]", "");
    }

    private void words(Map<String, String> said) {
        Html html = draft.html();
        html.element("h4", "In words, not measured").open("dl", "class", "words");
        said.forEach((what, text) ->
                html.open("dt").name(what).closeLine().open("dd").name(text).closeLine());
        html.closeLine();
    }
}
