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

    static final Comparator<Merge> LEAST_SEPARATE_FIRST = Comparator.comparingDouble(
                    (Merge merge) -> merge.pair.structure.rawP())
            .reversed();

    private final Pair pair;
    private final Verdict verdict;
    private final Union union;
    private final List<String> reasons;

    /** The two, and the test between them. */
    record Pair(Segment first, Segment second, PairStructure structure) {}

    /** What they would be as one. */
    record Union(Estimate share, Estimate valueExplained, Estimate stability) {}

    Merge(Pair pair, Verdict verdict, Union union, List<String> reasons) {
        this.pair = pair;
        this.verdict = verdict;
        this.union = union;
        this.reasons = List.copyOf(reasons);
    }

    /**
     * One of the two.
     *
     * @return the segment with the smaller label
     */
    public Segment first() {
        return pair.first;
    }

    /**
     * The other.
     *
     * @return the segment with the greater label
     */
    public Segment second() {
        return pair.second;
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
        return union.share;
    }

    /**
     * What the segments would still tell of value: the share of its inequality among customers that they explain once these
     * two are one. What merging loses is the difference to {@link ValidationReport#valueExplained()}.
     *
     * @return Theil's share, as {@link dev.segmentation.metrics.value.TheilSplit#share} has it; undefined without a value
     *     column
     */
    public Estimate valueExplained() {
        return union.valueExplained;
    }

    /**
     * How well both together come back in resamples of the customers. Where they do and neither does alone, customers only
     * change sides between the two.
     *
     * @return the mean overlap, as {@link dev.segmentation.metrics.stability.Stability#jaccardOfUnion} has it; undefined
     *     without a segmenter, and where there are no other segments
     */
    public Estimate stability() {
        return union.stability;
    }

    /**
     * Whether they are separate groups.
     *
     * @return the test between the two
     */
    public PairStructure structure() {
        return pair.structure;
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
        return pair.first.equals(segment) ? pair.second : pair.first;
    }

    /** Whether a segment is one of the two. */
    boolean concerns(Segment segment) {
        return pair.first.equals(segment) || pair.second.equals(segment);
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
        return pair.first.name() + " and " + pair.second.name() + ": " + advice(verdict) + "; "
                + String.join("; ", reasons);
    }
}
