package dev.segmentation.benchmarks;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.structure.Structure;
import dev.segmentation.metrics.structure.StructureTest;
import dev.segmentation.metrics.validity.SegmentValidation;
import dev.segmentation.metrics.validity.ValidationReport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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
 * The whole validation of k = 6 segments of n = 100 000 customers by d = 10 variables, blobs that overlap, with two
 * descriptors, a value and an outcome beside them; and the test of structure alone. Aim: the whole, with its 100
 * replicates, within 60 s on two threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(value = 1, jvmArgsAppend = Kernel.JVM_OPTION)
public class ValidationBenchmark {

    private static final int VARIABLES = 10;
    private static final int SEGMENTS = 6;
    private static final List<String> REGIONS = List.of("north", "east", "south", "west");

    /** The kernel. */
    @Param
    public Kernel kernel;

    /** The threads of a validation. */
    @Param("2")
    public int threads;

    /** The replicates of the bootstrap, by default as many as by that of the library. */
    @Param("100")
    public int replicates;

    /** n. */
    @Param("100000")
    public int customers;

    private Execution execution;
    private KMeans segmenter;
    private FeatureMatrix features;
    private Segmentation segmentation;
    private SegmentValidation validation;

    /** Makes the customers and their segments, by a k-means with the library's defaults. */
    @Setup(Level.Trial)
    public void setUp() {
        execution = kernel.onThreads(threads);
        features = new Blobs(customers, VARIABLES, SEGMENTS, Blobs.OVERLAPPING).matrix();
        segmenter = KMeans.of(SEGMENTS);
        Assignment assignment = segmenter.fit(features, execution).assignment();
        SeededRandom random = SeededRandom.stream(1, 2);
        double[] age = new double[customers];
        List<String> region = new ArrayList<>(customers);
        double[] worth = new double[customers];
        double[] spend = new double[customers];
        for (int i = 0; i < customers; i++) {
            int segment = assignment.label(i);
            age[i] = 40 + segment + 10 * random.nextGaussian();
            region.add(REGIONS.get(random.nextInt(REGIONS.size())));
            worth[i] = Math.exp(random.nextGaussian());
            spend[i] = Math.exp(0.1 * segment + random.nextGaussian());
        }
        Snapshot snapshot = Snapshot.builder(
                        LocalDate.of(2025, 1, 31),
                        CustomerIds.of(LongStream.range(0, customers).toArray()))
                .matrix(Role.BASE, features)
                .numeric("age", Role.DESCRIPTOR, age)
                .nominal("region", Role.DESCRIPTOR, region)
                .numeric("worth", Role.VALUE, worth)
                .build();
        segmentation = Segmentation.of(snapshot, assignment);
        validation = SegmentValidation.withDefaults()
                .withReplicates(replicates)
                .withOutcome("spend_next_90d", spend)
                .withSegmenter(segmenter);
    }

    /** Bootstrap, structure, evidence and verdicts. */
    @Benchmark
    public ValidationReport whole() {
        return validation.validate(segmentation, features, execution);
    }

    /** The test of structure alone, which is a part of the whole. */
    @Benchmark
    public Structure structure() {
        return StructureTest.of(segmenter).test(features, segmentation.assignment(), execution);
    }
}
