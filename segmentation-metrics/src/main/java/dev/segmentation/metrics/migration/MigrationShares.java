package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.WilsonScore;
import dev.segmentation.metrics.interval.MultinomialInterval;
import java.util.List;
import java.util.Optional;

/** What share of whom went where, with intervals of one level; segments by position. */
final class MigrationShares {

    private final MigrationCounts counts;
    private final WilsonScore score;

    MigrationShares(MigrationCounts counts, double level) {
        this.counts = counts;
        this.score = WilsonScore.at(level);
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
        return score.of(counts.cell(from, to), counts.row(from));
    }

    List<Estimate> intervals(int from, MultinomialInterval method) {
        return method.of(counts.cells(from), level());
    }

    Estimate retention() {
        long there = counts.inSegments() + counts.column(counts.unscored());
        return share(there, there + counts.leavers());
    }

    Estimate exitRate(int from) {
        return share(counts.leavers(from), counts.from(from));
    }

    Estimate entryShare(int to) {
        return share(counts.entrants(to), counts.into(to));
    }

    private Estimate share(long part, long whole) {
        return undefined()
                .filter(reason -> reason != Reason.NO_OBSERVATIONS) // whose unscored customers are in common
                .map(reason -> Estimate.undefined(reason, whole))
                .orElseGet(() -> score.of(part, whole));
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
