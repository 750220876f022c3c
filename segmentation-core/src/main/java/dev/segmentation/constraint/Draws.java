package dev.segmentation.constraint;

import dev.segmentation.internal.SeededRandom;

/** Starts in which every unit of positive weight is as likely as any other, equal ones too; keyed by (seed, unit). */
final class Draws {

    private final Problem problem;
    private final Costs costs;

    Draws(Problem problem, Costs costs) {
        this.problem = problem;
        this.costs = costs;
    }

    /** Every free center is brought onto a unit of its own, if there are as many of positive weight. */
    double[] all(double[] centers, long key) {
        boolean[] taken = new boolean[costs.count];
        double[] drawn = centers.clone();
        for (int s = problem.fixedCount(); s < problem.segmentCount(); s++) {
            bringOnto(unit(SeededRandom.key(key, s), taken), drawn, s);
        }
        return drawn;
    }

    /** One free center is brought onto a unit, the next segment's with every number. */
    double[] one(double[] centers, long key, int number) {
        double[] drawn = centers.clone();
        int segment = problem.fixedCount() + number % (problem.segmentCount() - problem.fixedCount());
        bringOnto(unit(SeededRandom.key(key, number), new boolean[costs.count]), drawn, segment);
        return drawn;
    }

    private void bringOnto(int unit, double[] centers, int segment) {
        if (unit >= 0) {
            problem.units().copyTo(unit, centers, segment);
        }
    }

    /** The unit of the least hash among those that are not taken; −1 if there is none. */
    private int unit(long key, boolean[] taken) {
        int drawn = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int unit = 0; unit < taken.length; unit++) {
            costs.pollAt(unit);
            double hash = SeededRandom.uniform(key, unit);
            if (!taken[unit] && costs.weight(unit) > 0 && hash < least) {
                least = hash;
                drawn = unit;
            }
        }
        if (drawn >= 0) {
            taken[drawn] = true;
        }
        return drawn;
    }
}
