package dev.segmentation.prepare;

import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.ExactSum;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What customers bought and when: records of customer, calendar date and amount, where a return is a negative amount.
 *
 * <p>Only the calendar date counts, never the time of day: an hour that a clock change skips or repeats changes
 * nothing, and two purchases at noon of consecutive days are one day apart even where that day has 23 hours. Amounts
 * are in one currency, which is the caller's; they are summed exactly and rounded once. A purchase is a record whose
 * amount is at least 0.
 *
 * <p>{@link RfmFeatures} turns transactions into a snapshot of customers as of a date; {@link #spend} and {@link
 * #purchases} give outcomes of a later period.
 *
 * <p><b>Memory:</b> 12 bytes per record and 12 per customer.
 */
public final class Transactions {

    private final CustomerIds customers;

    /** Records of customer c are those from {@code starts[c]} to before {@code starts[c + 1]}, as they were added. */
    private final int[] starts;

    private final int[] days;
    private final double[] amounts;

    private Transactions(CustomerIds customers, int[] codes, int[] days, double[] amounts) {
        this.customers = customers;
        this.starts = new int[customers.size() + 1];
        for (int code : codes) {
            starts[code + 1]++;
        }
        for (int c = 0; c < customers.size(); c++) {
            starts[c + 1] += starts[c];
        }
        int[] next = starts.clone();
        this.days = new int[codes.length];
        this.amounts = new double[codes.length];
        for (int i = 0; i < codes.length; i++) {
            int at = next[codes[i]]++;
            this.days[at] = days[i];
            this.amounts[at] = amounts[i];
        }
    }

    /**
     * A builder that takes records one by one, in any order.
     *
     * @return an empty builder, in the time zone UTC
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The number of records.
     *
     * @return at least 0
     */
    public int size() {
        return days.length;
    }

    /**
     * Every customer who has a record: numbers ascending, texts in the order of {@link String#compareTo}, so that the
     * order of the records does not matter.
     *
     * @return the ids, each once
     */
    public CustomerIds customerIds() {
        return customers;
    }

    /**
     * The date of the earliest record.
     *
     * @return the date, or empty if there are no records
     */
    public Optional<LocalDate> firstDate() {
        return days.length == 0
                ? Optional.empty()
                : Optional.of(LocalDate.ofEpochDay(Arrays.stream(days).min().orElseThrow()));
    }

    /**
     * The date of the latest record.
     *
     * @return the date, or empty if there are no records
     */
    public Optional<LocalDate> lastDate() {
        return days.length == 0
                ? Optional.empty()
                : Optional.of(LocalDate.ofEpochDay(Arrays.stream(days).max().orElseThrow()));
    }

    /**
     * What each of some customers spent in a period, returns subtracted; such as the outcome of the quarter that follows
     * a snapshot.
     *
     * @param customerIds n customers, also ones who have no record
     * @param from the first day of the period
     * @param toExclusive the day after its last
     * @return n sums, row by row, 0 for a customer without a record in the period; each exact and rounded once
     * @throws InvalidInputException if the period has no day ({@link Reason#BAD_PARAM}), the ids are of the other type
     *     ({@link Reason#SCHEMA_MISMATCH}), or a sum is too large for a double ({@link Reason#RANGE})
     */
    public double[] spend(CustomerIds customerIds, LocalDate from, LocalDate toExclusive) {
        checkPeriod("spend", from, toExclusive);
        int[] rows = customerIds.rowsIn(customers);
        double[] spend = new double[rows.length];
        ExactSum sum = new ExactSum();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < 0) {
                continue;
            }
            sum.clear();
            for (int r = starts[rows[i]]; r < starts[rows[i] + 1]; r++) {
                if (days[r] >= from.toEpochDay() && days[r] < toExclusive.toEpochDay()) {
                    sum.add(amounts[r]);
                }
            }
            spend[i] = finite(sum.value(), i, "Transactions.spend");
        }
        return spend;
    }

    /**
     * How many purchases each of some customers made in a period; returns are not purchases.
     *
     * @param customerIds n customers, also ones who have no record
     * @param from the first day of the period
     * @param toExclusive the day after its last
     * @return n whole numbers, row by row, as doubles, ready to be a column of a snapshot
     * @throws InvalidInputException if the period has no day ({@link Reason#BAD_PARAM}) or the ids are of the other
     *     type ({@link Reason#SCHEMA_MISMATCH})
     */
    public double[] purchases(CustomerIds customerIds, LocalDate from, LocalDate toExclusive) {
        checkPeriod("purchases", from, toExclusive);
        int[] rows = customerIds.rowsIn(customers);
        double[] purchases = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < 0) {
                continue;
            }
            for (int r = starts[rows[i]]; r < starts[rows[i] + 1]; r++) {
                if (days[r] >= from.toEpochDay() && days[r] < toExclusive.toEpochDay() && amounts[r] >= 0) {
                    purchases[i]++;
                }
            }
        }
        return purchases;
    }

    /** Counts and dates, never an id or an amount. */
    @Override
    public String toString() {
        return "Transactions[" + size() + " records of " + customers.size() + " customers"
                + firstDate().map(first -> ", " + first).orElse("")
                + lastDate().map(last -> " to " + last).orElse("") + "]";
    }

    /** The first record of a customer, or the end of the records for the number of customers. */
    int start(int customer) {
        return starts[customer];
    }

    long day(int record) {
        return days[record];
    }

    double amount(int record) {
        return amounts[record];
    }

    static double finite(double sum, int row, String where) {
        if (!(Math.abs(sum) <= Double.MAX_VALUE)) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    row,
                    "amount",
                    where + ": the amounts of customer row " + row + " add up to more than a double can hold; use a "
                            + "larger unit");
        }
        return sum;
    }

    private static void checkPeriod(String method, LocalDate from, LocalDate toExclusive) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(toExclusive, "toExclusive");
        if (!from.isBefore(toExclusive)) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "toExclusive",
                    "Transactions." + method + ": toExclusive = " + toExclusive + ", expected a date after from = "
                            + from);
        }
    }

    /**
     * Collects records. Ids are either all 64-bit numbers or all texts. Not thread-safe; {@link #build} leaves the
     * builder as it is.
     */
    public static final class Builder {

        private ZoneId zone = ZoneOffset.UTC;
        private final CustomerCodes codes = new CustomerCodes();
        private int[] days = new int[64];
        private double[] amounts = new double[64];
        private int size;
        private final Faults blankIds = new Faults();
        private final Faults badAmounts = new Faults();

        private Builder() {}

        /**
         * The time zone in which an {@link Instant} becomes a calendar date, for all records added from now on; UTC
         * unless set, and never that of the machine.
         *
         * @param value such as {@code ZoneId.of("Europe/Berlin")}
         * @return this builder
         */
        public Builder inZone(ZoneId value) {
            this.zone = Objects.requireNonNull(value, "zone");
            return this;
        }

        /**
         * Adds a record.
         *
         * @param customerId the customer
         * @param date the calendar date
         * @param amount negative for a return
         * @return this builder
         * @throws InvalidInputException if earlier records have text ids, or the year is outside −9999 … 9999
         */
        public Builder add(long customerId, LocalDate date, double amount) {
            int day = day(date);
            codes.add(customerId);
            return append(day, amount);
        }

        /**
         * Adds a record of a customer with a text id. A blank id is counted and refused by {@link #build}.
         *
         * @param customerId the customer; compared character by character
         * @param date the calendar date
         * @param amount negative for a return
         * @return this builder
         * @throws InvalidInputException if earlier records have numeric ids, or the year is outside −9999 … 9999
         */
        public Builder add(@Nullable String customerId, LocalDate date, double amount) {
            int day = day(date);
            if (customerId == null || customerId.isBlank()) {
                blankIds.note(size);
            }
            codes.add(customerId == null ? "" : customerId);
            return append(day, amount);
        }

        /**
         * Adds a record of a local date and time, of which only the date counts, so that times that do not exist or
         * exist twice because of a clock change cannot matter.
         *
         * @param customerId the customer
         * @param time local date and time
         * @param amount negative for a return
         * @return this builder
         * @throws InvalidInputException as {@link #add(long, LocalDate, double)}
         */
        public Builder add(long customerId, LocalDateTime time, double amount) {
            return add(customerId, Objects.requireNonNull(time, "time").toLocalDate(), amount);
        }

        /**
         * Adds a record of a local date and time, of which only the date counts, so that times that do not exist or
         * exist twice because of a clock change cannot matter.
         *
         * @param customerId the customer
         * @param time local date and time
         * @param amount negative for a return
         * @return this builder
         * @throws InvalidInputException as {@link #add(String, LocalDate, double)}
         */
        public Builder add(@Nullable String customerId, LocalDateTime time, double amount) {
            return add(customerId, Objects.requireNonNull(time, "time").toLocalDate(), amount);
        }

        /**
         * Adds a record of an instant; its date is the calendar date in the zone of {@link #inZone}.
         *
         * @param customerId the customer
         * @param instant when
         * @param amount negative for a return
         * @return this builder
         * @throws InvalidInputException as {@link #add(long, LocalDate, double)}
         */
        public Builder add(long customerId, Instant instant, double amount) {
            return add(customerId, dateOf(instant), amount);
        }

        /**
         * Adds a record of an instant; its date is the calendar date in the zone of {@link #inZone}.
         *
         * @param customerId the customer
         * @param instant when
         * @param amount negative for a return
         * @return this builder
         * @throws InvalidInputException as {@link #add(String, LocalDate, double)}
         */
        public Builder add(@Nullable String customerId, Instant instant, double amount) {
            return add(customerId, dateOf(instant), amount);
        }

        /**
         * Makes the transactions.
         *
         * @return the records so far, possibly none
         * @throws InvalidInputException if ids are null or blank ({@link Reason#BAD_ID}) or amounts are not finite
         *     ({@link Reason#NON_FINITE}); the message says how many, and the row of the first, counted from 0
         */
        public Transactions build() {
            blankIds.check(Reason.BAD_ID, "customerId", "ids are null, empty or blank", "give every record a customer");
            badAmounts.check(Reason.NON_FINITE, "amount", "amounts are missing or infinite", "leave these records out");
            CustomerCodes.Coded coded = codes.coded();
            return new Transactions(coded.ids, coded.ranks, days, amounts);
        }

        private Builder append(int day, double amount) {
            if (!(Math.abs(amount) <= Double.MAX_VALUE)) {
                badAmounts.note(size);
            }
            if (size == days.length) {
                int larger = CustomerCodes.larger(size);
                days = Arrays.copyOf(days, larger);
                amounts = Arrays.copyOf(amounts, larger);
            }
            days[size] = day;
            amounts[size++] = amount;
            return this;
        }

        private LocalDate dateOf(Instant instant) {
            return Objects.requireNonNull(instant, "instant").atZone(zone).toLocalDate();
        }

        private int day(LocalDate date) {
            if (Math.abs(Objects.requireNonNull(date, "date").getYear()) > 9999) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        size,
                        "date",
                        "Transactions.add: the year of record " + size + " is outside -9999 to 9999");
            }
            return (int) date.toEpochDay();
        }
    }

    /** Records at fault: how many, and the first. */
    private static final class Faults {

        private int count;
        private int first;

        void note(int record) {
            if (count++ == 0) {
                first = record;
            }
        }

        void check(Reason reason, String name, String what, String hint) {
            if (count > 0) {
                throw new InvalidInputException(
                        reason,
                        first,
                        name,
                        "Transactions: " + count + " " + what + ", the first at row " + first + "; " + hint);
            }
        }
    }
}
