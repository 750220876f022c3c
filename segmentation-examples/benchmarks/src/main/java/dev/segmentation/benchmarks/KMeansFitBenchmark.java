package dev.segmentation.benchmarks;

import dev.segmentation.Fit;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Refinement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One k-means start until nothing changes: from given centers, as the rivals are timed; with seeding; and with the
 * refinement that is on by default, which must not cost large problems more than 10 %.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(value = 1, jvmArgsAppend = Kernel.JVM_OPTION)
public class KMeansFitBenchmark {

    /** Plain Lloyd from given centers. */
    @Benchmark
    public Fit<KMeansModel> fromCenters(ShapeState state) {
        return state.problem.toConvergence(state.execution);
    }

    /** Greedy k-means++ and plain Lloyd. */
    @Benchmark
    public Fit<KMeansModel> seeded(ShapeState state) {
        return oneStart(state).withRefinement(Refinement.NONE).fit(state.problem.data(), state.execution);
    }

    /** Greedy k-means++, Lloyd and the default refinement. */
    @Benchmark
    public Fit<KMeansModel> seededAndRefined(ShapeState state) {
        return oneStart(state).fit(state.problem.data(), state.execution);
    }

    static KMeans oneStart(ShapeState state) {
        return KMeans.of(state.problem.segments()).withRestarts(1);
    }
}
