package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Marginal;
import dev.segmentation.benchmarks.Work;
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

/** Other libraries' algorithms: read {@code perIteration}, as in {@code JobBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class PeerJobBenchmark {

    /** The library and what it does. */
    @Param
    public PeerJob peer;

    /** The most rows. */
    @Param("2147483647")
    public int limit;

    private Work work;

    /** Hands over the data. */
    @Setup(Level.Trial)
    public void load() {
        work = peer.load(limit);
    }

    /** A fit, and one stopped earlier if an iteration is what counts. */
    @Benchmark
    public Supplier<double[]> run(Marginal marginal) {
        return peer.job.measure(work, marginal);
    }
}
