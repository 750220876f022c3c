package dev.segmentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.ModelFit;
import dev.segmentation.Reason;
import dev.segmentation.scan.RowBlock;
import dev.segmentation.scan.RowSource;
import dev.segmentation.scan.Scan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows that are scanned give the bits of rows in memory. */
class ScannedKMeansTest {

    private static final Execution PLAIN = Execution.sequential();

    @Test
    void randomStartsOverFewRows() {
        assertSameBits(KMeans.of(5).withRestarts(4).withSeed(3), blobs(3000, 3, 5, 0), 1);
    }

    @Test
    void startsAreDrawnFromTheSameSampleOfManyRows() {
        assertSameBits(KMeans.of(6).withRestarts(2), blobs(50_000, 2, 6, 0), 2);
    }

    @Test
    void farFromTheOriginAndStoppedByTolerance() {
        assertSameBits(KMeans.of(4).withRestarts(3).withTolerance(1e-3), blobs(5000, 4, 4, 1e9), 3);
    }

    @Test
    void stoppedByTheLimit() {
        assertSameBits(KMeans.of(7).withRestarts(2).withMaxIterations(3), blobs(5000, 4, 4, 0), 2);
    }

    @Test
    void weights() {
        FeatureMatrix data = blobs(4000, 3, 5, 0);
        double[] weights =
                new SplittableRandom(5).doubles(4000, 0, 3).map(Math::floor).toArray();
        assertSameBits(KMeans.of(5).withRestarts(3), data.weightedBy(weights), 2);
    }

    @Test
    void segmentsThatRunEmptyAreGivenTheSameRows() {
        FeatureMatrix data = blobs(2500, 2, 3, 0);
        FeatureMatrix starts =
                FeatureMatrix.copyOfRowMajor(data.featureNames(), 0, 0, 1e6, 1e6, 2e6, 2e6, 1, 1, 3e6, 3e6);
        assertSameBits(KMeans.of(5).withSeeding(Seeding.centers(starts)), data, 2);
    }

    @Test
    void tiesAndDuplicates() {
        double[] values =
                new SplittableRandom(8).doubles(6000, 0, 4).map(Math::floor).toArray();
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("a", "b"), values);
        assertSameBits(KMeans.of(6).withRestarts(5), data, 3);
    }

    @Test
    void rareRowsThatTheSampleMisses() {
        double[] values = new double[100_000];
        values[123] = 1;
        values[77_777] = 5;
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), values);
        assertSameBits(KMeans.of(3).withRestarts(1), data, 1);
        assertThat(KMeans.of(3).fit(data).report().objective()).isZero();
        double[] weights = new double[100_000];
        for (int i = 0; i < 4; i++) {
            weights[20_000 * i + 7] = 1;
        }
        double[] spread = IntStream.range(0, 100_000).asDoubleStream().toArray();
        for (long seed = 0; seed < 6; seed++) {
            assertSameBits(
                    KMeans.of(2).withRestarts(1).withSeed(seed),
                    FeatureMatrix.copyOfRowMajor(List.of("x"), spread).weightedBy(weights),
                    1);
        }
    }

    @Test
    void weightsOfOneAreNoWeights() {
        double[] values = new SplittableRandom(2).doubles(20_000, 0, 1e-5).toArray();
        values[5] = 1e10;
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), values);
        double[] ones = new double[20_000];
        Arrays.fill(ones, 1);
        KMeans config = KMeans.of(2).withRestarts(1);
        assertSameBits(config, data.weightedBy(ones), 1);
        assertThat(config.fit(data.weightedBy(ones)).model().centers().toRowMajorArray())
                .containsExactly(config.fit(data).model().centers().toRowMajorArray());
    }

    @Test
    void threadsAreNoMoreThanAsked() {
        AtomicInteger most = new AtomicInteger();
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            KMeans.of(4)
                    .withRestarts(2)
                    .fit(
                            new Watched(RowSource.of(blobs(60_000, 2, 4, 0)), new AtomicInteger(), most),
                            Execution.on(pool, 3));
        } finally {
            pool.shutdown();
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void missingValuesAndTooFewRowsAreRefusedWithTheSameWords() {
        FeatureMatrix missing = FeatureMatrix.copyOfRowMajor(List.of("a", "b"), 1, 2, 3, Double.NaN, 5, Double.NaN);
        assertSameRefusal(KMeans.of(2), missing, Reason.NON_FINITE);
        assertSameRefusal(KMeans.of(4), FeatureMatrix.copyOfRowMajor(List.of("a"), 1, 2, 3), Reason.K_GT_N);
        assertSameRefusal(
                KMeans.of(3), FeatureMatrix.copyOfRowMajor(List.of("a"), 1, 2, 1, 2), Reason.FEWER_DISTINCT_THAN_K);
        assertSameRefusal(KMeans.of(2), FeatureMatrix.copyOfRowMajor(List.of("a"), 1, 2e131), Reason.RANGE);
        assertSameRefusal(KMeans.of(2), FeatureMatrix.copyOfRowMajor(List.of("a")), Reason.EMPTY);
        assertSameRefusal(
                KMeans.of(2), FeatureMatrix.copyOfRowMajor(List.of("a"), 1, 2).weightedBy(1, 1e13), Reason.RANGE);
    }

    @Test
    void exchangesAreRefused() {
        RowSource source = RowSource.of(blobs(100, 2, 2, 0));
        assertThatThrownBy(
                        () -> KMeans.of(2).withRefinement(Refinement.EXCHANGE).fit(source, PLAIN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "KMeans.fit: refinement = EXCHANGE, expected NONE over a row source; exchanges need the rows"
                                + " in memory");
    }

    private static void assertSameRefusal(KMeans config, FeatureMatrix data, Reason reason) {
        InvalidInputException expected = refusal(() -> config.fit(data, PLAIN));
        assertThat(expected.reason()).isEqualTo(reason);
        InvalidInputException actual = refusal(() -> config.fit(RowSource.of(data), PLAIN));
        assertThat(actual).hasMessage(expected.getMessage());
        assertThat(actual.reason()).isEqualTo(reason);
    }

    private static InvalidInputException refusal(Runnable fit) {
        try {
            fit.run();
        } catch (InvalidInputException refused) {
            return refused;
        }
        throw new AssertionError("not refused");
    }

    private static void assertSameBits(KMeans config, FeatureMatrix data, int threads) {
        Fit<KMeansModel> expected = config.withRefinement(Refinement.NONE).fit(data, Execution.onThreads(threads));
        for (RowSource source : List.of(RowSource.of(data), new OddBlocks(data, 1500), new OddBlocks(data, 7))) {
            ModelFit<KMeansModel> actual = config.fit(source, Execution.onThreads(threads));
            assertThat(actual.model().centers().toRowMajorArray())
                    .containsExactly(expected.model().centers().toRowMajorArray());
            assertThat(actual.report().toString()).isEqualTo(expected.report().toString());
            assertThat(actual.report().restartObjectives())
                    .isEqualTo(expected.report().restartObjectives());
            assertThat(actual.converged()).isEqualTo(expected.converged());
            for (int s = 0; s < config.segmentCount(); s++) {
                assertThat(actual.model().trainingWeight(s))
                        .isEqualTo(expected.model().trainingWeight(s));
            }
        }
    }

    private static FeatureMatrix blobs(int n, int d, int k, double offset) {
        SplittableRandom random = new SplittableRandom(n + k);
        double[] values = new double[n * d];
        for (int i = 0; i < n; i++) {
            int blob = random.nextInt(k);
            for (int j = 0; j < d; j++) {
                values[i * d + j] = offset + 3 * (blob >> j & 1) + 0.7 * blob + random.nextGaussian();
            }
        }
        return FeatureMatrix.copyOfRowMajor(
                IntStream.range(0, d).mapToObj(j -> "f" + j).toList(), values);
    }

    /** Counts the threads that are at work at the same time. */
    private record Watched(RowSource source, AtomicInteger now, AtomicInteger most) implements RowSource {

        @Override
        public List<String> featureNames() {
            return source.featureNames();
        }

        @Override
        public <A> A scan(Scan<A> scan, Execution execution) {
            return source.scan(
                    new Scan<A>() {
                        @Override
                        public A start() {
                            return scan.start();
                        }

                        @Override
                        public void add(A accumulator, RowBlock rows) {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            scan.add(accumulator, rows);
                            now.decrementAndGet();
                        }

                        @Override
                        public void merge(A into, A from) {
                            scan.merge(into, from);
                        }
                    },
                    execution);
        }
    }

    /** A source of somebody else's: blocks of any size, one value at a time. */
    private record OddBlocks(FeatureMatrix data, int size) implements RowSource {

        @Override
        public List<String> featureNames() {
            return data.featureNames();
        }

        @Override
        public <A> A scan(Scan<A> scan, Execution execution) {
            List<A> parts = new ArrayList<>();
            for (int first = 0; first < data.rowCount(); first += size) {
                A part = scan.start();
                scan.add(part, new Some(data, first, Math.min(size, data.rowCount() - first)));
                parts.add(part);
            }
            A all = scan.start();
            parts.forEach(part -> scan.merge(all, part));
            return all;
        }
    }

    private record Some(FeatureMatrix data, long firstRow, int rowCount) implements RowBlock {

        @Override
        public double value(int row, int feature) {
            return data.value((int) firstRow + row, feature);
        }

        @Override
        public double weight(int row) {
            return data.weight((int) firstRow + row);
        }
    }
}
