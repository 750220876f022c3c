package dev.segmentation.benchmarks;

import java.util.function.IntFunction;

/** Times what {@link Marginal} counts; JMH takes every public method there for a counter. */
public final class Marginals {

    private Marginals() {}

    /**
     * Times a fit stopped early and one stopped later.
     *
     * @param marginal is told the times
     * @param fit does at most the given number of iterations
     * @return the second result
     */
    public static <R> R time(Marginal marginal, IntFunction<R> fit) {
        long start = System.nanoTime();
        fit.apply(Problem.FEW);
        long between = System.nanoTime();
        R result = fit.apply(Problem.MANY);
        marginal.add(between - start, System.nanoTime() - between);
        return result;
    }
}
