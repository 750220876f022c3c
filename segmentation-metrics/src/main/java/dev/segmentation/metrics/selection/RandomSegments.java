package dev.segmentation.metrics.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Segmentations of rows at random that still make sense: rows go to the nearest of k random rows, or segments grow from k
 * random rows, always by the row nearest to one of them.
 */
final class RandomSegments {

    /** The two ways. */
    enum Kind {
        CENTROIDS,
        NEAREST_NEIGHBORS
    }

    private final DistanceTable distances;
    private final Sample all;
    private final List<Sample> resamples = new ArrayList<>(); // two of each pair

    /**
     * Prepares what all random segmentations share; O(m²) for the rows and each resample.
     *
     * @param pairs draws of both resamples of each pair, each with repeats
     */
    RandomSegments(DistanceTable distances, List<int[]> pairs, Workers polled) {
        this.distances = distances;
        int[] rows = new int[distances.size()];
        Arrays.setAll(rows, i -> i);
        this.all = new Sample(rows);
        for (int[] drawn : pairs) {
            polled.checkCancelled();
            resamples.add(new Sample(Arrays.stream(drawn).distinct().toArray()));
        }
    }

    /** Labels of all rows. */
    int[] draw(Kind kind, int segments, SeededRandom random) {
        return all.draw(kind, segments, random);
    }

    /** 1 − the mean disagreement, over the pairs of resamples, of random segmentations of these, applied to all rows. */
    double stability(Kind kind, int segments, SeededRandom random) {
        double[] disagreements = new double[resamples.size() / 2];
        for (int p = 0; p < disagreements.length; p++) {
            Assignment one = Assignment.copyOf(segments, resamples.get(2 * p).draw(kind, segments, random));
            Assignment other =
                    Assignment.copyOf(segments, resamples.get(2 * p + 1).draw(kind, segments, random));
            disagreements[p] = BootstrapInstability.disagreement(one, other);
        }
        return disagreements.length == 0 ? Double.NaN : 1 - Means.mean(disagreements);
    }

    /** Distinct rows to segment, by which all rows are then labeled. */
    private final class Sample {

        private final int[] rows;
        private final SpanningTree tree;
        private final int[] nearest; // for each of all rows, the position of the nearest of these

        Sample(int[] rows) {
            this.rows = rows;
            this.tree = SpanningTree.of(distances, rows);
            this.nearest = nearest(rows);
        }

        int[] draw(Kind kind, int segments, SeededRandom random) {
            int[] roots = Draws.without(rows.length, Math.min(segments, rows.length), random);
            if (kind == Kind.CENTROIDS) {
                return nearest(Arrays.stream(roots).map(root -> rows[root]).toArray());
            }
            int[] grown = tree.grow(roots);
            return Arrays.stream(nearest).map(position -> grown[position]).toArray();
        }
    }

    /** For each row the position of the nearest of some rows, the first of equally near ones. */
    private int[] nearest(int... rows) {
        int[] nearest = new int[distances.size()];
        for (int i = 0; i < nearest.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < rows.length; c++) {
                double distance = distances.between(i, rows[c]);
                if (distance < least) {
                    least = distance;
                    nearest[i] = c;
                }
            }
        }
        return nearest;
    }
}
