package dev.segmentation.cluster;

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

    private static long start(int stretch, long rows, int size) {
        return rows / size * stretch + rows % size * stretch / size; // without overflow
    }
}
