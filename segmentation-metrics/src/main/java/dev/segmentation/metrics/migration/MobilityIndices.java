package dev.segmentation.metrics.migration;

import dev.segmentation.Reason;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much customers move between segments, as one number each, over the customers present at both dates.
 *
 * <p>Entrants and leavers do not enter: see {@link MigrationMatrix#retention()}. The indices grow with the horizon and
 * depend on the number of segments, so compare only matrices of the same segments over the same time.
 *
 * <p><b>Degenerate:</b> nobody, or nobody in common: all NaN ({@link Reason#EMPTY}, {@link Reason#NO_COMMON_CUSTOMERS}). A
 * single segment: {@code praisShorrocks} is NaN ({@link Reason#SINGLE_SEGMENT}). A segment of which no customer is present
 * at both dates: its row of P is unknown, so {@code praisShorrocks} and {@code immobilityRatio} are NaN ({@link
 * Reason#NO_OBSERVATIONS}).
 * <br><b>Reference:</b> S. J. Prais (1955), J. R. Stat. Soc. A 118, 56–66, doi:10.2307/2342514; A. F. Shorrocks (1978),
 * Econometrica 46, 1013–1024, doi:10.2307/1911433.
 *
 * @param praisShorrocks (k − tr P) / (k − 1): the mean chance of leaving a segment, scaled. 0 = nobody moves, 1 = where
 *     one goes does not depend on where one was, k / (k − 1) = everybody moves
 * @param immobilityRatio tr P / k, the mean chance of staying, every segment counting the same: 1 = nobody moves
 * @param shareMoved the share of customers who changed segment, every customer counting the same: 0 = nobody moves
 * @param segmentCount k, the number of segments of either date
 * @param horizonDays the days between the dates; empty if counts were given without dates
 * @param undefined why at least one of the indices is NaN; empty if none is
 */
public record MobilityIndices(
        double praisShorrocks,
        double immobilityRatio,
        double shareMoved,
        int segmentCount,
        OptionalLong horizonDays,
        Optional<Reason> undefined) {

    /**
     * Checks that the optional parts are there.
     *
     * @param praisShorrocks (k − tr P) / (k − 1)
     * @param immobilityRatio tr P / k
     * @param shareMoved the share of customers who changed segment
     * @param segmentCount k
     * @param horizonDays the days between the dates
     * @param undefined why an index is NaN
     */
    public MobilityIndices {
        Objects.requireNonNull(horizonDays, "horizonDays");
        Objects.requireNonNull(undefined, "undefined");
    }

    static MobilityIndices of(MigrationCounts counts, OptionalLong horizonDays, Optional<Reason> undefined) {
        int k = counts.size();
        if (undefined.isPresent()) {
            return new MobilityIndices(Double.NaN, Double.NaN, Double.NaN, k, horizonDays, undefined);
        }
        double stayChances = 0; // tr P
        double leaveChances = 0; // k − tr P, without the cancellation where almost nobody moves
        for (int i = 0; i < k; i++) {
            long row = counts.row(i);
            long stayed = counts.cell(i, i);
            stayChances += (double) stayed / row; // 0 / 0 = NaN for an unobserved row, and stays NaN
            leaveChances += (double) (row - stayed) / row;
        }
        double praisShorrocks = k == 1 ? Double.NaN : leaveChances / (k - 1);
        Reason reason = k == 1 ? Reason.SINGLE_SEGMENT : Reason.NO_OBSERVATIONS;
        return new MobilityIndices(
                praisShorrocks,
                stayChances / k,
                (double) (counts.all() - counts.diagonal()) / counts.all(),
                k,
                horizonDays,
                Double.isNaN(praisShorrocks) ? Optional.of(reason) : Optional.empty());
    }
}
