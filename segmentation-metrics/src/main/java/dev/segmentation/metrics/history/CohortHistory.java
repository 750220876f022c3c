package dev.segmentation.metrics.history;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import dev.segmentation.metrics.internal.WilsonScore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What became of a frozen cohort, date by date. Shares are of all its customers, those who left included; intervals are
 * Wilson's.
 *
 * <p><b>Degenerate:</b> a cohort without customers: all shares are undefined ({@link Reason#NO_OBSERVATIONS}). Customers whom
 * the history does not know count as having never come ({@link #unknown}).
 *
 * <p>Immutable and thread-safe.
 */
public final class CohortHistory {

    private static final double DEFAULT_LEVEL = 0.95;

    private final Cohort cohort;
    private final SegmentNames segments;
    private final List<DateColumn> columns;
    private final long unknown;
    private final WilsonScore score;

    /** What became of a cohort at the dates since it was frozen. */
    static CohortHistory of(Cohort cohort, DateColumns history) {
        int[] members = history.numbers(cohort.customers());
        List<DateColumn> since = history.within(cohort.frozenOn(), LocalDate.MAX).stream()
                .map(column -> column.only(members))
                .toList();
        if (since.isEmpty()) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    "cohort",
                    "SegmentHistory.follow: the cohort is of " + cohort.frozenOn() + ", the last date is "
                            + history.last().date());
        }
        long unknown = Arrays.stream(members).filter(member -> member < 0).count();
        return new CohortHistory(cohort, history.segments(), since, unknown, DEFAULT_LEVEL);
    }

    private CohortHistory(Cohort cohort, SegmentNames segments, List<DateColumn> columns, long unknown, double level) {
        this.cohort = cohort;
        this.segments = segments;
        this.columns = columns;
        this.unknown = unknown;
        this.score = WilsonScore.at(level);
    }

    /**
     * The same with intervals of another confidence level.
     *
     * @param confidence in (0, 1); 0.95 unless said otherwise
     * @return a new object
     * @throws InvalidInputException if it is out of range
     */
    public CohortHistory withLevel(double confidence) {
        Arguments.openUnit(confidence, "CohortHistory.withLevel", "level");
        return new CohortHistory(cohort, segments, columns, unknown, confidence);
    }

    /**
     * The cohort.
     *
     * @return its name, date and customers
     */
    public Cohort cohort() {
        return cohort;
    }

    /**
     * The dates.
     *
     * @return those of the history from that of the cohort on, at least one
     */
    public List<LocalDate> dates() {
        return columns.stream().map(DateColumn::date).toList();
    }

    /**
     * How many customers of the cohort the history never saw.
     *
     * @return at least 0
     */
    public long unknown() {
        return unknown;
    }

    /**
     * The share of the cohort that is there at a date, in a segment or unscored.
     *
     * @param date one of {@link #dates}
     * @return 0 … 1
     * @throws InvalidInputException if there is no such date
     */
    public Estimate present(LocalDate date) {
        long[] counts = counts(date);
        long there = counts[DateColumn.UNSCORED + DateColumn.OUTSIDE]
                + Arrays.stream(counts).skip(DateColumn.OUTSIDE).sum();
        return score.of(there, cohort.customers().size());
    }

    /**
     * The share of the cohort that is in a segment at a date.
     *
     * @param segment a segment of the history
     * @param date one of {@link #dates}
     * @return 0 … 1
     * @throws InvalidInputException if there is no such segment or date
     */
    public Estimate share(Segment segment, LocalDate date) {
        int code = segments.indexOf(segment.name(), "CohortHistory.share");
        return score.of(
                counts(date)[code + DateColumn.OUTSIDE], cohort.customers().size());
    }

    private long[] counts(LocalDate date) {
        Objects.requireNonNull(date, "date");
        for (DateColumn column : columns) {
            if (column.date().equals(date)) {
                return column.counts(segments.size());
            }
        }
        throw new InvalidInputException(
                Reason.UNKNOWN_NAME, "date", "CohortHistory: no date " + date + "; there are " + dates());
    }

    /** A table of shares, one line per segment, one column per date. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(cohort.name()));
        dates().forEach(date -> head.add(date.toString()));
        table.add(head);
        for (Segment segment : segments.segments()) {
            List<String> line = new ArrayList<>(List.of(segment.name()));
            dates().forEach(date -> line.add(shown(share(segment, date))));
            table.add(line);
        }
        List<String> line = new ArrayList<>(List.of("present"));
        dates().forEach(date -> line.add(shown(present(date))));
        table.add(line);
        return TextTable.of(table);
    }

    private static String shown(Estimate share) {
        return share.undefined().isPresent() ? "undefined" : String.format(Locale.ROOT, "%.1f %%", 100 * share.value());
    }
}
