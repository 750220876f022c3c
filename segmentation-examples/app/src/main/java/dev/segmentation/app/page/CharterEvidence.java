package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a verdict of a card rests on.
 *
 * @param text with its interval and its customers; empty if there is none
 */
record CharterEvidence(String text) {

    private static final String STABLE = "stable";

    /** From the best to the worst, of which any is enough. */
    private static final List<String> FROM_BEST = List.of("pass", "uncertain", "fail", "not_checked");

    /**
     * The first finding that says the same as the verdict. That a segment is not found again counts against its being distinct,
     * too; but it is shown once, where it belongs, and named where it decides.
     */
    static CharterEvidence of(JsonNode card, String criterion) {
        JsonNode judgement = card.path(criterion);
        JsonNode stable = card.path(STABLE);
        List<JsonNode> own = new ArrayList<>();
        boolean isDistinct = criterion.equals("distinct");
        for (JsonNode finding : judgement.path("findings")) {
            if (!isDistinct || !contains(stable.path("findings"), finding)) {
                own.add(finding);
            }
        }
        String verdict = judgement.path("verdict").asText();
        String best = isDistinct
                ? FROM_BEST.stream()
                        .filter(one -> own.stream()
                                .anyMatch(finding ->
                                        finding.path("verdict").asText().equals(one)))
                        .findFirst()
                        .orElse(verdict)
                : verdict;
        String text = own.stream()
                .filter(finding -> finding.path("verdict").asText().equals(best))
                .min(Comparator.comparing(Redaction::isHidden)) // the first that may be shown
                .or(() -> own.stream().findFirst())
                .map(CharterEvidence::text)
                .orElse("");
        return new CharterEvidence(best.equals(verdict) ? text : join(text, stable));
    }

    private static boolean contains(JsonNode findings, JsonNode finding) {
        return StreamSupport.stream(findings.spliterator(), false).anyMatch(finding::equals);
    }

    private static String join(String text, JsonNode stable) {
        String decides = switch (stable.path("verdict").asText()) {
            case "fail" -> "it is not found again, see stable";
            case "uncertain" -> "whether it is found again cannot be told, see stable";
            default -> "";
        };
        return text.isEmpty() || decides.isEmpty() ? text + decides : text + "; but " + decides;
    }

    /** What the file says, with what it lacks: interval and customers. */
    private static String text(JsonNode finding) {
        String text = finding.path("text").asText();
        Measure evidence = Measure.of(finding.path("evidence"));
        if (!evidence.isDefined()) {
            return text;
        }
        String interval = text.contains("[")
                ? ""
                : evidence.hasInterval()
                        ? " (" + Unit.NUMBER.interval(evidence) + ")"
                        : evidence.hasNoWidth() ? " (" + Unit.WITHOUT_WIDTH + ")" : "";
        return text
                + interval
                + (text.contains("n = ") || evidence.customers().isEmpty()
                        ? ""
                        : ", n\u00a0=\u00a0" + Unit.count(evidence.customers().getAsLong()));
    }
}
