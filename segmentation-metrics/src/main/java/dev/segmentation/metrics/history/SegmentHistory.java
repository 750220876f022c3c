package dev.segmentation.metrics.history;

import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.markov.PanelLikelihood;
import dev.segmentation.metrics.markov.Stays;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.PooledMigration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who was in which segment at a series of dates: the segmentations of one scheme, joined on customer id, their segments
 * matched by name.
 *
 * <p>At every date every customer who was ever seen is in exactly one place: in a segment, there but unscored, not yet seen,
 * or gone ({@link Presence}). Customers are numbered in the order in which they first appear. Dates need not be evenly
 * spaced.
 *
 * <p>Two dates may have been scored by different versions of the scheme; then customers seem to move where only fences did
 * ({@link #definitionChanged}).
 *
 * <p><b>Cost:</b> O(n) expected time for n rows of all dates together; 2 bytes per customer and date, 4 more at dates that
 * were corrected, and 22 to 36 per customer with a numeric id.
 *
 * <p>Immutable and thread-safe.
 */
public final class SegmentHistory {

    private final DateColumns columns;

    SegmentHistory(DateColumns columns) {
        this.columns = columns;
    }

    /**
     * Joins segmentations of one scheme and version.
     *
     * @param segmentations at least one, of different dates, in any order
     * @return the history
     * @throws InvalidInputException if there is none ({@link Reason#EMPTY}), two have the same date ({@link
     *     Reason#BAD_PARAM}; see {@link SegmentLedger} for dates that are scored again), some ids are numbers and others
     *     texts ({@link Reason#SCHEMA_MISMATCH}), or there are more than 4096 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public static SegmentHistory of(Segmentation... segmentations) {
        return of(List.of(segmentations));
    }

    /**
     * Joins segmentations of one scheme and version.
     *
     * @param segmentations at least one, of different dates, in any order
     * @return the history
     * @throws InvalidInputException as for {@link #of(Segmentation...)}
     */
    public static SegmentHistory of(List<Segmentation> segmentations) {
        return new SegmentHistory(DateColumns.of(segmentations, "SegmentHistory.of"));
    }

    /**
     * The dates.
     *
     * @return at least one, the earliest first
     */
    public List<LocalDate> dates() {
        return columns.dates();
    }

    /**
     * The segments of all dates.
     *
     * @return in the order in which they first appear
     */
    public List<Segment> segments() {
        return columns.segments().segments();
    }

    /**
     * How many customers were ever seen.
     *
     * @return at least 0
     */
    public int customerCount() {
        return columns.customerCount();
    }

    /**
     * The customers.
     *
     * @return their ids, by number
     */
    public CustomerIds customerIds() {
        return columns.customerIds();
    }

    /**
     * The number of a customer.
     *
     * @param id a text
     * @return its number; empty if the customer was never seen
     * @throws InvalidInputException if ids are numbers ({@link Reason#SCHEMA_MISMATCH})
     */
    public OptionalInt customer(String id) {
        return number(CustomerIds.of(List.of(id)));
    }

    /**
     * The number of a customer.
     *
     * @param id a number
     * @return its number here; empty if the customer was never seen
     * @throws InvalidInputException if ids are texts ({@link Reason#SCHEMA_MISMATCH})
     */
    public OptionalInt customer(long id) {
        return number(CustomerIds.of(id));
    }

    private OptionalInt number(CustomerIds one) {
        int found = columns.numbers(one)[0];
        return found < 0 ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /**
     * The versions of the scheme whose records hold at a date.
     *
     * @param date one of {@link #dates}
     * @return that of the complete scoring, then those of its corrections
     * @throws InvalidInputException if there is no such date
     */
    public List<String> versions(LocalDate date) {
        return columns.at(date).versions();
    }

    /**
     * Whether a customer is there.
     *
     * @param customer its number
     * @param date one of {@link #dates}
     * @return where the customer is
     * @throws InvalidInputException if there is no such date
     * @throws IndexOutOfBoundsException if there is no such customer
     */
    public Presence presence(int customer, LocalDate date) {
        return Presence.of(code(customer, date));
    }

    /**
     * The segment of a customer.
     *
     * @param customer its number
     * @param date one of {@link #dates}
     * @return empty if the customer is in none
     * @throws InvalidInputException if there is no such date
     * @throws IndexOutOfBoundsException if there is no such customer
     */
    public Optional<Segment> segment(int customer, LocalDate date) {
        int code = code(customer, date);
        return code < 0 ? Optional.empty() : Optional.of(segments().get(code));
    }

    private int code(int customer, LocalDate date) {
        return columns.at(date).code(Objects.checkIndex(customer, customerCount()));
    }

    /**
     * The way of a customer through all dates.
     *
     * @param customer its number
     * @return where the customer was, and since when
     * @throws IndexOutOfBoundsException if there is no such customer
     */
    public SegmentPath path(int customer) {
        return SegmentPath.of(columns, Objects.checkIndex(customer, customerCount()));
    }

    /**
     * How many customers a segment has at a date.
     *
     * @param segment one of {@link #segments}
     * @param date one of {@link #dates}
     * @return at least 0
     * @throws InvalidInputException if there is no such segment or date
     */
    public long size(Segment segment, LocalDate date) {
        return columns.size(columns.segments().indexOf(segment.name(), "SegmentHistory.size"), date);
    }

    /**
     * How many customers are somewhere at a date; over all places they are {@link #customerCount}.
     *
     * @param presence where
     * @param date one of {@link #dates}
     * @return at least 0
     * @throws InvalidInputException if there is no such date
     */
    public long size(Presence presence, LocalDate date) {
        return columns.size(presence, date);
    }

    /**
     * How many customers came back: they are there at a date, in a segment or unscored, were not at the date before, but at an
     * earlier one. {@link MigrationMatrix#returned} of {@link #steps} says to which segments.
     *
     * @param date one of {@link #dates}
     * @return at least 0; 0 at the first date
     * @throws InvalidInputException if there is no such date
     */
    public long returned(LocalDate date) {
        return new CountedSteps(columns).returned(columns.position(date));
    }

    /**
     * The customers who are seen for the first time at a date.
     *
     * @param date one of {@link #dates}
     * @return their ids; at the first date everybody who is there
     * @throws InvalidInputException if there is no such date
     */
    public CustomerIds newCustomers(LocalDate date) {
        return columns.newAt(columns.position(date));
    }

    /**
     * Who went where between two dates. Who is new and who came back are both entrants, whom {@link
     * MigrationMatrix#returned} tells apart by what this history knows of the time before {@code from}; who could not be scored
     * at one of the dates is neither entrant nor leaver. Everybody who is there at either date is counted once.
     *
     * @param from one of {@link #dates}
     * @param to a later one
     * @return the matrix, of all {@link #segments}
     * @throws InvalidInputException if there is no such date, or {@code to} is not later ({@link Reason#BAD_PARAM})
     */
    public MigrationMatrix migration(LocalDate from, LocalDate to) {
        return new CountedSteps(columns).between(from, to);
    }

    /**
     * Who went where from each date to the next.
     *
     * @return one matrix fewer than there are dates, of all {@link #segments}
     */
    public List<MigrationMatrix> steps() {
        return new CountedSteps(columns).all();
    }

    /**
     * All steps taken together, flagged if they are not equally long; intervals are over customers, who made several of them.
     *
     * @return the sum of {@link #steps}, which refers to this history
     * @throws InvalidInputException if there is only one date ({@link Reason#EMPTY})
     */
    public PooledMigration pooled() {
        return new CountedSteps(columns).pooled();
    }

    /**
     * Whether two dates were scored by different versions, so that part of the movement between them may be none.
     *
     * @param from one of {@link #dates}
     * @param to another one
     * @return {@link Reason#DEFINITION_CHANGED} unless everybody was scored by the same version at both dates; empty if so
     * @throws InvalidInputException if there is no such date
     */
    public Optional<Reason> definitionChanged(LocalDate from, LocalDate to) {
        boolean one = columns.at(from).isOfOneVersionWith(columns.at(to));
        return one ? Optional.empty() : Optional.of(Reason.DEFINITION_CHANGED);
    }

    /**
     * Where customers were at three dates in a row, over all such dates: what {@code MigrationTests.order} asks for.
     *
     * @return k × k × k counts of customers in a segment at all three: {@code [h][i][j]} were in h, then i, then j
     * @throws InvalidInputException if there are more than 256 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public long[][][] triples() {
        return new CountedSteps(columns).triples();
    }

    /**
     * How long customers stayed in each segment and where they went, for {@code DurationRates} and {@code AalenJohansen}, as if
     * each had moved on the date at which that was first seen.
     *
     * <p>So it is where segments are only ever computed on these dates. Where customers move in between, moves are late by half
     * a step on average, and moves forth and back are lost: then {@link #panel} is right. Who left goes to {@link Segment#EXIT},
     * which nobody is seen to leave; who comes back is watched anew. Who could not be scored is out of sight from the last date
     * with a segment until the next one. Who is in a segment at a single date only was not watched for any time.
     *
     * @return the stays in {@link #segments} and in {@link Segment#EXIT}, in days
     * @throws InvalidInputException if nobody was watched for any time ({@link Reason#EMPTY}), or there are more than 511
     *     segments ({@link Reason#RESOURCE_LIMIT})
     */
    public Stays stays() {
        return WatchedStays.of(columns);
    }

    /**
     * The moves between dates however far apart, for the rates that make them most likely; customers who are in a segment at two
     * dates in a row.
     *
     * @param daysPerUnit the unit of time of the rates in days, such as 30.4375 for a month
     * @return the panel
     * @throws InvalidInputException if the unit is not positive and finite ({@link Reason#BAD_PARAM}), there is only one date
     *     ({@link Reason#EMPTY}), or there are more than 512 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public PanelLikelihood panel(double daysPerUnit) {
        return new CountedSteps(columns).panel(daysPerUnit);
    }

    /**
     * Some of the dates, as if there were no others, but for those who left before: they stay so.
     *
     * @param first from this date on
     * @param last to this date
     * @return a new history of the same customers
     * @throws InvalidInputException if no date is between them ({@link Reason#EMPTY})
     */
    public SegmentHistory between(LocalDate first, LocalDate last) {
        return new SegmentHistory(columns.between(first, last));
    }

    /**
     * Freezes the customers who are in some segments at a date, to be followed whatever becomes of them.
     *
     * @param name what the cohort is called, not blank
     * @param date one of {@link #dates}
     * @param of the segments
     * @return the cohort
     * @throws InvalidInputException if there is no such segment or date, or the name is blank ({@link Reason#BAD_NAME})
     */
    public Cohort freeze(String name, LocalDate date, Segment... of) {
        return Cohort.of(columns, name, date, of);
    }

    /**
     * What became of a cohort since it was frozen. Its customers stay in it, wherever they are now, and gone ones too.
     *
     * @param cohort customers of a date, who need not be known here
     * @return the cohort at the dates since then
     * @throws InvalidInputException if no date is on or after that of the cohort ({@link Reason#EMPTY}), or some ids are
     *     numbers and others texts ({@link Reason#SCHEMA_MISMATCH})
     */
    public CohortHistory follow(Cohort cohort) {
        return CohortHistory.of(cohort, columns);
    }

    SegmentNames names() {
        return columns.segments();
    }

    /** The numbers of customers, −1 for one who was never seen. */
    int[] numbers(CustomerIds ids) {
        return columns.numbers(ids);
    }

    /** Where everybody is, date by date. */
    List<DateColumn> columns() {
        return columns.all();
    }

    /** The same customers, in other segments of the same names. */
    SegmentHistory withColumns(List<DateColumn> others) {
        return new SegmentHistory(columns.withColumns(others));
    }

    /** A table of sizes, one line per segment and place, one column per date; never an id. */
    @Override
    public String toString() {
        return HistoryText.of(columns);
    }
}
