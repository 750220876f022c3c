package dev.segmentation.app.story;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Four equally spaced dates to look at the customers, and how far back each look goes.
 *
 * <p>The last date is the day after the last transaction. Behind the first there are at least three steps of history, so
 * that customers are described by about as much of it at each date; the window, in which purchases and spend are
 * counted, is equally long at every date, because a window that grew would turn everybody into a better customer.
 *
 * @param dates four dates, ascending
 * @param step from one to the next
 * @param window how far back purchases and spend count, a year at most
 */
record Timeline(List<LocalDate> dates, Period step, Period window) {

    private static final int SNAPSHOTS = 4;

    /** Steps before the first date, at least. */
    private static final int HISTORY = 3;

    private static final List<Period> STEPS = List.of(
            Period.ofMonths(12),
            Period.ofMonths(6),
            Period.ofMonths(3),
            Period.ofMonths(2),
            Period.ofMonths(1),
            Period.ofDays(14),
            Period.ofDays(7),
            Period.ofDays(1));

    static Timeline of(LocalDate firstTransaction, LocalDate lastTransaction) {
        LocalDate end = lastTransaction.plusDays(1);
        return STEPS.stream()
                .filter(step ->
                        !end.minus(step.multipliedBy(SNAPSHOTS - 1 + HISTORY)).isBefore(firstTransaction))
                .findFirst()
                .map(step -> between(firstTransaction, end, step))
                .orElseThrow(() -> new InvalidInputException(
                        Reason.NO_OBSERVATIONS,
                        "the transactions span less than " + (SNAPSHOTS - 1 + HISTORY)
                                + " days, too little to see anybody move; give a longer history"));
    }

    private static Timeline between(LocalDate firstTransaction, LocalDate end, Period step) {
        List<LocalDate> dates = IntStream.range(0, SNAPSHOTS)
                .mapToObj(i -> end.minus(step.multipliedBy(SNAPSHOTS - 1 - i)))
                .toList();
        long months = step.toTotalMonths();
        int steps = months == 0 ? HISTORY - 1 : (int) (12 / months);
        while (dates.get(0).minus(step.multipliedBy(steps + 1)).isBefore(firstTransaction)) {
            steps--; // to HISTORY - 1 at the least, which was made to fit
        }
        return new Timeline(dates, step, step.multipliedBy(steps));
    }

    /**
     * The date before one of the four, also before the first.
     *
     * <p>Not always a step before it: three months before 31 May is the end of February, and three months before that is
     * not the end of November.
     */
    LocalDate dateBefore(int index) {
        return index == 0 ? last().minus(step.multipliedBy(SNAPSHOTS)) : dates.get(index - 1);
    }

    LocalDate first() {
        return dates.get(0);
    }

    LocalDate last() {
        return dates.get(dates.size() - 1);
    }

    /** Such as {@code 3 months}. */
    String stepInWords() {
        return inWords(step);
    }

    /** Such as {@code 12 months}. */
    String windowInWords() {
        return inWords(window);
    }

    private static String inWords(Period period) {
        long months = period.toTotalMonths();
        return months == 0
                ? period.get(ChronoUnit.DAYS) + (period.get(ChronoUnit.DAYS) == 1 ? " day" : " days")
                : months + (months == 1 ? " month" : " months");
    }
}
