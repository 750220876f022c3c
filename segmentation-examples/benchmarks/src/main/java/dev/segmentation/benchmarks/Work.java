package dev.segmentation.benchmarks;

import java.util.function.Supplier;

/** What a contender does with data that it has been given. */
@FunctionalInterface
public interface Work {

    /**
     * Does it once.
     *
     * @param iterations where to stop; what is measured as a whole ignores it
     * @return what came out, made when the clock has stopped: numbers that contenders must agree on, the objective or all
     *     heights
     */
    Supplier<double[]> run(int iterations);
}
