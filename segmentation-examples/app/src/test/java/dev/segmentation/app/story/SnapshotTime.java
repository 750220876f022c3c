package dev.segmentation.app.story;

import dev.segmentation.Snapshot;
import dev.segmentation.app.io.CsvDialect;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A measurement, not a test: how long it takes from a CSV file of transactions to the snapshots of the demo, in a JVM that has
 * just started, and how much heap it took at the most. How it is run is in the README of the benchmarks.
 */
public final class SnapshotTime {

    private static final int DAYS = 3 * 365 + 1;

    private SnapshotTime() {}

    /**
     * Prints a line.
     *
     * @param args the file, which is made if it is not there, and how many transactions it then has
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        if (Files.notExists(file)) {
            write(file, Integer.parseInt(args[1]));
            System.out.println("Written: " + file + "; run again to measure");
            return;
        }
        long start = System.nanoTime();
        ShopData shop =
                ShopData.read(file, CsvDialect.standard(), new ShopData.Columns("customer_id", "when", "amount"));
        long read = System.nanoTime();
        List<Snapshot> snapshots = Customers.snapshots(
                shop,
                Timeline.of(
                        shop.transactions().firstDate().orElseThrow(),
                        shop.transactions().lastDate().orElseThrow()));
        long end = System.nanoTime();
        System.out.printf(
                Locale.ROOT,
                "%s: read %.1f s, snapshots %.1f s, together %.1f s; heap at most %d MB; hash %08x%n",
                shop.transactions(),
                (read - start) / 1e9,
                (end - read) / 1e9,
                (end - start) / 1e9,
                peak() >> 20,
                hash(snapshots));
    }

    /** What was in use together at most, garbage included. */
    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong((MemoryPoolMXBean pool) -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static int hash(List<Snapshot> snapshots) {
        int hash = 0;
        for (Snapshot snapshot : snapshots) {
            hash = 31 * hash + snapshot.customerIds().hashCode();
            for (String column : snapshot.table().names()) {
                hash = 31 * hash + Arrays.hashCode(snapshot.numbers(column));
            }
        }
        return hash;
    }

    /** Customers of whom some buy much more than others, three years, one return in thirty, in no order. */
    private static void write(Path file, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        LocalDate first = LocalDate.of(2022, 1, 1);
        int customers = Math.max(1, rows / 12);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("invoice,customer_id,when,amount,store\n");
            for (int i = 0; i < rows; i++) {
                double rank = random.nextDouble();
                int customer = (int) (customers * rank * rank);
                LocalDate date = first.plusDays(random.nextInt(DAYS));
                double size = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
                long cents = Math.round(Math.exp(3 + 2.2 * size) * 100);
                String sign = random.nextInt(30) == 0 ? "-" : "";
                out.write("INV" + (1_000_000 + i) + ",C" + (10_000_000 + 7L * customer) + ',' + date + ',' + sign
                        + cents / 100 + (cents % 100 < 10 ? ".0" : ".") + cents % 100 + ",S" + random.nextInt(80)
                        + '\n');
            }
        }
    }
}
