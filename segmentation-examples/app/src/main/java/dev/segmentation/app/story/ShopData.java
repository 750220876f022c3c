package dev.segmentation.app.story;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.CsvDialect;
import dev.segmentation.app.io.CsvInput;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.Numbers;
import dev.segmentation.app.shop.Sale;
import dev.segmentation.app.shop.ShopHistory;
import dev.segmentation.app.shop.SimulatedShop;
import dev.segmentation.prepare.Transactions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The transactions that the story is about, and the truth behind them where it is known. */
public final class ShopData {

    private final String source;
    private final Transactions transactions;
    private final Transactions weekends;
    private final Totals totals;
    private final Optional<ShopHistory> truth;

    private ShopData(String source, Transactions transactions, Collector collector, Optional<ShopHistory> truth) {
        this.source = source;
        this.transactions = transactions;
        this.weekends = collector.weekends.build();
        this.totals = collector.totals();
        this.truth = truth;
    }

    /**
     * What is in the till, exactly.
     *
     * @param purchases how many records are not negative
     * @param returns how many are negative
     * @param amount the sum of all, returns subtracted
     */
    record Totals(long purchases, long returns, BigDecimal amount) {}

    /**
     * The receipts of a shop that never was.
     *
     * @param shop to be run
     * @return with its truth
     */
    public static ShopData simulated(SimulatedShop shop) {
        ShopHistory history = shop.run();
        Collector collector = new Collector();
        for (Sale sale : history.sales()) {
            collector.add(sale.customer(), sale.date(), sale.amount());
        }
        return new ShopData("A simulated shop", collector.builder.build(), collector, Optional.of(history));
    }

    /**
     * The columns of transactions.
     *
     * @param customer the id of the customer
     * @param date when
     * @param amount how much, negative for a return
     */
    public record Columns(String customer, String date, String amount) {}

    /**
     * The user's own transactions.
     *
     * @param file a CSV with one line per purchase or return
     * @param dialect how it is written
     * @param columns what to read
     * @return without a truth
     */
    public static ShopData read(Path file, CsvDialect dialect, Columns columns) {
        CsvTable table = CsvInput.of(file, dialect)
                .texts(columns.customer)
                .dates(columns.date)
                .numbers(List.of(columns.amount))
                .read();
        if (table.rowCount() == 0) {
            throw new InvalidInputException(Reason.EMPTY, file + ": there are no transactions below the first line");
        }
        Collector collector = new Collector();
        List<String> customers = table.texts(columns.customer);
        List<LocalDate> dates = table.dates(columns.date);
        double[] amounts = table.numbers(columns.amount);
        Transactions transactions = table.located(() -> {
            for (int row = 0; row < amounts.length; row++) {
                collector.add(customers.get(row), dates.get(row), amounts[row]);
            }
            return collector.builder.build();
        });
        return new ShopData(file.getFileName().toString(), transactions, collector, Optional.empty());
    }

    String source() {
        return source;
    }

    Transactions transactions() {
        return transactions;
    }

    /** Those of Saturdays and Sundays. */
    Transactions weekends() {
        return weekends;
    }

    Totals totals() {
        return totals;
    }

    Optional<ShopHistory> truth() {
        return truth;
    }

    /** Adds up while it collects; decimals are added as they are written, so that the total is exact. */
    private static final class Collector {

        /** A decimal number of 15 digits is the only one of so many that reads as its double. */
        private static final long MOST_CENTS = 1_000_000_000_000_000L;

        private final Transactions.Builder builder = Transactions.builder();
        private final Transactions.Builder weekends = Transactions.builder();
        private long purchases;
        private long returns;
        private BigDecimal amount = BigDecimal.ZERO;
        private long cents;

        void add(String customer, LocalDate date, double value) {
            builder.add(customer, date, value);
            if (date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0) {
                weekends.add(customer, date, value);
            }
            if (value >= 0) {
                purchases++;
            } else {
                returns++;
            }
            long inCents = Math.round(value * 100);
            if (inCents / 100.0 == value
                    && Math.abs(inCents) < MOST_CENTS) { // then no shorter text reads back as the value
                cents += inCents;
            } else if (!Double.isNaN(value)) { // the builder refuses it
                amount = amount.add(new BigDecimal(Numbers.text(value)));
            }
            if (Math.abs(cents) > MOST_CENTS) {
                moveCents();
            }
        }

        private void moveCents() {
            amount = amount.add(BigDecimal.valueOf(cents, 2));
            cents = 0;
        }

        Totals totals() {
            moveCents();
            return new Totals(purchases, returns, amount);
        }
    }
}
