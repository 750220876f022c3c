package dev.segmentation.metrics.validity;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.stability.Stability;
import dev.segmentation.metrics.structure.Structure;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What validation found: a verdict on the whole, a card per segment, and the evidence behind each. */
public final class ValidationReport {

    private final LocalDate asOf;
    private final int customers;
    private final Verdict overall;
    private final List<String> reasons;
    private final List<SegmentCard> cards;
    private final List<ColumnEffect> columnEffects;
    private final @Nullable Stability stability;
    private final Structure structure;
    private final List<Merge> merges;
    private final List<Split> splits;
    private final Estimate valueExplained;
    private final List<Notice> notices;

    ValidationReport(
            LocalDate asOf,
            int customers,
            List<SegmentCard> cards,
            List<ColumnEffect> columnEffects,
            Optional<Stability> stability,
            Structure structure,
            List<Merge> merges,
            List<Split> splits,
            Estimate valueExplained,
            List<Notice> notices) {
        this.asOf = asOf;
        this.customers = customers;
        this.cards = List.copyOf(cards);
        this.columnEffects = List.copyOf(columnEffects);
        this.stability = stability.orElse(null);
        this.structure = structure;
        this.merges = List.copyOf(merges);
        this.splits = List.copyOf(splits);
        this.valueExplained = valueExplained;
        this.notices = List.copyOf(notices);
        this.overall = ReportText.overall(this);
        this.reasons = ReportText.reasons(this);
    }

    /**
     * The verdict on the segmentation: {@link Verdict#PASS} if every segment is to be kept, {@link Verdict#FAIL} if one is
     * to be dropped, merged or split, {@link Verdict#UNCERTAIN} otherwise, also where there are too many or too few segments and
     * it cannot be told which.
     *
     * @return the verdict
     */
    public Verdict overall() {
        return overall;
    }

    /**
     * Why, in plain language, and what was not checked.
     *
     * @return at least one sentence
     */
    public List<String> reasons() {
        return reasons;
    }

    /**
     * One card per segment, in the order of the segments.
     *
     * @return k cards
     */
    public List<SegmentCard> cards() {
        return cards;
    }

    /**
     * The card of a segment.
     *
     * @param segment one of the validated segmentation's
     * @return its card
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public SegmentCard card(Segment segment) {
        return cards.stream()
                .filter(card -> card.segment().equals(segment))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        segment.name(),
                        "ValidationReport: no segment \"" + segment.name() + "\"; there are "
                                + Arguments.shown(cards.stream()
                                        .map(card -> card.segment().name())
                                        .toList())));
    }

    /**
     * All evidence, segment by segment.
     *
     * @return the findings, which print themselves
     */
    public List<Finding> findings() {
        return cards.stream().flatMap(card -> card.findings().stream()).toList();
    }

    /**
     * What the segments tell of value: the share of its inequality among customers that they explain.
     *
     * @return Theil's share, as {@link dev.segmentation.metrics.value.TheilSplit#share} has it; undefined without a value
     *     column
     */
    public Estimate valueExplained() {
        return valueExplained;
    }

    /**
     * How much all segments together differ in each column that did not form them.
     *
     * @return one effect per such column; empty if there is none
     */
    public List<ColumnEffect> columnEffects() {
        return columnEffects;
    }

    /**
     * The stability of the segments.
     *
     * @return empty if no segmenter was given
     */
    public Optional<Stability> stability() {
        return Optional.ofNullable(stability);
    }

    /**
     * Whether there are separate groups at all, between which segments and within which.
     *
     * @return what was found; undefined where it could not be tested
     */
    public Structure structure() {
        return structure;
    }

    /**
     * Where the segments come from: {@link SegmentationKind#NATURAL} if separate groups are claimed; else {@link
     * SegmentationKind#REPRODUCIBLE} if every segment is stable; else {@link SegmentationKind#CONSTRUCTED}.
     *
     * @return empty if structure could not be tested, if none is claimed and stability was not checked, or if there are separate
     *     groups, but within segments and not between them
     */
    public Optional<SegmentationKind> kind() {
        if (structure.isClaimed()) {
            return Optional.of(SegmentationKind.NATURAL);
        }
        if (structure.undefined().isPresent() || structure.under() > 0 || stability == null) {
            return Optional.empty();
        }
        boolean stable = cards.stream()
                .filter(card -> card.size() > 0)
                .allMatch(card -> card.stable().verdict() == Verdict.PASS);
        return Optional.of(stable ? SegmentationKind.REPRODUCIBLE : SegmentationKind.CONSTRUCTED);
    }

    /**
     * For every pair of neighboring segments, whether merging them would lose anything.
     *
     * @return one entry per pair of neighbors; others have a segment between them
     */
    public List<Merge> merges() {
        return merges;
    }

    /**
     * For every segment, whether splitting it would gain anything.
     *
     * @return one entry per segment that could be tested
     */
    public List<Split> splits() {
        return splits;
    }

    /**
     * Whether there are too many segments or too few.
     *
     * @return the verdict on their number
     */
    public Sizing sizing() {
        return RightSizing.sizing(
                structure,
                merges,
                splits,
                cards.stream()
                        .filter(card -> card.size() > 0)
                        .map(SegmentCard::segment)
                        .toList());
    }

    /**
     * What the caller should know beside the verdicts.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /**
     * The date of the validated segmentation.
     *
     * @return the as-of date
     */
    public LocalDate asOf() {
        return asOf;
    }

    /**
     * How many customers it has.
     *
     * @return at least 0
     */
    public int customers() {
        return customers;
    }

    /**
     * The cards as text for those who decide.
     *
     * @return {@link SegmentCard#charter()} of each segment, with an empty line between them
     */
    public String charter() {
        return cards.stream().map(SegmentCard::charter).collect(Collectors.joining("\n"));
    }

    /** A table: the verdict with its reasons, then one line per segment. */
    @Override
    public String toString() {
        return ReportText.table(this);
    }
}
