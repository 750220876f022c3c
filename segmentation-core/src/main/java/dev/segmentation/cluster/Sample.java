package dev.segmentation.cluster;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.DistinctRows;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.internal.SeededRandom;

/** Rows picked from many, so that something need not look at all of them. */
final class Sample {

    private Sample() {}

    /**
     * Cuts the rows into equally long stretches and picks one row of each at random, in order: every part of the data is
     * there, however it is sorted.
     *
     * @param rows how many there are
     * @param size how many are picked, at most all
     * @param key what the picks depend on
     */
    static long[] ofRows(long rows, int size, long key) {
        long[] picked = new long[size];
        for (int i = 0; i < size; i++) {
            long first = start(i, rows, size);
            picked[i] = first + (long) (SeededRandom.uniform(key, i) * (start(i + 1, rows, size) - first));
        }
        return picked;
    }

    /** A sample that has too few different rows, and some that differ. */
    static FeatureMatrix with(FeatureMatrix sample, DistinctRows more) {
        FeatureMatrix.Builder builder = FeatureMatrix.builder(sample.featureNames());
        double[] weights = new double[sample.rowCount() + more.count()];
        for (int i = 0; i < sample.rowCount(); i++) {
            builder.addRow(sample.row(i));
            weights[i] = sample.weight(i);
        }
        for (int i = 0; i < more.count(); i++) {
            builder.addRow(more.values().get(i));
            weights[sample.rowCount() + i] = more.weights().get(i);
        }
        return weighted(builder.build(), weights);
    }

    /** Rows with their weights, which may all be 0. */
    static FeatureMatrix weighted(FeatureMatrix rows, double[] weights) {
        return MatrixAccess.of(rows.featureNames(), MatrixAccess.blocks(rows), weights);
    }

    /**
     * The same from stretches that begin anywhere, the last one continuing with the first rows: every row is equally
     * likely to be picked, also where stretches are short and not equally long.
     */
    static int[] around(int rows, int size, long key) {
        long shift = (long) (SeededRandom.uniform(key, size) * rows);
        int[] picked = new int[size];
        for (int i = 0; i < size; i++) {
            long first = ((long) i * rows + shift) / size;
            long end = ((i + 1L) * rows + shift) / size;
            picked[i] = (int) ((first + (long) (SeededRandom.uniform(key, i) * (end - first))) % rows);
        }
        return picked;
    }

    private static long start(int stretch, long rows, int size) {
        return rows / size * stretch + rows % size * stretch / size; // without overflow
    }
}
