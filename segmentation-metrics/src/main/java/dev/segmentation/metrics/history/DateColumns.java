package dev.segmentation.metrics.history;

import dev.segmentation.CustomerIds;
import dev.segmentation.CustomerRegister;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.SegmentNames;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Where all customers of a history are at all its dates: a column per date, customers by number, segments by code. */
final class DateColumns {

    private final SegmentNames segments;
    private final CustomerIds customerIds;
    private final CustomerRegister register; // no longer changed
    private final List<DateColumn> columns;

    private DateColumns(
            SegmentNames segments, CustomerIds customerIds, CustomerRegister register, List<DateColumn> columns) {
        this.segments = segments;
        this.customerIds = customerIds;
        this.register = register;
        this.columns = columns;
    }

    /** Joins segmentations of different dates, in any order. */
    static DateColumns of(List<Segmentation> segmentations, String where) {
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

    /** Joins dates in their order, each with what was scored of it. */
    static DateColumns ofLayers(List<List<Scoring>> dates, String where) {
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
        return new DateColumns(
                SegmentNames.of(List.copyOf(segments.keySet()), where),
                customers.ids(),
                customers,
                List.copyOf(columns));
    }

    /** The same customers, at some of the dates or in other segments of the same names. */
    DateColumns withColumns(List<DateColumn> others) {
        return new DateColumns(segments, customerIds, register, List.copyOf(others));
    }

    /** The same customers at the dates from one to another, both included. */
    DateColumns between(LocalDate first, LocalDate last) {
        List<DateColumn> within = within(first, last);
        if (within.isEmpty()) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    "dates",
                    "SegmentHistory.between: no date from " + first + " to " + last + "; there are " + dates());
        }
        return withColumns(within);
    }

    /** The columns from a date to another one, both included. */
    List<DateColumn> within(LocalDate first, LocalDate last) {
        return columns.stream()
                .filter(column ->
                        !column.date().isBefore(first) && !column.date().isAfter(last))
                .toList();
    }

    SegmentNames segments() {
        return segments;
    }

    CustomerIds customerIds() {
        return customerIds;
    }

    int customerCount() {
        return customerIds.size();
    }

    /** The numbers of customers, −1 for one who was never seen. */
    int[] numbers(CustomerIds ids) {
        return register.find(ids);
    }

    /** At least one, the earliest first. */
    List<DateColumn> all() {
        return columns;
    }

    DateColumn at(int position) {
        return columns.get(position);
    }

    DateColumn at(LocalDate date) {
        return columns.get(position(date));
    }

    DateColumn last() {
        return columns.get(columns.size() - 1);
    }

    int size() {
        return columns.size();
    }

    /** How many customers have a code at a date. */
    long size(int code, LocalDate date) {
        return at(date).counts(segments.size())[code + DateColumn.OUTSIDE];
    }

    /** How many customers are somewhere at a date. */
    long size(Presence presence, LocalDate date) {
        return switch (presence) {
            case NOT_YET -> size(DateColumn.NOT_YET, date);
            case LEFT -> size(DateColumn.LEFT, date);
            case UNSCORED -> size(DateColumn.UNSCORED, date);
            case IN_SEGMENT ->
                Arrays.stream(at(date).counts(segments.size()))
                        .skip(DateColumn.OUTSIDE)
                        .sum();
        };
    }

    /** Who is seen for the first time at the date of a position. */
    CustomerIds newAt(int position) {
        DateColumn now = at(position);
        return customers(customer -> {
            boolean there = Presence.of(now.code(customer)).isThere();
            return there && (position == 0 || at(position - 1).code(customer) == DateColumn.NOT_YET);
        });
    }

    /** The ids of some of the customers, by their numbers. */
    CustomerIds customers(IntPredicate chosen) {
        return customerIds.rows(
                IntStream.range(0, customerCount()).filter(chosen).toArray());
    }

    List<LocalDate> dates() {
        return columns.stream().map(DateColumn::date).toList();
    }

    int position(LocalDate date) {
        Objects.requireNonNull(date, "date");
        for (int t = 0; t < columns.size(); t++) {
            if (columns.get(t).date().equals(date)) {
                return t;
            }
        }
        throw new InvalidInputException(
                Reason.UNKNOWN_NAME, "date", "SegmentHistory: no date " + date + "; there are " + dates());
    }
}
