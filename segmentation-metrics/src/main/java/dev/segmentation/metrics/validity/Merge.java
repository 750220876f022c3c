package dev.segmentation.metrics.validity;

import dev.segmentation.Estimate;
import dev.segmentation.Segment;
import dev.segmentation.metrics.structure.PairStructure;
import java.util.Comparator;
import java.util.List;

/**
 * What speaks for joining two neighboring segments, and against it. Immutable.
 *
 * <p>{@link Verdict#FAIL}: something would be lost, because they are separate groups, or differ in a column that did not
 * form them by at least the minimum effect and beyond chance, adjusted for all pairs and columns. {@link Verdict#PASS}:
 * nothing would be lost that is known of; where there are separate groups, these two show no trace of being two that are
 * four standard deviations apart ({@link dev.segmentation.metrics.structure.Structure#isOneGroup}), or no column differs by as
 * much as the minimum effect, with its whole interval. {@link Verdict#UNCERTAIN}: neither is shown.
 */
public final class Merge {

    static final Comparator<Merge> LEAST_SEPARATE_FIRST =
            Comparator.comparingDouble((Merge merge) -> merge.structure.rawP()).reversed();

    private final Segment first;
    private final Segment second;
    private final Verdict verdict;
    private final Estimate share;
    private final Estimate valueExplained;
    private final Estimate stability;
    private final PairStructure structure;
    private final List<String> reasons;

    Merge(
            Segment first,
            Segment second,
            Verdict verdict,
            Estimate share,
            Estimate valueExplained,
            Estimate stability,
            PairStructure structure,
            List<String> reasons) {
        this.first = first;
        this.second = second;
        this.verdict = verdict;
        this.share = share;
        this.valueExplained = valueExplained;
        this.stability = stability;
        this.structure = structure;
        this.reasons = List.copyOf(reasons);
    }

    /**
     * One of the two.
     *
     * @return the segment with the smaller label
     */
    public Segment first() {
        return first;
    }

    /**
     * The other.
     *
     * @return the segment with the greater label
     */
    public Segment second() {
        return second;
    }

    /**
     * Whether to merge them.
     *
     * @return {@link Verdict#PASS} to merge, {@link Verdict#FAIL} to keep them apart, {@link Verdict#UNCERTAIN}
     */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * The share of the customers that both would have together.
     *
     * @return in [0, 1], with Wilson's interval
     */
    public Estimate share() {
        return share;
    }

    /**
     * What the segments would still tell of value: the share of its inequality among customers that they explain once these
     * two are one. What merging loses is the difference to {@link ValidationReport#valueExplained()}.
     *
     * @return Theil's share, as {@link dev.segmentation.metrics.value.TheilSplit#share} has it; undefined without a value
     *     column
     */
    public Estimate valueExplained() {
        return valueExplained;
    }

    /**
     * How well both together come back in resamples of the customers. Where they do and neither does alone, customers only
     * change sides between the two.
     *
     * @return the mean overlap, as {@link dev.segmentation.metrics.stability.Stability#jaccardOfUnion} has it; undefined
     *     without a segmenter
     */
    public Estimate stability() {
        return stability;
    }

    /**
     * Whether they are separate groups.
     *
     * @return the test between the two
     */
    public PairStructure structure() {
        return structure;
    }

    /**
     * Why, in plain language.
     *
     * @return one sentence on their separation and one per column that decides
     */
    public List<String> reasons() {
        return reasons;
    }

    /** The one of the two that a segment is not. */
    Segment other(Segment segment) {
        return first.equals(segment) ? second : first;
    }

    /** Whether a segment is one of the two. */
    boolean concerns(Segment segment) {
        return first.equals(segment) || second.equals(segment);
    }

    /** The advice from the side of one of the two, such as {@code keep apart from Regular: separate groups (...)}. */
    String text(Segment segment) {
        return advice(verdict) + (verdict == Verdict.FAIL ? " from " : " with ")
                + other(segment).name() + ": " + String.join("; ", reasons);
    }

    static String advice(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "merge";
            case FAIL -> "keep apart";
            default -> "uncertain whether to merge";
        };
    }

    /** Such as {@code Loyal and Regular: keep apart; separate groups (p = 0.0021, n = 812)}. */
    @Override
    public String toString() {
        return first.name() + " and " + second.name() + ": " + advice(verdict) + "; " + String.join("; ", reasons);
    }
}
