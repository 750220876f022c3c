package dev.segmentation.app.story;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.prepare.Transactions;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/** A last date so far behind all others that it must be mistyped: dates to look at are counted back from it. */
final class LateDate {

    /** Shops pause, but not for so long. */
    private static final int LEAST_YEARS = 5;

    private LateDate() {}

    /**
     * Why nothing can be told, if the last date is the reason.
     *
     * @param refused what was wrong otherwise
     * @param transactions with their dates
     * @return the fault of the last date if it is five years and further from the others than they are apart, else what was wrong otherwise
     */
    static InvalidInputException orElse(InvalidInputException refused, Transactions transactions) {
        return before(transactions)
                .map(other -> new InvalidInputException(
                        Reason.RANGE,
                        "the last date, " + transactions.lastDate().orElseThrow()
                                + ", is far behind all others, which end on " + other
                                + ", and the dates to look at are counted back from it; mend it, or leave it out"))
                .orElse(refused);
    }

    /** The last date but one, if the last is further from it than it is from the first. */
    private static Optional<LocalDate> before(Transactions transactions) {
        LocalDate first = transactions.firstDate().orElseThrow();
        LocalDate last = transactions.lastDate().orElseThrow();
        long from = first.toEpochDay();
        long to = last.toEpochDay();
        if (bought(transactions, LocalDate.ofEpochDay(from + (to - from) / 2), last)) {
            return Optional.empty();
        }
        while (to - from > 1) { // somebody bought in from, and nobody from to on
            long middle = from + (to - from) / 2;
            if (bought(transactions, LocalDate.ofEpochDay(middle), last)) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return Optional.of(LocalDate.ofEpochDay(from))
                .filter(other -> other.plusYears(LEAST_YEARS).isBefore(last));
    }

    private static boolean bought(Transactions transactions, LocalDate from, LocalDate toExclusive) {
        return Arrays.stream(transactions.purchases(transactions.customerIds(), from, toExclusive))
                .anyMatch(purchases -> purchases > 0);
    }
}
