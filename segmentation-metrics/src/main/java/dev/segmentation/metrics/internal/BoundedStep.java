package dev.segmentation.metrics.internal;

import java.util.Optional;
import java.util.stream.IntStream;

/** Newton's step towards the largest value of a concave function of numbers that may not be negative. */
public final class BoundedStep {

    private final double[] values;
    private final double[] slopes;
    private final double[][] information;
    private final double least;

    /**
     * At some values.
     *
     * @param values all at least 0
     * @param slopes of the function by each of them
     * @param information minus the second derivatives, or what is expected of them; symmetric
     * @param least values up to it are as good as 0: they move only if that is wanted
     */
    public BoundedStep(double[] values, double[] slopes, double[][] information, double least) {
        this.values = values;
        this.slopes = slopes;
        this.information = information;
        this.least = least;
    }

    /** Whether a value may change: above 0, or wanting to be. */
    public boolean isFree(int number) {
        return information[number][number] > 0 && (values[number] > least || slopes[number] > 0);
    }

    /**
     * The step to where the slopes would vanish; values that would fall below 0 stop there, and the others take that into
     * account.
     *
     * @param poll run between parts of O(n²) steps, for n values
     * @return a change per value; empty if the function does not tell the values apart
     */
    public Optional<double[]> step(Runnable poll) {
        double[] step = new double[values.length];
        boolean[] stopped = new boolean[values.length];
        for (int u = 0; u < step.length; u++) {
            stopped[u] = !isFree(u);
            step[u] = stopped[u] ? -values[u] : 0;
        }
        boolean again = true;
        while (again) {
            int[] free =
                    IntStream.range(0, step.length).filter(u -> !stopped[u]).toArray();
            Optional<Cholesky> factor = factor(poll, free);
            if (factor.isEmpty()) {
                return Optional.empty();
            }
            double[] wanted = new double[free.length];
            for (int n = 0; n < free.length; n++) {
                wanted[n] = slopes[free[n]];
                for (int v = 0; v < step.length; v++) {
                    wanted[n] -= stopped[v] ? information[free[n]][v] * step[v] : 0;
                }
            }
            double[] found = factor.get().solve(wanted);
            again = false;
            for (int n = 0; n < free.length; n++) {
                step[free[n]] = Math.max(found[n], -values[free[n]]);
                stopped[free[n]] = found[n] < -values[free[n]];
                again |= stopped[free[n]];
            }
        }
        return Optional.of(step);
    }

    /**
     * The variances of the values that are free, the others staying where they are.
     *
     * @param poll run between parts of O(n²) steps, for n values
     * @return one per value, NaN for those that are not free; empty if the function does not tell the values apart
     */
    public Optional<double[]> variances(Runnable poll) {
        int[] free = IntStream.range(0, values.length).filter(this::isFree).toArray();
        return factor(poll, free).map(factor -> {
            double[] diagonal = factor.inverseDiagonal(poll);
            double[] variances = IntStream.range(0, values.length)
                    .mapToDouble(u -> Double.NaN)
                    .toArray();
            for (int n = 0; n < free.length; n++) {
                variances[free[n]] = diagonal[n];
            }
            return variances;
        });
    }

    private Optional<Cholesky> factor(Runnable poll, int... free) {
        if (free.length == 0) {
            return Optional.empty();
        }
        double[][] part = new double[free.length][free.length];
        for (int n = 0; n < free.length; n++) {
            for (int m = 0; m < free.length; m++) {
                part[n][m] = information[free[n]][free[m]];
            }
        }
        return Cholesky.of(part, poll);
    }
}
