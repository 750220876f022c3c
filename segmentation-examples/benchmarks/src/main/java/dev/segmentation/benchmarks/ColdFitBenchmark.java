package dev.segmentation.benchmarks;

import dev.segmentation.Fit;
import dev.segmentation.cluster.KMeansModel;
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

/** The first fit of a JVM, on shape A from given centers until nothing changes: what a tool that fits once waits for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 7, jvmArgsAppend = Kernel.JVM_OPTION)
public class ColdFitBenchmark {

    /** The kernel. */
    @Param
    public Kernel kernel;

    /** The threads of the fit. */
    @Param("2")
    public int threads;

    private Problem problem;

    /** Makes the data. */
    @Setup(Level.Trial)
    public void setUp() {
        problem = new Problem(Shape.A.blobs());
    }

    /** The first fit. */
    @Benchmark
    public Fit<KMeansModel> firstFit() {
        return problem.toConvergence(kernel.preferredOnThreads(threads));
    }
}
