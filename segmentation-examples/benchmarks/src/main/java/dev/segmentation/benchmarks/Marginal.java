package dev.segmentation.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The time of one iteration, without what a fit does before and after: the difference between a fit stopped after 25
 * iterations and one stopped after 5, by 20; of a {@link Job} after as many as it says.
 *
 * <p>JMH divides the time of a measurement by a counter. A counter of how many iterations would have taken that time
 * makes it show the time of one.
 */
@State(Scope.Thread)
@AuxCounters
public class Marginal {

    private double few;
    private double many;
    private double iterations;

    /** Begins a measurement. */
    @Setup(Level.Iteration)
    public void reset() {
        few = 0;
        many = 0;
        iterations = 0;
    }

    void add(long fewNanos, long manyNanos) {
        add(fewNanos, manyNanos, Problem.MANY - Problem.FEW);
    }

    void add(long fewNanos, long manyNanos, int iterationsBetween) {
        few += fewNanos;
        many += manyNanos;
        iterations += iterationsBetween;
    }

    /** The time of one iteration. */
    double nanosEach() {
        return (many - few) / iterations;
    }

    /**
     * What JMH divides by, to show the time of one iteration.
     *
     * @return iterations
     */
    public double perIteration() {
        return (few + many) / (many - few) * iterations;
    }
}
