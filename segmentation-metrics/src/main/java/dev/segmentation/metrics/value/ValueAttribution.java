package dev.segmentation.metrics.value;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Segmentation;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * Where a change in total value came from: customers who came, who went, who changed segment, and who did neither.
 *
 * <p>Exactly, entry + exit + migration + like-for-like = value after − value before. A short form of {@link ValueBridge},
 * which has it per segment and says how amounts are rounded.
 *
 * <p>Migration is what the customers who changed segment are worth more now than before. That they moved is not the
 * cause of it: often both have one.
 *
 * @param entry the value after of customers who were absent before
 * @param exit minus the value before of customers who are absent after
 * @param migration the change in value of customers who are in another segment than before
 * @param likeForLike the change in value of customers who are in the same segment at both dates
 */
public record ValueAttribution(BigDecimal entry, BigDecimal exit, BigDecimal migration, BigDecimal likeForLike) {

    /**
     * Checks that everything is there.
     *
     * @param entry the value of entrants
     * @param exit minus the value of leavers
     * @param migration the change of movers
     * @param likeForLike the change of stayers
     */
    public ValueAttribution {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(exit, "exit");
        Objects.requireNonNull(migration, "migration");
        Objects.requireNonNull(likeForLike, "likeForLike");
    }

    /**
     * Attributes the change of a column, to 2 decimals.
     *
     * @param before the earlier date
     * @param after the later date
     * @param valueColumn a numeric column of both snapshots
     * @return the same as {@code ValueBridge.between(before, after, valueColumn).attribution()}
     * @throws InvalidInputException where {@link ValueBridge#between} does
     */
    public static ValueAttribution between(Segmentation before, Segmentation after, String valueColumn) {
        return ValueBridge.between(before, after, valueColumn).attribution();
    }

    /**
     * The change in total value.
     *
     * @return entry + exit + migration + like-for-like
     */
    public BigDecimal total() {
        return entry.add(exit).add(migration).add(likeForLike);
    }
}
