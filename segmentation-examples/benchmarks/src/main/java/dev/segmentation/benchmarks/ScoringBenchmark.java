package dev.segmentation.benchmarks;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.cluster.KMeansModel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Scoring by a fitted model, in nanoseconds per row, on the calling thread: a matrix, and one row after the other.
 *
 * <p>Run with {@code -prof gc}: scoring one row must show 0 bytes per operation. Aim: at most 150 ns for one row at d = 8,
 * k = 8, and a matrix at the speed of an iteration on one thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = Kernel.JVM_OPTION)
public class ScoringBenchmark {

    private static final int MATRIX_ROWS = 200_000;
    private static final int SINGLE_ROWS = 1024;

    /** Features × segments. */
    @State(Scope.Benchmark)
    public static class Model {

        /** d x k. */
        @Param({"8x8", "16x32", "64x64"})
        public String size;

        private Problem problem;
        private KMeansModel model;
        private double[][] rows;
        private int next;

        /** Makes rows and a model. */
        @Setup(Level.Trial)
        public void setUp() {
            String[] parts = size.split("x", -1);
            problem = new Problem(
                    new Blobs(MATRIX_ROWS, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Blobs.OVERLAPPING));
            model = problem.stoppedAfter(5, Execution.sequential()).model();
            rows = new double[SINGLE_ROWS][];
            for (int i = 0; i < SINGLE_ROWS; i++) {
                rows[i] = problem.data().row(i);
            }
        }
    }

    /** A matrix. */
    @Benchmark
    @OperationsPerInvocation(MATRIX_ROWS)
    public Assignment matrix(Model state) {
        return state.model.assign(state.problem.data());
    }

    /** One row, never the same twice in succession. */
    @Benchmark
    public int row(Model state) {
        state.next = (state.next + 1) % SINGLE_ROWS;
        return state.model.segmentOf(state.rows[state.next]);
    }
}
