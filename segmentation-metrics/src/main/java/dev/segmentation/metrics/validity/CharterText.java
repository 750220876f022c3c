package dev.segmentation.metrics.validity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A card as text for those who decide. */
final class CharterText {

    /** More columns than this would bury the strongest. */
    private static final int COLUMNS = 2;

    /** Which advice a reader should see first. */
    private static final List<Verdict> URGENCY = List.of(Verdict.PASS, Verdict.UNCERTAIN, Verdict.FAIL);

    private CharterText() {}

    static String of(SegmentCard card) {
        StringBuilder text = new StringBuilder();
        text.append(card.segment().name()).append(": ");
        text.append(card.recommendation().name().toLowerCase(Locale.ROOT));
        card.mergeWith().ifPresent(other -> text.append(" with ").append(other.name()));
        text.append('\n');
        for (Criterion criterion : Criterion.values()) {
            Judgement judgement = card.judgement(criterion);
            line(
                    text,
                    criterion.label(),
                    ReportText.word(judgement.verdict()) + ": "
                            + strongest(criterion, judgement).stream()
                                    .map(Finding::brief)
                                    .collect(Collectors.joining("; ")));
        }
        neighbors(card).ifPresent(rest -> line(text, "neighbor", rest));
        card.split().ifPresent(split -> line(text, "within", split.text()));
        return text.toString();
    }

    /** The neighbor that it is least separate from, of those that it is advised to merge with if there are any; and the rest as numbers. */
    private static Optional<String> neighbors(SegmentCard card) {
        List<Merge> merges = card.merges();
        Comparator<Merge> order = Comparator.comparingInt((Merge merge) -> URGENCY.indexOf(merge.verdict()))
                .thenComparing(Merge.LEAST_SEPARATE_FIRST);
        return merges.stream().min(order).map(first -> {
            String others = URGENCY.stream()
                    .flatMap(verdict -> rest(verdict, first, merges).stream())
                    .collect(Collectors.joining(", "));
            return first.text(card.segment()) + (others.isEmpty() ? "" : "; other neighbors: " + others);
        });
    }

    private static Optional<String> rest(Verdict verdict, Merge first, List<Merge> merges) {
        long count = merges.stream()
                .filter(merge -> merge != first && merge.verdict() == verdict)
                .count();
        return count == 0 ? Optional.empty() : Optional.of(count + " " + Merge.advice(verdict));
    }

    private static void line(StringBuilder text, String label, String rest) {
        text.append(String.format(Locale.ROOT, "  %-10s  %s", label, rest)).append('\n');
    }

    /** What decided: what speaks as the verdict does, the largest effects first; stability has a line of its own. */
    private static List<Finding> strongest(Criterion criterion, Judgement judgement) {
        List<Finding> own = judgement.findings().stream()
                .filter(finding -> finding.criterion() == criterion)
                .toList();
        List<Finding> deciding = new ArrayList<>(own);
        if (own.stream().anyMatch(finding -> finding.verdict() == judgement.verdict())) {
            deciding.removeIf(finding -> finding.verdict() != judgement.verdict());
        }
        if (criterion != Criterion.MATERIAL) {
            deciding.sort(Comparator.comparingDouble(CharterText::size).reversed());
        }
        return deciding.subList(0, Math.min(COLUMNS, deciding.size()));
    }

    private static double size(Finding finding) {
        double value = finding.evidence().value();
        return Double.isNaN(value) ? -1 : Math.abs(value);
    }
}
