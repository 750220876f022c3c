package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether, and after how many steps on average, a customer of one state first enters another one.
 *
 * <p>{@link #probability}: the chance that it ever happens, from the next step on; for a state itself, that it is returned
 * to. {@link #meanSteps}: the expected number of steps where it is certain to happen; NaN, {@link Reason#UNREACHABLE}, for
 * pairs where it may not. Pairs that are defined are given whatever the other ones are. From a state to itself {@code
 * meanSteps} is the mean time of return.
 *
 * <p><b>Cost:</b> O(k⁴) time, once.
 *
 * <p>Immutable and thread-safe.
 */
public final class FirstPassage {

    private final StateNames states;
    private final double[][] probabilities;
    private final double[][] steps;
    private final OptionalLong stepDays;

    private FirstPassage(StateNames states, double[][] probabilities, double[][] steps, OptionalLong stepDays) {
        this.states = states;
        this.probabilities = probabilities;
        this.steps = steps;
        this.stepDays = stepDays;
    }

    static FirstPassage of(StateNames states, double[][] chances, OptionalLong stepDays) {
        int k = chances.length;
        double[][] probabilities = new double[k][k];
        double[][] steps = new double[k][k];
        for (int target = 0; target < k; target++) {
            into(target, chances, probabilities, steps);
        }
        return new FirstPassage(states, probabilities, steps, stepDays);
    }

    private static void into(int target, double[][] chances, double[][] probabilities, double[][] steps) {
        int k = chances.length;
        double[][] withoutReturn = chances.clone();
        withoutReturn[target] = new double[k]; // who is there, has arrived
        Reachability reachability = Reachability.of(withoutReturn);
        BitSet may = new BitSet(); // reach the target
        BitSet must = new BitSet(); // and cannot end anywhere else
        for (int i = 0; i < k; i++) {
            if (i != target && reachability.reaches(i, target)) {
                may.set(i);
            }
        }
        for (int i = may.nextSetBit(0); i >= 0; i = may.nextSetBit(i + 1)) {
            boolean certain = true;
            for (int j = 0; j < k; j++) {
                certain &= j == target || may.get(j) || !reachability.reaches(i, j);
            }
            must.set(i, certain);
        }
        double[] ever = ever(target, chances, may, must);
        double[] mean = mean(target, chances, must);
        for (int i = 0; i < k; i++) {
            probabilities[i][target] = ever[i];
            steps[i][target] = mean[i];
        }
        probabilities[target][target] = 0; // from here on: of coming back
        steps[target][target] = 1;
        for (int j = 0; j < k; j++) {
            if (chances[target][j] > 0) {
                probabilities[target][target] += chances[target][j] * ever[j];
                steps[target][target] += chances[target][j] * mean[j];
            }
        }
        if (!Double.isNaN(steps[target][target])) {
            probabilities[target][target] = 1;
        }
    }

    /** The chance of being at the target now or ever later. */
    private static double[] ever(int target, double[][] chances, BitSet may, BitSet must) {
        double[] arrive = may.stream().mapToDouble(i -> chances[i][target]).toArray();
        double[] found = Elimination.within(chances, may).solve(arrive);
        double[] ever = new double[chances.length];
        ever[target] = 1;
        int n = 0;
        for (int i = may.nextSetBit(0); i >= 0; i = may.nextSetBit(i + 1)) {
            ever[i] = must.get(i) ? 1 : Math.min(1, found[n]);
            n++;
        }
        return ever;
    }

    /** The expected number of steps to the target, 0 for who is there; NaN where it is not certain to be entered. */
    private static double[] mean(int target, double[][] chances, BitSet must) {
        double[] one = new double[must.cardinality()];
        Arrays.fill(one, 1);
        double[] found = Elimination.within(chances, must).solve(one);
        double[] mean = new double[chances.length];
        Arrays.fill(mean, Double.NaN);
        mean[target] = 0;
        int n = 0;
        for (int i = must.nextSetBit(0); i >= 0; i = must.nextSetBit(i + 1)) {
            mean[i] = found[n++];
        }
        return mean;
    }

    /**
     * The chance of ever entering a state.
     *
     * @param from the name of a state
     * @param to the name of a state; if it is the same, the chance of ever returning, or of staying in the next step
     * @return 0 … 1
     * @throws InvalidInputException if there is no such state
     */
    public double probability(String from, String to) {
        return probabilities[index(from)][index(to)];
    }

    /**
     * The expected number of steps until a state is first entered.
     *
     * @param from the name of a state
     * @param to the name of a state; if it is the same, until the next time there
     * @return at least 1; NaN if it is not certain to happen
     * @throws InvalidInputException if there is no such state
     */
    public double meanSteps(String from, String to) {
        return steps[index(from)][index(to)];
    }

    /**
     * Why {@link #meanSteps} is NaN.
     *
     * @param from the name of a state
     * @param to the name of a state
     * @return {@link Reason#UNREACHABLE} if {@code to} may never be entered; empty if the number is defined
     * @throws InvalidInputException if there is no such state
     */
    public Optional<Reason> undefined(String from, String to) {
        return Double.isNaN(meanSteps(from, to)) ? Optional.of(Reason.UNREACHABLE) : Optional.empty();
    }

    /**
     * How long a step is.
     *
     * @return in days, at least 1; empty if that is unknown
     */
    public OptionalLong stepDays() {
        return stepDays;
    }

    private int index(String state) {
        return states.indexOf(state, "FirstPassage");
    }
}
