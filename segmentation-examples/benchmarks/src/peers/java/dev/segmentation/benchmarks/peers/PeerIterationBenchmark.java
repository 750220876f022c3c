package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Marginal;
import dev.segmentation.benchmarks.Marginals;
import dev.segmentation.benchmarks.Shape;
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

/** One iteration of other libraries: read {@code perIteration}, as in {@code KMeansIterationBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PeerIterationBenchmark {

    /** The library. */
    @Param
    public Peer peer;

    /** The problem. */
    @Param({"A", "B", "C", "D"})
    public Shape shape;

    /** The threads of one fit, where the library lets one say so. */
    @Param("2")
    public int threads;

    private Rival rival;

    /** Hands over the data. */
    @Setup(Level.Trial)
    public void load() {
        rival = peer.factory.load(shape.blobs(), threads);
    }

    /** A fit stopped early and one stopped later. */
    @Benchmark
    public Object iteration(Marginal marginal) {
        return Marginals.time(marginal, rival::fit);
    }
}
