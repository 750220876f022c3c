package dev.segmentation.metrics.markov;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How customers of one start are spread over the states at an end, as {@link AalenJohansen} estimated it, with errors.
 *
 * <p>Chances sum to 1 but for rounding errors. If they are undefined they are NaN; {@link #undefined} says why.
 *
 * <p>Immutable and thread-safe.
 */
public final class StateOccupation {

    private final Span span;
    private final ChanceRow row;
    private final int from;
    private final ChanceInterval interval;
    private final double level;

    /** From the only state that customers start in, −1 if there are several. */
    StateOccupation(Span span, ChanceRow row, int from, ChanceInterval interval, double level) {
        this.span = span;
        this.row = row;
        this.from = from;
        this.interval = interval;
        this.level = level;
    }

    /**
     * When customers start.
     *
     * @return s, in the unit of the stays
     */
    public double start() {
        return span.start();
    }

    /**
     * When they are looked at again.
     *
     * @return t, at least the start
     */
    public double end() {
        return span.end();
    }

    /**
     * The names of the states.
     *
     * @return k names
     */
    public List<String> states() {
        return span.states().names();
    }

    /**
     * The chance of being in a state at the end.
     *
     * @param state the name of the state
     * @return 0 … 1; NaN if undefined
     * @throws InvalidInputException if there is no such state
     */
    public double probability(String state) {
        return row.chance(index(state));
    }

    /**
     * {@link #probability} with its interval.
     *
     * @param state the name of the state
     * @return the estimate, and how many customers were watched just after the start
     * @throws InvalidInputException if there is no such state
     */
    public Estimate interval(String state) {
        int to = index(state);
        return row.interval(to, to == from, interval, level);
    }

    /**
     * How far a chance may be from the truth.
     *
     * @param state the name of the state
     * @return the standard error, at least 0; 0 where nobody moved, which is no sign of certainty, see {@link #interval}; NaN if
     *     undefined
     * @throws InvalidInputException if there is no such state
     */
    public double standardError(String state) {
        return row.standardError(index(state));
    }

    /**
     * How two chances vary together.
     *
     * @param state the name of a state
     * @param other the name of a state; the variance if it is the same
     * @return the covariance; NaN if undefined
     * @throws InvalidInputException if there is no such state
     */
    public double covariance(String state, String other) {
        return row.covariance(index(state), index(other));
    }

    /**
     * Why the chances are undefined.
     *
     * @return {@link Reason#NO_OBSERVATIONS} if nobody was watched just after the start in a state that customers start in, or if
     *     customers would be where nobody is watched any more; empty if they are defined
     */
    public Optional<Reason> undefined() {
        return row.undefined();
    }

    /**
     * How many customers were watched just after the start.
     *
     * @return at least 0
     */
    public long customers() {
        return row.customers();
    }

    /**
     * How many customers were watched in a state just before the end, and so could have been seen to move at it; just after the
     * start if that is the end.
     *
     * @param state the name of the state
     * @return at least 0
     * @throws InvalidInputException if there is no such state
     */
    public long atRisk(String state) {
        return span.atRisk(index(state));
    }

    private int index(String state) {
        return span.states().indexOf(state, "StateOccupation");
    }

    /** A table of the chances with their intervals. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("state", "chance"));
        for (String state : states()) {
            table.add(List.of(state, interval(state).toString()));
        }
        return TextTable.of(table);
    }
}
