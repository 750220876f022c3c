package dev.segmentation.metrics.history;

import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import java.time.LocalDate;
import java.util.Objects;

/**
 * Customers frozen at a date, such as those who got a campaign: measured later, they are the same customers, not those who
 * are in the segment by then.
 *
 * <p>Immutable and thread-safe.
 */
public final class Cohort {

    private final String name;
    private final LocalDate frozenOn;
    private final CustomerIds customers;

    private Cohort(String name, LocalDate frozenOn, CustomerIds customers) {
        this.name = name;
        this.frozenOn = frozenOn;
        this.customers = customers;
    }

    /** The customers of a history who are in some segments at a date. */
    static Cohort of(DateColumns columns, String name, LocalDate date, Segment... segments) {
        DateColumn column = columns.at(date);
        boolean[] wanted = new boolean[columns.segments().size()];
        for (Segment segment : segments) {
            wanted[columns.segments().indexOf(segment.name(), "SegmentHistory.freeze")] = true;
        }
        return of(
                name, date, columns.customers(customer -> column.code(customer) >= 0 && wanted[column.code(customer)]));
    }

    /**
     * Freezes customers.
     *
     * @param name what the cohort is called, not blank
     * @param frozenOn the date
     * @param customers who belongs to it
     * @return the cohort
     * @throws InvalidInputException if the name is blank ({@link Reason#BAD_NAME})
     */
    public static Cohort of(String name, LocalDate frozenOn, CustomerIds customers) {
        Objects.requireNonNull(frozenOn, "frozenOn");
        Objects.requireNonNull(customers, "customers");
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "name", "Cohort.of: the name of the cohort is blank; name it");
        }
        return new Cohort(name, frozenOn, customers);
    }

    /**
     * What it is called.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * When it was frozen.
     *
     * @return the date
     */
    public LocalDate frozenOn() {
        return frozenOn;
    }

    /**
     * Who belongs to it.
     *
     * @return the customers
     */
    public CustomerIds customers() {
        return customers;
    }

    /** Name, date and count, never an id. */
    @Override
    public String toString() {
        return "Cohort[" + name + ", " + frozenOn + ", " + customers.size() + " customers]";
    }
}
