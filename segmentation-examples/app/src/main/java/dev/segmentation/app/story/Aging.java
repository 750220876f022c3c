package dev.segmentation.app.story;

import dev.segmentation.metrics.aging.RefreshAdvice;
import dev.segmentation.metrics.aging.RefreshFinding;
import dev.segmentation.metrics.aging.RefreshRule;
import dev.segmentation.metrics.aging.RefreshVerdict;
import dev.segmentation.metrics.aging.SchemeHalfLife;
import dev.segmentation.metrics.drift.PopulationStability;
import dev.segmentation.metrics.migration.MigrationTest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether customers move as they did, and whether the definitions of the segments age.
 *
 * @param mix shares of the segments on the first date and on the last
 * @param sameMix the test that they are equal, which knows that most customers are the same
 * @param halfLife how long customers stay in the segment of the first date; none without dates, or if nobody of the first
 *     date is there later
 * @param signals what was measured, of either kind
 * @param advice whether to keep the segments
 * @param basis on whom the fit was measured; none if it was not looked at
 * @param blank why nothing can be told of sizes and moves, if so
 */
public record Aging(
        PopulationStability mix,
        MigrationTest sameMix,
        Optional<SchemeHalfLife> halfLife,
        List<AgingSignal> signals,
        RefreshAdvice advice,
        Optional<FitBasis> basis,
        Optional<Blank> blank) {

    /** Why nothing can be told. */
    public enum Blank {
        /** No customer is at two dates in a row. */
        NOBODY_TO_FOLLOW,
        /** There is no other segment to move to. */
        ONE_SEGMENT
    }

    /** What can be said. */
    enum Holding {
        NOT_LOOKED_AT,
        CANNOT_BE_TOLD,
        TOO_FEW,
        KEEP,
        WATCH,
        REFRESH
    }

    static Aging of(
            PopulationStability mix,
            MigrationTest sameMix,
            Optional<SchemeHalfLife> halfLife,
            List<AgingSignal> signals,
            Optional<FitBasis> basis,
            Optional<Blank> blank) {
        RefreshAdvice advice = RefreshRule.withDefaults()
                .advise(signals.stream().map(AgingSignal::signal).toList());
        return new Aging(mix, sameMix, halfLife, List.copyOf(signals), advice, basis, blank);
    }

    /** What the signals of a kind say together: a silence that chance would explain as well says nothing. */
    Holding holding(AgingSignal.Kind kind) {
        if (signals.stream().noneMatch(signal -> signal.kind() == kind)) {
            return Holding.NOT_LOOKED_AT;
        }
        List<RefreshFinding> findings = findings(kind);
        if (cannotTell(kind) || findings.isEmpty()) {
            return Holding.CANNOT_BE_TOLD;
        }
        return switch (worst(findings)) {
            case REFRESH -> Holding.REFRESH;
            case WATCH -> Holding.WATCH;
            case KEEP -> blind(kind).size() == findings.size() ? Holding.TOO_FEW : Holding.KEEP;
        };
    }

    /** Of one segment, the fit may be told all the same. */
    boolean cannotTell(AgingSignal.Kind kind) {
        return nobodyToFollow() || (kind == AgingSignal.Kind.CUSTOMERS && blank.isPresent());
    }

    boolean nobodyToFollow() {
        return blank.filter(Blank.NOBODY_TO_FOLLOW::equals).isPresent();
    }

    /** The names of the signals of a kind that call for what all of it call for. */
    List<String> reasons(AgingSignal.Kind kind) {
        List<RefreshFinding> findings = findings(kind);
        return findings.stream()
                .filter(finding -> finding.verdict() == worst(findings))
                .map(finding -> finding.signal().name())
                .toList();
    }

    /** The names of the silent signals of a kind that would be silent in any case. */
    List<String> blind(AgingSignal.Kind kind) {
        return findings(kind).stream()
                .filter(this::isTooFew)
                .map(finding -> finding.signal().name())
                .toList();
    }

    /** Nothing was seen, and there are too few customers to see it: chance alone makes sizes that would matter. */
    boolean isTooFew(RefreshFinding finding) {
        boolean chanceIsLarge = finding.signal().value() >= finding.signal().watchAt();
        return finding.verdict() == RefreshVerdict.KEEP
                && (chanceIsLarge || of(finding).isBlind());
    }

    AgingSignal of(RefreshFinding finding) {
        return signals.stream()
                .filter(signal -> signal.signal() == finding.signal())
                .findFirst()
                .orElseThrow();
    }

    private List<RefreshFinding> findings(AgingSignal.Kind kind) {
        return advice.findings().stream()
                .filter(finding -> of(finding).kind() == kind)
                .toList();
    }

    private static RefreshVerdict worst(List<RefreshFinding> findings) {
        return findings.stream()
                .map(RefreshFinding::verdict)
                .max(Comparator.naturalOrder())
                .orElse(RefreshVerdict.KEEP);
    }
}
