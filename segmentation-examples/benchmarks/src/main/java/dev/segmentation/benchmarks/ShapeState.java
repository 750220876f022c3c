package dev.segmentation.benchmarks;

import dev.segmentation.Execution;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What most benchmarks vary: the problem, the kernel, the threads. */
@State(Scope.Benchmark)
public class ShapeState {

    /** The problem. */
    @Param
    public Shape shape;

    /** The kernel. */
    @Param
    public Kernel kernel;

    /** The threads of one fit. */
    @Param("2")
    public int threads;

    Problem problem;

    Execution execution;

    /** Makes the data. */
    @Setup(Level.Trial)
    public void setUp() {
        execution = kernel.onThreads(threads);
        problem = new Problem(shape.blobs());
    }
}
