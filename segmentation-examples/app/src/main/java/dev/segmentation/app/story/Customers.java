package dev.segmentation.app.story;

import dev.segmentation.CustomerIds;
import dev.segmentation.Role;
import dev.segmentation.Snapshot;
import dev.segmentation.prepare.RfmFeatures;
import dev.segmentation.prepare.RfmTable;
import dev.segmentation.prepare.Transactions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is known of all customers at each date of a timeline.
 *
 * <p>Whoever has ever bought before a date is in its snapshot, also without a purchase in the window: such a customer is
 * lapsed, not gone. Recency and tenure look back over all history, purchases and spend over the window.
 */
final class Customers {

    static final String RECENCY = "recency_days";
    static final String FREQUENCY = "frequency";
    static final String MONETARY = "monetary";
    static final String BASKET = "average_purchase";
    static final String TENURE = "tenure_days";

    /** What the customer spent in the step before the date: what the customer is worth. */
    static final String VALUE = "spend_before";

    /** What the customer spent in the step after the date: unknown at the date, and at the last one unknown at all. */
    static final String OUTCOME = "spend_after";

    private Customers() {}

    static List<Snapshot> snapshots(Transactions transactions, Timeline timeline) {
        List<Snapshot> snapshots = new ArrayList<>();
        for (LocalDate date : timeline.dates()) {
            snapshots.add(snapshot(transactions, date, timeline));
        }
        return List.copyOf(snapshots);
    }

    private static Snapshot snapshot(Transactions transactions, LocalDate date, Timeline timeline) {
        RfmTable everything = RfmFeatures.asOf(date).of(transactions);
        int[] buyers = IntStream.range(0, everything.snapshot().customerCount())
                .filter(everything::isActive)
                .toArray();
        CustomerIds ids = everything.snapshot().customerIds().rows(buyers);
        Snapshot history =
                RfmFeatures.asOf(date).withCustomers(ids).of(transactions).snapshot();
        Snapshot recent = RfmFeatures.asOf(date)
                .withWindow(timeline.window())
                .withCustomers(ids)
                .of(transactions)
                .snapshot();
        Snapshot.Builder builder = Snapshot.builder(date, ids)
                .numeric(RECENCY, Role.BASE, history.numbers(RECENCY))
                .numeric(FREQUENCY, Role.BASE, recent.numbers(FREQUENCY))
                .numeric(MONETARY, Role.BASE, recent.numbers(MONETARY))
                .numeric(BASKET, Role.BASE, averages(history))
                .numeric(TENURE, Role.DESCRIPTOR, history.numbers(TENURE))
                .numeric(VALUE, Role.VALUE, transactions.spend(ids, date.minus(timeline.step()), date));
        if (date.isBefore(timeline.last())) {
            builder.numeric(OUTCOME, Role.OUTCOME, transactions.spend(ids, date, date.plus(timeline.step())));
        }
        return builder.build();
    }

    private static double[] averages(Snapshot history) {
        double[] averages = history.numbers(MONETARY);
        double[] purchases = history.numbers(FREQUENCY);
        double[] returns = history.numbers("returns");
        for (int i = 0; i < averages.length; i++) {
            averages[i] = (averages[i] + returns[i]) / purchases[i];
        }
        return averages;
    }
}
