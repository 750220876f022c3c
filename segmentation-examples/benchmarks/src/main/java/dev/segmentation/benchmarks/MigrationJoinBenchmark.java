package dev.segmentation.benchmarks;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.metrics.migration.MigrationMatrix;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Joining two snapshots of n = 1 000 000 customers each and counting migration between k = 8 segments. 900 000 customers
 * are in both; ids are spread over 97 times their number, and both snapshots list them in an order of their own.
 * Aim: at most 1 s, and 200 MB beyond the input.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = Kernel.JVM_OPTION)
public class MigrationJoinBenchmark {

    private static final int SEGMENTS = 8;

    /** Ids have gaps, as real ones do; the same customer has the same id in both snapshots. */
    private static final int SPREAD = 97;

    /** What the ids are. */
    public enum Ids {
        /** 64-bit numbers. */
        NUMBERS,
        /** Texts of 14 characters; none is the same object in both snapshots. */
        TEXTS
    }

    /** What the ids are. */
    @Param
    public Ids ids;

    /** n. */
    @Param("1000000")
    public int customers;

    private Segmentation before;
    private Segmentation after;

    /** Makes the snapshots: customers 0 … n − 1 before, n / 10 … 11 n / 10 − 1 after. */
    @Setup
    public void makeSnapshots() {
        before = snapshot(LocalDate.of(2025, 1, 31), 0, new SplittableRandom(1));
        after = snapshot(LocalDate.of(2025, 7, 31), customers / 10, new SplittableRandom(2));
    }

    /**
     * The join and the counts.
     *
     * @return the matrix
     */
    @Benchmark
    public MigrationMatrix between() {
        return MigrationMatrix.between(before, after);
    }

    private Segmentation snapshot(LocalDate asOf, int first, SplittableRandom random) {
        long[] numbers = new long[customers];
        int[] labels = new int[customers];
        for (int i = 0; i < customers; i++) {
            int j = random.nextInt(i + 1); // a shuffle from the inside out
            numbers[i] = numbers[j];
            numbers[j] = (long) SPREAD * (first + i) + new SplittableRandom(first + i).nextInt(SPREAD);
            labels[i] = random.nextInt(SEGMENTS);
        }
        return Segmentation.of(Snapshot.of(asOf, ids(numbers)), Assignment.copyOf(SEGMENTS, labels));
    }

    private CustomerIds ids(long[] numbers) {
        if (ids == Ids.NUMBERS) {
            return CustomerIds.of(numbers);
        }
        List<String> texts = new ArrayList<>(numbers.length);
        for (long number : numbers) {
            texts.add("C" + (1_000_000_000_000L + number));
        }
        return CustomerIds.of(texts);
    }
}
