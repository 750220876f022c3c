package dev.segmentation.metrics.validity;

import dev.segmentation.Execution;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;

/**
 * How often a random group of customers has a mean as far from that of all as a given group has: exact when membership
 * has nothing to do with the values, whatever their distribution.
 *
 * <p>Stops early once it is clear that the answer is "often" (Besag and Clifford 1991, doi:10.1093/biomet/78.2.301).
 */
final class PermutationTest {

    /** Above this size of the smaller group, means are close to normal, and Student's test is as good. */
    static final int LARGEST_GROUP = 1000;

    private static final int ENOUGH = 20;
    private static final int LEAST_DRAWS = 1999;
    private static final int MOST_DRAWS = 19_999;

    /** How many draws between two looks at cancellation. */
    private static final int POLL = 64;

    private PermutationTest() {}

    /** Enough draws that the smallest p can survive Holm's adjustment for so many tests. */
    static int draws(int tests, double level) {
        double wanted = Math.ceil(ENOUGH * tests / (1 - level)) - 1;
        return (int) Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS, wanted));
    }

    /** Whether there are so many tests that no p survives the adjustment. */
    static boolean isBeyond(long tests, double level) {
        return tests > (1 - level) * (MOST_DRAWS + 1);
    }

    /**
     * The p value.
     *
     * @param values n values, none missing; a copy, which is shuffled
     * @param member how many of them are in the smaller group
     * @param distance how far the mean of the smaller group is from the mean of all
     * @param mean the mean of all
     */
    static double p(
            double[] values,
            int member,
            double distance,
            double mean,
            int draws,
            SeededRandom random,
            Execution inside) {
        double limit = Math.abs(distance) * (1 - 1e-12); // ties count as being as far
        int reached = 0;
        try (Workers polled = inside.start()) {
            for (int draw = 1; draw <= draws; draw++) {
                if (draw % POLL == 0) {
                    polled.checkCancelled();
                }
                double sum = 0;
                for (int i = 0; i < member; i++) {
                    int other = i + random.nextInt(values.length - i);
                    double drawn = values[other];
                    values[other] = values[i];
                    values[i] = drawn;
                    sum += drawn - mean;
                }
                if (Math.abs(sum / member) >= limit && ++reached == ENOUGH) {
                    return (double) ENOUGH / draw;
                }
            }
        }
        return (reached + 1.0) / (draws + 1.0);
    }
}
