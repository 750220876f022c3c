package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitException;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.testing.BadInputData;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** The cases RT: threads, cancellation, callbacks and seeds. */
final class BadRuntimes {

    private BadRuntimes() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("RT001", BadRuntimes::numbersOfThreads),
                entry("RT005", BadRuntimes::sharedByThreads),
                entry("RT007", BadRuntimes::interrupted),
                entry("RT010", BadRuntimes::interruptedBefore),
                entry("RT011", BadRuntimes::listenerThrows),
                entry("RT013", BadRuntimes::nestedInItsPool),
                entry("RT021", BadRuntimes::extremeSeeds));
    }

    private static void numbersOfThreads(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix matrix = bad.matrix();
        FeatureMatrix some = matrix.rows(IntStream.range(0, 1000).toArray());
        Set<String> plain = new HashSet<>();
        Set<String> refined = new HashSet<>();
        for (JsonNode threads : bad.input().get("threads")) {
            Execution execution = Execution.onThreads(threads.asInt());
            plain.add(digest(quick(bad.k()).fit(matrix, execution)));
            refined.add(
                    digest(quick(bad.k()).withRefinement(Refinement.EXCHANGE).fit(some, execution)));
        }
        assertThat(plain).hasSize(1);
        assertThat(refined).hasSize(1);
    }

    private static void sharedByThreads(BadInputCase bad) throws Exception {
        bad.mayAccept();
        FeatureMatrix matrix = bad.matrix();
        KMeans shared = quick(bad.k());
        ExecutorService callers =
                Executors.newFixedThreadPool(bad.input().get("threads").asInt());
        try {
            List<Future<String>> calls = new ArrayList<>();
            for (int call = 0; call < bad.input().get("calls").asInt(); call++) {
                calls.add(callers.submit(() -> digest(shared.fit(matrix))));
            }
            Set<String> digests = new HashSet<>();
            for (Future<String> call : calls) {
                digests.add(call.get());
            }
            assertThat(digests).hasSize(1);
        } finally {
            callers.shutdownNow();
        }
    }

    /** Within 100 ms in the best of three attempts, because the machine may be busy with other things. */
    private static void interrupted(BadInputCase bad) throws InterruptedException {
        FeatureMatrix matrix = bad.matrix();
        KMeans kMeans = KMeans.of(bad.k());
        Thread fitting = Thread.currentThread();
        Set<Thread> before = workers();
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 3 && best > 100_000_000; attempt++) {
            AtomicLong asked = new AtomicLong();
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            clock.schedule(
                    () -> {
                        asked.set(System.nanoTime());
                        fitting.interrupt();
                    },
                    bad.input().get("interrupt_after_ms").asLong(),
                    TimeUnit.MILLISECONDS);
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> kMeans.fit(matrix, Execution.onThreads(2)))
                    .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.CANCELLED));
            best = Math.min(best, System.nanoTime() - asked.get());
            assertThat(Thread.interrupted()).as("the flag, cleared now").isTrue();
            clock.shutdown();
        }
        assertThat(best).isBetween(0L, 100_000_000L);
        assertNoThreadsLeft(before);
    }

    private static void interruptedBefore(BadInputCase bad) {
        FeatureMatrix matrix = bad.matrix();
        long start = System.nanoTime();
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> KMeans.of(bad.k()).fit(matrix))
                    .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.CANCELLED));
        } finally {
            assertThat(Thread.interrupted()).as("the flag, cleared now").isTrue();
        }
        assertThat(System.nanoTime() - start).as("before any work").isLessThan(1_000_000_000);
    }

    private static void listenerThrows(BadInputCase bad) throws InterruptedException {
        FeatureMatrix matrix = bad.matrix();
        KMeans kMeans = KMeans.of(bad.k());
        String expected = digest(kMeans.fit(matrix));
        Set<Thread> before = workers();
        RuntimeException own = new IllegalStateException("the caller's own");
        assertThatExceptionOfType(FitException.class)
                .isThrownBy(() -> kMeans.fit(matrix, Execution.onThreads(4).withListener(progress -> {
                    throw own;
                })))
                .withCause(own)
                .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.CALLBACK_FAILED));
        assertNoThreadsLeft(before);
        assertThat(digest(kMeans.fit(matrix))).as("nothing is left behind").isEqualTo(expected);
    }

    private static void nestedInItsPool(BadInputCase bad) throws Exception {
        bad.mayAccept();
        FeatureMatrix matrix = normal(20_000, 10);
        KMeans kMeans = quick(8);
        ForkJoinPool pool = new ForkJoinPool(bad.input().get("pool").asInt());
        try {
            String expected = digest(kMeans.fit(matrix)); // also warms up
            double ratio = Double.POSITIVE_INFINITY;
            for (int attempt = 0; attempt < 3 && ratio >= 2; attempt++) {
                long start = System.nanoTime();
                digest(kMeans.fit(matrix));
                long alone = System.nanoTime() - start;
                start = System.nanoTime();
                Future<String> nested = pool.submit(() -> digest(kMeans.fit(matrix, Execution.on(pool, 4))));
                assertThat(nested.get(8, TimeUnit.SECONDS)).isEqualTo(expected);
                ratio = Math.min(ratio, (System.nanoTime() - start) / (double) alone);
            }
            assertThat(ratio).isLessThan(2);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void extremeSeeds(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix matrix = normal(500, 3);
        Set<String> digests = new HashSet<>();
        for (JsonNode seed : bad.input().get("seeds")) {
            KMeans kMeans = KMeans.of(8)
                    .withSeed(seed.asLong())
                    .withRestarts(1)
                    .withMaxIterations(1)
                    .withRefinement(Refinement.NONE);
            Fit<KMeansModel> fit = kMeans.fit(matrix);
            assertThat(fit.report().seed()).isEqualTo(seed.asLong());
            assertThat(fit.assignment().sizes()).doesNotContain(0);
            digests.add(digest(fit));
        }
        assertThat(digests).as("distinct streams").hasSize(4);
    }

    /** Enough work to go wrong, and little enough to be repeated often. */
    private static KMeans quick(int segmentCount) {
        return KMeans.of(segmentCount).withRestarts(2).withMaxIterations(8).withRefinement(Refinement.NONE);
    }

    static FeatureMatrix normal(int n, int d) {
        return BadInputData.make(new ObjectMapper()
                        .createObjectNode()
                        .put("gen", "normal")
                        .put("n", n)
                        .put("d", d))
                .matrix();
    }

    /** SHA-256 of all centers, labels and the objective. */
    static String digest(Fit<KMeansModel> fit) {
        double[] centers = fit.model().centers().toRowMajorArray();
        int[] labels = fit.assignment().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(8 * centers.length + 4 * labels.length + 8);
        for (double value : centers) {
            bytes.putDouble(value);
        }
        for (int label : labels) {
            bytes.putInt(label);
        }
        bytes.putDouble(fit.report().objective());
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static void assertNoThreadsLeft(Set<Thread> before) throws InterruptedException {
        Set<Thread> left = workers();
        left.removeAll(before);
        for (Thread thread : left) {
            thread.join(1000); // it was told to end, and may still be about to
            assertThat(thread.isAlive()).as("%s", thread).isFalse();
        }
    }

    private static Set<Thread> workers() {
        Set<Thread> workers = new HashSet<>(Thread.getAllStackTraces().keySet());
        workers.removeIf(thread -> !thread.getName().startsWith("segmentation-worker"));
        return workers;
    }
}
