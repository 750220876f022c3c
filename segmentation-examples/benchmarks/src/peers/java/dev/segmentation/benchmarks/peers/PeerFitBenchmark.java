package dev.segmentation.benchmarks.peers;

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

/** A fit until nothing changes, by the libraries that take the given centers, as in {@code KMeansFitBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class PeerFitBenchmark {

    private static final int NO_LIMIT = 100_000;

    /** The library. */
    @Param({"elkiLloyd", "elkiParallelLloyd", "elkiElkan", "elkiHamerly", "elkiExponion"})
    public Peer peer;

    /** The problem. */
    @Param
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

    /** One fit. */
    @Benchmark
    public Object fromCenters() {
        return rival.fit(NO_LIMIT);
    }
}
