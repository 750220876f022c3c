package dev.segmentation.app.story;

import dev.segmentation.app.io.TextTable;
import dev.segmentation.metrics.aging.RefreshFinding;
import dev.segmentation.metrics.aging.RefreshSignal;
import dev.segmentation.metrics.aging.TimeToShare;
import java.util.List;
import java.util.stream.Collectors;

/** The part of the page of movement that says whether the definitions of the segments age. */
final class MovementAging {

    /** More lines do not fit; the rest is in the files. */
    private static final int MOST_SIGNALS = 6;

    /** More names do not fit into a sentence. */
    private static final int MOST_NAMED = 2;

    private final Movement movement;
    private final Aging aging;

    MovementAging(Movement movement) {
        this.movement = movement;
        this.aging = movement.aging();
    }

    /** In a sentence or two, without a subject, such as {@code the definitions still fit: keep them.} */
    String inShort() {
        Aging.Holding fit = aging.holding(AgingSignal.Kind.DEFINITIONS);
        Aging.Holding moves = aging.holding(AgingSignal.Kind.CUSTOMERS);
        return fit == Aging.Holding.NOT_LOOKED_AT
                ? moves(moves) + " Whether the definitions still fit was not looked at."
                : definitions(fit)
                        + (moves == Aging.Holding.WATCH || moves == Aging.Holding.REFRESH ? " " + moves(moves) : "");
    }

    private String definitions(Aging.Holding holding) {
        AgingSignal.Kind kind = AgingSignal.Kind.DEFINITIONS;
        String of = "The definitions learned " + movement.timetable().at(0);
        return switch (holding) {
            case KEEP -> of + " still fit: keep them." + unseen(kind);
            case WATCH -> of + " still fit mostly: keep them, and watch the " + named(aging.reasons(kind)) + ".";
            case REFRESH -> of + " no longer fit (" + named(aging.reasons(kind)) + "): learn the segments anew.";
            case TOO_FEW -> "There are too few customers to see whether the definitions still fit.";
            case CANNOT_BE_TOLD, NOT_LOOKED_AT -> "Whether the definitions still fit cannot be told.";
        };
    }

    private String moves(Aging.Holding holding) {
        AgingSignal.Kind kind = AgingSignal.Kind.CUSTOMERS;
        return switch (holding) {
            case KEEP -> "Sizes and moves give no reason to learn the segments anew." + unseen(kind);
            case WATCH ->
                "Sizes or moves have changed somewhat (" + named(aging.reasons(kind))
                        + "): watch whether that goes on.";
            case REFRESH ->
                "Sizes or moves have changed much (" + named(aging.reasons(kind))
                        + "): find out why - a season, a campaign, the market? - before you rely on the segments.";
            case TOO_FEW -> "There are too few customers to see whether sizes or moves have changed.";
            case CANNOT_BE_TOLD, NOT_LOOKED_AT -> "Whether sizes or moves have changed cannot be told.";
        };
    }

    /** What could not have been seen. */
    private String unseen(AgingSignal.Kind kind) {
        List<String> blind = aging.blind(kind);
        return blind.isEmpty() ? "" : " There are too few customers to see anything in the " + named(blind) + ".";
    }

    private static String named(List<String> names) {
        return names.stream().limit(MOST_NAMED).collect(Collectors.joining(" and the "))
                + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }

    void addTo(Page page) {
        page.heading("Do the definitions of the segments age?");
        List<RefreshFinding> findings = aging.advice().findings();
        page.say(inShort()
                + " Whether each segment deserves to be one is another question, that of validation at one date.");
        aging.basis().ifPresent(basis -> page.say(basis.words()));
        if (findings.stream()
                .anyMatch(finding -> !aging.cannotTell(aging.of(finding).kind()))) {
            signals(page, findings);
        }
        List<RefreshSignal> notMeasured = aging.advice().notMeasured();
        if (!notMeasured.isEmpty()) {
            page.say("Not measured: "
                    + notMeasured.stream().map(this::notMeasured).collect(Collectors.joining("; ")) + ".");
        }
        aging.halfLife()
                .filter(found -> aging.blank().isEmpty())
                .ifPresent(found -> page.say(halfLife(found.halfLife())));
    }

    /** Why is in words for those that this application measures. */
    private String notMeasured(RefreshSignal signal) {
        boolean ofCustomers = aging.signals().stream()
                .anyMatch(found -> found.signal() == signal && found.kind() == AgingSignal.Kind.CUSTOMERS);
        return signal.name() + (ofCustomers ? " (" + signal.evidence() + ")" : "");
    }

    private void signals(Page page, List<RefreshFinding> findings) {
        page.say("To count, a signal must be beyond chance"
                + (findings.size() > 1 ? ", of all " + findings.size() + " together," : "")
                + " and large enough to matter:");
        TextTable table = new TextTable(
                        List.of("signal", "size", "matters from", "much from", "chance of it, adjusted", "calls for"))
                .withTexts(5);
        findings.stream().limit(MOST_SIGNALS).map(this::line).forEach(table::add);
        page.show(table);
        if (findings.size() > MOST_SIGNALS) {
            page.say("The weaker " + (findings.size() - MOST_SIGNALS) + " are in movement.json.");
        }
    }

    private List<String> line(RefreshFinding finding) {
        return List.of(
                finding.signal().name(),
                Words.decimals(finding.signal().value(), 2),
                Words.decimals(finding.signal().watchAt(), 2),
                Words.decimals(finding.signal().refreshAt(), 2),
                (aging.of(finding).atFloor() ? "<=" : "") + Words.chance(finding.adjustedP()),
                aging.isTooFew(finding) ? "too few to see" : callsFor(finding));
    }

    /** Customers who move in another way than they did are no fault of the definitions. */
    private String callsFor(RefreshFinding finding) {
        return switch (finding.verdict()) {
            case KEEP -> "nothing";
            case WATCH -> "watching";
            case REFRESH ->
                aging.of(finding).kind() == AgingSignal.Kind.CUSTOMERS ? "finding out why" : "learning anew";
        };
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
