package dev.segmentation.benchmarks;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.stability.ClusterwiseJaccard;
import dev.segmentation.metrics.stability.Stability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * 100 bootstrap replicates of k-means on shape A (n = 100 000, d = 8, k = 8, blobs that overlap) beside the 100 fits alone.
 * Aim: the replicates take at most 1.3 times as long as the faster way to do the fits.
 *
 * <p>The fits are to the very samples that the replicates draw, made before the clock starts. Fits to the rows themselves
 * from other seeds would be no fair rival: a sample has each row several times, told by its weight, or not at all, and needs
 * other numbers of iterations. What remains between the two is what the bootstrap adds: drawing, copying rows, comparing segments.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0) // setting up takes five fits
@Measurement(iterations = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {Kernel.JVM_OPTION, "-Xmx3g"}) // the samples take 4.6 MB each
public class BootstrapBenchmark {

    /** Of the draws; the default. */
    private static final long SEED = 0;

    private static final int CHECKED = 2;

    /** The kernel; by default the fast one, beside which anything that is added weighs most. */
    @Param("vector")
    public Kernel kernel;

    /** The threads of 100 replicates or fits. */
    @Param({"1", "2"})
    public int threads;

    /** How many replicates, and fits. */
    @Param("100")
    public int replicates;

    /** The starts of each fit, by default as many as by that of the library. */
    @Param("10")
    public int restarts;

    /** n. */
    @Param("100000")
    public int customers;

    private Execution execution;
    private Execution alone;
    private KMeans segmenter;
    private FeatureMatrix data;
    private Assignment original;
    private List<FeatureMatrix> samples;

    /**
     * Makes the data, the segments and the samples.
     *
     * @throws IllegalStateException if the samples are not those of the replicates
     */
    @Setup(Level.Trial)
    public void setUp() {
        execution = kernel.onThreads(threads);
        alone = kernel.preferredOnThreads(1);
        Blobs blobs = new Blobs(customers, 8, 8, Blobs.OVERLAPPING);
        data = blobs.matrix();
        segmenter = KMeans.of(blobs.segments()).withRestarts(restarts);
        original = segmenter.fit(data, execution).assignment();
        samples = IntStream.range(0, replicates)
                .mapToObj(replicate -> sample(drawn(replicate)))
                .toList();
        checkSamples();
    }

    /** The bootstrap: draws, fits and compares, so many replicates at a time as there are threads. */
    @Benchmark
    public Stability replicates() {
        return assessed(replicates);
    }

    /** One fit after the other, each on all threads: the loop that comes to mind. */
    @Benchmark
    public double fits() {
        double objectives = 0;
        for (FeatureMatrix sample : samples) {
            objectives += segmenter.fit(sample, execution).report().objective();
        }
        return objectives;
    }

    /** As many fits at a time as there are threads, each on one. */
    @Benchmark
    public double fitsSideBySide() throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Double>> fits = new ArrayList<>();
            for (FeatureMatrix sample : samples) {
                fits.add(pool.submit(() -> segmenter.fit(sample, alone).report().objective()));
            }
            double objectives = 0;
            for (Future<Double> fit : fits) {
                objectives += fit.get();
            }
            return objectives;
        } finally {
            pool.shutdown();
        }
    }

    private Stability assessed(int resamples) {
        return ClusterwiseJaccard.of(segmenter)
                .withSeed(SEED)
                .withReplicates(resamples)
                .assess(data, original, execution);
    }

    /** As many rows as there are, with replacement, ascending; the draws of the library's replicate of that number. */
    private int[] drawn(int replicate) {
        SeededRandom random = SeededRandom.stream(SEED, replicate);
        return IntStream.range(0, customers)
                .map(draw -> random.nextInt(customers))
                .sorted()
                .toArray();
    }

    private static int[] distinct(int... drawn) {
        return Arrays.stream(drawn).distinct().toArray();
    }

    /** Every row that was drawn once, with how often as its weight, as the library gives it to k-means. */
    private FeatureMatrix sample(int... drawn) {
        int[] copies = new int[customers];
        for (int row : drawn) {
            copies[row]++;
        }
        int[] rows = distinct(drawn);
        return data.rows(rows)
                .weightedBy(Arrays.stream(rows).mapToDouble(row -> copies[row]).toArray());
    }

    /** Refuses to time fits to other samples: the overlaps after fits to these must be those that the library finds. */
    private void checkSamples() {
        Stability found = assessed(CHECKED);
        for (int replicate = 0; replicate < CHECKED; replicate++) {
            int[] drawn = drawn(replicate);
            Assignment refitted = segmenter.fit(sample(drawn), execution).assignment();
            double[] overlaps = ClusterwiseJaccard.bestMatches(original, distinct(drawn), refitted);
            for (int segment = 0; segment < overlaps.length; segment++) {
                if (overlaps[segment] != found.value(replicate, segment)) {
                    throw new IllegalStateException("replicate " + replicate + " was drawn from other rows, overlap "
                            + found.value(replicate, segment) + " where these give " + overlaps[segment]);
                }
            }
        }
    }
}
