package dev.segmentation.benchmarks;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Refinement;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One k-means start, seeding included, to convergence, on overlapping Gaussian blobs; the refinement beside plain Lloyd,
 * which it must not slow down by more than 10 %.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class KMeansFitBenchmark {

    /** Rows, features and segments: A 100 000 × 8, 8; B 1 000 000 × 8, 8; C 1 000 000 × 16, 32; D 200 000 × 64, 64. */
    public enum Shape {
        A(100_000, 8, 8),
        B(1_000_000, 8, 8),
        C(1_000_000, 16, 32),
        D(200_000, 64, 64);

        private final int rows;
        private final int features;
        private final int segments;

        Shape(int rows, int features, int segments) {
            this.rows = rows;
            this.features = features;
            this.segments = segments;
        }

        FeatureMatrix blobs(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] centers = new double[segments][features];
            for (double[] center : centers) {
                for (int j = 0; j < features; j++) {
                    center[j] = 1.5 * random.nextGaussian();
                }
            }
            List<String> names =
                    IntStream.range(0, features).mapToObj(j -> "f" + j).toList();
            FeatureMatrix.Builder builder = FeatureMatrix.builder(names);
            double[] row = new double[features];
            for (int i = 0; i < rows; i++) {
                double[] center = centers[random.nextInt(segments)];
                for (int j = 0; j < features; j++) {
                    row[j] = center[j] + random.nextGaussian();
                }
                builder.addRow(row);
            }
            return builder.build();
        }
    }

    @Param({"A", "B"})
    private Shape shape;

    /** What is done where Lloyd stops. */
    public enum Finish {
        /** Nothing: plain Lloyd. */
        PLAIN,
        /** The default: an exchange that is bounded on large problems. */
        DEFAULT
    }

    @Param({"PLAIN", "DEFAULT"})
    private Finish finish;

    @Param({"1", "2"})
    private int threads;

    private FeatureMatrix data;
    private KMeans config;

    /** Makes the data. */
    @Setup
    public void setUp() {
        data = shape.blobs(1);
        KMeans seeded = KMeans.of(shape.segments).withRestarts(1);
        config = finish == Finish.PLAIN ? seeded.withRefinement(Refinement.NONE) : seeded;
    }

    /** One start. */
    @Benchmark
    public Fit<KMeansModel> fit() {
        return config.fit(data, Execution.onThreads(threads));
    }
}
