package dev.segmentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Termination;
import dev.segmentation.Typing;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.medoid.Pam;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {

    private static final List<String> XY = List.of("x", "y");

    @Test
    void printsItsConfiguration() {
        assertThat(KMeans.of(5).withSeed(42))
                .hasToString("KMeans[segmentCount=5, seed=42, restarts=10, seeding=greedy k-means++,"
                        + " maxIterations=1000, tolerance=0.0, refinement=EXCHANGE]");
        FeatureMatrix centers = FeatureMatrix.copyOfRowMajor(XY, 0, 0, 1, 1);
        assertThat(KMeans.of(2).withSeeding(Seeding.centers(centers)))
                .hasToString("KMeans[segmentCount=2, seed=0, restarts=1, seeding=given centers,"
                        + " maxIterations=1000, tolerance=0.0, refinement=NONE]");
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertRefused(() -> KMeans.of(0), "segmentCount", "KMeans.of: segmentCount = 0, expected at least 1");
        assertRefused(() -> KMeans.of(-1), "segmentCount", "segmentCount = -1");
        assertRefused(
                () -> KMeans.of(2).withRestarts(0),
                "restarts",
                "KMeans.withRestarts: restarts = 0, expected at least 1; 1 means a single start");
        assertRefused(() -> KMeans.of(2).withMaxIterations(0), "maxIterations", "maxIterations = 0");
        assertRefused(() -> KMeans.of(2).withTolerance(Double.NaN), "tolerance", "tolerance = NaN");
        assertRefused(() -> KMeans.of(2).withTolerance(-1e-9), "tolerance", "tolerance = -1.0E-9");
        assertRefused(() -> KMeans.of(2).withTolerance(Double.POSITIVE_INFINITY), "tolerance", "tolerance = Infinity");
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String name, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(InvalidInputException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.BAD_PARAM);
                    assertThat(refused.name()).contains(name);
                })
                .hasMessageContaining(text);
    }

    @Test
    void refusesGivenCentersThatDoNotFit() {
        assertThatThrownBy(() -> Seeding.centers(FeatureMatrix.copyOfRowMajor(XY, 0, 0, 0, -0.0, 10, 0)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.DUPLICATE_INIT))
                .hasMessage("Seeding.centers: centers 0 and 1 are equal; give k different ones");
        Seeding two = Seeding.centers(FeatureMatrix.copyOfRowMajor(XY, 0, 0, 10, 0));
        assertThatThrownBy(() -> KMeans.of(3).withSeeding(two))
                .hasMessage("KMeans.withSeeding: 2 centers, expected segmentCount = 3; give one center per segment");
        assertThatThrownBy(() -> KMeans.of(2)
                        .withSeeding(two)
                        .fit(FeatureMatrix.copyOfRowMajor(List.of("x", "z"), 0, 0, 1, 1, 2, 2)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.SCHEMA_MISMATCH))
                .hasMessageContaining("missing [z], unexpected [y]");
    }

    @Test
    void oneRowIsItsOwnCenter() {
        Fit<KMeansModel> fit = KMeans.of(1).fit(FeatureMatrix.copyOfRowMajor(XY, 0.1, 0.7));
        assertThat(fit.model().centers().row(0)).containsExactly(0.1, 0.7);
        assertThat(fit.report().objective()).isZero();
    }

    @Test
    void asManySegmentsAsRowsLeavesNothing() {
        FeatureMatrix data = normal(40, 3, 1);
        Fit<KMeansModel> fit = KMeans.of(40).fit(data);
        assertThat(fit.report().objective()).isZero();
        assertThat(fit.assignment().sizes()).containsOnly(1);
        assertThat(fit.assignment().toArray())
                .as("ties by first row")
                .isEqualTo(IntStream.range(0, 40).toArray());
    }

    @Test
    void repeatedRowsGiveACenterThatIsExactlyThatRow() {
        double[] values = new double[2 * 49];
        Arrays.fill(values, 0.1);
        Fit<KMeansModel> fit = KMeans.of(1).fit(FeatureMatrix.copyOfRowMajor(XY, values));
        assertThat(fit.model().centers().row(0)).containsExactly(0.1, 0.1);
        assertThat(fit.report().objective()).isZero();
    }

    @Test
    void emptySegmentsAreRepairedWithTheFarthestRow() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(XY, 0, 0, 1, 0, 2, 0, 10, 0);
        FeatureMatrix centers = FeatureMatrix.copyOfRowMajor(XY, 1, 0, 1e6, 1e6);
        Fit<KMeansModel> fit =
                KMeans.of(2).withSeeding(Seeding.centers(centers)).fit(data);
        assertThat(fit.assignment().toArray()).containsExactly(0, 0, 0, 1);
        assertThat(fit.report().objective()).isEqualTo(2);
        assertThat(fit.report().termination()).isEqualTo(Termination.CONVERGED);
    }

    @Test
    void manyEmptySegmentsAmongManyDuplicatesAreRepaired() {
        for (long seed = 0; seed < 50; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 5);
            double[] values = new double[200];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(10) == 0 ? random.nextInt(50) : 0;
            }
            FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), values);
            double[] far = IntStream.range(0, 5).mapToDouble(i -> 1e9 + i).toArray();
            Fit<KMeansModel> fit = KMeans.of(5)
                    .withSeeding(Seeding.centers(FeatureMatrix.copyOfRowMajor(List.of("x"), far)))
                    .fit(data);
            assertThat(fit.report().termination()).as("seed %d", seed).isEqualTo(Termination.CONVERGED);
            assertThat(fit.assignment().sizes()).as("seed %d", seed).doesNotContain(0);
            assertThat(fit.model().assign(data)).as("seed %d", seed).isEqualTo(fit.assignment());
        }
    }

    @Test
    void duplicatesDoNotKeepKMeansPlusPlusFromFindingEveryOutlier() {
        FeatureMatrix.Builder rows = FeatureMatrix.builder(XY);
        for (int i = 0; i < 5000; i++) {
            rows.addRow(0, 0);
        }
        rows.addRow(100, 100).addRow(101, 100).addRow(-100, 50);
        FeatureMatrix data = rows.build();
        for (Seeding seeding : List.of(Seeding.kMeansPlusPlus(), Seeding.greedyKMeansPlusPlus())) {
            Fit<KMeansModel> fit =
                    KMeans.of(4).withRestarts(1).withSeeding(seeding).fit(data);
            assertThat(fit.assignment().sizes()).containsExactly(5000, 1, 1, 1);
            assertThat(fit.report().objective()).isZero();
        }
    }

    @Test
    void fromGivenCentersARowOfWeightThreeCountsLikeThreeRows() {
        SeededRandom random = SeededRandom.stream(3, 14);
        for (int run = 0; run < 30; run++) {
            int n = 20 + random.nextInt(200);
            double[] values = new double[2 * n];
            double[] weights = new double[n];
            for (int i = 0; i < n; i++) {
                values[2 * i] = random.nextGaussian();
                values[2 * i + 1] = random.nextGaussian();
                weights[i] = 1 + random.nextInt(3);
            }
            FeatureMatrix rows = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
            int[] repeated = IntStream.range(0, n)
                    .flatMap(i -> IntStream.generate(() -> i).limit((long) weights[i]))
                    .toArray();
            KMeans kMeans = KMeans.of(4).withSeeding(Seeding.centers(rows.rows(0, 1, 2, 3)));
            Fit<KMeansModel> weighted = kMeans.fit(rows.weightedBy(weights));
            Fit<KMeansModel> again = kMeans.fit(rows.rows(repeated));
            assertThat(again.assignment().toArray())
                    .isEqualTo(weighted.assignment().rows(repeated).toArray());
            assertThat(again.report().objective()).isCloseTo(weighted.report().objective(), withinPercentage(1e-10));
            assertThat(kMeans.usesWeights()).isTrue();
        }
    }

    @Test
    void byDefaultWeightsEndNoWorseThanRepeatedRowsOnAverage() {
        SeededRandom random = SeededRandom.stream(3, 15);
        double[] difference = new double[60];
        for (int run = 0; run < difference.length; run++) {
            int n = 100;
            double[] values = IntStream.range(0, 2 * n)
                    .mapToDouble(i -> random.nextGaussian())
                    .toArray();
            double[] weights = IntStream.range(0, n)
                    .mapToDouble(i -> 1 + random.nextInt(3))
                    .toArray();
            FeatureMatrix rows = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
            int[] repeated = IntStream.range(0, n)
                    .flatMap(i -> IntStream.generate(() -> i).limit((long) weights[i]))
                    .toArray();
            KMeans kMeans = KMeans.of(5).withRestarts(1).withSeed(run);
            double weighted = kMeans.fit(rows.weightedBy(weights)).report().objective();
            double again = kMeans.fit(rows.rows(repeated)).report().objective();
            difference[run] = weighted / again - 1;
        }
        double mean = Arrays.stream(difference).average().orElseThrow();
        double variance =
                Arrays.stream(difference).map(d -> (d - mean) * (d - mean)).sum() / (difference.length - 1);
        assertThat(mean).isBetween(-0.02, 3 * Math.sqrt(variance / difference.length));
        assertThat(MiniBatchKMeans.of(2).usesWeights()).isFalse();
    }

    @Test
    void rowsOfWeightZeroAreLabelledButHaveNoInfluence() {
        FeatureMatrix inner = normal(60, 2, 3);
        double[] values = Arrays.copyOf(inner.toRowMajorArray(), 122);
        values[120] = 1e6;
        values[121] = 1e6;
        double[] weights = new double[61];
        Arrays.fill(weights, 0, 60, 1);
        FeatureMatrix data =
                FeatureMatrix.copyOfRowMajor(inner.featureNames(), values).weightedBy(weights);
        FeatureMatrix starts = inner.rows(0, 1, 2);
        Fit<KMeansModel> with =
                KMeans.of(3).withSeeding(Seeding.centers(starts)).fit(data);
        Fit<KMeansModel> without =
                KMeans.of(3).withSeeding(Seeding.centers(starts)).fit(inner);
        assertThat(with.assignment().size()).isEqualTo(61);
        assertThat(with.model().centers().toRowMajorArray())
                .containsExactly(without.model().centers().toRowMajorArray(), within(1e-12));
        assertThat(with.report().objective()).isCloseTo(without.report().objective(), within(1e-12));
        assertThat(with.model().trainingWeight(0)
                        + with.model().trainingWeight(1)
                        + with.model().trainingWeight(2))
                .isEqualTo(60);
    }

    @Test
    void theIterationLimitIsReportedAndNeededIterationsAreEnough() {
        FeatureMatrix data = normal(500, 4, 4);
        KMeans config = KMeans.of(6).withSeeding(Seeding.centers(data.rows(0, 1, 2, 3, 4, 5)));
        Fit<KMeansModel> full = config.fit(data);
        int needed = full.report().iterations();
        assertThat(full.report().termination()).isEqualTo(Termination.CONVERGED);
        assertThat(config.withMaxIterations(needed).fit(data).report().termination())
                .isEqualTo(Termination.CONVERGED);
        Fit<KMeansModel> cut = config.withMaxIterations(needed - 1).fit(data);
        assertThat(cut.report().termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(cut.report().iterations()).isEqualTo(needed - 1);
        Fit<KMeansModel> one = config.withMaxIterations(1).fit(data);
        assertThat(one.report().iterations()).isEqualTo(1);
        assertThat(one.model().assign(data)).isEqualTo(one.assignment());
    }

    @Test
    void aFitThatIsCutShortSaysSoAndAgreesWithItsModel() {
        FeatureMatrix data = normal(800, 4, 6);
        Fit<KMeansModel> fit = KMeans.of(6).withMaxIterations(2).withRestarts(3).fit(data);
        assertThat(fit.report().termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(fit.converged()).isFalse();
        assertThat(fit.report().notices()).extracting(Notice::reason).containsExactly(Reason.NOT_CONVERGED);
        assertThat(fit.model().assign(data)).isEqualTo(fit.assignment());
    }

    @Test
    void toleranceStopsEarlierAndStillAgreesWithItsModel() {
        FeatureMatrix data = normal(4000, 4, 5);
        KMeans config = KMeans.of(8).withSeeding(Seeding.centers(data.rows(0, 1, 2, 3, 4, 5, 6, 7)));
        Fit<KMeansModel> exact = config.fit(data);
        Fit<KMeansModel> early = config.withTolerance(1e-3).fit(data);
        assertThat(early.report().termination()).isEqualTo(Termination.CONVERGED);
        assertThat(early.report().iterations()).isLessThan(exact.report().iterations());
        assertThat(early.report().objective())
                .isBetween(exact.report().objective(), 1.05 * exact.report().objective());
        assertThat(early.model().assign(data)).isEqualTo(early.assignment());
    }

    @Test
    void theExchangeFindsWhatLloydCannot() {
        // Lloyd is stuck at {0, 4} {9}: 4 is nearer to 2 than to 9; moving it pays all the same
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), 0, 0, 0, 0, 4, 9);
        Seeding start = Seeding.centers(FeatureMatrix.copyOfRowMajor(List.of("x"), 0, 9));
        KMeans config = KMeans.of(2).withSeeding(start);
        double lloyd = config.fit(data).report().objective();
        double refined =
                config.withRefinement(Refinement.EXCHANGE).fit(data).report().objective();
        assertThat(lloyd).isCloseTo(12.8, within(1e-12));
        assertThat(refined).isCloseTo(12.5, within(1e-12));
    }

    @Test
    void noRefinedResultCanBeImprovedByMovingOneRow() {
        for (long seed = 0; seed < 30; seed++) {
            FeatureMatrix data = normal(80, 2, 100 + seed);
            Fit<KMeansModel> fit = KMeans.of(4).withSeed(seed).withRestarts(1).fit(data);
            double objective = fit.report().objective();
            int[] labels = fit.assignment().toArray();
            for (int row = 0; row < labels.length; row++) {
                int own = labels[row];
                for (int s = 0; s < 4; s++) {
                    labels[row] = s;
                    assertThat(SlowKMeans.objective(data, labels, 4))
                            .as("seed %d, row %d to %d", seed, row, s)
                            .isGreaterThanOrEqualTo(objective * (1 - 1e-9));
                }
                labels[row] = own;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025, 2047, 2049, 3100})
    void agreesWithItsSlowTwinAtAwkwardSizes(int rows) {
        for (int features : new int[] {1, 2, 7, 8, 9, 16, 17}) {
            FeatureMatrix data = normal(rows, features, 31L * rows + features);
            int k = Math.min(rows, 1 + (rows + features) % 6);
            int[] starts =
                    IntStream.range(0, k).map(s -> (int) ((long) s * rows / k)).toArray();
            SlowKMeans twin = SlowKMeans.lloyd(data, data.rows(starts));
            Fit<KMeansModel> fit =
                    KMeans.of(k).withSeeding(Seeding.centers(data.rows(starts))).fit(data, Execution.onThreads(2));
            assertThat(fit.assignment().toArray()).isEqualTo(twin.labels);
            assertThat(fit.report().iterations()).isEqualTo(twin.iterations);
            double[] centers = fit.model().centers().toRowMajorArray();
            for (int i = 0; i < centers.length; i++) {
                assertThat(centers[i]).isCloseTo(twin.centers[i / features][i % features], within(1e-12));
            }
            assertThat(fit.report().objective())
                    .isCloseTo(
                            SlowKMeans.objective(data, twin.labels, k),
                            within(1e-12 * Math.max(1, fit.report().objective())));
        }
    }

    @Test
    void marginsAndSingleRowsAgreeWithTheAssignment() {
        FeatureMatrix data = normal(700, 9, 6);
        Fit<KMeansModel> fit = KMeans.of(5).fit(data);
        Typing typing = fit.model().type(data);
        assertThat(typing.assignment()).isEqualTo(fit.assignment());
        double[][] centers = new double[5][];
        for (int s = 0; s < 5; s++) {
            centers[s] = fit.model().centers().row(s);
        }
        for (int i = 0; i < data.rowCount(); i++) {
            double[] row = data.row(i);
            assertThat(fit.model().segmentOf(row)).isEqualTo(fit.assignment().label(i));
            double[] distances = Arrays.stream(centers)
                    .mapToDouble(center -> Math.sqrt(SlowKMeans.squared(row, center)))
                    .sorted()
                    .toArray();
            assertThat(typing.margin(i)).isCloseTo(1 - distances[0] / distances[1], within(1e-14));
            int second = typing.runnerUp(i).orElseThrow().index();
            assertThat(Math.sqrt(SlowKMeans.squared(row, centers[second]))).isEqualTo(distances[1]);
        }
        Typing single = KMeans.of(1).fit(data).model().type(data);
        assertThat(single.margin(3)).isEqualTo(1);
        assertThat(single.runnerUp(3)).isEqualTo(Optional.empty());
        assertThat(single.segment(3)).isEqualTo(Segment.of(0, "Segment 0"));
        assertThatThrownBy(() -> fit.model().segmentOf(1, 2)).hasMessageContaining("has 2 entries, expected 9");
        double[] missing = data.row(0);
        missing[3] = Double.NaN;
        assertThatThrownBy(() -> fit.model().segmentOf(missing)).hasMessageContaining("\"f3\" is missing or infinite");
    }

    @Test
    void refusesValuesWhoseSquaresOverflowOrVanish() {
        assertThatThrownBy(() -> KMeans.of(2).fit(FeatureMatrix.copyOfRowMajor(XY, 0, 0, 0, 1e131, 1, 1)))
                .isInstanceOfSatisfying(InvalidInputException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.RANGE);
                    assertThat(refused.row()).hasValue(1);
                    assertThat(refused.name()).contains("y");
                });
        assertThatThrownBy(() -> KMeans.of(2).fit(FeatureMatrix.copyOfRowMajor(XY, 0, 0, 0, 1e-150, 1e-150, 0)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.RANGE));
    }

    @Test
    void valuesNearTheLimitsOfTheRangeAreCutRight() {
        for (double scale : new double[] {1e129, 1, 1e-128}) {
            double[] values = {0, 0, scale, 0, 0, scale / 2, 0.9 * scale, 0.01 * scale};
            Fit<KMeansModel> fit = KMeans.of(2).fit(FeatureMatrix.copyOfRowMajor(XY, values));
            assertThat(fit.assignment().toArray()).as("scale %g", scale).containsExactly(0, 1, 0, 1);
        }
    }

    @Test
    void heavyWeightsOfFarValuesDoNotOverflow() {
        FeatureMatrix data = FeatureMatrix.copyOfRowMajor(List.of("x"), -1e130, -0.9e130, 1e130, 0.8e130)
                .weightedBy(1e30, 1e30, 1e30, 1e18);
        Fit<KMeansModel> fit = KMeans.of(2).fit(data);
        assertThat(fit.assignment().toArray()).containsExactly(0, 0, 1, 1);
        assertThat(fit.report().objective()).isCloseTo(0.005e290, within(1e-11 * 0.005e290));
        FeatureMatrix unequal =
                FeatureMatrix.copyOfRowMajor(List.of("x"), 1, 2, 3).weightedBy(1e20, 1, 1);
        assertThatThrownBy(() -> KMeans.of(2).fit(unequal))
                .hasMessageContaining("the largest weight is more than 1e12 times the smallest positive one");
    }

    @Test
    void outliersFarBeyondTheRestDoNotKeepItFromEnding() {
        Fit<KMeansModel> fit = KMeans.of(3).fit(FeatureMatrix.copyOfRowMajor(List.of("x"), 1e40, 1, 2, 30, 31));
        assertThat(fit.assignment().size()).isEqualTo(5);
        for (long seed = 0; seed < 40; seed++) { // integers that doubles can hardly tell apart
            SeededRandom random = SeededRandom.stream(seed, 11);
            double[] values = new double[65];
            double[] weights = new double[65];
            for (int i = 0; i < values.length; i++) {
                values[i] = 1e16 + 2 * random.nextInt(40);
                weights[i] = 1 + random.nextInt(3);
            }
            FeatureMatrix data =
                    FeatureMatrix.copyOfRowMajor(List.of("x"), values).weightedBy(weights);
            Fit<KMeansModel> far = KMeans.of(20).withSeed(seed).withRestarts(2).fit(data);
            assertThat(far.model().assign(data)).as("seed %d", seed).isEqualTo(far.assignment());
        }
    }

    @Test
    void givenCentersAreCheckedAsTheDataAre() {
        assertThatThrownBy(() -> Seeding.centers(FeatureMatrix.copyOfRowMajor(XY, 0, 0, 1e200, 1)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.RANGE));
        KMeansModel model =
                KMeans.of(2).fit(FeatureMatrix.copyOfRowMajor(XY, 0, 0, 1, 1)).model();
        FeatureMatrix beyond = FeatureMatrix.copyOfRowMajor(XY, 0, 1e200);
        assertThatThrownBy(() -> model.assign(beyond)).hasMessageContaining("row 0, feature \"y\" is beyond 1e130");
        assertThatThrownBy(() -> model.type(beyond)).hasMessageContaining("KMeansModel.type");
    }

    static FeatureMatrix normal(int rows, int features, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 7);
        double[] values = new double[rows * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(
                IntStream.range(0, features).mapToObj(j -> "f" + j).toList(), values);
    }

    @Test
    void valuesOutOfRangeAreRefusedForAnyNumberOfRows() {
        FeatureMatrix centers = FeatureMatrix.copyOfRowMajor(List.of("x"), 0.99e130, 0.999e130);
        KMeansModel model =
                KMeans.of(2).withSeeding(Seeding.centers(centers)).fit(centers).model();
        for (int n : new int[] {1, 31, 32, 33, 64}) {
            double[] values = new double[n];
            Arrays.fill(values, 1.05e130);
            FeatureMatrix beyond = FeatureMatrix.copyOfRowMajor(List.of("x"), values);
            assertThatThrownBy(() -> model.assign(beyond))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("KMeansModel.assign: the value at row 0, feature \"x\" is beyond 1e130");
        }
        assertThatThrownBy(() -> model.segmentOf(1e200))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("KMeansModel.segmentOf: the value at row 0, feature \"x\" is beyond 1e130");
    }

    @Test
    void rowsOfNoWeightDoNotNumberSegments() {
        FeatureMatrix all = FeatureMatrix.copyOfRowMajor(List.of("v"), 9.0, 0.0, 0.1, 9.0, 9.1);
        FeatureMatrix weighted = all.weightedBy(0, 1, 1, 1, 1);
        int[] without = KMeans.of(2).fit(all.rows(1, 2, 3, 4)).assignment().toArray();
        assertThat(without).containsExactly(0, 0, 1, 1);
        assertThat(KMeans.of(2).fit(weighted).assignment().toArray()).containsExactly(1, 0, 0, 1, 1);
        assertThat(Pam.of(2).fit(weighted).assignment().toArray()).containsExactly(1, 0, 0, 1, 1);
    }
}
