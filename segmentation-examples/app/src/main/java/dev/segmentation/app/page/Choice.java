package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code choose} found, held against the segments of the report: their number, and whether each is found again. */
final class Choice {

    private static final String FILE = "selection.json";
    private static final String ALGORITHM = "algorithm";
    private static final String SEGMENTS = "segments";

    /** What to do, as files say it who do not know whether it was done. */
    private static final String RUN_CHOOSE = "segment choose says it";

    private final Draft draft;
    private final JsonNode selection;
    private final JsonNode made;

    Choice(Draft draft) {
        this.draft = draft;
        this.selection = draft.file(FILE);
        this.made = draft.file("segmentation.json");
    }

    private boolean isThere() {
        return selection.isObject();
    }

    /** Of the report. */
    int segments() {
        return made.path(SEGMENTS).asInt(draft.segments().count());
    }

    /** The algorithm that was tried, if the segments were made by another one. */
    Optional<String> otherAlgorithm() {
        String by = made.path(ALGORITHM).asText();
        String searched = selection.path(ALGORITHM).asText();
        return by.isEmpty() || searched.isEmpty() || by.equals(searched) ? Optional.empty() : Optional.of(searched);
    }

    // ---- how many

    /** Whether it says more segments than there are (1), fewer (−1), or as many, nothing or no number (0). */
    int direction() {
        return differs() && selection.path("chosen").isNumber()
                ? Integer.signum(selection.path("chosen").asInt() - segments())
                : 0;
    }

    /** Such as {@code 4 of 5 criteria of choose say 2}; empty if it says as many as there are, or is about other features. */
    Optional<String> otherNumber() {
        if (!differs()) {
            return Optional.empty();
        }
        Map<Integer, Integer> votes = new HashMap<>();
        selection.path("criteria").forEach(criterion -> {
            if (criterion.path("pick").isNumber()) {
                votes.merge(criterion.path("pick").asInt(), 1, Integer::sum);
            }
        });
        int all = selection.path("criteria").size();
        String by = otherAlgorithm().map(name -> " by " + Visible.name(name)).orElse("");
        return Optional.of(votes.entrySet().stream()
                .filter(vote -> 2 * vote.getValue() > all && vote.getKey() != segments())
                .findFirst()
                .map(vote -> vote.getValue() + " of " + all + " criteria of choose" + by + " say " + vote.getKey())
                .orElse("choose" + by
                        + (selection.path("chosen").isNumber()
                                ? " would take " + selection.path("chosen").asInt()
                                : " takes no number")));
    }

    private boolean differs() {
        JsonNode chosen = selection.path("chosen");
        return isThere()
                && !draft.isOfAnotherRun(FILE)
                && !chosen.isMissingNode()
                && !(chosen.isNumber() && chosen.asInt() == segments());
    }

    // ---- each segment

    /** How far a segment of a size is found again, if it is one of those that were tried. */
    Optional<Measure> foundAgain(int segment, JsonNode size) {
        if (!isThere()
                || !isOfTheseSegments()
                || !made.path("sizes").path(segment).equals(size)) {
            return Optional.empty();
        }
        for (JsonNode solution : selection.path("stability")) {
            if (solution.path(SEGMENTS).asInt() == segments()) {
                Measure found = Measure.of(solution.path("each").path(segment).path("jaccard"));
                return Optional.of(found).filter(Measure::isDefined);
            }
        }
        return Optional.empty();
    }

    /** The same algorithm, seed, features and scale, and as many customers in each. */
    private boolean isOfTheseSegments() {
        boolean same = made.path("sizes").isArray() && !draft.isOfAnotherRun(FILE);
        for (String key : new String[] {ALGORITHM, "seed", "scale"}) {
            same &= made.path(key).equals(selection.path(key));
        }
        same &= texts(made.path("features")).equals(texts(selection.path("features")));
        boolean tried = false;
        for (JsonNode candidate : selection.path("candidates")) {
            tried |= candidate.path("sizes").equals(made.path("sizes"));
        }
        return same && tried;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** A sentence of a file that says to run {@code choose} says where it is, if it was run. */
    String said(String sentence) {
        return isThere() ? sentence.replace(RUN_CHOOSE, "see \u201c" + Part.COUNT.title() + "\u201d") : sentence;
    }
}
