package dev.segmentation.benchmarks;

import dev.segmentation.Execution;
import dev.segmentation.Fit;
import dev.segmentation.cluster.KMeansModel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * How one iteration grows with n, d, k and threads: read {@code perIteration}, and {@code perThousandCells}, which is
 * picoseconds per n·k·d; the score is the two fits they come from. Aim: flat within 15 % from n = 10⁵ to 10⁷ at d = 16, k = 32 on one thread. The last problem needs 1.3
 * GB for its data.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {Kernel.JVM_OPTION, "-Xmx4g"})
public class ScalingBenchmark {

    /** A problem, a kernel and threads. */
    @State(Scope.Benchmark)
    public static class Size {

        /** n x d x k x threads: n varies, then d, then k, then threads. */
        @Param({
            "100000x16x32x1",
            "1000000x16x32x1",
            "10000000x16x32x1",
            "200000x4x32x1",
            "200000x8x32x1",
            "200000x32x32x1",
            "200000x128x32x1",
            "200000x16x4x1",
            "200000x16x16x1",
            "200000x16x128x1",
            "200000x16x512x1",
            "1000000x16x32x2",
            "200000x64x64x1",
            "200000x64x64x2"
        })
        public String size;

        /** The kernel. */
        @Param
        public Kernel kernel;

        private Problem problem;
        private Execution execution;

        /** Makes the data. */
        @Setup(Level.Trial)
        public void setUp() {
            int[] parts = Arrays.stream(size.split("x", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            execution = kernel.onThreads(parts[3]);
            problem = new Problem(new Blobs(parts[0], parts[1], parts[2], Blobs.OVERLAPPING));
            problem.checkLongEnough(execution);
        }
    }

    /** The time of an iteration by n·k·d. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Cost {

        private final Marginal marginal = new Marginal();
        private double cells;

        /** Begins a measurement. */
        @Setup(Level.Iteration)
        public void reset(Size size) {
            marginal.reset();
            cells = size.problem.cells();
        }

        /**
         * What JMH divides by, to show the time of one iteration.
         *
         * @return iterations
         */
        public double perIteration() {
            return marginal.perIteration();
        }

        /**
         * What JMH divides by, to show the time of a thousand of the n·k·d cells of an iteration.
         *
         * @return thousands of cells
         */
        public double perThousandCells() {
            return marginal.perIteration() * cells / 1000;
        }
    }

    /** A fit stopped early and one stopped later. */
    @Benchmark
    public Fit<KMeansModel> iteration(Size size, Cost cost) {
        return Marginals.time(cost.marginal, iterations -> size.problem.stoppedAfter(iterations, size.execution));
    }
}
