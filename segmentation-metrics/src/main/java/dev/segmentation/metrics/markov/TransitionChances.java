package dev.segmentation.metrics.markov;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The chances of customers in any state at a start of being in any state at an end, as {@link AalenJohansen} estimated them,
 * with errors.
 *
 * <p>Rows sum to 1 but for rounding errors. A row that is undefined is NaN; {@link #undefined} says why.
 *
 * <p>Immutable and thread-safe.
 */
public final class TransitionChances {

    private final Span span;
    private final ChanceRow[] rows;
    private final double[] cumulative;
    private final RowPairs pairs;
    private final ChanceInterval interval;
    private final double level;

    TransitionChances(
            Span span, ChanceRow[] rows, double[] cumulative, RowPairs pairs, ChanceInterval interval, double level) {
        this.span = span;
        this.rows = rows;
        this.cumulative = cumulative;
        this.pairs = pairs;
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
     * @param from the name of the state at the start
     * @param to the name of the state at the end
     * @return 0 … 1; NaN if the row is undefined
     * @throws InvalidInputException if there is no such state
     */
    public double probability(String from, String to) {
        return rows[index(from)].chance(index(to));
    }

    /**
     * {@link #probability} with its interval.
     *
     * @param from the name of the state at the start
     * @param to the name of the state at the end
     * @return the estimate, and how many customers were in {@code from} just after the start; undefined if the row is
     * @throws InvalidInputException if there is no such state, or {@code from} is none of the rows asked for ({@link
     *     Reason#BAD_PARAM})
     */
    public Estimate interval(String from, String to) {
        int i = index(from);
        int j = index(to);
        return followed(i).interval(j, i == j, interval, level);
    }

    /**
     * How far a chance may be from the truth.
     *
     * @param from the name of the state at the start
     * @param to the name of the state at the end
     * @return the standard error, at least 0; 0 where nobody moved, which is no sign of certainty, see {@link #interval}; NaN if
     *     the row is undefined
     * @throws InvalidInputException if there is no such state, or {@code from} is none of the rows asked for ({@link
     *     Reason#BAD_PARAM})
     */
    public double standardError(String from, String to) {
        return followed(index(from)).standardError(index(to));
    }

    /**
     * How two chances of the same start vary together.
     *
     * @param from the name of the state at the start
     * @param to the name of a state at the end
     * @param other the name of a state at the end; the variance if it is the same
     * @return the covariance; NaN if the row is undefined
     * @throws InvalidInputException if there is no such state, or {@code from} is none of the rows asked for ({@link
     *     Reason#BAD_PARAM})
     */
    public double covariance(String from, String to, String other) {
        return followed(index(from)).covariance(index(to), index(other));
    }

    /**
     * How two chances of any start vary together.
     *
     * @param from the name of a state at the start
     * @param to the name of a state at the end
     * @param otherFrom the name of another state at the start
     * @param otherTo the name of a state at the end
     * @return the covariance; NaN if one of the rows is undefined
     * @throws InvalidInputException if there is no such state, a state at the start is none of the rows asked for, or {@link
     *     AalenJohansen#withCovarianceBetweenRows()} was not asked for ({@link Reason#BAD_PARAM})
     */
    public double covariance(String from, String to, String otherFrom, String otherTo) {
        int a = index(from);
        int b = index(otherFrom);
        if (a == b) {
            return covariance(from, to, otherTo);
        }
        ChanceRow left = followed(a);
        ChanceRow right = followed(b);
        double covariance = pairs.covariance(a, index(to), b, index(otherTo), rows.length)
                .orElseThrow(() -> new InvalidInputException(
                        Reason.BAD_PARAM,
                        "otherFrom",
                        "TransitionChances.covariance: different rows were not followed together; ask for them by"
                                + " AalenJohansen.withCovarianceBetweenRows"));
        return left.undefined().isPresent() || right.undefined().isPresent() ? Double.NaN : covariance;
    }

    /**
     * Why the chances of a start are undefined.
     *
     * @param from the name of the state at the start
     * @return {@link Reason#NO_OBSERVATIONS} if nobody was there just after the start, or if customers who started there would be
     *     where nobody is watched any more; {@link Reason#ABSORBING} if customers went there and nobody was ever watched there; empty if they are
     *     defined
     * @throws InvalidInputException if there is no such state
     */
    public Optional<Reason> undefined(String from) {
        return rows[index(from)].undefined();
    }

    /**
     * How many customers were in a state just after the start.
     *
     * @param state the name of the state
     * @return at least 0
     * @throws InvalidInputException if there is no such state
     */
    public long customers(String state) {
        return rows[index(state)].customers();
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

    /**
     * The rate of moving, added up from the start to the end: how often a customer would move who were put back each time (Nelson
     * and Aalen). A straight line over time means a rate that does not change.
     *
     * @param from the name of a state
     * @param to the name of another state
     * @return at least 0; 0 if the states are the same; NaN if {@link #undefined(String)} has a reason for {@code from}
     * @throws InvalidInputException if there is no such state
     */
    public double cumulativeRate(String from, String to) {
        int cell = index(from) * rows.length + index(to);
        return undefined(from).isPresent() ? Double.NaN : cumulative[cell];
    }

    /**
     * The chances as a chain whose step is from the start to the end; its long run supposes that all times to come are like this
     * one.
     *
     * @return the chain, in which states that customers went to, and of which there is no stay, keep who is there; empty if another
     *     row is undefined
     */
    public Optional<MarkovChain> chain() {
        double[][] chances = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            Optional<Reason> undefined = rows[i].undefined();
            if (undefined.isPresent() && undefined.get() != Reason.ABSORBING) {
                return Optional.empty();
            }
            for (int j = 0; j < rows.length; j++) {
                chances[i][j] = undefined.isPresent() ? (i == j ? 1 : 0) : rows[i].chance(j);
            }
        }
        Matrices.divideRows(chances);
        return Optional.of(MarkovChain.trusted(span.states(), chances, span.days()));
    }

    /**
     * The chances.
     *
     * @return a copy, k × k; NaN in rows that are undefined
     */
    public double[][] toArray() {
        double[][] chances = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            ChanceRow row = rows[i];
            Arrays.setAll(chances[i], row::chance);
        }
        return chances;
    }

    private ChanceRow followed(int from) {
        if (!rows[from].hasCovariance()) {
            throw Arguments.badParameter(
                    "TransitionChances",
                    "from",
                    "\"" + states().get(from) + "\"",
                    "one of the rows asked for by AalenJohansen.withRows");
        }
        return rows[from];
    }

    private int index(String state) {
        return span.states().indexOf(state, "TransitionChances");
    }

    /** A table of the chances in percent. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("from \\ to"));
        head.addAll(states());
        table.add(head);
        for (int i = 0; i < rows.length; i++) {
            List<String> line = new ArrayList<>(List.of(states().get(i)));
            for (int j = 0; j < rows.length; j++) {
                double chance = rows[i].chance(j);
                line.add(Double.isNaN(chance) ? "?" : String.format(Locale.ROOT, "%.1f %%", 100 * chance));
            }
            table.add(line);
        }
        return TextTable.of(table);
    }
}
