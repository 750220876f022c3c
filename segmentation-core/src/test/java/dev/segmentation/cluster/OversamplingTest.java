package dev.segmentation.cluster;

import static dev.segmentation.cluster.KMeansTest.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.scan.RowSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** k-means||. */
class OversamplingTest {

    private static final List<String> XY = List.of("x", "y");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 32, 33, 1023, 1024, 1025, 2050})
    void drawsTheCandidatesOfItsSlowTwinWithTheirWeights(int rows) {
        for (int features : new int[] {1, 3, 8, 17}) {
            for (double offset : new double[] {0, 1e9}) {
                FeatureMatrix data = shifted(normal(rows, features, 7L * rows + features), offset);
                for (FeatureMatrix matrix : List.of(data, data.weightedBy(weights(rows)))) {
                    SlowOversampling twin = new SlowOversampling(matrix, 4, features);
                    KernelTest.kernels()
                            .forEach(kernel -> with(matrix, 4, features, kernel, 1, found -> {
                                found.collect();
                                String problem = rows + " rows, " + features + " features, offset " + offset;
                                assertThat(found.candidates()).as(problem).isEqualTo(twin.candidates());
                                assertThat(found.weights()).as(problem).containsExactly(twin.weights());
                            }));
                }
            }
        }
    }

    @Test
    void anyNumberOfThreadsAndAnyKernelDrawTheSameCentersWhichAreRows() {
        FeatureMatrix data = normal(30_000, 5, 1).weightedBy(weights(30_000));
        double[] expected = new double[12 * 5];
        with(
                data,
                12,
                3,
                new PlainKernel(),
                1,
                found -> System.arraycopy(found.draw().orElseThrow(), 0, expected, 0, expected.length));
        for (int threads : new int[] {1, 2, 3, 8}) {
            KernelTest.kernels()
                    .forEach(kernel -> with(
                            data,
                            12,
                            3,
                            kernel,
                            threads,
                            found -> assertThat(found.draw().orElseThrow())
                                    .as("%d threads, %s", threads, kernel.name())
                                    .containsExactly(expected)));
        }
        List<List<Double>> rows = new ArrayList<>();
        for (int i = 0; i < data.rowCount(); i++) {
            rows.add(Arrays.stream(data.row(i)).boxed().toList());
        }
        for (int s = 0; s < 12; s++) {
            assertThat(rows)
                    .contains(Arrays.stream(expected, 5 * s, 5 * s + 5).boxed().toList());
        }
    }

    @Test
    void weightsOfCandidatesAddUpToThoseOfAllRows() {
        FeatureMatrix data = normal(5000, 3, 2);
        with(data, 10, 0, Kernel.fastest(), 2, found -> {
            found.collect();
            assertThat(Arrays.stream(found.weights()).sum()).isEqualTo(5000);
            assertThat(found.candidates()).doesNotHaveDuplicates().hasSizeBetween(30, 100);
        });
    }

    @Test
    void leadsLloydToAsGoodCentersAsKMeansPlusPlusDoes() {
        double parallel = 0;
        double plusPlus = 0;
        for (long seed = 0; seed < 20; seed++) {
            FeatureMatrix data = blobs(4000, 4, 12, seed);
            KMeans lloyd = KMeans.of(12).withSeed(seed).withRestarts(1).withRefinement(Refinement.NONE);
            parallel += objective(lloyd.withSeeding(Seeding.kMeansParallel()), data);
            plusPlus += objective(lloyd.withSeeding(Seeding.kMeansPlusPlus()), data);
        }
        assertThat(parallel).isLessThan(plusPlus);
    }

    @Test
    void findsSegmentsThatASampleMisses() {
        double[] values = new double[200_000];
        SplittableRandom random = new SplittableRandom(3);
        Arrays.setAll(values, i -> random.nextDouble());
        for (int row : new int[] {777, 50_001, 99_000}) {
            values[2 * row] = 1000 + random.nextDouble();
        }
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(XY, values);
        for (long seed = 0; seed < 5; seed++) {
            KMeans lloyd = KMeans.of(4).withSeed(seed).withRestarts(1).withRefinement(Refinement.NONE);
            Fit<KMeansModel> fit = lloyd.withSeeding(Seeding.kMeansParallel()).fit(data, Execution.onThreads(2));
            assertThat(fit.assignment().sizes()[3]).as("seed %d", seed).isEqualTo(3);
        }
    }

    @Test
    void duplicatesDoNotKeepItFromFindingEveryOutlier() {
        FeatureMatrix.Builder rows = FeatureMatrix.builder(XY);
        for (int i = 0; i < 5000; i++) {
            rows.addRow(0, 0);
        }
        rows.addRow(100, 100).addRow(101, 100).addRow(101, 100).addRow(-100, 50);
        Fit<KMeansModel> fit = KMeans.of(4)
                .withRestarts(1)
                .withSeeding(Seeding.kMeansParallel())
                .fit(rows.build());
        assertThat(fit.assignment().sizes()).containsExactly(5000, 2, 1, 1);
        assertThat(fit.report().objective()).isZero();
    }

    @Test
    void fewRowsAreAllFound() {
        FeatureMatrix data = normal(40, 3, 1);
        KMeans parallel = KMeans.of(40).withSeeding(Seeding.kMeansParallel());
        Fit<KMeansModel> fit = parallel.fit(data);
        assertThat(fit.report().objective()).isZero();
        assertThat(fit.assignment().sizes()).containsOnly(1);
        Fit<KMeansModel> one =
                KMeans.of(1).withSeeding(Seeding.kMeansParallel()).fit(data);
        assertThat(one.report().objective())
                .isEqualTo(KMeans.of(1).fit(data).report().objective());
    }

    @Test
    void rowsOfWeightZeroAreNeverDrawn() {
        FeatureMatrix inner = normal(300, 2, 3);
        double[] values = Arrays.copyOf(inner.toRowMajorArray(), 602);
        values[600] = 1e6;
        double[] weights = new double[301];
        Arrays.fill(weights, 0, 300, 1);
        FeatureMatrix data =
                FeatureMatrix.copyOfRowMajor(inner.featureNames(), values).weightedBy(weights);
        for (int seed = 0; seed < 20; seed++) {
            with(data, 5, seed, Kernel.fastest(), 1, found -> {
                assertThat(found.draw()).isPresent();
                assertThat(found.candidates()).doesNotContain(300);
            });
        }
    }

    @Test
    void theHeaviestWeightsCanBeAddedUp() {
        double[] weights = new double[500];
        Arrays.fill(weights, 1e30);
        FeatureMatrix data = normal(500, 2, 4);
        KMeans parallel = KMeans.of(3).withRestarts(1).withSeeding(Seeding.kMeansParallel());
        assertThat(parallel.fit(data.weightedBy(weights)).assignment())
                .isEqualTo(parallel.fit(data).assignment());
    }

    @Test
    void saysItsNameAndThatItNeedsRowsInMemory() {
        KMeans parallel = KMeans.of(2).withSeeding(Seeding.kMeansParallel());
        assertThat(parallel).asString().contains("seeding=k-means||");
        assertThatThrownBy(() -> parallel.fit(RowSource.of(normal(9, 2, 1)), Execution.sequential()))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_PARAM))
                .hasMessage("KMeans.fit: seeding = k-means||, expected k-means++ or given centers over a row source;"
                        + " k-means|| needs the rows in memory");
    }

    private static double objective(KMeans config, FeatureMatrix data) {
        return config.fit(data).report().objective();
    }

    private static void with(
            FeatureMatrix matrix, int k, long seed, Kernel kernel, int threads, Consumer<Oversampling> check) {
        try (Workers workers = Execution.onThreads(threads).start()) {
            Loop loop = Loop.across(workers);
            check.accept(new Oversampling(TrainingData.check(matrix, 1, "test", loop), k, seed, kernel, loop));
        }
    }

    private static double[] weights(int rows) {
        double[] weights =
                IntStream.range(0, rows).mapToDouble(i -> i % 7 * 0.3).toArray();
        weights[rows - 1] = 1;
        return weights;
    }

    private static FeatureMatrix shifted(FeatureMatrix data, double offset) {
        double[] values = data.toRowMajorArray();
        Arrays.setAll(values, i -> values[i] + offset);
        return FeatureMatrix.copyOfRowMajor(data.featureNames(), values);
    }

    static FeatureMatrix blobs(int rows, int features, int k, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 77);
        double[] centers = new double[k * features];
        Arrays.setAll(centers, i -> 8 * random.nextGaussian());
        double[] values = new double[rows * features];
        for (int i = 0; i < rows; i++) {
            int center = Math.min(random.nextInt(k), random.nextInt(k)); // of different sizes
            for (int j = 0; j < features; j++) {
                values[i * features + j] = centers[center * features + j] + random.nextGaussian();
            }
        }
        return FeatureMatrix.copyOfRowMajor(
                IntStream.range(0, features).mapToObj(j -> "f" + j).toList(), values);
    }
}
