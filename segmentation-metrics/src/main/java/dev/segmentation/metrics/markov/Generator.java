package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Rates of moving that act all the time: a customer in segment i moves to segment j with rate qᵢⱼ, so that chances over a
 * time t are P(t) = exp(Q t), for any t.
 *
 * <p>This is the way to chances over a month, a quarter and a year that fit together. The unit of time is the caller's: the
 * one in which the rates were counted.
 *
 * <p><b>Input:</b> k × k rates, off the diagonal at least 0; the diagonal is minus the sum of the rest of its row, within
 * rounding.
 * <br><b>Cost:</b> O(k³) time per question; at most 512 states.
 * <br><b>Reference:</b> J. R. Norris (1997), Markov Chains, Cambridge University Press, chapter 2.
 *
 * <p>Immutable and thread-safe.
 */
public final class Generator {

    private static final double ROUNDING = 1e-9;

    private final StateNames states;
    private final double[][] rates;

    private Generator(StateNames states, double[][] rates) {
        this.states = states;
        this.rates = rates;
    }

    /**
     * A generator of given rates.
     *
     * @param states k names, unique, not blank
     * @param rates k × k; {@code rates[i][j]} is the rate of moving from state i to state j; copied
     * @return the generator
     * @throws InvalidInputException if there is no state ({@link Reason#EMPTY}) or more than 512 ({@link
     *     Reason#RESOURCE_LIMIT}), a name is blank or repeated, the matrix is not square ({@link
     *     Reason#SCHEMA_MISMATCH}, {@link Reason#RAGGED}), a number is not finite ({@link Reason#NON_FINITE}), a rate of
     *     moving is negative ({@link Reason#NEGATIVE_VALUE}), or a row does not sum to 0 ({@link Reason#NOT_STOCHASTIC})
     */
    public static Generator of(List<String> states, double[][] rates) {
        String where = "Generator.of";
        Objects.requireNonNull(states, "states");
        Objects.requireNonNull(rates, "rates");
        StateNames names = StateNames.of(states, rates, "rates", where);
        int k = names.size();
        double[][] copy = Matrices.copy(rates);
        for (int i = 0; i < k; i++) {
            double diagonal = copy[i][i];
            for (int j = 0; j < k; j++) {
                if (j != i) {
                    StateNames.notNegative(copy[i][j], i, j, "rates", where);
                }
            }
            balance(copy, i);
            double sum = diagonal - copy[i][i];
            if (Math.abs(sum) > ROUNDING * Math.max(Math.abs(diagonal), Math.abs(copy[i][i]))) {
                throw new InvalidInputException(
                        Reason.NOT_STOCHASTIC,
                        i,
                        "rates",
                        where + ": row " + i + " of rates sums to " + StateNames.shown(sum)
                                + ", expected 0; the diagonal is minus the sum of the rest of the row");
            }
        }
        return new Generator(names, copy);
    }

    /** Of rates off the diagonal, not copied; the diagonal is set. */
    static Generator trusted(StateNames states, double[][] rates) {
        for (int i = 0; i < rates.length; i++) {
            balance(rates, i);
        }
        return new Generator(states, rates);
    }

    private static void balance(double[][] rates, int row) {
        rates[row][row] = 0;
        double sum = Arrays.stream(rates[row]).sum();
        rates[row][row] = sum == 0 ? 0 : -sum;
    }

    /**
     * The names of the states.
     *
     * @return k names
     */
    public List<String> states() {
        return states.names();
    }

    /**
     * The rate of moving from one state to another.
     *
     * @param from the name of a state
     * @param to the name of a state; if it is the same, minus the rate of leaving it
     * @return per unit of time
     * @throws InvalidInputException if there is no such state
     */
    public double rate(String from, String to) {
        return rates[states.indexOf(from, "Generator")][states.indexOf(to, "Generator")];
    }

    /**
     * The rates.
     *
     * @return a copy, k × k, each row of which sums to 0
     */
    public double[][] toArray() {
        return Matrices.copy(rates);
    }

    /**
     * The chances over a time.
     *
     * @param time in the unit of the rates, at least 0 and finite, such as 3 for a quarter of monthly rates
     * @return the chain of exp(Q · time); how many days its step has is for the caller to say
     * @throws InvalidInputException if the time is negative or not finite ({@link Reason#BAD_PARAM}), or so long that rate ×
     *     time exceeds what a {@code double} holds ({@link Reason#RANGE})
     */
    public MarkovChain over(double time) {
        if (!(time >= 0 && time < Double.POSITIVE_INFINITY)) {
            throw Arguments.badParameter("Generator.over", "time", time, "at least 0 and finite");
        }
        double[][] scaled = Matrices.scaled(rates, time);
        if (!(Matrices.rowNorm(scaled) < Double.MAX_VALUE)) {
            throw new InvalidInputException(
                    Reason.RANGE, "time", "Generator.over: time = " + time + " is too long for these rates");
        }
        return MarkovChain.trusted(states, MatrixExponential.ofRates(scaled), 0);
    }

    /**
     * Where customers go when they move: the chances qᵢⱼ / Σ qᵢ. at each move.
     *
     * @return the chain of moves; a state that nobody leaves keeps its customers
     */
    public MarkovChain embeddedChain() {
        double[][] moves = new double[rates.length][rates.length];
        for (int i = 0; i < rates.length; i++) {
            if (rates[i][i] == 0) {
                moves[i][i] = 1;
            } else {
                for (int j = 0; j < rates.length; j++) {
                    moves[i][j] = j == i ? 0 : rates[i][j] / -rates[i][i];
                }
            }
        }
        return MarkovChain.trusted(states, moves, 0);
    }

    /**
     * The expected time a customer spends in a state before leaving it, −1 / qᵢᵢ.
     *
     * @param state the name of a state
     * @return in the unit of time; NaN if nobody ever leaves it ({@link Reason#ABSORBING})
     * @throws InvalidInputException if there is no such state
     */
    public double expectedStay(String state) {
        double leaving = -rate(state, state);
        return leaving == 0 ? Double.NaN : 1 / leaving;
    }

    /**
     * Where customers end up: the shares of time that the rates lead to. In continuous time sizes never oscillate for ever.
     *
     * @return the long run
     */
    public LongRun longRun() {
        return LongRun.of(Reachability.ofRates(rates).stateClasses(states), states, rates);
    }

    StateNames names() {
        return states;
    }
}
