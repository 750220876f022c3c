package dev.segmentation.metrics.migration;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;

/**
 * The customers of a {@link MigrationMatrix} who are there at a date, but could not be scored at it ({@link
 * Segmentation#withUnscored}): where they came from and where they went.
 *
 * <p>Each is in exactly one of {@link #becameScored()}, {@link #becameUnscored()}, {@link #entered}, {@link #stayed} and {@link
 * #left}. None of them is an entrant or a leaver of a segment, and none is in any rate of moving.
 *
 * <p>Immutable and thread-safe.
 */
public final class UnscoredCustomers {

    private final MigrationCounts counts;
    private final int unscored;

    UnscoredCustomers(MigrationCounts counts) {
        this.counts = counts;
        this.unscored = counts.unscored();
    }

    /**
     * How many were unscored before, and are in a segment after.
     *
     * @return at least 0
     */
    public long becameScored() {
        return counts.row(unscored);
    }

    /**
     * How many customers of a segment were unscored before.
     *
     * @param to the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long becameScored(Segment to) {
        return counts.cell(unscored, index(to));
    }

    /**
     * How many were in a segment before, and are unscored after.
     *
     * @return at least 0
     */
    public long becameUnscored() {
        return counts.column(unscored);
    }

    /**
     * How many customers of a segment are unscored after.
     *
     * @param from the segment before
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long becameUnscored(Segment from) {
        return counts.cell(index(from), unscored);
    }

    /**
     * How many were absent before, and are unscored after.
     *
     * @return at least 0
     */
    public long entered() {
        return counts.cell(counts.absent(), unscored);
    }

    /**
     * How many are unscored at both dates.
     *
     * @return at least 0
     */
    public long stayed() {
        return counts.cell(unscored, unscored);
    }

    /**
     * How many were unscored before, and are absent after.
     *
     * @return at least 0
     */
    public long left() {
        return counts.cell(unscored, counts.absent());
    }

    /**
     * How many were unscored before.
     *
     * @return those who became scored, stayed or left
     */
    public long sizeBefore() {
        return counts.from(unscored);
    }

    /**
     * How many are unscored after.
     *
     * @return those who became unscored, stayed or entered
     */
    public long sizeAfter() {
        return counts.into(unscored);
    }

    /**
     * How many are unscored at either date.
     *
     * @return each customer counted once
     */
    public long customers() {
        return sizeBefore() + sizeAfter() - stayed();
    }

    private int index(Segment segment) {
        return counts.segments().indexOf(segment.name(), "UnscoredCustomers");
    }

    /** One line of the five numbers. */
    @Override
    public String toString() {
        return "UnscoredCustomers[becameScored=" + becameScored() + ", becameUnscored=" + becameUnscored()
                + ", entered=" + entered() + ", stayed=" + stayed() + ", left=" + left() + "]";
    }
}
