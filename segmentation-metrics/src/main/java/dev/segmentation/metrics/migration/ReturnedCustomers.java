package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.metrics.internal.WilsonScore;

/**
 * The entrants of a {@link MigrationMatrix} told apart: who came back, having been there at a date before the earlier one and
 * absent at it, and who is new, not seen until then. In each segment entrants = {@link #newcomers(Segment)} + {@link
 * #customers(Segment)}.
 *
 * <p>Only of a history is this known, and as far as it goes back: who was there before its first date and comes back is new. Who
 * is first seen between the two dates of a matrix, leaves and comes back is new, too, by the earlier date.
 *
 * <p>Shares are of those who were {@link #away}, who could come back; intervals are Wilson's. Over several periods, in each of
 * which the same customer may be away, they have the widest that there can be, as of customers whose steps are all alike.
 *
 * <p>Immutable and thread-safe.
 */
public final class ReturnedCustomers {

    private final MigrationCounts counts;
    private final WilsonScore score;
    private final StepOwners owners;

    ReturnedCustomers(MigrationCounts counts, double level, int periods) {
        this.counts = counts;
        this.score = WilsonScore.at(level);
        this.owners = StepOwners.unknown(periods);
    }

    /**
     * How many are in a segment after and came back.
     *
     * @return 0 … {@link MigrationMatrix#entrants()}
     */
    public long customers() {
        long customers = 0;
        for (int to = 0; to < counts.size(); to++) {
            customers += counts.returned(to);
        }
        return customers;
    }

    /**
     * How many customers of a segment came back.
     *
     * @param to the segment after
     * @return 0 … {@link MigrationMatrix#entrants(Segment)}
     * @throws InvalidInputException if there is no such segment
     */
    public long customers(Segment to) {
        return counts.returned(index(to));
    }

    /**
     * How many came back, and are unscored after.
     *
     * @return 0 … {@link UnscoredCustomers#entered()}
     */
    public long unscored() {
        return counts.returned(counts.unscored());
    }

    /**
     * How many are in a segment after and were never seen before.
     *
     * @return at least 0
     */
    public long newcomers() {
        return counts.entrants() - customers();
    }

    /**
     * How many customers of a segment were never seen before.
     *
     * @param to the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long newcomers(Segment to) {
        return counts.entrants(index(to)) - customers(to);
    }

    /**
     * How many were absent at the earlier date, having been there before.
     *
     * @return those who came back, and those who stay away, who are not among {@link MigrationMatrix#customers}
     */
    public long away() {
        return customers() + unscored() + counts.returned(counts.absent());
    }

    /**
     * The share of those who were away that is back, in a segment or unscored, with its interval.
     *
     * @return 0 … 1; undefined ({@link Reason#NO_OBSERVATIONS}) if nobody was away
     */
    public Estimate rate() {
        return share(customers() + unscored());
    }

    /**
     * The share of those who were away that is back in a segment, with its interval.
     *
     * @param to the segment after
     * @return 0 … 1; undefined ({@link Reason#NO_OBSERVATIONS}) if nobody was away
     * @throws InvalidInputException if there is no such segment
     */
    public Estimate rate(Segment to) {
        return share(customers(to));
    }

    private Estimate share(long part) {
        int absent = counts.absent();
        return owners.share(score, (from, to) -> to != absent, (from, to) -> from == absent, part, away());
    }

    private int index(Segment segment) {
        return counts.segments().indexOf(segment.name(), "ReturnedCustomers");
    }

    /** One line of the four numbers. */
    @Override
    public String toString() {
        return "ReturnedCustomers[customers=" + customers() + ", unscored=" + unscored() + ", newcomers=" + newcomers()
                + ", away=" + away() + "]";
    }
}
