package dev.segmentation.metrics.migration;

import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Counts of steps by customer, to be drawn again with replacement.
 *
 * <p>More than {@link #MOST_GROUPS} customers are dealt into that many groups at random, and groups are drawn. That is as good: the
 * variance of a sum over groups is that over customers, for customers of a group have nothing more in common than others.
 *
 * @param customerCount how many customers
 * @param segmentCount k
 * @param steps the cells of a customer's steps, from · k + to
 */
record StepTables(int customerCount, int segmentCount, IntFunction<IntStream> steps) {

    /** More would not make intervals better, but replicates slower. */
    static final int MOST_GROUPS = 1000;

    private static final long DEAL = 0x6465616cL;

    /** Cells and how many steps each has; what a group or customer adds to a table. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Counted(int[] cells, long[] counts) {

        static Counted of(IntStream steps) {
            int[] sorted = steps.sorted().toArray();
            int[] cells = new int[sorted.length];
            long[] counts = new long[sorted.length];
            int used = 0;
            for (int i = 0; i < sorted.length; i++) {
                used += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
                cells[used - 1] = sorted[i];
                counts[used - 1]++;
            }
            return new Counted(Arrays.copyOf(cells, used), Arrays.copyOf(counts, used));
        }

        void addTo(long[][] square) {
            for (int i = 0; i < cells.length; i++) {
                square[cells[i] / square.length][cells[i] % square.length] += counts[i];
            }
        }
    }

    /** How many customers made any step between segments. */
    long customers() {
        return IntStream.range(0, customerCount).filter(this::isThere).count();
    }

    private boolean isThere(int customer) {
        return steps.apply(customer).findAny().isPresent();
    }

    /** Tables that are ready to be drawn from. */
    static final class Groups {
        private final int segmentCount;
        private final List<Counted> groups;

        private Groups(int segmentCount, List<Counted> groups) {
            this.segmentCount = segmentCount;
            this.groups = groups;
        }

        /** A table of as many groups as there are, drawn with replacement. */
        long[][] drawn(SeededRandom random) {
            long[][] square = new long[segmentCount][segmentCount];
            for (int i = 0; i < groups.size(); i++) {
                groups.get(random.nextInt(groups.size())).addTo(square);
            }
            return square;
        }
    }

    /** Deals customers into groups, by seed and number. */
    Groups dealt(long seed, Workers workers) {
        int[] there = IntStream.range(0, customerCount).filter(this::isThere).toArray();
        int size = Math.min(there.length, MOST_GROUPS);
        int[] groupOf = new int[there.length];
        int[] end = new int[size + 1];
        for (int i = 0; i < there.length; i++) {
            groupOf[i] = there.length == size
                    ? i
                    : (int) (size * SeededRandom.uniform(SeededRandom.key(seed, DEAL), there[i]));
            end[groupOf[i] + 1]++;
        }
        for (int group = 0; group < size; group++) {
            end[group + 1] += end[group];
        }
        int[] next = end.clone();
        int[] dealt = new int[there.length];
        for (int i = 0; i < there.length; i++) {
            dealt[next[groupOf[i]]++] = there[i];
        }
        return new Groups(
                segmentCount,
                workers.map(
                        size,
                        "customers",
                        group -> Counted.of(
                                Arrays.stream(dealt, end[group], end[group + 1]).flatMap(steps))));
    }
}
