package dev.segmentation.app.shop;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened in a simulated shop: the receipts, as any shop has them, and the truth behind them, as none has. */
public final class ShopHistory {

    private final List<Sale> sales;
    private final List<TypeChange> changes;
    private final Map<String, Life> lives = new HashMap<>();

    ShopHistory(List<Sale> sales, Map<String, CustomerType> firstTypes, List<TypeChange> changes) {
        this.sales = List.copyOf(sales);
        this.changes = List.copyOf(changes);
        firstTypes.forEach((customer, type) -> lives.put(customer, new Life(type, new ArrayList<>())));
        for (TypeChange change : this.changes) {
            life(change.customer()).changes.add(change);
        }
    }

    /**
     * The receipts.
     *
     * @return customer by customer, each in the order of time
     */
    public List<Sale> sales() {
        return sales;
    }

    /**
     * The true moves between types.
     *
     * @return customer by customer, each in the order of time
     */
    public List<TypeChange> changes() {
        return changes;
    }

    /**
     * The number of customers.
     *
     * @return at least 1
     */
    public int customerCount() {
        return lives.size();
    }

    /**
     * What a customer truly was.
     *
     * @param customer an id that occurs in {@link #sales()}
     * @param asOf a date; what happens on that day is not known yet
     * @return the type that the customer had, or began as later
     */
    public CustomerType typeOf(String customer, LocalDate asOf) {
        Life life = life(customer);
        CustomerType type = life.firstType;
        for (TypeChange change : life.changes) {
            if (change.date().isBefore(asOf)) {
                type = change.to();
            }
        }
        return type;
    }

    private Life life(String customer) {
        return Optional.ofNullable(lives.get(customer))
                .orElseThrow(() -> new IllegalArgumentException("ShopHistory: a customer is not of this shop"));
    }

    private record Life(CustomerType firstType, List<TypeChange> changes) {}
}
