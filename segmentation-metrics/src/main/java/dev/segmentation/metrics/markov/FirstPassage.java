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
        double[] ever = new double[k];
        double[] mean = new double[k];
        Arrays.fill(mean, Double.NaN);
        ever[target] = 1;
        mean[target] = 0;
        int[] possible = LongRun.indices(may);
        double[] arrive = new double[possible.length];
        double[] exit = new double[possible.length];
        for (int i = 0; i < possible.length; i++) {
            arrive[i] = chances[possible[i]][target];
            exit[i] = outside(chances[possible[i]], may);
        }
        double[] found =
                Elimination.of(LongRun.part(chances, possible, possible), exit).solve(arrive);
        for (int i = 0; i < possible.length; i++) {
            ever[possible[i]] = must.get(possible[i]) ? 1 : Math.min(1, found[i]);
        }
        int[] certain = LongRun.indices(must);
        double[] out = new double[certain.length];
        double[] one = new double[certain.length];
        Arrays.fill(one, 1);
        for (int i = 0; i < certain.length; i++) {
            out[i] = outside(chances[certain[i]], must);
        }
        double[] expected =
                Elimination.of(LongRun.part(chances, certain, certain), out).solve(one);
        for (int i = 0; i < certain.length; i++) {
            mean[certain[i]] = expected[i];
        }
        for (int i = 0; i < k; i++) {
            probabilities[i][target] = ever[i];
            steps[i][target] = mean[i];
        }
        probabilities[target][target] = 0;
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

    private static double outside(double[] row, BitSet members) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += members.get(j) ? 0 : row[j];
        }
        return sum;
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
