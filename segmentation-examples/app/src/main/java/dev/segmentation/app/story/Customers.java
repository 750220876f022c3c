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
 * lapsed, not gone. Recency, the average purchase and the weekend look back over all history, purchases and spend over
 * the window. What a customer spent between two dates of the timeline is the outcome of the one and the value of the
 * other.
 */
final class Customers {

    static final String RECENCY = "recency_days";
    static final String FREQUENCY = "frequency";
    static final String MONETARY = "monetary";
    static final String BASKET = "average_purchase";

    /**
     * The share of the purchases made on a Saturday or Sunday: tells nothing of how recently, how often or for how much,
     * so a difference in it is evidence. How long somebody has been a customer would be none: with a single purchase, that
     * is its recency.
     */
    static final String WEEKEND = "weekend_share";

    /** What the customer spent in the step before the date: what the customer is worth. */
    static final String VALUE = "spend_before";

    /** What the customer spent in the step after the date: unknown at the date, and at the last one unknown at all. */
    static final String OUTCOME = "spend_after";

    private Customers() {}

    static List<Snapshot> snapshots(ShopData shop, Timeline timeline) {
        List<Snapshot> snapshots = new ArrayList<>();
        for (int i = 0; i < timeline.dates().size(); i++) {
            snapshots.add(snapshot(shop, timeline, i));
        }
        return List.copyOf(snapshots);
    }

    private static Snapshot snapshot(ShopData shop, Timeline timeline, int index) {
        Transactions transactions = shop.transactions();
        LocalDate date = timeline.dates().get(index);
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
                .numeric(WEEKEND, Role.DESCRIPTOR, weekendShares(shop, ids, date))
                .numeric(VALUE, Role.VALUE, transactions.spend(ids, timeline.dateBefore(index), date));
        if (date.isBefore(timeline.last())) {
            LocalDate next = timeline.dates().get(index + 1);
            builder.numeric(OUTCOME, Role.OUTCOME, transactions.spend(ids, date, next));
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

    /** Every customer has bought before the date, so that each share is defined. */
    private static double[] weekendShares(ShopData shop, CustomerIds ids, LocalDate date) {
        LocalDate first = shop.transactions().firstDate().orElseThrow();
        double[] shares = new double[ids.size()];
        if (shop.weekends().size() == 0) {
            return shares;
        }
        double[] weekends = shop.weekends().purchases(ids, first, date);
        double[] purchases = shop.transactions().purchases(ids, first, date);
        for (int i = 0; i < shares.length; i++) {
            shares[i] = weekends[i] / purchases[i];
        }
        return shares;
    }
}
