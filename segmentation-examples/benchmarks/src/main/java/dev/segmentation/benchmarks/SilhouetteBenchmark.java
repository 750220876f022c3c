package dev.segmentation.benchmarks;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.metrics.validity.Silhouette;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Silhouettes at d = 8, k = 8: the exact one, O(n²·d), and that of squared distances, O(n·k·d). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = Kernel.JVM_OPTION)
public class SilhouetteBenchmark {

    /** The threads of one silhouette. */
    @Param({"1", "2"})
    public int threads;

    private Clustered small;
    private Clustered large;

    private record Clustered(FeatureMatrix data, Assignment assignment) {

        static Clustered of(int rows) {
            Problem problem = new Problem(new Blobs(rows, 8, 8, Blobs.OVERLAPPING));
            return new Clustered(
                    problem.data(),
                    problem.stoppedAfter(10, Execution.sequential()).assignment());
        }
    }

    /** Makes the data. */
    @Setup(Level.Trial)
    public void setUp() {
        small = Clustered.of(20_000);
        large = Clustered.of(1_000_000);
    }

    /** n = 20 000. */
    @Benchmark
    public Silhouette exact20k() {
        return Silhouette.of(small.data, small.assignment, Execution.onThreads(threads));
    }

    /** n = 20 000, the shortcut beside the exact one. */
    @Benchmark
    public Silhouette squared20k() {
        return Silhouette.squaredEuclidean(small.data, small.assignment, Execution.onThreads(threads));
    }

    /** n = 1 000 000. */
    @Benchmark
    public Silhouette squared1m() {
        return Silhouette.squaredEuclidean(large.data, large.assignment, Execution.onThreads(threads));
    }
}
