package dev.segmentation.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * What the machine can do, in the units of the physical limit: double operations of fused multiply-adds per nanosecond,
 * which is GFLOP/s (an operation is a multiplication or an addition), and bytes read per nanosecond, which is GB/s.
 *
 * <p>The limit of one iteration of k-means is the larger of 2·n·k·d operations and 8·n·d bytes, each by what is measured
 * here.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgsAppend = Kernel.JVM_OPTION)
public class PeakBenchmark {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    /** Enough to hide the latency of an addition, few enough for sixteen registers. */
    private static final int ACCUMULATORS = 12;

    private static final int MULTIPLY_ADDS = ACCUMULATORS * (1 << 16);

    /** Threads take turns at the chunks, so that no two read the same one. */
    private static final int CHUNKS = 8;

    private static final int CACHE_CHUNK = 100_000;
    private static final int MEMORY_CHUNK = 1 << 23;

    /** 6.4 MB, as much as the data of shape A: too large for a core's own cache. */
    @State(Scope.Benchmark)
    public static class Cached {

        private final double[] values = new double[CHUNKS * CACHE_CHUNK];

        /** Touches every page. */
        @Setup(Level.Trial)
        public void fill() {
            Arrays.fill(values, 1);
        }
    }

    /** 512 MB: too large for any cache. */
    @State(Scope.Benchmark)
    public static class Memory {

        private final double[] values = new double[CHUNKS * MEMORY_CHUNK];

        /** Touches every page. */
        @Setup(Level.Trial)
        public void fill() {
            Arrays.fill(values, 1);
        }
    }

    /** Whose turn it is. */
    @State(Scope.Thread)
    public static class Turn {

        private int next;
        private int threads;

        /** Begins at a chunk of one's own. */
        @Setup(Level.Trial)
        public void begin(ThreadParams params) {
            next = params.getThreadIndex();
            threads = params.getThreadCount();
        }

        private int chunk() {
            int chunk = next % CHUNKS;
            next = chunk + threads;
            return chunk;
        }
    }

    /** Arithmetic on one thread. */
    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(2 * MULTIPLY_ADDS)
    public double multiplyAdds1() {
        return multiplyAdds();
    }

    /** Arithmetic on two threads. */
    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(2 * MULTIPLY_ADDS)
    public double multiplyAdds2() {
        return multiplyAdds();
    }

    /** Reading what fits into the shared cache, on one thread. */
    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(Double.BYTES * CACHE_CHUNK)
    public double cacheBytes1(Cached cached, Turn turn) {
        return sum(cached.values, turn.chunk(), CACHE_CHUNK);
    }

    /** Reading what fits into the shared cache, on two threads. */
    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(Double.BYTES * CACHE_CHUNK)
    public double cacheBytes2(Cached cached, Turn turn) {
        return sum(cached.values, turn.chunk(), CACHE_CHUNK);
    }

    /** Reading memory on one thread. */
    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(Double.BYTES * MEMORY_CHUNK)
    public double memoryBytes1(Memory memory, Turn turn) {
        return sum(memory.values, turn.chunk(), MEMORY_CHUNK);
    }

    /** Reading memory on two threads. */
    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(Double.BYTES * MEMORY_CHUNK)
    public double memoryBytes2(Memory memory, Turn turn) {
        return sum(memory.values, turn.chunk(), MEMORY_CHUNK);
    }

    /** As many multiply-adds whatever the width of a vector; the accumulators stay near 2. */
    private static double multiplyAdds() {
        DoubleVector x = DoubleVector.broadcast(SPECIES, 0.5);
        DoubleVector y = DoubleVector.broadcast(SPECIES, 1);
        DoubleVector a0 = x;
        DoubleVector a1 = x;
        DoubleVector a2 = x;
        DoubleVector a3 = x;
        DoubleVector a4 = x;
        DoubleVector a5 = x;
        DoubleVector a6 = x;
        DoubleVector a7 = x;
        DoubleVector a8 = x;
        DoubleVector a9 = x;
        DoubleVector a10 = x;
        DoubleVector a11 = x;
        int steps = MULTIPLY_ADDS / ACCUMULATORS / SPECIES.length();
        for (int i = 0; i < steps; i++) {
            a0 = a0.fma(x, y);
            a1 = a1.fma(x, y);
            a2 = a2.fma(x, y);
            a3 = a3.fma(x, y);
            a4 = a4.fma(x, y);
            a5 = a5.fma(x, y);
            a6 = a6.fma(x, y);
            a7 = a7.fma(x, y);
            a8 = a8.fma(x, y);
            a9 = a9.fma(x, y);
            a10 = a10.fma(x, y);
            a11 = a11.fma(x, y);
        }
        return a0.add(a1)
                .add(a2)
                .add(a3)
                .add(a4)
                .add(a5)
                .add(a6)
                .add(a7)
                .add(a8)
                .add(a9)
                .add(a10)
                .add(a11)
                .reduceLanes(VectorOperators.ADD);
    }

    /** Eight accumulators, more than the loads in flight need. */
    private static double sum(double[] values, int chunk, int length) {
        int lanes = SPECIES.length();
        DoubleVector a0 = DoubleVector.zero(SPECIES);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        DoubleVector a4 = a0;
        DoubleVector a5 = a0;
        DoubleVector a6 = a0;
        DoubleVector a7 = a0;
        int first = chunk * length;
        int last = first + length - 8 * lanes;
        for (int i = first; i <= last; i += 8 * lanes) {
            a0 = a0.add(DoubleVector.fromArray(SPECIES, values, i));
            a1 = a1.add(DoubleVector.fromArray(SPECIES, values, i + lanes));
            a2 = a2.add(DoubleVector.fromArray(SPECIES, values, i + 2 * lanes));
            a3 = a3.add(DoubleVector.fromArray(SPECIES, values, i + 3 * lanes));
            a4 = a4.add(DoubleVector.fromArray(SPECIES, values, i + 4 * lanes));
            a5 = a5.add(DoubleVector.fromArray(SPECIES, values, i + 5 * lanes));
            a6 = a6.add(DoubleVector.fromArray(SPECIES, values, i + 6 * lanes));
            a7 = a7.add(DoubleVector.fromArray(SPECIES, values, i + 7 * lanes));
        }
        return a0.add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).reduceLanes(VectorOperators.ADD);
    }
}
