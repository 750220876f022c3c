package dev.segmentation.benchmarks;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.cluster.KMeans;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which kernel measures distances; constants are named as they are written on the command line. */
public enum Kernel {
    /** Plain Java, which the compiler vectorises as far as it can. */
    plain,
    /** The incubating Vector API. */
    vector;

    /** What every fork of a benchmark is started with; without it there is no vector kernel. */
    static final String JVM_OPTION = "--add-modules=jdk.incubator.vector";

    private static final int FITS_UNTIL_WARM = 500;

    /**
     * Runs by this kernel and no other.
     *
     * @param threads at least 1
     * @return the execution
     * @throws IllegalStateException if this is the vector kernel and the JVM does not offer it: a benchmark must not
     *     measure the other one instead
     */
    public Execution onThreads(int threads) {
        Execution execution = preferredOnThreads(threads);
        String found = this == plain ? kernelOf(execution) : kernelOnceWarm(execution);
        if (!found.startsWith(name())) {
            throw new IllegalStateException(
                    "kernel = " + found + " where " + this + " is to be measured; the vector kernel" + " needs "
                            + JVM_OPTION + " and HotSpot's optimizing compiler");
        }
        return execution;
    }

    /** Runs by this kernel where the JVM offers it. */
    Execution preferredOnThreads(int threads) {
        Execution execution = Execution.onThreads(threads);
        return this == plain ? execution.withoutVectorKernel() : execution;
    }

    /** What a fit says which kernel it used when the JIT compiler has had time for it. */
    private static String kernelOnceWarm(Execution execution) {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(
                IntStream.range(0, 16).mapToObj(j -> "f" + j).toList(),
                new SplittableRandom(1).doubles(320_000).toArray());
        String found = "";
        for (int fit = 0; fit < FITS_UNTIL_WARM && !found.startsWith(vector.name()); fit++) {
            found = KMeans.of(16)
                    .withRestarts(1)
                    .withMaxIterations(20)
                    .fit(data, execution)
                    .report()
                    .kernel();
        }
        return found;
    }

    /** What a fit says which kernel it used. */
    static String kernelOf(Execution execution) {
        return KMeans.of(1)
                .fit(FeatureMatrix.copyOfRowMajor(List.of("f0"), 1, 2), execution)
                .report()
                .kernel();
    }
}
