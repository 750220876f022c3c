package dev.segmentation.metrics.internal;

import dev.segmentation.internal.SeededRandom;

/** Draws of a bootstrap. */
public final class WithReplacement {

    private WithReplacement() {}

    /** n of n rows, ascending, with repeats. */
    public static int[] draw(int n, SeededRandom random) {
        int[] copies = new int[n];
        for (int i = 0; i < n; i++) {
            copies[random.nextInt(n)]++;
        }
        int[] drawn = new int[n];
        int at = 0;
        for (int row = 0; row < n; row++) {
            for (int c = 0; c < copies[row]; c++) {
                drawn[at++] = row;
            }
        }
        return drawn;
    }
}
