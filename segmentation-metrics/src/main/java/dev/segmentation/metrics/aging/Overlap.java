package dev.segmentation.metrics.aging;

import dev.segmentation.Assignment;
import dev.segmentation.internal.ExactSum;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How much of each old segment is in each new one, by weight. */
final class Overlap {

    /** The label of who is in no new segment. */
    static final int NOWHERE = -1;

    private final double[][] common;
    private final double[] totals;

    private Overlap(double[][] common, double[] totals) {
        this.common = common;
        this.totals = totals;
    }

    /** Without weights everybody counts once; who is nowhere counts to the old segment only if asked to. */
    static Overlap of(Assignment before, int[] labelsAfter, int segmentsAfter, double[] weights, boolean countNowhere) {
        double[][] common = new double[before.segmentCount()][segmentsAfter];
        double[] totals = new double[before.segmentCount()];
        Map<Long, ExactSum> sums = new HashMap<>();
        ExactSum[] all = new ExactSum[totals.length];
        for (int s = 0; s < all.length; s++) {
            all[s] = new ExactSum();
        }
        double largest = Arrays.stream(weights).max().orElse(1); // only ratios matter, and sums must not overflow
        for (int i = 0; i < labelsAfter.length; i++) {
            int from = before.label(i);
            int to = labelsAfter[i];
            if (to == NOWHERE && !countNowhere) {
                continue;
            }
            if (weights.length == 0) {
                totals[from]++;
                if (to != NOWHERE) {
                    common[from][to]++;
                }
            } else if (weights[i] > 0) {
                all[from].add(weights[i] / largest);
                if (to != NOWHERE) {
                    sums.computeIfAbsent((long) from * segmentsAfter + to, cell -> new ExactSum())
                            .add(weights[i] / largest);
                }
            }
        }
        if (weights.length > 0) {
            sums.forEach(
                    (cell, sum) -> common[(int) (cell / segmentsAfter)][(int) (cell % segmentsAfter)] = sum.value());
            for (int s = 0; s < totals.length; s++) {
                totals[s] = all[s].value();
            }
        }
        return new Overlap(common, totals);
    }

    /** Whether an old segment has anybody. */
    boolean has(int before) {
        return totals[before] > 0;
    }

    int segmentsBefore() {
        return common.length;
    }

    /** The share of an old segment in a new one. */
    double share(int before, int after) {
        return common[before][after] / totals[before];
    }

    /** The share of an old segment in some new ones together. */
    double share(int before, Iterable<Integer> after) {
        ExactSum sum = new ExactSum();
        for (int to : after) {
            sum.add(common[before][to]);
        }
        return sum.value() / totals[before];
    }
}
