package dev.segmentation.app.story;

import dev.segmentation.app.io.TextTable;
import dev.segmentation.metrics.aging.RefreshAdvice;
import dev.segmentation.metrics.aging.RefreshFinding;
import dev.segmentation.metrics.aging.RefreshSignal;
import dev.segmentation.metrics.aging.TimeToShare;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The part of the page of movement that says whether the segments still hold. */
final class MovementAging {

    /** More lines do not fit; the rest is in the files. */
    private static final int MOST_SIGNALS = 6;

    /** The signals that are there without a model. */
    private static final int SIGNALS_OF_LABELS = 2;

    private final Movement movement;
    private final RefreshAdvice advice;

    MovementAging(Movement movement) {
        this.movement = movement;
        this.advice = movement.aging().advice();
    }

    /** In one sentence. */
    String inShort() {
        List<String> reasons = advice.findings().stream()
                .filter(finding -> finding.verdict() == advice.verdict())
                .map(finding -> finding.signal().name())
                .limit(2)
                .toList();
        String why = reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
        if (advice.findings().isEmpty()) {
            return "Whether the segments still hold could not be measured.";
        }
        String text = switch (advice.verdict()) {
            case KEEP -> "the segments still hold: keep them.";
            case WATCH -> "the segments mostly hold: keep them, and watch what has changed" + why + ".";
            case REFRESH -> "the segments no longer hold" + why + ": it is time to learn them anew.";
        };
        return onlyLabels() ? "As far as sizes and moves tell, " + text : "T" + text.substring(1);
    }

    /** Nobody has looked at features. */
    private boolean onlyLabels() {
        return advice.findings().size() + advice.notMeasured().size() <= SIGNALS_OF_LABELS;
    }

    void addTo(Page page) {
        page.heading("Do the segments still hold?");
        int signals = advice.findings().size();
        page.say(inShort() + " To count, a signal must be beyond chance"
                + (signals > 1 ? ", of all " + signals + " together," : "") + " and large enough to matter:");
        TextTable table = new TextTable(
                        List.of("signal", "size", "watch from", "refresh from", "chance of it, adjusted", "calls for"))
                .withTexts(5);
        advice.findings().stream().limit(MOST_SIGNALS).forEach(finding -> table.add(line(finding)));
        page.show(table);
        if (advice.findings().size() > MOST_SIGNALS) {
            page.say("The weaker " + (advice.findings().size() - MOST_SIGNALS) + " are in movement.json.");
        }
        if (!advice.notMeasured().isEmpty()) {
            page.say("Not measured: "
                    + advice.notMeasured().stream().map(RefreshSignal::name).collect(Collectors.joining(", ")) + ".");
        }
        if (onlyLabels()) {
            page.say("Whether customers still fit their segments was not looked at: that takes features and centers.");
        }
        movement.aging().halfLife().ifPresent(found -> page.say(halfLife(found.halfLife())));
    }

    private static List<String> line(RefreshFinding finding) {
        return List.of(
                finding.signal().name(),
                Words.decimals(finding.signal().value(), 2),
                Words.decimals(finding.signal().watchAt(), 2),
                Words.decimals(finding.signal().refreshAt(), 2),
                Words.chance(finding.adjustedP()),
                finding.verdict().name().toLowerCase(Locale.ROOT));
    }

    private static String halfLife(TimeToShare time) {
        if (time.undefined().isPresent()) {
            return "When half of the customers will have moved away from their first segment is beyond what these dates tell.";
        }
        String upper = time.upper().isPresent() ? Words.rounded(time.upper().getAsDouble()) : "no end";
        return "Half of the customers are seen elsewhere than in their first segment, noise included, after "
                + Words.rounded(time.days())
                + " days ["
                + Words.rounded(time.lower()) + ".." + upper + "]"
                + (time.extrapolated() ? ", if they go on leaving it at the same rate, which mostly slows down" : "")
                + ". That they move is no fault of the segments.";
    }
}
