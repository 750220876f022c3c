package dev.segmentation.metrics.migration;

/**
 * Where each of some customers is at each of some dates: who made the steps that a {@link PooledMigration} counts, so that its
 * intervals are over customers.
 *
 * <p>{@code SegmentHistory.pooled()} brings its own; implement it for customers that are kept elsewhere. It is asked again
 * whenever an interval is, so answers must not change, and must be given to any thread.
 */
public interface CustomerPlaces {

    /**
     * How many customers there are.
     *
     * @return at least 0
     */
    int customerCount();

    /**
     * How many dates there are, one more than periods.
     *
     * @return at least 1
     */
    int dateCount();

    /**
     * Where a customer is at a date.
     *
     * @param customer its number, from 0
     * @param date its position in the order of time, from 0
     * @return as {@link MigrationMatrix#copyOfStates} numbers states: 0 … k − 1 the segments, k unscored, k + 1 absent
     */
    int state(int customer, int date);
}
