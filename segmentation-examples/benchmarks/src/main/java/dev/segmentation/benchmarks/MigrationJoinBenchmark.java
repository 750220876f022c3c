package dev.segmentation.benchmarks;

import dev.segmentation.Segmentation;
import dev.segmentation.metrics.migration.MigrationMatrix;
import java.util.List;
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
 * Aims: at most 1 s, and 200 MB beyond the input; for n = 10 000 000 and ids that are numbers, at most 3 s, and 16 bytes per
 * customer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = Kernel.JVM_OPTION)
public class MigrationJoinBenchmark {

    /** What the ids are. */
    @Param
    public CustomersAtDate.Ids ids;

    /** n. */
    @Param("1000000")
    public int customers;

    private Segmentation before;
    private Segmentation after;

    /** Makes the snapshots: customers 0 … n − 1 before, n / 10 … 11 n / 10 − 1 after. */
    @Setup
    public void makeSnapshots() {
        List<CustomersAtDate> dates = CustomersAtDate.twoDates(customers);
        before = dates.get(0).segmentation(ids);
        after = dates.get(1).segmentation(ids);
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
}
