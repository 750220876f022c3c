package dev.segmentation.app.sample;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Rows drawn at random: the same on every JDK for the same seed. */
public final class RowSample {

    private RowSample() {}

    /**
     * Some of the rows, each as likely as any other and at most once.
     *
     * @param rows to draw from; not modified
     * @param size how many; all are taken if there are no more
     * @param seed of the draw
     * @param stream another number for every other draw by the same seed
     * @return ascending if the rows are
     */
    public static int[] of(int[] rows, int size, long seed, long stream) {
        if (size >= rows.length) {
            return rows.clone();
        }
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + stream);
        boolean[] taken = new boolean[rows.length];
        int[] order = new int[rows.length];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < size; i++) {
            int other = i + (int) (random.nextDouble() * (rows.length - i)); // below, also after rounding: 2⁵³ steps
            int drawn = order[other];
            order[other] = order[i];
            order[i] = drawn;
            taken[drawn] = true;
        }
        int[] sample = new int[size];
        int next = 0;
        for (int i = 0; i < rows.length; i++) {
            if (taken[i]) {
                sample[next++] = rows[i];
            }
        }
        return sample;
    }
}
