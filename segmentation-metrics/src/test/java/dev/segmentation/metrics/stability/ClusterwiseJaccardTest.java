package dev.segmentation.metrics.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterwiseJaccardTest {

    @RegisterExtension
    static final GoldenOperation JACCARD = GoldenOperation.of("stability.jaccard");

    @TestFactory
    Stream<DynamicTest> bestMatchesAgreeWithTheReferences() {
        return JACCARD.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        int k = golden.parameters().get("k").asInt();
        Assignment original = Assignment.copyOf(k, golden.ints(golden.inputs().get("fullLabels")));
        JsonNode subsets = golden.inputs().get("subsets0");
        double[][] expected = golden.doubles2(golden.expected().get("maxJaccard"));
        List<Overlaps> overlaps = new ArrayList<>();
        for (int b = 0; b < subsets.size(); b++) {
            int[] rows = golden.ints(subsets.get(b));
            int[] labels = golden.ints(golden.inputs().get("subsetLabels").get(b));
            Assignment refitted = Assignment.copyOf(Arrays.stream(labels).max().orElse(0) + 1, labels);
            golden.assertClose("maxJaccard", ClusterwiseJaccard.bestMatches(original, rows, refitted), expected[b]);
            overlaps.add(Overlaps.of(ContingencyTable.between(original.rows(rows), refitted)));
        }
        Stability stability = new Stability(Resampling.bootstrap(), overlaps, original.sizes(), 0.95, List.of());
        for (int s = 0; s < k; s++) {
            golden.assertClose(
                    "meanJaccard",
                    stability.jaccard(s).value(),
                    golden.doubles(golden.expected().get("meanJaccard"))[s]);
            assertThat(stability.recovered(s))
                    .isEqualTo(golden.ints(golden.expected().get("recoveredAtLeast075"))[s]);
            assertThat(stability.dissolved(s))
                    .isEqualTo(golden.ints(golden.expected().get("dissolvedAtMost05"))[s]);
        }
    }

    @Test
    void separateSegmentsAlwaysComeBackAndCutsThroughACloudDoNot() {
        FeatureMatrix apart = blobs(90, 20);
        KMeans kMeans = KMeans.of(3).withRestarts(3);
        Stability stable = ClusterwiseJaccard.of(kMeans)
                .withReplicates(30)
                .assess(apart, kMeans.fit(apart).assignment());
        for (int s = 0; s < 3; s++) {
            assertThat(stable.jaccard(s).value()).isEqualTo(1);
            assertThat(stable.recovered(s)).isEqualTo(30);
            assertThat(stable.jaccard(s).customers()).isEqualTo(30);
        }
        FeatureMatrix cloud = blobs(90, 0);
        KMeans tooMany = KMeans.of(6).withRestarts(3);
        Stability unstable = ClusterwiseJaccard.of(tooMany)
                .withReplicates(30)
                .assess(cloud, tooMany.fit(cloud).assignment());
        double mean = IntStream.range(0, 6)
                .mapToDouble(s -> unstable.jaccard(s).value())
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(0.4, 0.7);
        assertThat(IntStream.range(0, 6).map(unstable::dissolved).sum()).isGreaterThan(20);
    }

    @Test
    void sameBitsOnAnyNumberOfThreadsAndOtherBitsForOtherSeeds() {
        FeatureMatrix cloud = blobs(120, 1);
        KMeans kMeans = KMeans.of(3).withRestarts(2);
        Assignment original = kMeans.fit(cloud).assignment();
        ClusterwiseJaccard bootstrap = ClusterwiseJaccard.of(kMeans).withReplicates(12);
        String once = bootstrap.assess(cloud, original).toString();
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(bootstrap.assess(cloud, original, Execution.onThreads(threads)))
                    .hasToString(once);
        }
        assertThat(bootstrap.withSeed(1).assess(cloud, original).toString()).isNotEqualTo(once);
    }

    @Test
    void emptySegmentsAreUndefined() {
        FeatureMatrix apart = blobs(30, 20);
        Assignment original =
                Assignment.copyOf(4, IntStream.range(0, 30).map(i -> i % 3).toArray());
        Stability found = ClusterwiseJaccard.of(KMeans.of(3)).withReplicates(5).assess(apart, original);
        assertThat(found.jaccard(3).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.value(0, 3)).isNaN();
        assertThat(found.dissolved(3)).isZero();
    }

    @Test
    void resamplesThatCannotBeFittedAreCounted() {
        FeatureMatrix few = FeatureMatrix.copyOfRowMajor(List.of("x"), new double[] {0, 0, 0, 1, 1, 9});
        Assignment original = Assignment.copyOf(3, 0, 0, 0, 1, 1, 2);
        Stability found = ClusterwiseJaccard.of(KMeans.of(3)).withReplicates(40).assess(few, original);
        assertThat(found.replicates()).isBetween(1, 39);
        assertThat(found.notices()).extracting(Notice::reason).containsExactly(Reason.NO_OBSERVATIONS);
        assertThat(found.notices().get(0).message())
                .startsWith((40 - found.replicates()) + " of 40 resamples could not be fitted");
        assertThat(found.jaccard(2).value()).isEqualTo(1);
    }

    @Test
    void whatNeverFitsIsTheSegmentersError() {
        FeatureMatrix missing = FeatureMatrix.copyOfRowMajor(List.of("x"), new double[] {Double.NaN, 1});
        FeatureMatrix none = missing.rows(0, 0);
        assertThatThrownBy(() -> ClusterwiseJaccard.of(KMeans.of(2)).assess(none, Assignment.copyOf(2, 0, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("missing value");
    }

    @Test
    void cancellationReachesTheFits() throws InterruptedException {
        AtomicInteger polls = new AtomicInteger();
        AtomicBoolean cancelled = new AtomicBoolean();
        Segmenter<?> endless = (features, execution) -> {
            try (var workers = execution.start()) {
                while (true) {
                    workers.checkCancelled();
                    if (polls.incrementAndGet() > 1_000) {
                        cancelled.set(true);
                    }
                }
            }
        };
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Execution execution = Execution.on(pool, 3).withCancellation(cancelled::get);
            assertThatThrownBy(() -> ClusterwiseJaccard.of(endless)
                            .assess(blobs(30, 1), Assignment.copyOf(1, new int[30]), execution))
                    .isInstanceOf(CancelledException.class);
            assertThat(pool.isShutdown()).isFalse();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void drawsHaveTheSizeAndTheSpreadOfABootstrap() {
        AtomicInteger distinct = new AtomicInteger();
        FeatureMatrix numbered = FeatureMatrix.copyOfRowMajor(
                List.of("x"), IntStream.range(0, 200).asDoubleStream().toArray());
        Segmenter<KMeansModel> spy = (features, execution) -> {
            assertThat(features.rowCount()).isEqualTo(200);
            distinct.addAndGet(
                    (int) Arrays.stream(features.toRowMajorArray()).distinct().count());
            return KMeans.of(1).fit(features, execution);
        };
        ClusterwiseJaccard.of(spy).assess(numbered, Assignment.copyOf(1, new int[200]));
        assertThat(distinct.get() / 100.0 / 200).isCloseTo(1 - 1 / Math.E, within(0.01));
    }

    @Test
    void meanHasStudentsInterval() {
        List<Overlaps> overlaps = Stream.of(new long[] {1, 1}, new long[] {2}, new long[] {3, 1}, new long[] {0})
                .map(counts -> Overlaps.of(ContingencyTable.copyOf(new long[][] {counts}))) // ½, 1, ¾, nobody drawn
                .toList();
        Estimate found = new Stability(Resampling.bootstrap(), overlaps, new int[] {7}, 0.95, List.of()).jaccard(0);
        assertThat(found.value()).isEqualTo(0.75);
        assertThat(found.lower()).isCloseTo(0.75 - 4.302652729696 * 0.25 / Math.sqrt(3), within(1e-9));
        assertThat(found.upper()).isEqualTo(1);
    }

    @Test
    void unionsAgreeWithSetsCountedOneByOne() {
        SeededRandom random = SeededRandom.stream(9, 9);
        for (int run = 0; run < 200; run++) {
            int n = 1 + random.nextInt(40);
            int k = 2 + random.nextInt(4);
            int[] before = IntStream.range(0, n).map(i -> random.nextInt(k)).toArray();
            int groups = 1 + random.nextInt(5);
            int[] after = IntStream.range(0, n).map(i -> random.nextInt(groups)).toArray();
            int first = random.nextInt(k);
            int second = (first + 1 + random.nextInt(k - 1)) % k;
            Set<Integer> both = where(before, Set.of(first, second));
            double most = both.isEmpty() || both.size() == n ? Double.NaN : 0;
            double best = 0;
            for (int t = 0; t < 5; t++) {
                for (int u = 0; u < 5; u++) {
                    Set<Integer> found = where(after, t == u ? Set.of(t) : Set.of(t, u));
                    Set<Integer> common = new HashSet<>(both);
                    common.retainAll(found);
                    if (found.size() < n) {
                        found.addAll(both);
                        best = Math.max(best, (double) common.size() / found.size());
                    }
                }
            }
            Overlaps overlaps =
                    Overlaps.of(ContingencyTable.between(Assignment.copyOf(k, before), Assignment.copyOf(5, after)));
            assertThat(overlaps.bestOfUnion(first, second)).isEqualTo(Double.valueOf(Double.isNaN(most) ? most : best));
        }
    }

    private static Set<Integer> where(int[] labels, Set<Integer> wanted) {
        return IntStream.range(0, labels.length)
                .filter(i -> wanted.contains(labels[i]))
                .boxed()
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void halvesOfACloudDoNotComeBackButTheCloudDoes() {
        FeatureMatrix clouds = blobs(300, 12);
        KMeans tooMany = KMeans.of(4).withRestarts(5);
        Assignment cut = tooMany.fit(clouds).assignment();
        int[] sizes = cut.sizes(); // three clouds of 100, one of which is cut: the two smallest are its halves
        int[] halves = IntStream.range(0, 4).filter(s -> sizes[s] < 80).toArray();
        assertThat(halves).hasSize(2);
        Stability stability = ClusterwiseJaccard.of(tooMany).assess(clouds, cut);
        Estimate union = stability.jaccardOfUnion(halves[0], halves[1]);
        assertThat(union.value()).isGreaterThan(0.95);
        assertThat(union.customers()).isEqualTo(100);
        for (int half : halves) {
            assertThat(stability.jaccard(half).value()).isLessThan(0.75);
        }
        assertThat(stability.jaccardOfUnion(halves[1], halves[0])).isEqualTo(union);
        KMeans two = KMeans.of(2);
        assertThat(ClusterwiseJaccard.of(two)
                        .withReplicates(5)
                        .assess(clouds, two.fit(clouds).assignment())
                        .jaccardOfUnion(0, 1)
                        .undefined())
                .contains(Reason.NO_OBSERVATIONS); // whatever the labels are, two of two segments are everybody
        assertThatThrownBy(() -> stability.jaccardOfUnion(1, 1))
                .hasMessage("Stability.jaccardOfUnion: second = 1, expected another segment than first");
        assertThatThrownBy(() -> stability.jaccardOfUnion(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesBadOptions() {
        ClusterwiseJaccard bootstrap = ClusterwiseJaccard.of(KMeans.of(2));
        assertThatThrownBy(() -> bootstrap.withReplicates(1))
                .hasMessage("ClusterwiseJaccard.withReplicates: replicates = 1, expected at least 2; 100 is usual");
        assertThatThrownBy(() -> bootstrap.withLevel(1)).hasMessageContaining("level = 1.0");
        assertThatThrownBy(() -> bootstrap.assess(blobs(30, 1), Assignment.copyOf(1, new int[3])))
                .hasMessage("ClusterwiseJaccard.assess: original has 3 entries, expected 30, one per row");
        assertThatThrownBy(() -> bootstrap.assess(blobs(0, 1), Assignment.copyOf(1)))
                .hasMessageContaining("no rows");
        assertThat(bootstrap.withSeed(7).toString()).contains("replicates = 100, seed = 7, level = 0.95");
    }

    /** Three clouds on a triangle, row i in cloud i mod 3. */
    private static FeatureMatrix blobs(int n, double distance) {
        SeededRandom random = SeededRandom.stream(11, 1);
        double[] values = new double[2 * n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = random.nextGaussian() + (i % 3 == 1 ? distance : 0);
            values[2 * i + 1] = random.nextGaussian() + (i % 3 == 2 ? distance : 0);
        }
        return FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
    }
}
