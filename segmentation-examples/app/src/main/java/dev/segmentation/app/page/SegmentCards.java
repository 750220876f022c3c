package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Reason;
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

    private static final String NO_VALUE = Reason.NO_OBSERVATIONS.name();

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

    SegmentCards(Draft draft, SegmentWords words) {
        this.draft = draft;
        this.words = words;
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
            facts(card, profile, segment);
            card.ifPresent(this::advice);
            profile.ifPresent(this::markers);
            card.ifPresent(this::charter);
        }
        words.of(name).ifPresent(this::words);
        html.closeLine();
    }

    private Optional<JsonNode> ofSegment(JsonNode file, String name) {
        return Optional.of(Elements.find(file.path("segments"), "segment", name))
                .filter(JsonNode::isObject);
    }

    private void facts(Optional<JsonNode> card, Optional<JsonNode> profile, int segment) {
        draft.html().open("dl");
        String asOf = draft.profile().path("asOf").asText("");
        if (profile.isPresent()) {
            fact(
                    "Customers" + (asOf.isEmpty() ? "" : ", " + asOf),
                    Unit.COUNT.text(profile.get().path("size").asDouble()));
            fact(
                    "Share of customers",
                    Unit.SHARE.sentence(Measure.of(profile.get().path("share"))));
        } else if (card.isPresent()) {
            fact("Customers", Unit.COUNT.text(card.get().path("size").asDouble()));
            fact(
                    "Share of customers",
                    Unit.SHARE.sentence(ofAll(
                            Measure.of(card.get(), "share", card.get().path("shareInterval")),
                            draft.file("validation.json").path("customers"))));
        } else {
            JsonNode size = draft.file("segmentation.json").path("sizes").path(segment);
            if (size.isNumber()) {
                fact("Customers", Unit.COUNT.text(size.asDouble()));
            } else {
                followed(segment);
            }
        }
        card.filter(SegmentCards::hasValue)
                .map(found -> Measure.of(found, "valueShare", found.path("valueShareInterval")))
                .map(share -> ofAll(share, draft.file("validation.json").path("customers")))
                .ifPresent(share -> fact("Share of value", Unit.SHARE.sentence(share)));
        draft.html().closeLine();
    }

    /** Not so if it was not said which column is the value, or nobody has one. */
    private static boolean hasValue(JsonNode card) {
        return card.path("valueShare").isNumber()
                || !card.path("valueShareUndefined").asText(NO_VALUE).equals(NO_VALUE);
    }

    /** How many there are at the last date to which customers have been followed. */
    private void followed(int segment) {
        Moves moves = draft.moves();
        int last = moves.steps().size() - 1;
        for (int i = 0; last >= 0 && i < moves.flows(last).segments(); i++) {
            if (moves.flows(last).segment(i) == segment) {
                fact(
                        "Customers, " + moves.end(last + 1),
                        moves.hidden(last).after(i)
                                ? DataTable.HIDDEN
                                : Unit.COUNT.text(moves.flows(last).after()[segment]));
            }
        }
    }

    private static Measure ofAll(Measure share, JsonNode customers) {
        return customers.isNumber() ? share.withCustomers(customers.asLong()) : share;
    }

    private void fact(String what, String value) {
        draft.html().element("dt", what).element("dd", value);
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

    private void charter(JsonNode card) {
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
            CharterEvidence evidence = CharterEvidence.of(card, criterion);
            if (!evidence.text().isEmpty()) {
                html.text(verdict.equals(NOT_CHECKED) ? "" : ": ")
                        .open("bdi")
                        .text(draft.withNames(evidence.text()))
                        .close();
            }
            html.closeLine();
        }
        html.closeLine();
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
