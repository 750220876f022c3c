package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a chain settles: the shares π = π P that repeat themselves, if there is one such distribution, and whether sizes
 * approach it.
 *
 * <p>Each recurrent class has a distribution of its own, over its own segments ({@link #stationary(StateClass)}). With one
 * recurrent class it is the distribution of the chain, whatever the start; with several, where customers end depends on
 * where they start ({@link FirstPassage#probability}), and {@link #stationary(String)} is NaN, {@link
 * Reason#SEVERAL_CLASSES}. A periodic class keeps oscillating: its distribution is the average over time, and there is no
 * limit.
 *
 * <p>Found without subtraction, so that shares of rare segments keep their relative accuracy.
 *
 * <p>Immutable and thread-safe.
 */
public final class LongRun {

    private final StateNames states;
    private final List<StateClass> classes;
    private final List<double[]> shares;

    private LongRun(StateNames states, List<StateClass> classes, List<double[]> shares) {
        this.states = states;
        this.classes = classes;
        this.shares = shares;
    }

    /** Of the chances, or rates, of moving. */
    static LongRun of(List<StateClass> classes, StateNames states, double[][] chances) {
        List<StateClass> recurrent =
                classes.stream().filter(StateClass::recurrent).toList();
        List<double[]> shares = new ArrayList<>();
        for (StateClass members : recurrent) {
            int[] of = members.states().stream()
                    .mapToInt(name -> states.indexOf(name, "LongRun"))
                    .toArray();
            double[] stationary = Elimination.stationary(Matrices.part(chances, of, of));
            double[] all = new double[chances.length];
            for (int i = 0; i < of.length; i++) {
                all[of[i]] = stationary[i];
            }
            shares.add(all);
        }
        return new LongRun(states, recurrent, shares);
    }

    /**
     * The classes that customers end in.
     *
     * @return at least one, in the order of their first states
     */
    public List<StateClass> recurrentClasses() {
        return classes;
    }

    /**
     * The share of customers in a state in the long run, on average over time.
     *
     * @param state the name of a state
     * @return 0 … 1, 0 for a state that empties; NaN if {@link #undefined()}
     * @throws InvalidInputException if there is no such state
     */
    public double stationary(String state) {
        int i = states.indexOf(state, "LongRun");
        return classes.size() == 1 ? shares.get(0)[i] : Double.NaN;
    }

    /**
     * The shares of all states in the long run, on average over time.
     *
     * @return k shares that sum to 1; all NaN if {@link #undefined()}
     */
    public double[] stationary() {
        if (classes.size() == 1) {
            return shares.get(0).clone();
        }
        double[] undefined = new double[states.size()];
        Arrays.fill(undefined, Double.NaN);
        return undefined;
    }

    /**
     * The shares of the states for customers who end in a class.
     *
     * @param recurrentClass one of {@link #recurrentClasses()}
     * @return k shares that sum to 1, those of states outside of the class 0
     * @throws InvalidInputException if it is none of them ({@link Reason#UNKNOWN_NAME})
     */
    public double[] stationary(StateClass recurrentClass) {
        int c = classes.indexOf(recurrentClass);
        if (c < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    "recurrentClass",
                    "LongRun.stationary: not a recurrent class of this chain; use recurrentClasses()");
        }
        return shares.get(c).clone();
    }

    /**
     * Why there is not one distribution.
     *
     * @return {@link Reason#SEVERAL_CLASSES} if there are several recurrent classes; empty otherwise
     */
    public Optional<Reason> undefined() {
        return classes.size() == 1 ? Optional.empty() : Optional.of(Reason.SEVERAL_CLASSES);
    }

    /**
     * Why sizes do not settle at the distribution, whatever the start.
     *
     * @return {@link Reason#SEVERAL_CLASSES}, or {@link Reason#PERIODIC} if a recurrent class has a period above 1; empty
     *     if they settle
     */
    public Optional<Reason> noLimit() {
        if (classes.size() > 1) {
            return undefined();
        }
        return classes.get(0).period() > 1 ? Optional.of(Reason.PERIODIC) : Optional.empty();
    }

    /**
     * The share of customers in a state that sizes settle at, whatever the start.
     *
     * @param state the name of a state
     * @return 0 … 1; NaN if {@link #noLimit()}
     * @throws InvalidInputException if there is no such state
     */
    public double limit(String state) {
        return noLimit().isPresent() ? Double.NaN : stationary(state);
    }
}
