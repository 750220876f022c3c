package dev.segmentation.prepare;

import dev.segmentation.CustomerIds;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.ExactSum;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns transactions into what is known of each customer as of a date: recency, frequency and monetary value.
 *
 * <p>A record counts if it is dated before the as-of date (the date itself is excluded, so that a snapshot as of the 1st
 * of March holds everything until the end of February) and, if a window is set, on or after its first day. The columns
 * are
 *
 * <ul>
 *   <li>{@code recency_days} (base; days, whole, at least 1, fewer is better): from the last purchase to the as-of date,
 *       NaN without a purchase; {@link #withRecency} chooses the other meaning, which has another column name;
 *   <li>{@code frequency} (base; count, more is better): purchases, that is records with an amount of at least 0;
 *   <li>{@code monetary} (base; the unit of the amounts): sum of all amounts, returns subtracted, exact and rounded once;
 *       negative for a customer who returned more than was bought in the window;
 *   <li>{@code tenure_days} (descriptor; days, whole): from the first purchase ever recorded, also before the window, to
 *       the as-of date, NaN if there is none;
 *   <li>{@code returns} (descriptor; the unit of the amounts, at least 0): sum of returned amounts, as a positive number.
 * </ul>
 *
 * <p>A return lowers the monetary value; it is not an order and does not make a customer recent. Without {@link
 * #withCustomers} the table has every customer with a record that counts, in the order of {@link
 * Transactions#customerIds}; with it, exactly the listed customers, in their order, whether they bought or not.
 *
 * <p>Immutable. <b>Cost:</b> O(records + customers).
 */
public final class RfmFeatures {

    private final LocalDate asOf;
    private final Recency recency;
    private final @Nullable LocalDate since;
    private final @Nullable CustomerIds customers;

    private RfmFeatures(LocalDate asOf, Recency recency, @Nullable LocalDate since, @Nullable CustomerIds customers) {
        this.asOf = asOf;
        this.recency = recency;
        this.since = since;
        this.customers = customers;
    }

    /**
     * Features as of a date.
     *
     * @param asOf the date; only records dated before it count
     * @return a configuration without a window, over all customers
     */
    public static RfmFeatures asOf(LocalDate asOf) {
        return new RfmFeatures(Objects.requireNonNull(asOf, "asOf"), Recency.SINCE_LAST_PURCHASE, null, null);
    }

    /**
     * Chooses the meaning of recency.
     *
     * @param value {@link Recency#SINCE_LAST_PURCHASE} unless set
     * @return a new configuration
     */
    public RfmFeatures withRecency(Recency value) {
        return new RfmFeatures(asOf, Objects.requireNonNull(value, "recency"), since, customers);
    }

    /**
     * Counts only records of the last months, days or years before the as-of date.
     *
     * @param value such as {@code Period.ofMonths(12)}
     * @return a new configuration whose window starts at as-of minus the period
     * @throws InvalidInputException if the period is not positive
     */
    public RfmFeatures withWindow(Period value) {
        LocalDate start = asOf.minus(Objects.requireNonNull(value, "window"));
        if (!start.isBefore(asOf)) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "window",
                    "RfmFeatures.withWindow: window = " + value + ", expected a positive period such as P12M");
        }
        return new RfmFeatures(asOf, recency, start, customers);
    }

    /**
     * Counts only records from a date on.
     *
     * @param value the first day that counts
     * @return a new configuration
     * @throws InvalidInputException if the date is not before the as-of date
     */
    public RfmFeatures since(LocalDate value) {
        if (!Objects.requireNonNull(value, "since").isBefore(asOf)) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "since",
                    "RfmFeatures.since: since = " + value + ", expected a date before as-of = " + asOf);
        }
        return new RfmFeatures(asOf, recency, value, customers);
    }

    /**
     * Reports exactly these customers; those without a purchase are flagged, and records of others left out and counted.
     *
     * @param value the customers, of the same type as the ids of the transactions
     * @return a new configuration
     */
    public RfmFeatures withCustomers(CustomerIds value) {
        return new RfmFeatures(asOf, recency, since, Objects.requireNonNull(value, "customers"));
    }

    /**
     * The date before which records count.
     *
     * @return the as-of date
     */
    public LocalDate asOf() {
        return asOf;
    }

    /**
     * The meaning of recency.
     *
     * @return one of two
     */
    public Recency recency() {
        return recency;
    }

    /**
     * The first day that counts.
     *
     * @return the date, or empty if there is no window
     */
    public Optional<LocalDate> since() {
        return Optional.ofNullable(since);
    }

    /**
     * Computes the features.
     *
     * @param transactions any number of records
     * @return the table, with what was left out and who had no purchase
     * @throws InvalidInputException if listed customers and transactions have ids of different types ({@link
     *     Reason#SCHEMA_MISMATCH}) or a sum is too large for a double ({@link Reason#RANGE})
     */
    public RfmTable of(Transactions transactions) {
        Objects.requireNonNull(transactions, "transactions");
        CustomerIds all = transactions.customerIds();
        CustomerIds reported = customers != null ? customers : all.rows(withCountedRecord(transactions));
        int[] rows = reported.rowsIn(all);
        int n = rows.length;
        FeatureMatrix.Builder base = FeatureMatrix.builder(List.of(recency.columnName(), "frequency", "monetary"));
        double[] tenure = new double[n];
        double[] returns = new double[n];
        boolean[] active = new boolean[n];
        History history = new History();
        for (int i = 0; i < n; i++) {
            history.clear();
            if (rows[i] >= 0) {
                read(transactions, rows[i], history);
            }
            double monetary = Transactions.finite(history.monetary.value(), i, "RfmFeatures.of");
            returns[i] = Transactions.finite(history.returns.value(), i, "RfmFeatures.of");
            tenure[i] = history.isKnown() ? asOf.toEpochDay() - history.firstEver : Double.NaN;
            active[i] = history.purchases > 0;
            base.addRow(recencyDays(history), history.purchases, monetary);
        }
        Snapshot snapshot = Snapshot.builder(asOf, reported)
                .matrix(Role.BASE, base.build())
                .numeric("tenure_days", Role.DESCRIPTOR, tenure)
                .numeric("returns", Role.DESCRIPTOR, returns)
                .build();
        return new RfmTable(snapshot, active, leftOut(transactions, rows), asOf);
    }

    @Override
    public String toString() {
        return "RfmFeatures[as of " + asOf + (since == null ? "" : ", since " + since) + ", recency " + recency
                + (customers == null ? "" : ", " + customers.size() + " customers") + "]";
    }

    private int[] withCountedRecord(Transactions transactions) {
        int[] found = new int[transactions.customerIds().size()];
        int count = 0;
        for (int c = 0; c < found.length; c++) {
            for (int r = transactions.start(c); r < transactions.start(c + 1); r++) {
                if (counts(transactions.day(r))) {
                    found[count++] = c;
                    break;
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    private void read(Transactions transactions, int customer, History history) {
        for (int r = transactions.start(customer); r < transactions.start(customer + 1); r++) {
            long day = transactions.day(r);
            double amount = transactions.amount(r);
            if (amount >= 0 && day < asOf.toEpochDay()) {
                history.firstEver = Math.min(history.firstEver, day);
            }
            if (counts(day)) {
                history.add(day, amount);
            }
        }
    }

    private boolean counts(long day) {
        return day < asOf.toEpochDay() && !isBeforeWindow(day);
    }

    private boolean isBeforeWindow(long day) {
        return since != null && day < since.toEpochDay();
    }

    private double recencyDays(History history) {
        if (history.purchases == 0) {
            return Double.NaN;
        }
        return recency == Recency.SINCE_LAST_PURCHASE ? asOf.toEpochDay() - history.last : history.last - history.first;
    }

    private RfmTable.Excluded leftOut(Transactions transactions, int[] reportedRows) {
        boolean[] isReported = new boolean[transactions.customerIds().size()];
        for (int row : reportedRows) {
            if (row >= 0) {
                isReported[row] = true;
            }
        }
        long unknown = 0;
        long future = 0;
        long before = 0;
        for (int c = 0; c < isReported.length; c++) {
            boolean known = isReported[c] || customers == null;
            for (int r = transactions.start(c); r < transactions.start(c + 1); r++) {
                if (!known) {
                    unknown++;
                } else if (transactions.day(r) >= asOf.toEpochDay()) {
                    future++;
                } else if (isBeforeWindow(transactions.day(r))) {
                    before++;
                }
            }
        }
        return new RfmTable.Excluded(unknown, future, before);
    }

    /** What is added up of one customer. */
    private static final class History {

        private long firstEver;
        private long first;
        private long last;
        private int purchases;
        private final ExactSum monetary = new ExactSum();
        private final ExactSum returns = new ExactSum();

        void clear() {
            firstEver = Long.MAX_VALUE;
            first = Long.MAX_VALUE;
            last = Long.MIN_VALUE;
            purchases = 0;
            monetary.clear();
            returns.clear();
        }

        void add(long day, double amount) {
            monetary.add(amount);
            if (amount >= 0) {
                purchases++;
                first = Math.min(first, day);
                last = Math.max(last, day);
            } else {
                returns.add(-amount);
            }
        }

        boolean isKnown() {
            return firstEver != Long.MAX_VALUE;
        }
    }
}
