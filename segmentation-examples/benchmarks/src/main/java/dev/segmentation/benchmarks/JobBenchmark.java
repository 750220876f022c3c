package dev.segmentation.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

/** Every algorithm on its problem: read {@code perIteration}, the time of what the {@link Job} is about, in milliseconds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {Kernel.JVM_OPTION, "-Xmx3g"})
public class JobBenchmark {

    /** The algorithm. */
    @Param
    public Job job;

    /** The threads of one fit. */
    @Param({"1", "2"})
    public int threads;

    /** The most rows. */
    @Param("2147483647")
    public int limit;

    private Work work;

    /** Makes the data. */
    @Setup(Level.Trial)
    public void load() {
        work = job.ours("ours", job.customers(limit), threads);
    }

    /** A fit, and one stopped earlier if an iteration is what counts. */
    @Benchmark
    public Supplier<double[]> run(Marginal marginal) {
        return job.measure(work, marginal);
    }
}
