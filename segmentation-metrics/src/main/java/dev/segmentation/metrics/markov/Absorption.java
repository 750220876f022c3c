package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How long customers stay in the states that empty in the long run, such as all but <em>left</em>, and where they end.
 *
 * <p>With T the chances among those states, the fundamental matrix N = (I − T)⁻¹ says how many steps a customer of a state
 * spends in each of them, the present one included.
 *
 * <p><b>Reference:</b> J. G. Kemeny, J. L. Snell (1960), Finite Markov Chains, chapter III.
 *
 * <p>Immutable and thread-safe.
 */
public final class Absorption {

    private final StateNames states;
    private final int[] positions;
    private final List<String> transientStates;
    private final double[][] visits;
    private final double[][] entered;
    private final OptionalLong stepDays;

    private Absorption(
            StateNames states,
            int[] positions,
            List<String> transientStates,
            double[][] visits,
            double[][] entered,
            OptionalLong stepDays) {
        this.states = states;
        this.positions = positions;
        this.transientStates = transientStates;
        this.visits = visits;
        this.entered = entered;
        this.stepDays = stepDays;
    }

    static Absorption of(StateNames states, double[][] chances, OptionalLong stepDays) {
        int k = chances.length;
        Reachability reachability = Reachability.of(chances);
        BitSet members = new BitSet();
        reachability.classes().stream().filter(c -> !reachability.isClosed(c)).forEach(members::or);
        int[] emptying = members.stream().toArray();
        int[] others = IntStream.range(0, k).filter(i -> !members.get(i)).toArray();
        int m = emptying.length;
        double[][] out = Matrices.part(chances, emptying, others);
        double[] exits =
                Arrays.stream(out).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
        Elimination elimination = Elimination.within(chances, members, exits);
        double[][] visits = new double[m][m];
        for (int j = 0; j < m; j++) {
            double[] unit = new double[m];
            unit[j] = 1;
            double[] column = elimination.solve(unit);
            for (int i = 0; i < m; i++) {
                visits[i][j] = column[i];
            }
        }
        double[][] into = Matrices.times(visits, out);
        double[][] entered = new double[m][k];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < others.length; j++) {
                entered[i][others[j]] = Math.min(1, into[i][j]);
            }
        }
        int[] positions = new int[k];
        Arrays.fill(positions, -1);
        for (int i = 0; i < m; i++) {
            positions[emptying[i]] = i;
        }
        List<String> names =
                Arrays.stream(emptying).mapToObj(i -> states.names().get(i)).toList();
        return new Absorption(states, positions, names, visits, entered, stepDays);
    }

    /**
     * The states that empty in the long run.
     *
     * @return in the order of the chain; none if there are none
     */
    public List<String> transientStates() {
        return transientStates;
    }

    /**
     * How many steps a customer of one state is expected to spend in another before being absorbed.
     *
     * @param from one of {@link #transientStates()}
     * @param in one of {@link #transientStates()}; the present step counts if it is the same
     * @return at least 0
     * @throws InvalidInputException if it is none of them ({@link Reason#UNKNOWN_NAME})
     */
    public double visits(String from, String in) {
        return visits[position(from)][position(in)];
    }

    /**
     * How many steps a customer of a state is expected to need until absorbed.
     *
     * @param from one of {@link #transientStates()}
     * @return at least 1
     * @throws InvalidInputException if it is none of them ({@link Reason#UNKNOWN_NAME})
     */
    public double meanSteps(String from) {
        return Arrays.stream(visits[position(from)]).sum();
    }

    /**
     * The chance that the first state entered of those that do not empty is this one.
     *
     * @param from one of {@link #transientStates()}
     * @param into any other state
     * @return 0 … 1; over all states {@code into} they sum to 1; 0 for a state that empties
     * @throws InvalidInputException if {@code from} is none of them or {@code into} no state ({@link Reason#UNKNOWN_NAME})
     */
    public double probability(String from, String into) {
        return entered[position(from)][states.indexOf(into, "Absorption")];
    }

    /**
     * How long a step is.
     *
     * @return in days, at least 1; empty if that is unknown
     */
    public OptionalLong stepDays() {
        return stepDays;
    }

    private int position(String state) {
        int position = positions[states.indexOf(state, "Absorption")];
        if (position < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    state,
                    "Absorption: \"" + state + "\" does not empty in the long run; see transientStates()");
        }
        return position;
    }
}
