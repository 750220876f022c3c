package dev.segmentation.scan;

/**
 * Something that is learned from all rows by adding up. The accumulator holds the sufficient statistics.
 *
 * <p>The result must not depend on how rows are cut into blocks: either additions are exact, or the source promises a
 * fixed cut and merges in order, as {@link RowSource#of} does. An implementation must not keep a block after {@link
 * #add} returns, and holds no state of its own but its parameters.
 *
 * @param <A> the accumulator; mutable, used by one thread at a time
 */
public interface Scan<A> {

    /**
     * A new, empty accumulator: the identity of {@link #merge}.
     *
     * @return an accumulator that has seen no rows
     */
    A start();

    /**
     * Adds a block of rows.
     *
     * @param accumulator what to add to
     * @param rows valid only during the call
     */
    void add(A accumulator, RowBlock rows);

    /**
     * Adds everything another accumulator has seen.
     *
     * @param into what to add to
     * @param from an accumulator of later rows; not used afterwards
     */
    void merge(A into, A from);
}
