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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One iteration of k-means from given centers: read {@code perIteration}; the score is the two fits it comes from. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = Kernel.JVM_OPTION)
public class KMeansIterationBenchmark {

    /** Refuses a shape that converges too soon. */
    @Setup(Level.Trial)
    public void check(ShapeState state) {
        state.problem.checkLongEnough(state.execution);
    }

    /** A fit stopped early and one stopped later. */
    @Benchmark
    public Fit<KMeansModel> iteration(ShapeState state, Marginal marginal) {
        return Marginals.time(marginal, iterations -> state.problem.stoppedAfter(iterations, state.execution));
    }
}
