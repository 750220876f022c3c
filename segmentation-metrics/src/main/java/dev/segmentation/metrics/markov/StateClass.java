package dev.segmentation.metrics.markov;

import java.util.List;

/**
 * Segments that reach one another, in any number of steps.
 *
 * @param states their names, in the order of the chain
 * @param recurrent whether the class, once entered, is never left; if not, it empties in the long run
 * @param period 1 for most; d if a return is possible only after multiples of d steps, so that sizes keep oscillating; 0
 *     for a single segment that is left at once and never entered again
 */
public record StateClass(List<String> states, boolean recurrent, int period) {

    /**
     * Copies the names.
     *
     * @param states the names
     * @param recurrent whether the class is never left
     * @param period the period
     */
    public StateClass {
        states = List.copyOf(states);
    }

    /**
     * Whether the class is one segment that nobody leaves.
     *
     * @return true if absorbing
     */
    public boolean absorbing() {
        return recurrent && states.size() == 1;
    }
}
