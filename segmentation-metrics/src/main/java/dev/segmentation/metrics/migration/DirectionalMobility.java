package dev.segmentation.metrics.migration;

import dev.segmentation.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which way customers move between segments that have an order, over the customers present at both dates.
 *
 * <p>A move counts once however far it goes. Entrants and leavers move neither up nor down.
 *
 * @param worstToBest the segments, from the least to the most wanted
 * @param up how many moved to a better segment
 * @param down how many moved to a worse segment
 * @param presentAtBoth how many are present at both dates, those who stayed included
 * @param horizonDays the days between the dates; empty if counts were given without dates
 * @param undefined why the rates are NaN: {@link Reason#EMPTY} or {@link Reason#NO_COMMON_CUSTOMERS}; empty if they are not
 */
public record DirectionalMobility(
        List<String> worstToBest,
        long up,
        long down,
        long presentAtBoth,
        OptionalLong horizonDays,
        Optional<Reason> undefined) {

    /**
     * Copies the list and checks that the optional parts are there.
     *
     * @param worstToBest the segments
     * @param up how many moved to a better segment
     * @param down how many moved to a worse segment
     * @param presentAtBoth how many are present at both dates
     * @param horizonDays the days between the dates
     * @param undefined why the rates are NaN
     */
    public DirectionalMobility {
        worstToBest = List.copyOf(worstToBest);
        Objects.requireNonNull(horizonDays, "horizonDays");
        Objects.requireNonNull(undefined, "undefined");
    }

    /**
     * The share that moved to a better segment.
     *
     * @return 0 … 1, higher is better; NaN if nobody is present at both dates
     */
    public double upRate() {
        return (double) up / presentAtBoth;
    }

    /**
     * The share that moved to a worse segment.
     *
     * @return 0 … 1, lower is better; NaN if nobody is present at both dates
     */
    public double downRate() {
        return (double) down / presentAtBoth;
    }

    /**
     * The up-rate less the down-rate.
     *
     * @return −1 … 1, higher is better; NaN if nobody is present at both dates
     */
    public double net() {
        return (double) (up - down) / presentAtBoth;
    }
}
