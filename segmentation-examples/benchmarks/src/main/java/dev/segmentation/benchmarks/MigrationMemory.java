package dev.segmentation.benchmarks;

import dev.segmentation.Segmentation;
import dev.segmentation.metrics.migration.MigrationMatrix;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The memory that {@link MigrationMatrix#between} needs beyond its input: the heap is filled up but for some room,
 * and the least room in which the join does not fail is found by halving.
 *
 * <pre>java -XX:+UseSerialGC -Xmn2m -Xmx4g -cp benchmarks.jar dev.segmentation.benchmarks.MigrationMemory 10000000 NUMBERS</pre>
 *
 * <p>The serial collector moves everything together, so that the room is in one piece; a small young generation leaves
 * little elsewhere. What is found is too large by that, and a MiB.
 */
public final class MigrationMemory {

    private static final int MIB = 1 << 20;
    private static final int MOST_BYTES = 32; // of a customer

    private MigrationMemory() {}

    /**
     * Prints the least room in which the join passed.
     *
     * @param args n, {@code NUMBERS} or {@code TEXTS}
     */
    public static void main(String[] args) {
        int customers = Integer.parseInt(args[0]);
        List<Segmentation> dates = CustomersAtDate.twoDates(customers).stream()
                .map(date -> date.segmentation(CustomersAtDate.Ids.valueOf(args[1])))
                .toList();
        long alone = MigrationMatrix.between(dates.get(0), dates.get(1)).customers(); // loads classes
        int failed = 0;
        int passed = MOST_BYTES * (customers / MIB + 1);
        if (!passesIn(passed, dates, alone)) {
            throw new IllegalStateException("fails in " + passed + " MiB; give the JVM more than twice the input");
        }
        while (passed - failed > 1) {
            int room = (failed + passed) / 2;
            if (passesIn(room, dates, alone)) {
                passed = room;
            } else {
                failed = room;
            }
        }
        System.out.printf(
                "%d customers per date, %s: passed in %d MiB beyond the input, %.1f bytes per customer of a date%n",
                customers, args[1], passed, (double) passed * MIB / customers);
    }

    /** Fills the heap, frees so many MiB of it, and joins. */
    private static boolean passesIn(int room, List<Segmentation> dates, long expected) {
        Deque<byte[]> ballast = new ArrayDeque<>();
        try {
            while (true) {
                ballast.push(new byte[MIB - 16]); // with its header
            }
        } catch (OutOfMemoryError full) {
            for (int i = 0; i < room && !ballast.isEmpty(); i++) {
                ballast.pop();
            }
        }
        System.gc();
        try {
            return MigrationMatrix.between(dates.get(0), dates.get(1)).customers() == expected;
        } catch (OutOfMemoryError tooLittle) {
            return false;
        }
    }
}
