package dev.segmentation.metrics.migration;

import dev.segmentation.internal.SeededRandom;
import java.util.stream.IntStream;

/**
 * Customers at two dates of whom some are the same: of the common ones a part draws a segment anew, everybody's segment is drawn
 * from the same shares, each segment half as likely as the one before, but {@code shift} of the first segment's customers at the
 * later date are in the second one instead.
 */
record TwoDates(int common, int left, int came, int segments, double redrawn, double shift) {

    private int segment(SeededRandom random) {
        double u = random.nextDouble() * (1 - Math.pow(0.5, segments));
        double sum = 0;
        for (int i = 0; i < segments - 1; i++) {
            sum += Math.pow(0.5, i + 1);
            if (u < sum) {
                return i;
            }
        }
        return segments - 1;
    }

    private int later(int segment, SeededRandom random) {
        return segment == 0 && random.nextDouble() < shift ? 1 : segment;
    }

    MigrationMatrix drawn(SeededRandom random) {
        long[][] counts = new long[segments][segments];
        long[] leavers = new long[segments];
        long[] entrants = new long[segments];
        for (int i = 0; i < common; i++) {
            int before = segment(random);
            int after = random.nextDouble() < redrawn ? segment(random) : before;
            counts[before][later(after, random)]++;
        }
        for (int i = 0; i < left; i++) {
            leavers[segment(random)]++;
        }
        for (int i = 0; i < came; i++) {
            entrants[later(segment(random), random)]++;
        }
        return MigrationMatrix.copyOf(
                IntStream.range(0, segments).mapToObj(s -> "s" + s).toList(), counts, entrants, leavers);
    }

    static long[] before(MigrationMatrix drawn) {
        return drawn.segments().stream()
                .mapToLong(segment -> drawn.presentAtBoth(segment) + drawn.leavers(segment))
                .toArray();
    }

    static long[] after(MigrationMatrix drawn) {
        return drawn.segments().stream()
                .mapToLong(to -> drawn.entrants(to)
                        + drawn.segments().stream()
                                .mapToLong(from -> drawn.count(from, to))
                                .sum())
                .toArray();
    }
}
