package dev.segmentation.medoid;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** For every row its nearest medoid, the first of equals, and its second; in memory that does not grow with k. */
final class NearestMedoids {

    private final int medoidCount;
    private final int[] nearest;
    private final int[] second;
    private final double[] distances;
    private final double[] secondDistances;

    private NearestMedoids(int medoidCount, int rows) {
        this.medoidCount = medoidCount;
        nearest = new int[rows];
        second = new int[rows];
        distances = new double[rows];
        secondDistances = new double[rows];
    }

    /**
     * Looks at all rows.
     *
     * @param medoidsToRows k × n
     */
    static NearestMedoids of(Dissimilarities medoidsToRows, String where, Workers workers) {
        int rows = medoidsToRows.otherCount();
        NearestMedoids found = new NearestMedoids(medoidsToRows.rowCount(), rows);
        AtomicLong unknown = new AtomicLong(Long.MAX_VALUE);
        workers.forEach(blocks(rows), block -> {
            workers.checkCancelled();
            int row = found.look(medoidsToRows, block * Medoids.BLOCK);
            if (row >= 0) {
                unknown.accumulateAndGet(row, Math::min);
            }
        });
        if (unknown.get() < Long.MAX_VALUE) {
            throw new InvalidInputException(
                    Reason.NO_INFORMATION,
                    unknown.get(),
                    "rows",
                    where + ": row " + unknown.get()
                            + " has no known column in common with any medoid, so that nothing says"
                            + " where it belongs; impute or leave out such rows");
        }
        return found;
    }

    static int blocks(int rows) {
        return (int) (((long) rows + Medoids.BLOCK - 1) / Medoids.BLOCK);
    }

    /** Fills a block; returns the first row that cannot be compared with any medoid, or −1. */
    private int look(Dissimilarities medoidsToRows, int start) {
        int count = Math.min(Medoids.BLOCK, nearest.length - start);
        double[] run = new double[count];
        Arrays.fill(distances, start, start + count, Double.POSITIVE_INFINITY);
        Arrays.fill(secondDistances, start, start + count, Double.POSITIVE_INFINITY);
        for (int m = 0; m < medoidCount; m++) {
            medoidsToRows.between(m, start, count, run);
            for (int r = 0; r < count; r++) {
                double d = run[r];
                int row = start + r;
                if (d < distances[row]) {
                    second[row] = nearest[row];
                    secondDistances[row] = distances[row];
                    nearest[row] = m;
                    distances[row] = d;
                } else if (d < secondDistances[row]) {
                    second[row] = m;
                    secondDistances[row] = d;
                }
            }
        }
        for (int row = start; row < start + count; row++) {
            if (distances[row] == Double.POSITIVE_INFINITY) {
                return row;
            }
        }
        return -1;
    }

    int[] labels() {
        return nearest;
    }

    int[] seconds() {
        return second;
    }

    double distance(int row) {
        return distances[row];
    }

    double secondDistance(int row) {
        return secondDistances[row];
    }

    /** The weighted sum of dissimilarities to the nearest medoid, block by block. */
    double cost(double[] weights) {
        double total = 0;
        for (int start = 0; start < weights.length; start += Medoids.BLOCK) {
            double block = 0;
            int end = Math.min(weights.length, start + Medoids.BLOCK);
            for (int row = start; row < end; row++) {
                block += weights[row] * distances[row];
            }
            total += block;
        }
        return total;
    }

    /** The weighted mean of d₁ / d₂, block by block; 0 / 0 is 0. */
    double meanRatio(double[] weights) {
        double total = 0;
        double sum = 0;
        for (int start = 0; start < weights.length; start += Medoids.BLOCK) {
            double block = 0;
            double weight = 0;
            int end = Math.min(weights.length, start + Medoids.BLOCK);
            for (int row = start; row < end; row++) {
                block += distances[row] == 0 ? 0 : weights[row] * (distances[row] / secondDistances[row]);
                weight += weights[row];
            }
            total += block;
            sum += weight;
        }
        return total / sum;
    }
}
