package dev.segmentation.benchmarks;

import dev.segmentation.Execution;

/** Which kernel measures distances; constants are named as they are written on the command line. */
public enum Kernel {
    /** Plain Java, which the compiler vectorises as far as it can. */
    plain,
    /** The incubating Vector API. */
    vector;

    private static final String MODULE = "jdk.incubator.vector";

    /** What every fork of a benchmark is started with; without it there is no vector kernel. */
    static final String JVM_OPTION = "--add-modules=" + MODULE;

    /**
     * Runs by this kernel.
     *
     * @param threads at least 1
     * @return the execution
     * @throws IllegalStateException if this is the vector kernel and the JVM was started without its module: a benchmark
     *     must not measure the other one instead
     */
    public Execution onThreads(int threads) {
        Execution execution = Execution.onThreads(threads);
        if (this == plain) {
            return execution.withoutVectorKernel();
        }
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            throw new IllegalStateException("no vector kernel without " + JVM_OPTION);
        }
        return execution;
    }
}
