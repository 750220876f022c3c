package dev.segmentation.prepare;

import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Snapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Recency, frequency and monetary value of customers as of a date, and what did not enter them.
 *
 * <p>Every record of the transactions either counted or is in {@link #excluded}.
 */
public final class RfmTable {

    private final Snapshot snapshot;
    private final boolean[] active;
    private final Excluded excluded;
    private final List<Notice> notices;

    RfmTable(Snapshot snapshot, boolean[] active, Excluded excluded, LocalDate asOf) {
        this.snapshot = snapshot;
        this.active = active;
        this.excluded = excluded;
        this.notices = notices(asOf);
    }

    /**
     * The customers with their columns; see {@link RfmFeatures}.
     *
     * @return a snapshot as of the date, without weights
     */
    public Snapshot snapshot() {
        return snapshot;
    }

    /**
     * Whether a customer made a purchase that counts. If not, recency is missing (NaN) and frequency is 0.
     *
     * @param row the row of the snapshot, from 0
     * @return false for a customer without activity
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public boolean isActive(int row) {
        return active[Objects.checkIndex(row, active.length)];
    }

    /**
     * How many customers made no purchase that counts.
     *
     * @return at least 0
     */
    public int inactiveCount() {
        int count = 0;
        for (boolean isActive : active) {
            count += isActive ? 0 : 1;
        }
        return count;
    }

    /**
     * How many records did not count, and why.
     *
     * @return the counts
     */
    public Excluded excluded() {
        return excluded;
    }

    /**
     * What the caller should know: {@link Reason#UNKNOWN_CUSTOMER} and {@link Reason#FUTURE_DATE} for records left out,
     * {@link Reason#NO_ACTIVITY} for customers without a purchase, each with its count. Records before the window are
     * left out by request and give no notice.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /** Counts only. */
    @Override
    public String toString() {
        return "RfmTable[" + snapshot.asOf() + ", " + active.length + " customers, " + excluded + "]";
    }

    private List<Notice> notices(LocalDate asOf) {
        List<Notice> found = new ArrayList<>();
        if (excluded.unknownCustomer() > 0) {
            found.add(new Notice(
                    Reason.UNKNOWN_CUSTOMER,
                    "RfmFeatures: " + excluded.unknownCustomer()
                            + " records belong to customers who are not in the list; they are left out"));
        }
        if (excluded.future() > 0) {
            found.add(new Notice(
                    Reason.FUTURE_DATE,
                    "RfmFeatures: " + excluded.future() + " records are dated on or after the as-of date " + asOf
                            + "; they are left out"));
        }
        int inactive = inactiveCount();
        if (inactive > 0) {
            found.add(new Notice(
                    Reason.NO_ACTIVITY,
                    "RfmFeatures: " + inactive + " of " + active.length
                            + " customers have no purchase that counts; their recency is missing, their frequency 0"));
        }
        return List.copyOf(found);
    }

    /**
     * Records that did not count, each under the first reason that holds.
     *
     * @param unknownCustomer records of customers who are not in the given list
     * @param future records dated on or after the as-of date
     * @param beforeWindow records dated before the first day of the window
     */
    public record Excluded(long unknownCustomer, long future, long beforeWindow) {

        /**
         * All of them.
         *
         * @return the sum of the three
         */
        public long total() {
            return unknownCustomer + future + beforeWindow;
        }
    }
}
