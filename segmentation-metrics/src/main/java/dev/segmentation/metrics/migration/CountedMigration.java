package dev.segmentation.metrics.migration;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a {@link MigrationMatrix} counts, asked by segment, and between which dates. */
abstract sealed class CountedMigration permits MigrationMatrix {

    final MigrationCounts counts;
    final MigrationPeriod period;

    CountedMigration(MigrationCounts counts, MigrationPeriod period) {
        this.counts = counts;
        this.period = period;
    }

    /**
     * The earlier date.
     *
     * @return empty if counts were given without dates
     */
    public Optional<LocalDate> asOfBefore() {
        return period.before();
    }

    /**
     * The later date.
     *
     * @return empty if counts were given without dates
     */
    public Optional<LocalDate> asOfAfter() {
        return period.after();
    }

    /**
     * The time between the dates. Rates of different horizons do not compare.
     *
     * @return in days, at least 1; empty if counts were given without dates and without a horizon
     */
    public OptionalLong horizonDays() {
        return period.days();
    }

    /**
     * The segments of either date.
     *
     * @return those of the earlier date in their order, then those that only the later date has
     */
    public List<Segment> segments() {
        return counts.segments().segments();
    }

    /**
     * The segment of that name.
     *
     * @param name its name
     * @return the segment
     * @throws InvalidInputException if there is none ({@link Reason#UNKNOWN_NAME})
     */
    public Segment segment(String name) {
        return segments().get(index(name));
    }

    /**
     * How many customers went from one segment to another, or stayed if it is the same.
     *
     * @param from the segment before
     * @param to the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long count(Segment from, Segment to) {
        return count(from.name(), to.name());
    }

    /**
     * How many customers went from one segment to another, or stayed if it is the same.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long count(String from, String to) {
        return counts.cell(index(from), index(to));
    }

    /**
     * How many customers of a segment were absent before.
     *
     * @param to the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long entrants(Segment to) {
        return entrants(to.name());
    }

    /**
     * How many customers of a segment were absent before.
     *
     * @param to the name of the segment after
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long entrants(String to) {
        return counts.entrants(index(to));
    }

    /**
     * How many customers who are in a segment after were absent before.
     *
     * @return at least 0
     */
    public long entrants() {
        return counts.entrants();
    }

    /**
     * How many customers of a segment are absent after.
     *
     * @param from the segment before
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long leavers(Segment from) {
        return leavers(from.name());
    }

    /**
     * How many customers of a segment are absent after.
     *
     * @param from the name of the segment before
     * @return at least 0
     * @throws InvalidInputException if there is no such segment
     */
    public long leavers(String from) {
        return counts.leavers(index(from));
    }

    /**
     * How many customers who were in a segment before are absent after.
     *
     * @return at least 0
     */
    public long leavers() {
        return counts.leavers();
    }

    /**
     * The customers who are there, but in no segment, at either date.
     *
     * @return where they came from and where they went
     */
    public UnscoredCustomers unscored() {
        return new UnscoredCustomers(counts);
    }

    /**
     * How many customers are in the same segment at both dates.
     *
     * @return at least 0
     */
    public long stayers() {
        return counts.diagonal();
    }

    /**
     * How many customers are present at both dates, in different segments.
     *
     * @return at least 0
     */
    public long movers() {
        return presentAtBoth() - stayers();
    }

    /**
     * How many customers are present at both dates.
     *
     * @return stayers and movers
     */
    public long presentAtBoth() {
        return counts.inSegments();
    }

    /**
     * How many customers of a segment before are present at both dates, wherever they are after.
     *
     * @param from the segment before
     * @return the total of its row
     * @throws InvalidInputException if there is no such segment
     */
    public long presentAtBoth(Segment from) {
        return counts.row(index(from.name()));
    }

    /**
     * How many customers a segment had before.
     *
     * @param segment one of {@link #segments()}
     * @return the total of its row, its leavers, and those who became unscored
     * @throws InvalidInputException if there is no such segment
     */
    public long sizeBefore(Segment segment) {
        return counts.from(index(segment.name()));
    }

    /**
     * How many customers a segment has after.
     *
     * @param segment one of {@link #segments()}
     * @return the total of its column, its entrants, and those who were unscored
     * @throws InvalidInputException if there is no such segment
     */
    public long sizeAfter(Segment segment) {
        return counts.into(index(segment.name()));
    }

    /**
     * How many customers are there at either date, in a segment or unscored.
     *
     * @return stayers, movers, entrants, leavers and {@link #unscored}, each customer counted once
     */
    public long customers() {
        return counts.all();
    }

    long[][] cells() {
        return counts.cells();
    }

    int index(String name) {
        return counts.segments().indexOf(name, "MigrationMatrix");
    }

    /** A table of the counts: from rows to columns, with who entered and left, and with who is unscored if anybody is. */
    @Override
    public String toString() {
        return counts.toString();
    }
}
