package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What becomes of customers if they keep moving as a matrix says: chances pᵢⱼ of being in segment j one step after segment
 * i, whatever was before.
 *
 * <p>A step is the time between the dates that the chances were counted over; chances of different steps do not compare.
 * That the past does not matter is an assumption, which {@code MigrationTests.order} checks.
 *
 * <p><b>Input:</b> k × k chances, finite, at least 0, rows summing to 1 within 10⁻⁹ and then divided by their sum.
 * <br><b>Cost:</b> O(k²) memory, O(k³) time per question, O(k⁴) for all first passages; at most {@value #MOST_STATES} states.
 * <br><b>Reference:</b> J. G. Kemeny, J. L. Snell (1960), Finite Markov Chains, Van Nostrand.
 *
 * <p>Immutable and thread-safe.
 */
public final class MarkovChain {

    /** The most states of a chain: its matrix is multiplied again and again. */
    public static final int MOST_STATES = 512;

    private static final double ROUNDING = 1e-9;

    private final StateNames states;
    private final double[][] chances;
    private final long stepDays;

    private MarkovChain(StateNames states, double[][] chances, long stepDays) {
        this.states = states;
        this.chances = chances;
        this.stepDays = stepDays;
    }

    /**
     * A chain of given chances; how long a step is, is unknown.
     *
     * @param states k names, unique, not blank
     * @param probabilities k × k; {@code probabilities[i][j]} is the chance of going from state i to state j; copied
     * @return the chain
     * @throws InvalidInputException if there is no state ({@link Reason#EMPTY}) or more than 512 ({@link
     *     Reason#RESOURCE_LIMIT}), a name is blank or repeated, the matrix is not square ({@link
     *     Reason#SCHEMA_MISMATCH}, {@link Reason#RAGGED}), a number is not finite ({@link Reason#NON_FINITE}) or negative
     *     ({@link Reason#NEGATIVE_VALUE}), or a row does not sum to 1 ({@link Reason#NOT_STOCHASTIC})
     */
    public static MarkovChain of(List<String> states, double[][] probabilities) {
        String where = "MarkovChain.of";
        Objects.requireNonNull(states, "states");
        Objects.requireNonNull(probabilities, "probabilities");
        StateNames names = StateNames.of(states, probabilities, "probabilities", where);
        int k = names.size();
        double[][] chances = new double[k][];
        for (int i = 0; i < k; i++) {
            double sum = 0;
            for (int j = 0; j < k; j++) {
                StateNames.notNegative(probabilities[i][j], i, j, "probabilities", where);
                sum += probabilities[i][j];
            }
            if (Math.abs(sum - 1) > ROUNDING) {
                throw new InvalidInputException(
                        Reason.NOT_STOCHASTIC,
                        i,
                        "probabilities",
                        where + ": row " + i + " of probabilities sums to " + StateNames.shown(sum)
                                + ", expected 1; divide rounded rows by their sums, or add the state that is missing");
            }
            chances[i] = divided(probabilities[i], sum);
        }
        return new MarkovChain(names, chances, 0);
    }

    private static double[] divided(double[] row, double sum) {
        double[] divided = row.clone();
        for (int j = 0; j < row.length; j++) {
            divided[j] /= sum;
        }
        return divided;
    }

    /** The given chances, whose rows sum to 1 but for rounding errors; not copied. */
    static MarkovChain trusted(StateNames states, double[][] chances, long stepDays) {
        return new MarkovChain(states, chances, stepDays);
    }

    /**
     * The same chain with a length of its steps, which all later results carry.
     *
     * @param days at least 1
     * @return a new chain
     * @throws InvalidInputException if it is below 1 ({@link Reason#BAD_PARAM})
     */
    public MarkovChain withStepDays(long days) {
        if (days < 1) {
            throw Arguments.badParameter("MarkovChain.withStepDays", "days", days, "at least 1");
        }
        return new MarkovChain(states, chances, days);
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
     * How long a step is.
     *
     * @return in days, at least 1; empty if that is unknown
     */
    public OptionalLong stepDays() {
        return stepDays == 0 ? OptionalLong.empty() : OptionalLong.of(stepDays);
    }

    /**
     * The chance of going from one state to another in a step.
     *
     * @param from the name of a state
     * @param to the name of a state
     * @return 0 … 1
     * @throws InvalidInputException if there is no such state
     */
    public double probability(String from, String to) {
        return chances[index(from)][index(to)];
    }

    /**
     * The chances.
     *
     * @return a copy, k × k, each row of which sums to 1
     */
    public double[][] toArray() {
        return Matrices.copy(chances);
    }

    /**
     * The chain whose steps are several of this one.
     *
     * @param steps at least 0; 0 gives the identity
     * @return the chain of P to that power
     * @throws InvalidInputException if {@code steps} is negative ({@link Reason#BAD_PARAM}) or the days of a step would
     *     not fit into a {@code long} ({@link Reason#RANGE})
     */
    public MarkovChain after(int steps) {
        Arguments.atLeast(0, steps, "MarkovChain.after", "steps", "0 is now");
        long days;
        try {
            days = Math.multiplyExact(stepDays, (long) steps);
        } catch (ArithmeticException overflow) {
            throw new InvalidInputException(
                    Reason.RANGE, "steps", "MarkovChain.after: " + steps + " steps are more days than a long holds");
        }
        return new MarkovChain(states, Matrices.power(chances, steps), days);
    }

    /**
     * Where customers are expected after some steps, if nobody enters.
     *
     * @param sizes k numbers of customers now, at least 0
     * @param steps at least 0
     * @return k expected numbers, which sum to the sum of {@code sizes}
     * @throws InvalidInputException if the sizes are not k, not finite or negative, or {@code steps} is negative
     */
    public double[] expectedSizes(double[] sizes, int steps) {
        String where = "MarkovChain.expectedSizes";
        Objects.requireNonNull(sizes, "sizes");
        Arguments.atLeast(0, steps, where, "steps", "0 is now");
        double[] expected = states.perState(sizes, "sizes", where);
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] < 0) {
                throw new InvalidInputException(
                        Reason.NEGATIVE_COUNT,
                        i,
                        "sizes",
                        where + ": sizes[" + i + "] = " + expected[i] + ", expected at least 0");
            }
        }
        return Matrices.times(expected, Matrices.power(chances, steps));
    }

    /**
     * The states that reach one another.
     *
     * @return classes in the order of their first states; every state is in one
     */
    public List<StateClass> classes() {
        return Reachability.of(chances).stateClasses(states);
    }

    /**
     * Whether every state can be reached from every other one.
     *
     * @return true if there is one class
     */
    public boolean isIrreducible() {
        return classes().size() == 1;
    }

    /**
     * Where customers end up: the distribution that the chain keeps, and whether sizes settle there.
     *
     * @return the long run
     */
    public LongRun longRun() {
        return LongRun.of(classes(), states, chances);
    }

    /**
     * How long until a state is entered, and whether it ever is.
     *
     * @return first passages between all pairs of states
     */
    public FirstPassage firstPassage() {
        return FirstPassage.of(states, chances, stepDays());
    }

    /**
     * How long customers stay in the states that empty, and where they end.
     *
     * @return stays before absorption; without any state if no state empties
     */
    public Absorption absorption() {
        return Absorption.of(states, chances, stepDays());
    }

    /**
     * The expected number of steps a customer spends in a state before leaving it, the one of arrival included:
     * 1 / (1 − pᵢᵢ).
     *
     * @param state the name of a state
     * @return at least 1; NaN if nobody ever leaves it ({@link Reason#ABSORBING})
     * @throws InvalidInputException if there is no such state
     */
    public double expectedStay(String state) {
        int i = index(state);
        double leaving = 0;
        for (int j = 0; j < chances.length; j++) {
            leaving += j == i ? 0 : chances[i][j];
        }
        return leaving == 0 ? Double.NaN : 1 / leaving;
    }

    /**
     * What a customer is worth, by the state the customer is in now, if every state earns a value per step.
     *
     * @param valuePerStep k values, earned in a step by a customer who is in the state; may be negative
     * @param discountRate per step, at least 0, such as 0.01
     * @return the values
     * @throws InvalidInputException if the values are not k or not finite, or the rate is negative or not finite
     * @see ChainValue
     */
    public ChainValue value(double[] valuePerStep, double discountRate) {
        Objects.requireNonNull(valuePerStep, "valuePerStep");
        String where = "MarkovChain.value";
        double[] values = states.perState(valuePerStep, "valuePerStep", where);
        if (!(discountRate >= 0 && discountRate < Double.POSITIVE_INFINITY)) {
            throw Arguments.badParameter(
                    where, "discountRate", discountRate, "at least 0, per step; 0.01 is one percent");
        }
        return ChainValue.of(states, chances, values, discountRate);
    }

    /**
     * How much is left of a start: the absolute values of the eigenvalues of P. The first is 1; the second says by which factor
     * the slowest difference between two starts shrinks per step.
     *
     * @return k numbers, 0 … 1, the largest first; all NaN if the search for them does not converge
     */
    public double[] eigenvalueModuli() {
        double[] undefined = new double[chances.length];
        Arrays.fill(undefined, Double.NaN);
        return Eigenvalues.of(chances).map(Eigenvalues::moduli).orElse(undefined);
    }

    /**
     * The determinant of P, which is 1 if nobody moves and 0 if a start says nothing in some direction.
     *
     * @return −1 … 1; 0 also where it is but a rounding error
     */
    public double determinant() {
        return Determinant.of(chances).value();
    }

    /**
     * How uncertain the next state is: the entropy −Σ pᵢⱼ ln pᵢⱼ of a row.
     *
     * @param state the name of a state
     * @return in nats, 0 (everybody goes the same way) … ln k
     * @throws InvalidInputException if there is no such state
     */
    public double entropy(String state) {
        double entropy = 0;
        for (double chance : chances[index(state)]) {
            entropy -= chance > 0 ? chance * StrictMath.log(chance) : 0;
        }
        return entropy;
    }

    /**
     * Whether the chain can be that of customers who move at any time, and by which rates.
     *
     * @return the search for rates, per step of this chain
     */
    public Embedding embedding() {
        return Embedding.of(states, chances);
    }

    private int index(String state) {
        return states.indexOf(state, "MarkovChain");
    }

    /** A table of the chances in percent. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("from \\ to"));
        head.addAll(states.names());
        table.add(head);
        for (int i = 0; i < chances.length; i++) {
            List<String> line = new ArrayList<>(List.of(states.names().get(i)));
            for (double chance : chances[i]) {
                line.add(String.format(Locale.ROOT, "%.1f %%", 100 * chance));
            }
            table.add(line);
        }
        return TextTable.of(table);
    }
}
