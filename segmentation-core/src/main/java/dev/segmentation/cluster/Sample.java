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
    static int[] ofRows(int rows, int size, long key) {
        int[] picked = new int[size];
        for (int i = 0; i < size; i++) {
            long first = (long) i * rows / size;
            long end = (i + 1L) * rows / size;
            picked[i] = (int) (first + (long) (SeededRandom.uniform(key, i) * (end - first)));
        }
        return picked;
    }
}
