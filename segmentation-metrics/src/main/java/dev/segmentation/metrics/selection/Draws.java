package dev.segmentation.metrics.selection;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;

/** Rows drawn at random: a pure function of seed, purpose and replicate, the same for every segment count. */
final class Draws {

    private Draws() {}

    /** The stream of a replicate. */
    static SeededRandom stream(long seed, long purpose, long replicate) {
        return SeededRandom.stream(SeededRandom.key(seed, purpose), replicate);
    }

    /** {@code size} of n rows, each at most once, ascending. */
    static int[] without(int n, int size, SeededRandom random) {
        int[] rows = new int[n];
        Arrays.setAll(rows, i -> i);
        for (int i = 0; i < size; i++) {
            int other = i + random.nextInt(n - i);
            int drawn = rows[other];
            rows[other] = rows[i];
            rows[i] = drawn;
        }
        int[] taken = Arrays.copyOf(rows, size);
        Arrays.sort(taken);
        return taken;
    }

    /** The rows that were not taken, ascending. */
    static int[] others(int n, int[] taken) {
        int[] others = new int[n - taken.length];
        int next = 0;
        for (int row = 0, at = 0; row < n; row++) {
            if (at < taken.length && taken[at] == row) {
                at++;
            } else {
                others[next++] = row;
            }
        }
        return others;
    }

    /** n of n rows with replacement, ascending. */
    static int[] bootstrap(int n, SeededRandom random) {
        int[] drawn = new int[n];
        Arrays.setAll(drawn, i -> random.nextInt(n));
        Arrays.sort(drawn);
        return drawn;
    }

    /** {@code size} rows with replacement, each row as likely as its weight is large, ascending. */
    static int[] weighted(FeatureMatrix features, int size, SeededRandom random) {
        double[] cumulative = new double[features.rowCount()];
        double total = 0;
        for (int i = 0; i < cumulative.length; i++) {
            total += features.weight(i);
            cumulative[i] = total;
        }
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            double position = random.nextDouble() * total;
            int found = Arrays.binarySearch(cumulative, position);
            int row = found < 0 ? -found - 1 : found + 1; // the first whose cumulative weight exceeds the position
            while (row > 0 && (row >= cumulative.length || features.weight(row) == 0)) {
                row--;
            }
            drawn[i] = row;
        }
        Arrays.sort(drawn);
        return drawn;
    }
}
