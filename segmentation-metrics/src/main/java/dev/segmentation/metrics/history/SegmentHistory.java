package dev.segmentation.metrics.history;

import dev.segmentation.CustomerIds;
import dev.segmentation.CustomerRegister;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import dev.segmentation.metrics.markov.PanelLikelihood;
import dev.segmentation.metrics.markov.Stays;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.PooledMigration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    private final SegmentNames segments;
    private final CustomerIds customerIds;
    private final CustomerRegister register; // no longer changed
    private final List<DateColumn> columns;

    private SegmentHistory(
            SegmentNames segments, CustomerIds customerIds, CustomerRegister register, List<DateColumn> columns) {
        this.segments = segments;
        this.customerIds = customerIds;
        this.register = register;
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
        String where = "SegmentHistory.of";
        Map<LocalDate, List<Scoring>> dates = new TreeMap<>();
        for (Segmentation segmentation : segmentations) {
            if (dates.put(segmentation.asOf(), List.of(Scoring.of(segmentation))) != null) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        "segmentations",
                        where + ": two segmentations are as of " + segmentation.asOf()
                                + "; give one per date, or record both in a SegmentLedger");
            }
        }
        return ofLayers(List.copyOf(dates.values()), where);
    }

    /** Dates in their order, each with what was scored of it. */
    static SegmentHistory ofLayers(List<List<Scoring>> dates, String where) {
        if (dates.isEmpty()) {
            throw new InvalidInputException(
                    Reason.EMPTY, "segmentations", where + ": no segmentations, expected at least one");
        }
        CustomerRegister customers = new CustomerRegister();
        Map<String, Integer> segments = new LinkedHashMap<>();
        List<DateColumn> columns = new ArrayList<>();
        for (List<Scoring> layers : dates) {
            columns.add(DateColumn.of(layers, customers, segments));
            SegmentJoin.checkCount(segments.size(), where);
        }
        boolean[] seen = new boolean[customers.size()];
        columns.forEach(column -> column.finish(seen));
        return new SegmentHistory(
                SegmentNames.of(List.copyOf(segments.keySet()), where),
                customers.ids(),
                customers,
                List.copyOf(columns));
    }

    /**
     * The dates.
     *
     * @return at least one, the earliest first
     */
    public List<LocalDate> dates() {
        return columns.stream().map(DateColumn::date).toList();
    }

    /**
     * The segments of all dates.
     *
     * @return in the order in which they first appear
     */
    public List<Segment> segments() {
        return segments.segments();
    }

    /**
     * How many customers were ever seen.
     *
     * @return at least 0
     */
    public int customerCount() {
        return customerIds.size();
    }

    /**
     * The customers.
     *
     * @return their ids, by number
     */
    public CustomerIds customerIds() {
        return customerIds;
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
        int found = register.size() == 0 ? -1 : register.find(one)[0];
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
        return column(date).versions();
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
        return presence(column(date).code(Objects.checkIndex(customer, customerCount())));
    }

    static Presence presence(int code) {
        return switch (code) {
            case DateColumn.NOT_YET -> Presence.NOT_YET;
            case DateColumn.LEFT -> Presence.LEFT;
            case DateColumn.UNSCORED -> Presence.UNSCORED;
            default -> Presence.IN_SEGMENT;
        };
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
        int code = column(date).code(Objects.checkIndex(customer, customerCount()));
        return code < 0 ? Optional.empty() : Optional.of(segments().get(code));
    }

    /**
     * The way of a customer through all dates.
     *
     * @param customer its number
     * @return where the customer was, and since when
     * @throws IndexOutOfBoundsException if there is no such customer
     */
    public SegmentPath path(int customer) {
        Objects.checkIndex(customer, customerCount());
        List<SegmentPath.Stay> stays = new ArrayList<>();
        int last = Integer.MIN_VALUE;
        for (DateColumn column : columns) {
            int code = column.code(customer);
            if (code == last) {
                stays.add(stays.remove(stays.size() - 1).until(column.date()));
            } else {
                stays.add(new SegmentPath.Stay(
                        presence(code),
                        code < 0 ? Optional.empty() : Optional.of(segments().get(code)),
                        column.date(),
                        column.date(),
                        code < 0 && code != DateColumn.UNSCORED
                                ? Optional.empty()
                                : Optional.of(column.version(customer))));
            }
            last = code;
        }
        return new SegmentPath(stays);
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
        int code = segments.indexOf(segment.name(), "SegmentHistory.size");
        return column(date).counts(segments.size())[code + DateColumn.OUTSIDE];
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
        long[] counts = column(date).counts(segments.size());
        return switch (presence) {
            case NOT_YET -> counts[DateColumn.NOT_YET + DateColumn.OUTSIDE];
            case LEFT -> counts[DateColumn.LEFT + DateColumn.OUTSIDE];
            case UNSCORED -> counts[DateColumn.UNSCORED + DateColumn.OUTSIDE];
            case IN_SEGMENT -> Arrays.stream(counts).skip(DateColumn.OUTSIDE).sum();
        };
    }

    /**
     * How many customers came back: they are there at a date, were not at the date before, but at an earlier one.
     *
     * @param date one of {@link #dates}
     * @return at least 0; 0 at the first date
     * @throws InvalidInputException if there is no such date
     */
    public long returned(LocalDate date) {
        int at = position(date);
        if (at == 0) {
            return 0;
        }
        long[] from =
                columns.get(at - 1).counts(columns.get(at), segments.size())[DateColumn.LEFT + DateColumn.OUTSIDE];
        return Arrays.stream(from).sum() - from[DateColumn.LEFT + DateColumn.OUTSIDE];
    }

    /**
     * The customers who are seen for the first time at a date.
     *
     * @param date one of {@link #dates}
     * @return their ids; at the first date everybody who is there
     * @throws InvalidInputException if there is no such date
     */
    public CustomerIds newCustomers(LocalDate date) {
        int at = position(date);
        DateColumn now = columns.get(at);
        return customerIds.rows(IntStream.range(0, customerCount())
                .filter(customer -> presence(now.code(customer)) != Presence.NOT_YET)
                .filter(customer -> presence(now.code(customer)) != Presence.LEFT)
                .filter(customer -> at == 0 || columns.get(at - 1).code(customer) == DateColumn.NOT_YET)
                .toArray());
    }

    /**
     * Who went where between two dates. Who is new and who came back are both entrants; who could not be scored at one of the
     * dates is neither entrant nor leaver.
     *
     * @param from one of {@link #dates}
     * @param to a later one
     * @return the matrix, of all {@link #segments}
     * @throws InvalidInputException if there is no such date, or {@code to} is not later ({@link Reason#BAD_PARAM})
     */
    public MigrationMatrix migration(LocalDate from, LocalDate to) {
        int before = position(from);
        int after = position(to);
        if (after <= before) {
            throw Arguments.badParameter("SegmentHistory.migration", "to", to, "later than from = " + from);
        }
        return migration(columns.get(before), columns.get(after));
    }

    private MigrationMatrix migration(DateColumn before, DateColumn after) {
        int k = segments.size();
        int outside = DateColumn.OUTSIDE;
        long[][] all = before.counts(after, k);
        long[][] cells = new long[k][];
        long[] leavers = new long[k];
        long[] becameUnscored = new long[k];
        long[] entrants = new long[k];
        long[] becameScored = new long[k];
        for (int s = 0; s < k; s++) {
            long[] row = all[s + outside];
            cells[s] = Arrays.copyOfRange(row, outside, outside + k);
            leavers[s] = row[DateColumn.LEFT + outside];
            becameUnscored[s] = row[DateColumn.UNSCORED + outside];
            entrants[s] = all[DateColumn.NOT_YET + outside][s + outside] + all[DateColumn.LEFT + outside][s + outside];
            becameScored[s] = all[DateColumn.UNSCORED + outside][s + outside];
        }
        return MigrationMatrix.copyOf(segments.names(), cells, entrants, leavers)
                .withUnscored(becameScored, becameUnscored)
                .withDates(before.date(), after.date());
    }

    /**
     * Who went where from each date to the next.
     *
     * @return one matrix fewer than there are dates, of all {@link #segments}
     */
    public List<MigrationMatrix> steps() {
        return IntStream.range(1, columns.size())
                .mapToObj(t -> migration(columns.get(t - 1), columns.get(t)))
                .toList();
    }

    /**
     * All steps taken together, flagged if they are not equally long.
     *
     * @return the sum of {@link #steps}
     * @throws InvalidInputException if there is only one date ({@link Reason#EMPTY})
     */
    public PooledMigration pooled() {
        return PooledMigration.of(steps());
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
        return Stream.of(from, to)
                                .flatMap(date -> versions(date).stream())
                                .distinct()
                                .count()
                        == 1
                ? Optional.empty()
                : Optional.of(Reason.DEFINITION_CHANGED);
    }

    /**
     * Where customers were at three dates in a row, over all such dates: what {@code MigrationTests.order} asks for.
     *
     * @return k × k × k counts of customers in a segment at all three: {@code [h][i][j]} were in h, then i, then j
     * @throws InvalidInputException if there are more than 256 segments ({@link Reason#RESOURCE_LIMIT})
     */
    public long[][][] triples() {
        int k = segments.size();
        if (k > 256) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "segments",
                    "SegmentHistory.triples: " + k
                            + " segments, expected at most 256, because the table is a cube; merge segments first");
        }
        long[][][] triples = new long[k][k][k];
        for (int t = 2; t < columns.size(); t++) {
            for (int customer = 0; customer < customerCount(); customer++) {
                int h = columns.get(t - 2).code(customer);
                int i = columns.get(t - 1).code(customer);
                int j = columns.get(t).code(customer);
                if (h >= 0 && i >= 0 && j >= 0) {
                    triples[h][i][j]++;
                }
            }
        }
        return triples;
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
        List<String> states = new ArrayList<>(segments.names());
        states.add(Segment.EXIT);
        Stays.Builder stays = Stays.builder(states);
        for (int customer = 0; customer < customerCount(); customer++) {
            stays.nextCustomer();
            int state = DateColumn.NOT_YET;
            int since = 0;
            for (int t = 0; t < columns.size(); t++) {
                int now = columns.get(t).code(customer);
                if (now != state) {
                    if (state >= 0) {
                        addStay(stays, state, since, t, now);
                    }
                    state = now;
                    since = t;
                }
            }
            if (state >= 0) {
                addStay(stays, state, since, columns.size(), DateColumn.UNSCORED);
            }
        }
        return stays.build();
    }

    /** A stay in a segment until the position of the first date at which the customer was elsewhere, or out of sight. */
    private void addStay(Stays.Builder stays, int state, int since, int end, int next) {
        String name = segments.names().get(state);
        LocalDate from = columns.get(since).date();
        if (next >= 0) {
            stays.add(name, from, columns.get(end).date(), segments.names().get(next));
        } else if (next == DateColumn.LEFT) {
            stays.add(name, from, columns.get(end).date(), Segment.EXIT);
        } else if (end - 1 > since) {
            stays.addCensored(name, from, columns.get(end - 1).date());
        }
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
        if (!(daysPerUnit > 0 && daysPerUnit < Double.POSITIVE_INFINITY)) {
            throw Arguments.badParameter("SegmentHistory.panel", "daysPerUnit", daysPerUnit, "above 0 and finite");
        }
        PanelLikelihood.Builder panel = PanelLikelihood.builder(segments.names());
        int k = segments.size();
        for (MigrationMatrix step : steps()) {
            long[][] counts = new long[k][k];
            for (Segment from : segments()) {
                for (Segment to : segments()) {
                    counts[from.index()][to.index()] = step.count(from, to);
                }
            }
            panel.add(step.horizonDays().orElseThrow() / daysPerUnit, counts);
        }
        return panel.build();
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
        List<DateColumn> within = columns.stream()
                .filter(column ->
                        !column.date().isBefore(first) && !column.date().isAfter(last))
                .toList();
        if (within.isEmpty()) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    "dates",
                    "SegmentHistory.between: no date from " + first + " to " + last + "; there are " + dates());
        }
        return new SegmentHistory(segments, customerIds, register, within);
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
        DateColumn column = column(date);
        boolean[] wanted = new boolean[segments.size()];
        for (Segment segment : of) {
            wanted[segments.indexOf(segment.name(), "SegmentHistory.freeze")] = true;
        }
        return Cohort.of(
                name,
                date,
                customerIds.rows(IntStream.range(0, customerCount())
                        .filter(customer -> column.code(customer) >= 0 && wanted[column.code(customer)])
                        .toArray()));
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
        int[] members = register.find(cohort.customers());
        List<DateColumn> since = columns.stream()
                .filter(column -> !column.date().isBefore(cohort.frozenOn()))
                .map(column -> column.only(members))
                .toList();
        if (since.isEmpty()) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    "cohort",
                    "SegmentHistory.follow: the cohort is of " + cohort.frozenOn() + ", the last date is "
                            + columns.get(columns.size() - 1).date());
        }
        long unknown = Arrays.stream(members).filter(member -> member < 0).count();
        return new CohortHistory(cohort, segments, since, unknown);
    }

    SegmentNames names() {
        return segments;
    }

    /** The numbers of customers, −1 for one who was never seen. */
    int[] numbers(CustomerIds ids) {
        return register.size() == 0 ? new int[0] : register.find(ids);
    }

    /** Where everybody is, date by date. */
    List<DateColumn> columns() {
        return columns;
    }

    /** The same customers, in other segments of the same names. */
    SegmentHistory withColumns(List<DateColumn> others) {
        return new SegmentHistory(segments, customerIds, register, List.copyOf(others));
    }

    private int position(LocalDate date) {
        Objects.requireNonNull(date, "date");
        for (int t = 0; t < columns.size(); t++) {
            if (columns.get(t).date().equals(date)) {
                return t;
            }
        }
        throw new InvalidInputException(
                Reason.UNKNOWN_NAME, "date", "SegmentHistory: no date " + date + "; there are " + dates());
    }

    private DateColumn column(LocalDate date) {
        return columns.get(position(date));
    }

    /** A table of sizes, one line per segment and place, one column per date; never an id. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("segment"));
        dates().forEach(date -> head.add(date.toString()));
        table.add(head);
        List<long[]> counts =
                columns.stream().map(column -> column.counts(segments.size())).toList();
        for (int s = 0; s < segments.size(); s++) {
            table.add(line(segments.names().get(s), counts, s));
        }
        table.add(line("unscored", counts, DateColumn.UNSCORED));
        table.add(line("not yet", counts, DateColumn.NOT_YET));
        table.add(line("left", counts, DateColumn.LEFT));
        return TextTable.of(table);
    }

    private static List<String> line(String name, List<long[]> counts, int code) {
        List<String> line = new ArrayList<>(List.of(name));
        counts.forEach(at -> line.add(Long.toString(at[code + DateColumn.OUTSIDE])));
        return line;
    }
}
