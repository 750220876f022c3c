package dev.segmentation;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers customers across several snapshots, in the order in which they first appear, so that what is known of them at
 * many dates can be kept in plain arrays.
 *
 * <p><b>Cost:</b> O(n) expected time for n ids; 8 to 16 bytes per numeric id, and a table of 6 to 12 bytes per customer, as both grow by doubling.
 *
 * <p>Not thread-safe.
 */
public final class CustomerRegister {

    private @Nullable IdTable table; // as soon as it is known whether ids are numbers
    private boolean areNumbers;

    /** An empty register. */
    public CustomerRegister() {}

    /**
     * Enters the customers of a snapshot.
     *
     * @param ids the customers, some of whom may be known
     * @return the number of each, from 0; known customers keep theirs
     * @throws InvalidInputException if these are numbers and those before were texts, or the reverse ({@link
     *     Reason#SCHEMA_MISMATCH}); nothing is entered
     */
    public int[] add(CustomerIds ids) {
        Objects.requireNonNull(ids, "ids");
        int[] customers = new int[ids.size()];
        if (customers.length == 0) {
            return customers;
        }
        IdTable known = table(ids, "CustomerRegister.add");
        for (int row = 0; row < customers.length; row++) {
            customers[row] = areNumbers ? known.add(ids.number(row)) : known.add(ids.get(row));
        }
        return customers;
    }

    /**
     * Looks customers up without entering them.
     *
     * @param ids the customers
     * @return the number of each, or −1 if the customer is unknown
     * @throws InvalidInputException as for {@link #add}
     */
    public int[] find(CustomerIds ids) {
        Objects.requireNonNull(ids, "ids");
        int[] customers = new int[ids.size()];
        if (customers.length == 0) {
            return customers;
        }
        if (table == null) {
            Arrays.fill(customers, -1);
            return customers;
        }
        IdTable known = table(ids, "CustomerRegister.find");
        for (int row = 0; row < customers.length; row++) {
            customers[row] = areNumbers ? known.find(ids.number(row)) : known.find(ids.get(row));
        }
        return customers;
    }

    /**
     * How many customers are known.
     *
     * @return at least 0
     */
    public int size() {
        return table == null ? 0 : table.size();
    }

    /**
     * The customers.
     *
     * @return their ids, by number
     */
    public CustomerIds ids() {
        if (table == null) {
            return CustomerIds.of();
        }
        return areNumbers ? CustomerIds.of(table.numbers()) : CustomerIds.of(Arrays.asList(table.texts()));
    }

    private IdTable table(CustomerIds ids, String where) {
        if (table == null) {
            areNumbers = ids.areNumbers();
            table = IdTable.growing(areNumbers);
        }
        ids.checkType(areNumbers, where);
        return table;
    }

    /** The count, never an id. */
    @Override
    public String toString() {
        return "CustomerRegister[" + size() + " customers]";
    }
}
