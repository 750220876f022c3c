package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Customers;
import dev.segmentation.benchmarks.Work;
import java.util.Comparator;
import java.util.stream.IntStream;
import smile.clustering.HierarchicalClustering;
import smile.clustering.KModes;
import smile.clustering.linkage.WardLinkage;
import smile.math.MathEx;

/** Smile 3.1.1, on all processors where it knows how. */
final class SmileWork {

    private static final int NO_LIMIT = 1000;

    private SmileWork() {}

    /** Its heights are in single precision. */
    static Work ward(Customers customers) {
        return iterations -> {
            HierarchicalClustering tree = HierarchicalClustering.fit(WardLinkage.of(customers.numbers()));
            return tree::height;
        };
    }

    /** The best of as many starts as ours has by default. */
    static Work kModes(Customers customers) {
        return iterations -> {
            KModes best = IntStream.range(0, 10)
                    .mapToObj(start -> {
                        MathEx.setSeed(start);
                        return KModes.fit(customers.answers(), customers.groups(), NO_LIMIT);
                    })
                    .min(Comparator.comparingDouble(found -> found.distortion))
                    .orElseThrow();
            return () -> new double[] {mismatches(customers.answers(), best.centroids)};
        };
    }

    private static double mismatches(int[][] rows, int[][] modes) {
        double sum = 0;
        for (int[] row : rows) {
            int least = Integer.MAX_VALUE;
            for (int[] mode : modes) {
                int different = 0;
                for (int j = 0; j < row.length; j++) {
                    different += row[j] == mode[j] ? 0 : 1;
                }
                least = Math.min(least, different);
            }
            sum += least;
        }
        return sum;
    }
}
