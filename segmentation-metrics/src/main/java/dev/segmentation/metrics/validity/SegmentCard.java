package dev.segmentation.metrics.validity;

import dev.segmentation.Estimate;
import dev.segmentation.Segment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One segment on one card: how large it is, what was found about it, and what to do with it. */
public final class SegmentCard {

    private final Segment segment;
    private final int size;
    private final Estimate share;
    private final Estimate valueShare;
    private final Judgement distinct;
    private final Judgement material;
    private final Judgement meaningful;
    private final Judgement stable;
    private final List<Merge> merges;
    private final @Nullable Split split;

    SegmentCard(
            Segment segment,
            int size,
            Estimate share,
            Estimate valueShare,
            List<Judgement> distinctMaterialMeaningfulStable,
            List<Merge> merges,
            Optional<Split> split) {
        this.segment = segment;
        this.size = size;
        this.share = share;
        this.valueShare = valueShare;
        this.distinct = distinctMaterialMeaningfulStable.get(0);
        this.material = distinctMaterialMeaningfulStable.get(1);
        this.meaningful = distinctMaterialMeaningfulStable.get(2);
        this.stable = distinctMaterialMeaningfulStable.get(3);
        this.merges = List.copyOf(merges);
        this.split = split.orElse(null);
    }

    /**
     * The segment.
     *
     * @return the segment
     */
    public Segment segment() {
        return segment;
    }

    /**
     * How many customers it has.
     *
     * @return at least 0
     */
    public int size() {
        return size;
    }

    /**
     * Its share of the customers, with Wilson's interval, which takes the customers for a sample of those there could be.
     *
     * @return in [0, 1]; undefined without customers
     */
    public Estimate share() {
        return share;
    }

    /**
     * Its share of the value, with the interval of a ratio of sums.
     *
     * @return usually in [0, 1]; undefined without a value column, and if the total value is not positive
     */
    public Estimate valueShare() {
        return valueShare;
    }

    /**
     * Whether it differs from the others in columns that did not form it, and comes back in resamples.
     *
     * @return the judgement
     */
    public Judgement distinct() {
        return distinct;
    }

    /**
     * Whether it is large enough.
     *
     * @return the judgement
     */
    public Judgement material() {
        return material;
    }

    /**
     * Whether its customers behave differently in the following period.
     *
     * @return the judgement
     */
    public Judgement meaningful() {
        return meaningful;
    }

    /**
     * Whether it comes back in resamples.
     *
     * @return the judgement
     */
    public Judgement stable() {
        return stable;
    }

    /**
     * What is held of it by a criterion.
     *
     * @param criterion the criterion
     * @return the judgement
     */
    public Judgement judgement(Criterion criterion) {
        return switch (criterion) {
            case DISTINCT -> distinct;
            case MATERIAL -> material;
            case MEANINGFUL -> meaningful;
            case STABLE -> stable;
        };
    }

    /**
     * For each of its neighbors, whether merging the two would lose anything.
     *
     * @return possibly none
     */
    public List<Merge> merges() {
        return merges;
    }

    /**
     * Whether splitting it would gain anything.
     *
     * @return empty if it could not be tested
     */
    public Optional<Split> split() {
        return Optional.ofNullable(split);
    }

    /**
     * The segment to merge it with, if one is advised: of those from which it is not separate, the one that is least so.
     *
     * @return empty unless the recommendation is {@link Recommendation#MERGE}
     */
    public Optional<Segment> mergeWith() {
        return merges.stream()
                .filter(merge -> merge.verdict() == Verdict.PASS)
                .min(Merge.LEAST_SEPARATE_FIRST)
                .map(merge -> merge.other(segment));
    }

    /**
     * What to do with it: merge it if nothing is lost by that; else drop it if it fails to be distinct, material or
     * meaningful; else split it if there are separate groups within; else keep it if it is distinct, material and
     * meaningful, and watch it otherwise.
     *
     * @return the recommendation
     */
    public Recommendation recommendation() {
        if (mergeWith().isPresent()) {
            return Recommendation.MERGE;
        }
        if (verdicts().contains(Verdict.FAIL)) {
            return Recommendation.DROP;
        }
        if (split != null && split.verdict() == Verdict.PASS) {
            return Recommendation.SPLIT;
        }
        return deserves() ? Recommendation.KEEP : Recommendation.WATCH;
    }

    /** Whether it is distinct, material and meaningful. */
    boolean deserves() {
        return verdicts().stream().allMatch(verdict -> verdict == Verdict.PASS);
    }

    private List<Verdict> verdicts() {
        return List.of(distinct.verdict(), material.verdict(), meaningful.verdict());
    }

    /**
     * All evidence about the segment, each finding once, although stability counts for {@link Criterion#DISTINCT} too.
     *
     * @return the findings
     */
    public List<Finding> findings() {
        return Stream.of(distinct, material, meaningful, stable)
                .flatMap(judgement -> judgement.findings().stream())
                .distinct()
                .toList();
    }

    /**
     * The card as text for those who decide: the advice, then a line per criterion with its strongest evidence, one on
     * its neighbors, the one that matters most in words and the others as counts, and one on what is within. Every number has its interval and the number of customers behind it.
     *
     * @return several lines, the last one ended
     */
    public String charter() {
        return CharterText.of(this);
    }

    /** One line: the verdicts and the advice. */
    @Override
    public String toString() {
        return segment.name() + ": distinct " + distinct.verdict() + ", material " + material.verdict()
                + ", meaningful " + meaningful.verdict() + ", stable " + stable.verdict() + "; " + recommendation()
                + mergeWith().map(other -> " with " + other.name()).orElse("");
    }
}
