package dev.segmentation.medoid;

import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The slow and obvious way to search for medoids: every objective from scratch. */
final class MedoidTwins {

    private static final double ROUNDING = 1e-12;

    private MedoidTwins() {}

    /** What is made smaller. */
    interface Objective {
        double of(MedoidData data, int[] medoids);
    }

    static MedoidData data(FeatureTable table, Dissimilarity dissimilarity, int k) {
        try (Workers workers = Execution.sequential().start()) {
            Dissimilarities found = dissimilarity.fit(table).within(table);
            return MedoidData.check(
                    DissimilarityMatrix.of(found, DissimilarityMatrix.Storage.DOUBLES, workers),
                    MedoidData.weightsOf(table),
                    MedoidData.Wanted.segments(k),
                    "table",
                    "MedoidTwins",
                    workers);
        }
    }

    static int[] firstMedoids(MedoidData data, int k) {
        try (Workers workers = Execution.onThreads(2).start()) {
            return FirstMedoids.build((DissimilarityMatrix) data.dissimilarities(), data, k, workers);
        }
    }

    static double[] nearest(MedoidData data, int[] medoids) {
        double[] nearest = new double[data.weights().length];
        for (int row = 0; row < nearest.length; row++) {
            nearest[row] = sorted(data, medoids, row)[0];
        }
        return nearest;
    }

    private static double[] sorted(MedoidData data, int[] medoids, int row) {
        return Arrays.stream(medoids)
                .mapToDouble(medoid -> data.dissimilarities().between(row, medoid))
                .sorted()
                .toArray();
    }

    static double cost(MedoidData data, int[] medoids) {
        double sum = 0;
        for (int row = 0; row < data.weights().length; row++) {
            sum += data.weights()[row] * sorted(data, medoids, row)[0];
        }
        return sum;
    }

    /** One minus the average medoid silhouette. */
    static double meanRatio(MedoidData data, int[] medoids) {
        double sum = 0;
        for (int row = 0; row < data.weights().length; row++) {
            double[] d = sorted(data, medoids, row);
            double silhouette = d[0] == 0 && d[1] == 0 ? 1 : 1 - d[0] / d[1];
            sum += data.weights()[row] * (1 - silhouette);
        }
        return sum / Arrays.stream(data.weights()).sum();
    }

    static int[] build(MedoidData data, int k) {
        List<Integer> medoids = new ArrayList<>();
        while (medoids.size() < k) {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int row = 0; row < data.weights().length; row++) {
                double cost = data.weights()[row] > 0 && !medoids.contains(row)
                        ? cost(data, with(medoids, row))
                        : Double.POSITIVE_INFINITY;
                if (cost < least * (1 - ROUNDING)) {
                    least = cost;
                    best = row;
                }
            }
            medoids.add(best);
        }
        return with(medoids.subList(0, k - 1), medoids.get(k - 1));
    }

    private static int[] with(List<Integer> medoids, int another) {
        int[] all = new int[medoids.size() + 1];
        for (int m = 0; m < medoids.size(); m++) {
            all[m] = medoids.get(m);
        }
        all[medoids.size()] = another;
        return all;
    }

    /** The best swap, again and again. */
    static int[] best(MedoidData data, int[] start, Objective objective) {
        int[] medoids = start.clone();
        while (true) {
            double now = objective.of(data, medoids);
            double least = now - ROUNDING * now;
            int[] better = medoids;
            for (int row = 0; row < data.weights().length; row++) {
                for (int slot = 0; slot < medoids.length; slot++) {
                    int[] swapped = swapped(data, medoids, slot, row);
                    double found = objective.of(data, swapped);
                    if (found < least - ROUNDING * least) {
                        least = found;
                        better = swapped;
                    }
                }
            }
            if (better == medoids) {
                return medoids;
            }
            medoids = better;
        }
    }

    /** Each row in turn, swapped with the medoid for which that is best, if it is better; until a whole round is not. */
    static int[] eager(MedoidData data, int[] start, Objective objective) {
        int[] medoids = start.clone();
        int unchanged = 0;
        for (int row = 0; unchanged < data.weights().length; row = (row + 1) % data.weights().length) {
            double now = objective.of(data, medoids);
            double least = now - ROUNDING * now;
            int[] better = medoids;
            for (int slot = 0; slot < medoids.length; slot++) {
                int[] swapped = swapped(data, medoids, slot, row);
                double found = objective.of(data, swapped);
                if (found < least - (better == medoids ? 0 : ROUNDING * least)) {
                    least = found;
                    better = swapped;
                }
            }
            unchanged = better == medoids ? unchanged + 1 : 1;
            medoids = better;
        }
        return medoids;
    }

    private static int[] swapped(MedoidData data, int[] medoids, int slot, int row) {
        int[] staying = IntStream.range(0, medoids.length)
                .filter(s -> s != slot)
                .map(s -> medoids[s])
                .toArray();
        boolean mayEnter = data.weights()[row] > 0 && (staying.length == 0 || sorted(data, staying, row)[0] > 0);
        int[] swapped = medoids.clone();
        swapped[slot] = mayEnter ? row : swapped[slot];
        return swapped;
    }
}
