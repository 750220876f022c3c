package dev.segmentation.benchmarks;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MobilityBootstrap;
import dev.segmentation.metrics.migration.MobilityIndex;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Intervals of all mobility indices from the counts of about a million customers in k = 10 segments, by 1000 bootstrap
 * replicates. Aim: at most 2 s.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = Kernel.JVM_OPTION)
public class MobilityBootstrapBenchmark {

    private static final int CUSTOMERS_OF_A_SEGMENT = 100_000;
    private static final double STAYS = 0.8;

    /** k. */
    @Param("10")
    public int segments;

    /** The threads. */
    @Param({"1", "2"})
    public int threads;

    private MigrationMatrix matrix;
    private Execution execution;

    /** Makes the counts. */
    @Setup
    public void makeMatrix() {
        matrix = matrix(counts(segments));
        execution = Execution.onThreads(threads);
    }

    /**
     * The replicates and the intervals.
     *
     * @return an estimate per index
     */
    @Benchmark
    public Map<MobilityIndex, Estimate> estimates() {
        return MobilityBootstrap.withDefaults().estimates(matrix, execution);
    }

    /** Counts of segments of different sizes, where four in five stay and nowhere else is as likely as anywhere else. */
    static long[][] counts(int segments) {
        SplittableRandom random = new SplittableRandom(4);
        long[][] counts = new long[segments][segments];
        for (int from = 0; from < segments; from++) {
            double size = CUSTOMERS_OF_A_SEGMENT * (0.5 + random.nextDouble());
            for (int to = 0; to < segments; to++) {
                double share = from == to ? STAYS : 2 * (1 - STAYS) / segments * random.nextDouble();
                counts[from][to] = Math.round(size * share);
            }
        }
        return counts;
    }

    /** Of customers who are all there at both dates. */
    static MigrationMatrix matrix(long[][] counts) {
        int k = counts.length;
        List<String> names = IntStream.range(0, k).mapToObj(s -> "s" + s).toList();
        return MigrationMatrix.copyOf(names, counts, new long[k], new long[k]);
    }
}
