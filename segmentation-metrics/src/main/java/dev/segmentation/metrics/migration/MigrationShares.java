package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.WilsonScore;
import dev.segmentation.metrics.interval.MultinomialInterval;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What share of whom went where, with intervals of one level; segments by position. */
final class MigrationShares {

    private final MigrationCounts counts;
    private final WilsonScore score;
    private final StepOwners owners;

    MigrationShares(MigrationCounts counts, double level, StepOwners owners) {
        this.counts = counts;
        this.score = WilsonScore.at(level);
        this.owners = owners;
    }

    StepOwners owners() {
        return owners;
    }

    double level() {
        return score.level();
    }

    /** Why all shares are undefined, if they are. */
    Optional<Reason> undefined() {
        if (counts.all() == 0) {
            return Optional.of(Reason.EMPTY);
        }
        if (counts.inSegments() > 0) {
            return Optional.empty();
        }
        return Optional.of(commonButUnscored() > 0 ? Reason.NO_OBSERVATIONS : Reason.NO_COMMON_CUSTOMERS);
    }

    private long commonButUnscored() {
        int unscored = counts.unscored();
        return counts.row(unscored) + counts.column(unscored) + counts.cell(unscored, unscored);
    }

    double probability(int from, int to) {
        return (double) counts.cell(from, to) / counts.row(from);
    }

    Estimate interval(int from, int to) {
        return interval(score, from, to);
    }

    private Estimate interval(WilsonScore by, int from, int to) {
        return owners.cell(by, from, to, counts.cell(from, to), counts.row(from));
    }

    List<Estimate> intervals(int from, MultinomialInterval method) {
        long row = counts.row(from);
        if (owners.periods() == 1 || row == 0) {
            return method.of(counts.cells(from), level());
        }
        WilsonScore by =
                method == MultinomialInterval.GOODMAN ? WilsonScore.at(1 - (1 - level()) / counts.size()) : score;
        List<Estimate> each = IntStream.range(0, counts.size())
                .mapToObj(to -> interval(by, from, to))
                .toList();
        return switch (method) {
            case WILSON -> each;
            case GOODMAN ->
                each.stream()
                        .map(share ->
                                Estimate.of(share.value(), share.lower(), share.upper(), level(), share.customers()))
                        .toList();
            case SISON_GLAZ, DIRICHLET -> ofFewer(method, from, each.get(0).customers());
        };
    }

    /** Of as many as there are customers: nothing is known of how their steps depend on one another over all cells at once. */
    private List<Estimate> ofFewer(MultinomialInterval method, int from, long customers) {
        double part = (double) customers / counts.row(from);
        long[] fewer = Arrays.stream(counts.cells(from))
                .map(count -> Math.round(count * part))
                .toArray();
        return method.of(fewer, level());
    }

    Estimate moved() {
        int k = counts.size();
        long all = counts.inSegments();
        return owners.share(
                score, (from, to) -> from != to, (from, to) -> from < k && to < k, all - counts.diagonal(), all);
    }

    double designEffect() {
        int k = counts.size();
        return counts.inSegments() == 0
                ? 1
                : owners.designEffect((from, to) -> from != to, (from, to) -> from < k && to < k);
    }

    Estimate retention() {
        int k = counts.size();
        int absent = counts.absent();
        long there = counts.inSegments() + counts.column(counts.unscored());
        return share((from, to) -> to != absent, (from, to) -> from < k, there, there + counts.leavers());
    }

    Estimate exitRate(int of) {
        int absent = counts.absent();
        return share((from, to) -> to == absent, (from, to) -> from == of, counts.leavers(of), counts.from(of));
    }

    Estimate entryShare(int of) {
        int absent = counts.absent();
        return share((from, to) -> from == absent, (from, to) -> to == of, counts.entrants(of), counts.into(of));
    }

    private Estimate share(StepOwners.Kind part, StepOwners.Kind whole, long parts, long wholes) {
        return undefined()
                .filter(reason -> reason != Reason.NO_OBSERVATIONS) // whose unscored customers are in common
                .map(reason -> Estimate.undefined(reason, wholes))
                .orElseGet(() -> owners.share(score, part, whole, parts, wholes));
    }

    /** Σ nᵢⱼ ln p̂ᵢⱼ. */
    double logLikelihood() {
        double sum = 0;
        for (int i = 0; i < counts.size(); i++) {
            long row = counts.row(i);
            for (long count : counts.cells(i)) {
                sum += count == 0 ? 0 : count * StrictMath.log((double) count / row);
            }
        }
        return sum;
    }
}
