package dev.segmentation.cluster;

import static dev.segmentation.cluster.KMeansTest.normal;
import static dev.segmentation.cluster.OversamplingTest.blobs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.ModelFit;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.scan.RowSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MiniBatchKMeansTest {

    private static final List<String> X = List.of("x");

    @Test
    void printsItsConfiguration() {
        assertThat(MiniBatchKMeans.of(5).withSeed(42))
                .hasToString("MiniBatchKMeans[segmentCount=5, seed=42, restarts=3, seeding=greedy k-means++,"
                        + " batchSize=4096, maxBatches=1000, tolerance=1.0E-4]");
        assertThat(MiniBatchKMeans.of(100).batchSize()).isEqualTo(6400);
        MiniBatchKMeans config = MiniBatchKMeans.of(2)
                .withSeeding(Seeding.centers(FeatureMatrix.copyOfRowMajor(X, 0, 1)))
                .withRestarts(7)
                .withBatchSize(10)
                .withMaxBatches(20)
                .withTolerance(0);
        assertThat(config)
                .hasToString("MiniBatchKMeans[segmentCount=2, seed=0, restarts=1, seeding=given centers,"
                        + " batchSize=10, maxBatches=20, tolerance=0.0]");
    }

    @Test
    void refusesOptionsOutOfRange() {
        MiniBatchKMeans two = MiniBatchKMeans.of(2);
        assertRefused(() -> MiniBatchKMeans.of(0), "MiniBatchKMeans.of: segmentCount = 0, expected at least 1");
        assertRefused(() -> two.withRestarts(0), "MiniBatchKMeans.withRestarts: restarts = 0, expected at least 1");
        assertRefused(() -> two.withBatchSize(0), "MiniBatchKMeans.withBatchSize: batchSize = 0, expected at least 1");
        assertRefused(
                () -> two.withMaxBatches(-1), "MiniBatchKMeans.withMaxBatches: maxBatches = -1, expected at least 1");
        assertRefused(() -> two.withTolerance(Double.NaN), "MiniBatchKMeans.withTolerance: tolerance = NaN");
        assertThatThrownBy(() -> two.withSeeding(Seeding.centers(FeatureMatrix.copyOfRowMajor(X, 0, 1, 2))))
                .hasMessage("MiniBatchKMeans.withSeeding: 3 centers, expected segmentCount = 2; give one center per"
                        + " segment");
        Seeding other = Seeding.centers(FeatureMatrix.copyOfRowMajor(List.of("z"), 0, 1));
        assertThatThrownBy(() -> two.withSeeding(other).fit(FeatureMatrix.copyOfRowMajor(X, 0, 1, 5)))
                .hasMessageContaining("MiniBatchKMeans.fit (given centers)")
                .hasMessageContaining("missing [x], unexpected [z]");
    }

    private static void assertRefused(ThrowingCallable call, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_PARAM))
                .hasMessageContaining(text);
    }

    /** Every start, batch by batch, against row-by-row arithmetic. */
    @Test
    void followsItsSlowTwin() {
        for (long seed = 0; seed < 24; seed++) {
            FeatureMatrix data = blobs(700 + (int) seed, 3, 4, seed);
            if (seed % 3 == 0) { // many rows exactly between the first centers, which only the exact order can tell
                double[] values = Arrays.stream(data.toRowMajorArray())
                        .map(value -> 1e6 + 0.1 * Math.rint(value))
                        .toArray();
                data = FeatureMatrix.copyOfRowMajor(data.featureNames(), values);
            }
            if (seed % 2 == 1) {
                data = data.weightedBy(IntStream.range(0, data.rowCount())
                        .mapToDouble(i -> i % 5 * 0.7)
                        .toArray());
            }
            FeatureMatrix rows = data;
            int[] different = IntStream.range(0, data.rowCount())
                    .filter(i -> IntStream.range(0, i).noneMatch(h -> Arrays.equals(rows.row(h), rows.row(i))))
                    .limit(4) // of two equal ones, one would have to be revived, which the twin cannot do
                    .toArray();
            FeatureMatrix starts = data.rows(different);
            int size = 40 + 37 * (int) seed; // the last ones beyond n
            SlowMiniBatch twin = new SlowMiniBatch(data, starts, Math.min(size, data.rowCount()), seed);
            twin.run(60, 1e-3);
            try (Workers workers = Execution.sequential().start()) {
                Loop loop = Loop.across(workers);
                TrainingData all = TrainingData.check(data, 4, "test", loop);
                MiniBatch found = new MiniBatch(
                        all, all, Kernel.fastest(), Math.min(size, all.rows), starts.toRowMajorArray(), seed, loop);
                found.run(60, 1e-3);
                assertThat(found.batches()).as("seed %d", seed).isEqualTo(twin.batches);
                assertThat(found.converged()).as("seed %d", seed).isEqualTo(twin.converged);
                assertThat(found.objective()).isCloseTo(twin.objective, within(1e-9 * twin.objective));
                for (int s = 0; s < 4; s++) {
                    for (int j = 0; j < 3; j++) {
                        assertThat(found.centers()[3 * s + j]).isCloseTo(twin.best[s][j], within(1e-8));
                    }
                }
            }
        }
    }

    @Test
    void everyRowIsEquallyLikelyToBeInABatchAndNoneIsInItTwice() {
        for (int[] shape : new int[][] {{10, 7}, {10, 10}, {11, 3}, {5, 1}, {1, 1}, {100, 99}}) {
            int[] seen = new int[shape[0]];
            int batches = 20_000;
            for (int batch = 0; batch < batches; batch++) {
                int[] rows = Sample.around(shape[0], shape[1], batch);
                assertThat(Arrays.stream(rows).distinct().count()).isEqualTo(shape[1]);
                for (int row : rows) {
                    seen[row]++;
                }
            }
            double share = (double) shape[1] / shape[0];
            double error = 5 * Math.sqrt(share * (1 - share) / batches);
            for (int count : seen) {
                assertThat((double) count / batches).isCloseTo(share, within(error));
            }
        }
    }

    @Test
    void aBatchBeyondAllRowsIsAllRows() {
        FeatureMatrix data = blobs(60, 2, 3, 5);
        MiniBatchKMeans exact = MiniBatchKMeans.of(3).withBatchSize(60);
        Fit<KMeansModel> fit = MiniBatchKMeans.of(3).withBatchSize(1000).fit(data);
        assertThat(fit.assignment()).isEqualTo(exact.fit(data).assignment());
        assertThat(fit.report().objective())
                .isCloseTo(KMeans.of(3).fit(data).report().objective(), within(1e-9));
    }

    @Test
    void isNearlyAsGoodAsLloydOverAllRows() {
        double batches = 0;
        double all = 0;
        for (long seed = 0; seed < 8; seed++) {
            FeatureMatrix data = normal(20_000, 4, seed); // no structure: the hardest case
            batches += MiniBatchKMeans.of(6)
                    .withSeed(seed)
                    .withBatchSize(1000)
                    .fit(data)
                    .report()
                    .objective();
            all += KMeans.of(6)
                    .withSeed(seed)
                    .withRestarts(3)
                    .withRefinement(Refinement.NONE)
                    .fit(data)
                    .report()
                    .objective();
        }
        assertThat(batches / all).isBetween(0.99, 1.01);
    }

    @Test
    void findsSeparatedSegmentsFromOneHundredthOfTheRows() {
        for (long seed = 0; seed < 5; seed++) {
            FeatureMatrix data = blobs(50_000, 4, 5, seed);
            Fit<KMeansModel> fit = MiniBatchKMeans.of(5).withBatchSize(500).fit(data, Execution.onThreads(2));
            double best = KMeans.of(5).withRestarts(3).fit(data).report().objective();
            assertThat(fit.report().objective()).as("seed %d", seed).isCloseTo(best, within(1e-3 * best));
        }
    }

    @Test
    void reportsBatchesTerminationAndTheExactObjective() {
        FeatureMatrix data = normal(5000, 3, 1);
        MiniBatchKMeans config = MiniBatchKMeans.of(4).withBatchSize(200);
        Fit<KMeansModel> fit = config.fit(data);
        assertThat(fit.report().algorithm()).isEqualTo("mini-batch k-means");
        assertThat(fit.report().termination()).isEqualTo(Termination.CONVERGED);
        assertThat(fit.report().iterations() % 10).isZero();
        assertThat(fit.report().notices()).isEmpty();
        double objective = 0;
        for (int i = 0; i < data.rowCount(); i++) {
            double[] center = fit.model().centers().row(fit.assignment().label(i));
            objective += SlowKMeans.squared(data.row(i), center);
        }
        assertThat(fit.report().objective()).isCloseTo(objective, within(1e-12 * objective));
        assertThat(fit.report().restartObjectives())
                .hasSize(3)
                .allSatisfy(estimate -> assertThat(estimate)
                        .isCloseTo(
                                fit.report().objective(),
                                within(0.05 * fit.report().objective())));
        Fit<KMeansModel> cut = config.withMaxBatches(3).fit(data);
        assertThat(cut.report().termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(cut.report().iterations()).isEqualTo(3);
        assertThat(cut.report().notices()).extracting(Notice::reason).containsExactly(Reason.NOT_CONVERGED);
        assertThat(cut.model().assign(data)).isEqualTo(cut.assignment());
        int patient = config.withTolerance(0).withRestarts(1).fit(data).report().iterations();
        int hasty = config.withTolerance(0.5).withRestarts(1).fit(data).report().iterations();
        assertThat(hasty).isEqualTo(10);
        assertThat(patient).isGreaterThan(hasty);
    }

    @Test
    void anyNumberOfThreadsAndAnyKernelGiveTheSameBits() {
        FeatureMatrix data = normal(40_000, 6, 2)
                .weightedBy(
                        IntStream.range(0, 40_000).mapToDouble(i -> i % 3 * 0.1).toArray());
        for (Seeding seeding : List.of(Seeding.greedyKMeansPlusPlus(), Seeding.kMeansParallel())) {
            MiniBatchKMeans config = MiniBatchKMeans.of(7).withSeeding(seeding).withBatchSize(3000);
            Fit<KMeansModel> expected = config.fit(data, Execution.sequential().withoutVectorKernel());
            for (int threads : new int[] {1, 2, 3, 8}) {
                Fit<KMeansModel> fit = config.fit(data, Execution.onThreads(threads));
                assertThat(fit.assignment()).isEqualTo(expected.assignment());
                assertSame(fit.model(), fit.report(), expected.model(), expected.report());
            }
        }
    }

    @Test
    void aRowSourceGivesTheBitsOfRowsInMemory() {
        FeatureMatrix data = normal(20_000, 3, 3);
        FeatureMatrix weighted = data.weightedBy(
                IntStream.range(0, 20_000).mapToDouble(i -> i % 4).toArray());
        for (FeatureMatrix rows : List.of(data, weighted)) {
            for (int batch : new int[] {50, 1000}) { // drawn from 5 000 rows, and from all
                MiniBatchKMeans config = MiniBatchKMeans.of(4).withBatchSize(batch);
                Fit<KMeansModel> fit = config.fit(rows);
                ModelFit<KMeansModel> scanned = config.fit(RowSource.of(rows), Execution.onThreads(2));
                assertSame(scanned.model(), scanned.report(), fit.model(), fit.report());
            }
        }
    }

    private static void assertSame(KMeansModel model, FitReport report, KMeansModel expected, FitReport as) {
        assertThat(model.centers().toRowMajorArray())
                .containsExactly(expected.centers().toRowMajorArray());
        for (int s = 0; s < expected.segmentCount(); s++) {
            assertThat(model.trainingWeight(s)).isEqualTo(expected.trainingWeight(s));
        }
        assertThat(report.objective()).isEqualTo(as.objective());
        assertThat(report.restartObjectives()).isEqualTo(as.restartObjectives());
        assertThat(report.iterations()).isEqualTo(as.iterations());
        assertThat(report.termination()).isEqualTo(as.termination());
    }

    @Test
    void segmentsThatLoseAllTheirRowsAreRevived() {
        for (long seed = 0; seed < 10; seed++) {
            FeatureMatrix data = blobs(30_000, 2, 4, seed);
            double[] centers = {1e6, 1e6, 2e6, 1e6, 1e6, 3e6, 0, 0};
            Fit<KMeansModel> fit = MiniBatchKMeans.of(4)
                    .withSeeding(Seeding.centers(FeatureMatrix.copyOfRowMajor(data.featureNames(), centers)))
                    .withBatchSize(300)
                    .fit(data);
            assertThat(fit.assignment().sizes()).as("seed %d", seed).doesNotContain(0);
            assertThat(fit.model().assign(data)).as("seed %d", seed).isEqualTo(fit.assignment());
            double single = KMeans.of(1).fit(data).report().objective();
            assertThat(fit.report().restartObjectives().get(0))
                    .as("seed %d: the sample was cut, too", seed)
                    .isLessThan(0.6 * single);
        }
    }

    @Test
    void duplicatesAndAsManySegmentsAsRows() {
        double[] values = new double[3000];
        values[100] = 5;
        values[2000] = 9;
        Fit<KMeansModel> fit = MiniBatchKMeans.of(3).withBatchSize(100).fit(FeatureMatrix.copyOfRowMajor(X, values));
        assertThat(fit.assignment().sizes()).containsExactly(2998, 1, 1);
        assertThat(fit.report().objective()).isZero();
        Fit<KMeansModel> each = MiniBatchKMeans.of(30).fit(normal(30, 2, 1));
        assertThat(each.assignment().sizes()).containsOnly(1);
        assertThat(each.report().objective()).isZero();
        Fit<KMeansModel> one = MiniBatchKMeans.of(1).fit(normal(500, 2, 1));
        double best = KMeans.of(1).fit(normal(500, 2, 1)).report().objective();
        assertThat(one.report().objective()).isCloseTo(best, within(1e-12 * best));
    }

    @Test
    void aColumnFarAwayAndAFarRowChangeNothing() {
        SplittableRandom random = new SplittableRandom(2);
        double[] values = new double[2 * 100];
        for (int i = 0; i < values.length; i += 2) {
            values[i] = 1e40;
            values[i + 1] = random.nextDouble() + (i < 100 ? 0 : 10);
        }
        FeatureMatrix constant = FeatureMatrix.copyOfRowMajor(List.of("constant", "x"), values);
        assertThat(MiniBatchKMeans.of(2)
                        .fit(constant, Execution.sequential())
                        .model()
                        .centers()
                        .row(0)[0])
                .isEqualTo(1e40);

        double[] near = random.doubles(2 * 1100, -1, 1).toArray();
        near[160] = 1e100;
        near[161] = 1e100;
        double[] weights = new double[1100];
        Arrays.fill(weights, 1);
        weights[80] = 0;
        FeatureMatrix data =
                FeatureMatrix.copyOfRowMajor(List.of("x", "y"), near).weightedBy(weights);
        FeatureMatrix centers = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 1, -1, -1, 1);
        Fit<KMeansModel> fit =
                MiniBatchKMeans.of(2).withSeeding(Seeding.centers(centers)).fit(data, Execution.sequential());
        assertThat(fit.model().trainingWeight(0) + fit.model().trainingWeight(1))
                .isEqualTo(1099);
        assertThat(fit.report().objective()).isBetween(100.0, 1500.0);
    }

    @Test
    void rowsOfWeightZeroAreLabelledButHaveNoInfluence() {
        FeatureMatrix inner = normal(300, 2, 3);
        double[] values = Arrays.copyOf(inner.toRowMajorArray(), 602);
        values[600] = 1e6;
        double[] weights = new double[301];
        Arrays.fill(weights, 0, 300, 1);
        FeatureMatrix data =
                FeatureMatrix.copyOfRowMajor(inner.featureNames(), values).weightedBy(weights);
        MiniBatchKMeans config = MiniBatchKMeans.of(3).withSeeding(Seeding.centers(inner.rows(0, 1, 2)));
        Fit<KMeansModel> with = config.fit(data);
        Fit<KMeansModel> without = config.fit(inner);
        assertThat(with.assignment().size()).isEqualTo(301);
        assertThat(with.model().centers().toRowMajorArray())
                .containsExactly(without.model().centers().toRowMajorArray(), within(1e-9));
        Fit<KMeansModel> small = MiniBatchKMeans.of(3).withBatchSize(30).fit(data);
        for (int s = 0; s < 3; s++) {
            assertThat(small.model().centers().row(s)[0]).isLessThan(10);
        }
    }

    @Test
    void saysWhenTheRowsItDrawsFromHaveTooFewThatDiffer() {
        double[] values = new double[100_000];
        SplittableRandom random = new SplittableRandom(1);
        values[random.nextInt(values.length)] = 1;
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(X, values);
        assertThatThrownBy(() -> MiniBatchKMeans.of(2).withBatchSize(10).fit(data))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.FEWER_DISTINCT_THAN_K))
                .hasMessage("MiniBatchKMeans.fit: segmentCount = 2 but of the 1000 rows that batches are drawn from"
                        + " fewer can be told apart by squared distance; lower segmentCount, use larger batches, or use"
                        + " KMeans");
    }
}
