package dev.segmentation.metrics.internal;

import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Two segmentations of different dates joined on customer id, their segments matched by name.
 *
 * <p>Takes 4 bytes per customer of the earlier date, and an index of 8 to 16 bytes per customer of the later one while
 * it is made.
 */
public final class SegmentJoin {

    /** A table of 128 MiB; more segments than that are most likely ids given by mistake. */
    public static final int MOST_SEGMENTS = 4096;

    private final Segmentation before;
    private final Segmentation after;
    private final SegmentNames segments;
    private final int[] indexOfLabelAfter;
    private final int[] rowsAfter;
    private final BitSet unscoredAfter; // rows before
    private final BitSet unscoredBefore; // rows after

    private SegmentJoin(
            Segmentation before,
            Segmentation after,
            SegmentNames segments,
            int[] indexOfLabelAfter,
            int[] rowsAfter,
            BitSet unscoredAfter,
            BitSet unscoredBefore) {
        this.before = before;
        this.after = after;
        this.segments = segments;
        this.indexOfLabelAfter = indexOfLabelAfter;
        this.rowsAfter = rowsAfter;
        this.unscoredAfter = unscoredAfter;
        this.unscoredBefore = unscoredBefore;
    }

    /**
     * Joins.
     *
     * @param before the earlier date
     * @param after the later date
     * @param where for messages
     * @return the join
     * @throws InvalidInputException if the dates are equal or reversed, ids are numbers on one side and texts on the
     *     other, or there are too many segments
     */
    public static SegmentJoin of(Segmentation before, Segmentation after, String where) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        if (!after.asOf().isAfter(before.asOf())) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "after",
                    where + ": after.asOf = " + after.asOf() + ", expected later than before.asOf = " + before.asOf()
                            + "; pass the earlier segmentation first (ContingencyTable compares two of one date)");
        }
        Set<String> names = new LinkedHashSet<>();
        before.segments().forEach(segment -> names.add(segment.name()));
        after.segments().forEach(segment -> names.add(segment.name()));
        checkCount(names.size(), where);
        SegmentNames segments = SegmentNames.of(List.copyOf(names), where);
        int[] indexOfLabelAfter = new int[after.segments().size()];
        for (Segment segment : after.segments()) {
            indexOfLabelAfter[segment.index()] = segments.indexOf(segment.name(), where);
        }
        int[] rowsAfter =
                before.snapshot().customerIds().rowsIn(after.snapshot().customerIds());
        return new SegmentJoin(
                before,
                after,
                segments,
                indexOfLabelAfter,
                rowsAfter,
                among(after.unscored(), before.snapshot().customerIds()),
                among(before.unscored(), after.snapshot().customerIds()));
    }

    /** The rows of the customers that are among others, of whom there are few. */
    private static BitSet among(CustomerIds few, CustomerIds customers) {
        BitSet rows = new BitSet();
        if (few.size() > 0) {
            for (int row : few.rowsIn(customers)) {
                if (row >= 0) {
                    rows.set(row);
                }
            }
        }
        return rows;
    }

    /**
     * Refuses more segments than a square table of them may have.
     *
     * @param segmentCount how many
     * @param where for messages
     * @throws InvalidInputException if there are more than {@link #MOST_SEGMENTS} ({@link Reason#RESOURCE_LIMIT})
     */
    public static void checkCount(int segmentCount, String where) {
        if (segmentCount > MOST_SEGMENTS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "segments",
                    where + ": " + segmentCount + " segments, expected at most " + MOST_SEGMENTS
                            + ", because the table is square; merge segments first");
        }
    }

    /**
     * The segments of both dates.
     *
     * @return those of the earlier date in their order, then those that only the later date has
     */
    public SegmentNames segments() {
        return segments;
    }

    /**
     * How many customers there are at the earlier date.
     *
     * @return its rows
     */
    public int rowsBefore() {
        return rowsAfter.length;
    }

    /**
     * How many customers there are at the later date.
     *
     * @return its rows
     */
    public int rowsAfter() {
        return after.customerCount();
    }

    /**
     * Where a customer of the earlier date is at the later one.
     *
     * @param rowBefore from 0
     * @return the row, or −1 if the customer left or is unscored
     */
    public int rowAfter(int rowBefore) {
        return rowsAfter[rowBefore];
    }

    /**
     * Whether a customer of the earlier date is there at the later one, but in no segment.
     *
     * @param rowBefore from 0
     * @return false if the customer is in a segment or left
     */
    public boolean isUnscoredAfter(int rowBefore) {
        return unscoredAfter.get(rowBefore);
    }

    /**
     * Whether a customer of the later date was there at the earlier one, but in no segment.
     *
     * @param rowAfter from 0
     * @return false if the customer was in a segment or absent
     */
    public boolean wasUnscoredBefore(int rowAfter) {
        return unscoredBefore.get(rowAfter);
    }

    /**
     * How many customers of the earlier date are in no segment at it.
     *
     * @return at least 0
     */
    public int unscoredBefore() {
        return before.unscored().size();
    }

    /**
     * How many customers of the later date are in no segment at it.
     *
     * @return at least 0
     */
    public int unscoredAfter() {
        return after.unscored().size();
    }

    /**
     * How many customers are there at both dates, but in no segment at either.
     *
     * @return at least 0
     */
    public int unscoredAtBoth() {
        return among(before.unscored(), after.unscored()).cardinality();
    }

    /**
     * The segment of a customer at the earlier date.
     *
     * @param rowBefore from 0
     * @return its position in {@link #segments()}
     */
    public int segmentBefore(int rowBefore) {
        return before.assignment().label(rowBefore); // the union begins with the segments of the earlier date
    }

    /**
     * The segment of a customer at the later date.
     *
     * @param rowAfter from 0
     * @return its position in {@link #segments()}
     */
    public int segmentAfter(int rowAfter) {
        return indexOfLabelAfter[after.assignment().label(rowAfter)];
    }
}
