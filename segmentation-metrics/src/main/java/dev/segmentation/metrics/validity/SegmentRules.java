package dev.segmentation.metrics.validity;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.metrics.stability.Stability;
import dev.segmentation.metrics.validity.EvidenceColumn.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From evidence to judgements: the rules, one method per criterion. */
final class SegmentRules {

    /** Below this mean overlap a segment is not to be trusted (Hennig); between it and stable it is a mere pattern. */
    private static final double TRUSTED = 0.6;

    private final double level;
    private final double minimumShare;
    private final double minimumEffect;
    private final @Nullable Double minimumValueShare;

    SegmentRules(double level, double minimumShare, double minimumEffect, Optional<Double> minimumValueShare) {
        this.level = level;
        this.minimumShare = minimumShare;
        this.minimumEffect = minimumEffect;
        this.minimumValueShare = minimumValueShare.orElse(null);
    }

    /** A comparison with its p adjusted for all comparisons made, and how many those are. */
    record Tested(Comparison comparison, double adjustedP, long comparisons) {}

    /** Large enough in customers, and in value if that was asked for. */
    Judgement material(Segment segment, Estimate share, Estimate valueShare) {
        List<Finding> findings = new ArrayList<>();
        findings.add(share(segment, "customer share", "of the customers", share, minimumShare));
        boolean wanted = minimumValueShare != null;
        if (valueShare.isDefined() || wanted) {
            double threshold = minimumValueShare != null ? minimumValueShare : Double.NaN;
            findings.add(share(segment, "value share", "of the value", valueShare, threshold));
        }
        return judge(findings);
    }

    private static Finding share(Segment segment, String subject, String of, Estimate share, double threshold) {
        Verdict verdict = Verdict.UNCERTAIN;
        if (Double.isNaN(threshold)) {
            verdict = Verdict.NOT_CHECKED;
        } else if (share.isDefined() && share.lower() >= threshold) {
            verdict = Verdict.PASS;
        } else if (share.isDefined() && share.upper() < threshold) {
            verdict = Verdict.FAIL;
        }
        String text = share.isDefined()
                ? ReportText.percent(share, of)
                : "share " + of + " cannot be computed ("
                        + share.undefined().map(Enum::name).orElse("") + ")";
        if (!Double.isNaN(threshold)) {
            text += ", at least " + ReportText.percent(threshold) + " wanted";
        }
        return new Finding(segment, Criterion.MATERIAL, verdict, subject, text, text, share, threshold);
    }

    /** Comes back in resamples. */
    Judgement stable(Segment segment, int size, Optional<Stability> stability) {
        Finding finding = stability
                .map(found -> {
                    Estimate overlap = found.jaccard(segment.index());
                    Verdict verdict = Verdict.UNCERTAIN;
                    if (overlap.value() >= Stability.RECOVERED) {
                        verdict = Verdict.PASS;
                    } else if (overlap.value() < TRUSTED) {
                        verdict = Verdict.FAIL;
                    }
                    String text = overlap.isDefined()
                            ? "recovered in " + found.recovered(segment.index()) + " and dissolved in "
                                    + found.dissolved(segment.index()) + " of " + found.replicates()
                                    + " resamples; mean overlap " + ReportText.number(overlap) + ", at least "
                                    + Stability.RECOVERED + " wanted"
                            : "never drawn, so nothing can be said";
                    return new Finding(
                            segment,
                            Criterion.STABLE,
                            verdict,
                            "stability",
                            text,
                            overlap.isDefined()
                                    ? "mean overlap " + ReportText.number(overlap) + " in " + found.replicates()
                                            + " resamples, at least " + Stability.RECOVERED + " wanted"
                                    : text,
                            overlap,
                            Stability.RECOVERED);
                })
                .orElseGet(() -> new Finding(
                        segment,
                        Criterion.STABLE,
                        Verdict.NOT_CHECKED,
                        "stability",
                        "not checked; give the segmenter to have resamples segmented anew",
                        "give the segmenter to have resamples segmented anew",
                        Estimate.undefined(Reason.NO_OBSERVATIONS, size),
                        Stability.RECOVERED));
        return judge(List.of(finding));
    }

    /** Differs in at least one column that did not form it, and is stable if that was checked. */
    Judgement distinct(Segment segment, int size, List<Tested> tests, Judgement stable) {
        if (tests.isEmpty()) {
            Finding none = new Finding(
                    segment,
                    Criterion.DISTINCT,
                    Verdict.UNCERTAIN,
                    "evidence",
                    "no column is left that could show it: every column formed the segments or repeats one that did; add"
                            + " columns with the role DESCRIPTOR, EXPERIENCE or OUTCOME",
                    "no column is left that could show it",
                    Estimate.undefined(Reason.NO_OBSERVATIONS, size),
                    minimumEffect);
            return withStability(List.of(none), Verdict.UNCERTAIN, stable);
        }
        List<Finding> findings = findings(segment, Criterion.DISTINCT, tests);
        return withStability(findings, anyOf(findings), stable);
    }

    private static Judgement withStability(List<Finding> findings, Verdict verdict, Judgement stable) {
        List<Finding> all = new ArrayList<>(findings);
        if (stable.verdict() != Verdict.NOT_CHECKED) {
            all.addAll(stable.findings());
        }
        return new Judgement(verdict.and(stable.verdict()), all);
    }

    /** Differs in at least one outcome of the following period. */
    Judgement meaningful(Segment segment, int size, List<Tested> tests) {
        if (tests.isEmpty()) {
            return judge(List.of(new Finding(
                    segment,
                    Criterion.MEANINGFUL,
                    Verdict.NOT_CHECKED,
                    "outcome",
                    "not checked; give an outcome of the following period",
                    "give an outcome of the following period",
                    Estimate.undefined(Reason.NO_OBSERVATIONS, size),
                    0)));
        }
        List<Finding> findings = findings(segment, Criterion.MEANINGFUL, tests);
        return new Judgement(anyOf(findings), findings);
    }

    private List<Finding> findings(Segment segment, Criterion criterion, List<Tested> tests) {
        List<Finding> findings = new ArrayList<>();
        for (Tested test : tests) {
            Comparison comparison = test.comparison;
            boolean inUnits = criterion == Criterion.MEANINGFUL;
            findings.add(new Finding(
                    segment,
                    criterion,
                    verdict(criterion, test),
                    comparison.column(),
                    comparison.text() + meaning(criterion, test),
                    brief(comparison, inUnits),
                    inUnits ? comparison.difference() : comparison.effect(),
                    inUnits ? 0 : minimumEffect));
        }
        return findings;
    }

    private static String brief(Comparison comparison, boolean inUnits) {
        Estimate shown = inUnits ? comparison.difference() : comparison.effect();
        if (!shown.isDefined()) {
            return comparison.text();
        }
        if (!comparison.difference().isDefined()) {
            return "differs in " + comparison.column() + ", Cramér's V " + ReportText.number(shown);
        }
        return "differs in " + comparison.column() + " by " + ReportText.number(shown)
                + (inUnits ? "" : " standard deviations");
    }

    /**
     * For it: beyond chance after Holm's adjustment, and large enough. Against it: that large is ruled out.
     *
     * <p>Outcomes are also measured by their mean: where spend varies six times as much as it amounts to, a difference of
     * a quarter of the mean is a twenty-fourth of a standard deviation, and yet worth having.
     */
    Verdict verdict(Criterion criterion, Tested test) {
        if (!test.comparison.hasData()) {
            return Verdict.NOT_CHECKED;
        }
        Comparison comparison = test.comparison;
        boolean relative = criterion == Criterion.MEANINGFUL;
        boolean large = Math.abs(comparison.effect().value()) >= minimumEffect
                || (relative && comparison.reachesRelative(minimumEffect));
        if (isBeyondChance(test) && large) {
            return Verdict.PASS;
        }
        boolean ruledOut =
                comparison.rulesOut(minimumEffect) && (!relative || comparison.rulesOutRelative(minimumEffect));
        return ruledOut ? Verdict.FAIL : Verdict.UNCERTAIN;
    }

    private boolean isBeyondChance(Tested test) {
        Comparison comparison = test.comparison;
        return test.adjustedP <= 1 - level && (!comparison.difference().isDefined() || comparison.isSignClear());
    }

    private String meaning(Criterion criterion, Tested test) {
        return switch (verdict(criterion, test)) {
            case PASS -> "";
            case FAIL ->
                criterion == Criterion.MEANINGFUL
                        ? "; a difference of " + minimumEffect + " standard deviations or of "
                                + ReportText.percent(minimumEffect) + " of the mean size is ruled out"
                        : "; an effect of " + minimumEffect + " is ruled out";
            case NOT_CHECKED -> ", so that nothing was checked";
            case UNCERTAIN -> {
                if (!test.comparison.effect().isDefined()) {
                    yield "; too little data to decide";
                }
                yield isBeyondChance(test) ? "; too small to count on" : "; could be chance" + whatDecides(test);
            }
        };
    }

    /** Which rule speaks of chance where the printed interval, taken alone, does not. */
    private String whatDecides(Tested test) {
        if (!test.comparison.isSignClear()) {
            return "";
        }
        return test.comparison.p() <= 1 - level
                ? " after correcting for " + test.comparisons + " comparisons, which decides, not the interval"
                : String.format(
                        Locale.ROOT,
                        " by the strictest of its tests (p = %.3g), which decides, not the interval",
                        test.comparison.p());
    }

    /** One column is enough. Columns without any value do not count, but if there are no others, nothing is known. */
    private static Verdict anyOf(List<Finding> findings) {
        Verdict any = findings.stream().map(Finding::verdict).reduce(Verdict.NOT_CHECKED, Verdict::or);
        return any == Verdict.NOT_CHECKED ? Verdict.UNCERTAIN : any;
    }

    private static Judgement judge(List<Finding> findings) {
        return new Judgement(
                findings.stream().map(Finding::verdict).reduce(Verdict.NOT_CHECKED, Verdict::and), findings);
    }
}
