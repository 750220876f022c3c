package dev.segmentation.metrics.validity;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.structure.Structure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Reports in words and tables that need no statistics to be read. */
final class ReportText {

    private static final List<String> HEADER =
            List.of("Segment", "Customers", "Share", "Value", "Distinct", "Material", "Meaningful", "Stable", "Advice");

    private static final Set<Sizing> WRONG_NUMBER =
            EnumSet.of(Sizing.OVER_SEGMENTED, Sizing.UNDER_SEGMENTED, Sizing.MISPLACED);

    private static final Set<Recommendation> AGAINST =
            EnumSet.of(Recommendation.DROP, Recommendation.MERGE, Recommendation.SPLIT);

    private ReportText() {}

    static Verdict overall(ValidationReport report) {
        List<SegmentCard> cards = report.cards();
        if (cards.stream().map(SegmentCard::recommendation).anyMatch(AGAINST::contains)) {
            return Verdict.FAIL;
        }
        boolean keep = cards.stream().allMatch(card -> card.recommendation() == Recommendation.KEEP);
        return keep && !WRONG_NUMBER.contains(report.sizing()) ? Verdict.PASS : Verdict.UNCERTAIN;
    }

    static List<String> reasons(ValidationReport report) {
        List<SegmentCard> cards = report.cards();
        List<String> reasons = new ArrayList<>();
        reasons.add(cards.stream().filter(SegmentCard::deserves).count() + " of " + cards.size()
                + (cards.size() == 1 ? " segment is" : " segments are") + " distinct, material and meaningful");
        reasons.add(structure(report));
        report.merges().stream()
                .filter(merge -> merge.verdict() == Verdict.PASS)
                .forEach(merge -> reasons.add("too many segments: " + merge));
        report.splits().stream()
                .filter(split -> split.verdict() == Verdict.PASS)
                .forEach(split -> reasons.add("too few segments: " + split));
        for (Criterion criterion : Criterion.values()) {
            for (Verdict verdict : List.of(Verdict.FAIL, Verdict.UNCERTAIN, Verdict.NOT_CHECKED)) {
                List<String> names = cards.stream()
                        .filter(card -> card.judgement(criterion).verdict() == verdict)
                        .map(card -> card.segment().name())
                        .toList();
                if (!names.isEmpty()) {
                    String who = names.size() == cards.size() && names.size() > 1
                            ? "all segments"
                            : String.join(", ", names);
                    reasons.add(phrase(criterion, verdict) + ": " + who);
                }
            }
        }
        return List.copyOf(reasons);
    }

    private static String structure(ValidationReport report) {
        Structure structure = report.structure();
        if (structure.undefined().isPresent()) {
            return "not checked whether there are separate groups: "
                    + (structure.undefined().get() == Reason.SINGLE_SEGMENT ? "a single segment" : "too few customers");
        }
        String found = (structure.isClaimed()
                        ? "there are separate groups"
                        : "no separate groups are shown between segments"
                                + (structure.under() > 0 ? ", but within some" : ""))
                + String.format(Locale.ROOT, " (p = %.3g, n = %d)", structure.pValue(), structure.customers());
        return report.kind()
                .map(kind -> "the segmentation is " + kind.name().toLowerCase(Locale.ROOT) + ": " + found)
                .orElse(found);
    }

    private static String phrase(Criterion criterion, Verdict verdict) {
        return switch (verdict) {
            case FAIL -> "not " + criterion.label();
            case UNCERTAIN -> "uncertain whether " + criterion.label();
            case PASS -> criterion.label();
            case NOT_CHECKED ->
                "not checked whether " + criterion.label()
                        + (criterion == Criterion.MEANINGFUL ? " (no outcome of the following period given)" : "")
                        + (criterion == Criterion.STABLE ? " (no segmenter given)" : "");
        };
    }

    static String table(ValidationReport report) {
        StringBuilder text = new StringBuilder();
        text.append("Validation of ").append(report.cards().size()).append(" segments, ");
        text.append(report.customers()).append(" customers as of ").append(report.asOf());
        text.append(": ").append(report.overall()).append('\n');
        report.reasons().forEach(reason -> text.append("  ").append(reason).append('\n'));
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        report.cards().forEach(card -> rows.add(row(card)));
        int[] widths = new int[HEADER.size()];
        for (List<String> row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String padding = " ".repeat(widths[c] - row.get(c).length());
                boolean number = c >= 1 && c <= 3;
                line.append(number ? padding + row.get(c) : row.get(c) + padding)
                        .append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        report.notices().forEach(notice -> text.append(notice).append('\n'));
        return text.toString();
    }

    private static List<String> row(SegmentCard card) {
        return Stream.concat(
                        Stream.of(
                                card.segment().name(),
                                Integer.toString(card.size()),
                                percentOrDash(card.share()),
                                percentOrDash(card.valueShare())),
                        Stream.concat(
                                Stream.of(Criterion.values())
                                        .map(criterion ->
                                                word(card.judgement(criterion).verdict())),
                                Stream.of(card.recommendation().name().toLowerCase(Locale.ROOT)
                                        + card.mergeWith()
                                                .map(other -> " with " + other.name())
                                                .orElse(""))))
                .toList();
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "yes";
            case FAIL -> "no";
            case UNCERTAIN -> "uncertain";
            case NOT_CHECKED -> "not checked";
        };
    }

    private static String percentOrDash(Estimate estimate) {
        return estimate.isDefined() ? percent(estimate.value()) : "–";
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String percent(Estimate estimate, String of) {
        return percent(estimate.value()) + " " + of + " [" + percent(estimate.lower()) + ", "
                + percent(estimate.upper()) + "]";
    }

    /** Three digits, without an exponent where that is readable. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1000 && size < 1e7) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, "%.3g", value == 0 ? 0 : value);
    }

    static String number(Estimate estimate) {
        return number(estimate.value()) + " [" + number(estimate.lower()) + ", " + number(estimate.upper()) + "]";
    }
}
