package dev.segmentation.metrics.history;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What policies of {@link Hysteresis} would have done, side by side; prints itself as a table.
 *
 * <p>Intervals take moves for independent.
 *
 * <p>Immutable and thread-safe.
 */
public final class HysteresisReport {

    private final int lasting;
    private final int periods;
    private final List<Outcome> outcomes;

    HysteresisReport(int lasting, int periods, List<Outcome> outcomes) {
        this.lasting = lasting;
        this.periods = periods;
        this.outcomes = List.copyOf(outcomes);
    }

    /**
     * What one policy would have done.
     *
     * @param policy the policy
     * @param moved the share of steps at which customers would have moved: from one date with a score to the next one, unless
     *     they had left in between
     * @param flicker the share of those moves that would have been taken back soon ({@link Flicker#share})
     * @param suppressed how many moves fewer than typed, as a share of those typed: 0 … 1
     * @param delayDates after how many dates with a score lasting moves would have been followed, on average over those that
     *     would have been: 0 = at once; with Student's interval, undefined ({@link Reason#NO_OBSERVATIONS}) for fewer than
     *     two, and ({@link Reason#NO_WITHIN_VARIATION}) if all were equally late, as under a policy that only waits
     * @param meanDelayDates the same without an interval, also if all were equally late; NaN for fewer than two
     * @param delayDays as {@code delayDates}, in days
     * @param meanDelayDays as {@code meanDelayDates}, in days
     * @param neverFollowed the share of the lasting moves that would not have been followed as long as they lasted, or as long
     *     as the history goes
     */
    public record Outcome(
            Hysteresis policy,
            Estimate moved,
            Estimate flicker,
            Estimate suppressed,
            Estimate delayDates,
            double meanDelayDates,
            Estimate delayDays,
            double meanDelayDays,
            Estimate neverFollowed) {}

    /**
     * After how many dates in a row a move is lasting.
     *
     * @return at least 1
     */
    public int lasting() {
        return lasting;
    }

    /**
     * Within how many dates a customer is back, in flicker.
     *
     * @return at least 1
     */
    public int flickerWithin() {
        return periods;
    }

    /**
     * What moving customers at once did.
     *
     * @return the outcome that the others are to be compared with
     */
    public Outcome atOnce() {
        return outcomes.get(0);
    }

    /**
     * What the policies would have done.
     *
     * @return moving at once, then the others in the order given
     */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    /** A table, one line per policy. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("policy", "moved", "flicker", "suppressed", "late by dates", "days", "never followed"));
        for (Outcome outcome : outcomes) {
            table.add(List.of(
                    outcome.policy().toString(),
                    percent(outcome.moved()),
                    percent(outcome.flicker()),
                    percent(outcome.suppressed()),
                    number(outcome.meanDelayDates()),
                    number(outcome.meanDelayDays()),
                    percent(outcome.neverFollowed())));
        }
        return TextTable.of(table);
    }

    private static String percent(Estimate share) {
        return share.isDefined() ? String.format(Locale.ROOT, "%.1f %%", 100 * share.value()) : "undefined";
    }

    private static String number(double mean) {
        return Double.isNaN(mean) ? "undefined" : String.format(Locale.ROOT, "%.2f", mean);
    }
}
