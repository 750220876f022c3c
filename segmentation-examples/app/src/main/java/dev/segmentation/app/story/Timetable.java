package dev.segmentation.app.story;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * When segmentations are of: dates, or no more than an order.
 *
 * <p>Without dates they are a day apart, counted from 1970, which nobody gets to see: only that they are equally far apart
 * matters.
 */
public final class Timetable {

    /** More names of files are no help. */
    private static final int MOST_NAMED = 4;

    private final List<LocalDate> dates;
    private final List<String> files; // none if there are dates

    private Timetable(List<LocalDate> dates, List<String> files) {
        this.dates = dates;
        this.files = files;
    }

    /**
     * Dates.
     *
     * @param dates at least one, ascending
     * @return the timetable
     * @throws InvalidInputException if one is not later than the one before
     */
    public static Timetable of(List<LocalDate> dates) {
        for (int i = 1; i < dates.size(); i++) {
            if (!dates.get(i).isAfter(dates.get(i - 1))) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        i,
                        "dates",
                        "--dates: " + dates.get(i) + " comes after " + dates.get(i - 1)
                                + ", expected a later date; give the files and their dates from the earliest to the latest");
            }
        }
        return new Timetable(List.copyOf(dates), List.of());
    }

    /**
     * An order, and nothing else.
     *
     * @param files what is in order, by name
     * @return the timetable
     */
    public static Timetable inOrder(List<String> files) {
        return new Timetable(
                IntStream.range(0, files.size())
                        .mapToObj(LocalDate.EPOCH::plusDays)
                        .toList(),
                List.copyOf(files));
    }

    /**
     * The dates to work with.
     *
     * @return ascending; invented unless {@link #isDated}
     */
    public List<LocalDate> dates() {
        return dates;
    }

    /**
     * Whether the dates are true.
     *
     * @return false if only the order is
     */
    public boolean isDated() {
        return files.isEmpty();
    }

    int last() {
        return dates.size() - 1;
    }

    /** Such as {@code 2025-03-31}, or {@code file 1}. */
    String label(int index) {
        return isDated() ? dates.get(index).toString() : "file " + (index + 1);
    }

    /**
     * When or where.
     *
     * @param index of the date or file, from 0
     * @return such as {@code on 2025-03-31}, or {@code in file 1}
     */
    public String at(int index) {
        return (isDated() ? "on " : "in ") + label(index);
    }

    /** Such as {@code file 1 is march.csv, file 2 is june.csv}, of many the ends; empty if there are dates. */
    String legend() {
        return IntStream.range(0, files.size())
                .filter(i -> files.size() <= MOST_NAMED || i == 0 || i == last())
                .mapToObj(i -> label(i) + " is " + files.get(i))
                .collect(Collectors.joining(", "));
    }

    /** Such as {@code 2025-03-31_to_2025-06-30}, or {@code 1_to_2}. */
    String folder(int from, int to) {
        return isDated() ? dates.get(from) + "_to_" + dates.get(to) : (from + 1) + "_to_" + (to + 1);
    }

    /** One step after the last date: its date where all steps are equally many days, months or ends of months, else words. */
    String next() {
        return nextDate().map(LocalDate::toString).orElse("next step");
    }

    private Optional<LocalDate> nextDate() {
        if (!isDated() || dates.size() < 2) {
            return Optional.empty();
        }
        LocalDate end = dates.get(last());
        long months =
                ChronoUnit.MONTHS.between(YearMonth.from(dates.get(last() - 1)), YearMonth.from(dates.get(last())));
        long days = ChronoUnit.DAYS.between(dates.get(last() - 1), end);
        if (months > 0 && all(i -> endOfMonth(end, (i - last()) * months))) {
            return Optional.of(YearMonth.from(end).plusMonths(months).atEndOfMonth());
        }
        if (months > 0 && all(i -> end.plusMonths((i - last()) * months))) {
            return Optional.of(end.plusMonths(months));
        }
        return all(i -> end.plusDays((i - last()) * days)) ? Optional.of(end.plusDays(days)) : Optional.empty();
    }

    private static LocalDate endOfMonth(LocalDate end, long months) {
        return YearMonth.from(end).plusMonths(months).atEndOfMonth();
    }

    private boolean all(LongFunction<LocalDate> regular) {
        return IntStream.range(0, dates.size()).allMatch(i -> dates.get(i).equals(regular.apply(i)));
    }
}
