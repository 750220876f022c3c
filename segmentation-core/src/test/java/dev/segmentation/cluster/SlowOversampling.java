package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/** The obvious k-means||: all distances to all candidates, anew in every round. */
final class SlowOversampling {

    private static final int ROUNDS = 3;
    private static final int BLOCK = 1024; // sums are merged in this order, for up to 64 blocks

    private final FeatureMatrix data;
    private final List<Integer> candidates = new ArrayList<>();

    SlowOversampling(FeatureMatrix data, int k, long seed) {
        this.data = data;
        candidates.add(first(SeededRandom.key(seed, 0)));
        for (int round = 1; round <= ROUNDS; round++) {
            double total = 0;
            for (int start = 0; start < data.rowCount(); start += BLOCK) {
                double part = 0;
                for (int i = start; i < Math.min(data.rowCount(), start + BLOCK); i++) {
                    part += cost(i);
                }
                total += part;
            }
            List<Integer> drawn = new ArrayList<>();
            for (int i = 0; i < data.rowCount(); i++) {
                double u = SeededRandom.uniform(SeededRandom.key(seed, round), i);
                if (cost(i) > 0 && u < cost(i) * (2.0 * k / total)) {
                    drawn.add(i);
                }
            }
            candidates.addAll(drawn);
        }
    }

    private int first(long key) {
        int first = 0;
        double earliest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < data.rowCount(); i++) {
            double time = -StrictMath.log(SeededRandom.uniform(key, i)) / data.weight(i);
            if (time < earliest) {
                earliest = time;
                first = i;
            }
        }
        return first;
    }

    private double cost(int row) {
        return data.weight(row) * squared(row, candidates.get(nearest(row)));
    }

    private int nearest(int row) {
        int nearest = 0;
        for (int c = 1; c < candidates.size(); c++) {
            if (squared(row, candidates.get(c)) < squared(row, candidates.get(nearest))) {
                nearest = c;
            }
        }
        return nearest;
    }

    private double squared(int a, int b) {
        return SlowKMeans.squared(data.row(a), data.row(b));
    }

    int[] candidates() {
        return candidates.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Of each candidate the weight of the rows nearest to it. */
    double[] weights() {
        double[] weights = new double[candidates.size()];
        for (int start = 0; start < data.rowCount(); start += BLOCK) {
            double[] part = new double[weights.length];
            for (int i = start; i < Math.min(data.rowCount(), start + BLOCK); i++) {
                part[nearest(i)] += data.weight(i);
            }
            for (int c = 0; c < part.length; c++) {
                weights[c] += part[c];
            }
        }
        return weights;
    }
}
