package dev.segmentation.metrics.noise;

import dev.segmentation.Termination;
import dev.segmentation.metrics.internal.BoundedStep;
import java.util.Arrays;
import java.util.Optional;

/**
 * The shares of the parts of a mixture with known parts, none of which is negative: the solution of the equations itself if
 * that has no negative share; else the most likely ones, by a few steps of expectation and maximization, then Newton's.
 */
final class MostLikelyShares {

    private static final int MOST_ITERATIONS = 1000;
    private static final int WARMING = 20;
    private static final double ROUNDING = 1e-13;

    private final double[] observed;
    private final Mixing mixing;
    private final Runnable poll;
    private final double[] shares;
    private Termination termination = Termination.CONVERGED;

    /** What is seen of each true part. */
    interface Mixing {

        /** A′ W A, of the chances of each kind seen (rows) given each true part (columns) and a weight per kind seen. */
        double[][] information(double[] weights, Runnable poll);

        /** What would be seen. */
        double[] expected(double... truth);

        /** The transpose: numbers of what is seen, on average over what is seen of each true part. */
        double[] blamed(double... ratio);
    }

    /**
     * Searches.
     *
     * @param observed shares of each kind seen, of sum 1, or all 0
     * @param solved the shares that the equations have, whatever their sign
     * @param mixing of the parts
     * @param poll run every few milliseconds
     */
    MostLikelyShares(double[] observed, double[] solved, Mixing mixing, Runnable poll) {
        this.observed = observed;
        this.mixing = mixing;
        this.poll = poll;
        this.shares = search(solved);
    }

    /** Not copied. */
    double[] shares() {
        return shares;
    }

    Termination termination() {
        return termination;
    }

    private double[] search(double... solved) {
        if (Arrays.stream(solved).allMatch(share -> share >= -ROUNDING)) {
            return Arrays.stream(solved).map(share -> Math.max(0, share)).toArray();
        }
        double[] found = new double[solved.length];
        Arrays.fill(found, 1.0 / found.length);
        for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
            poll.run();
            double[] next = iteration < WARMING ? expectation(found) : newton(found);
            double change = 0;
            for (int part = 0; part < found.length; part++) {
                change = Math.max(change, Math.abs(next[part] - found[part]));
            }
            found = next;
            if (iteration > WARMING && change < ROUNDING) {
                return found;
            }
        }
        termination = Termination.ITERATION_LIMIT;
        return found;
    }

    private double[] expectation(double... found) {
        double[] factor = mixing.blamed(ratio(found));
        double[] next = new double[found.length];
        for (int part = 0; part < found.length; part++) {
            next[part] = found[part] * factor[part];
        }
        return next;
    }

    private double[] ratio(double... found) {
        double[] ratio = mixing.expected(found);
        for (int seen = 0; seen < ratio.length; seen++) {
            ratio[seen] = observed[seen] == 0 ? 0 : observed[seen] / ratio[seen];
        }
        return ratio;
    }

    /** One step, halved until it is no worse; of expectation and maximization if none is. */
    private double[] newton(double... found) {
        int parts = found.length;
        double[] ratio = ratio(found);
        double[] slopes = mixing.blamed(ratio);
        double[] weights = new double[ratio.length];
        for (int seen = 0; seen < ratio.length; seen++) {
            weights[seen] = observed[seen] == 0 ? 0 : ratio[seen] * ratio[seen] / observed[seen];
        }
        double[][] information = mixing.information(weights, poll);
        for (int u = 0; u < parts; u++) {
            slopes[u] -= 1; // what one part gets more, the others get less
        }
        Optional<double[]> step = new BoundedStep(found, slopes, information, ROUNDING).step(poll);
        double present = value(found, mixing.expected(found));
        for (double size = 1; step.isPresent() && size > 1e-3; size /= 2) {
            double[] next = new double[parts];
            for (int part = 0; part < parts; part++) {
                next[part] = found[part] + size * step.get()[part];
            }
            if (value(next, mixing.expected(next)) >= present - ROUNDING) {
                return next;
            }
        }
        return expectation(found);
    }

    /** The log-likelihood per customer, less the sum of the shares, which makes them sum to 1 where it is largest. */
    private double value(double[] found, double[] expected) {
        double value = -Arrays.stream(found).sum();
        for (int seen = 0; seen < expected.length; seen++) {
            value += observed[seen] == 0 ? 0 : observed[seen] * StrictMath.log(expected[seen]);
        }
        return value;
    }
}
