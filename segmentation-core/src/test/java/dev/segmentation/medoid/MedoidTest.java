package dev.segmentation.medoid;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.Reason;
import dev.segmentation.TableSegmenter;
import dev.segmentation.Termination;
import dev.segmentation.Typing;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.dissimilarity.Gower;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PAM, CLARA and the medoid silhouette as callers see them. */
class MedoidTest {

    private static final double NAN = Double.NaN;

    private static FeatureTable column(double... values) {
        return FeatureTable.builder().numeric("x", values).build();
    }

    /** Groups of normal points around (0, 0), (10, 0), (0, 10), …, of sizes 1 : 2 : 3 …, mixed. */
    private static FeatureTable blobs(int groups, int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        double[] x = new double[rows];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            int group = 0;
            for (int part = i % (groups * (groups + 1) / 2); part > group; part -= ++group) {}
            x[i] = 10 * (group % 3) + random.nextGaussian();
            y[i] = 10 * Math.floorDiv(group, 3) + random.nextGaussian();
        }
        return FeatureTable.builder().numeric("x", x).numeric("y", y).build();
    }

    private static List<TableSegmenter<MedoidModel>> all(int k) {
        return List.of(Pam.of(k), Pam.classic(k), Clara.of(k), MedoidSilhouette.of(k));
    }

    /** By hand: {1, 2, 3} around 2 and {10, 12} around either, the lower row. */
    @Test
    void aSmallExampleByHand() {
        Fit<MedoidModel> fit = Pam.of(2).fit(column(1, 12, 2, 10, 3));
        assertThat(fit.model().medoidRows().get(0)).isEqualTo(2);
        assertThat(fit.model().medoids().number(0, "x")).isEqualTo(2);
        assertThat(fit.assignment()).isEqualTo(Assignment.copyOf(2, 0, 1, 0, 1, 0));
        assertThat(fit.report().objective()).isEqualTo(4);
        assertThat(fit.report().termination()).isEqualTo(Termination.CONVERGED);
        assertThat(fit.report().restartObjectives()).containsExactly(4.0, 4.0, 4.0);
        Typing typing = fit.model().type(column(2, 7, -1));
        assertThat(typing.margin(0)).isEqualTo(1);
        assertThat(typing.segment(2).index()).isZero();
        assertThat(fit.model().toString()).startsWith("MedoidModel[2 segments over [x], medoids are rows [2, ");
    }

    /** HP013. */
    @Test
    void asManySegmentsAsRowsCostNothing() {
        FeatureTable table = blobs(3, 12, 1);
        for (TableSegmenter<MedoidModel> segmenter : all(12)) {
            Fit<MedoidModel> fit = segmenter.fit(table);
            assertThat(fit.report().objective()).as("%s", segmenter).isZero();
            assertThat(fit.assignment().sizes()).containsOnly(1);
            assertThat(fit.model().medoidRows())
                    .containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
        }
    }

    /** HP015: the policy of k-means. */
    @Test
    void fewerDistinctRowsThanSegmentsAreRefused() {
        FeatureTable table = column(1, 1, 7, 7, 1, 7);
        for (TableSegmenter<MedoidModel> segmenter : all(5)) {
            assertThat(refused(Reason.FEWER_DISTINCT_THAN_K, () -> segmenter.fit(table)))
                    .hasMessageEndingWith(".fit: segmentCount = 5 but the table has 2 distinct rows of positive weight;"
                            + " lower segmentCount");
        }
        FeatureTable weighted = column(1, 2, 3).weightedBy(1, 0, 1);
        assertThat(refused(Reason.FEWER_DISTINCT_THAN_K, () -> Pam.of(3).fit(weighted)))
                .hasMessageContaining("has 2 distinct rows of positive weight");
        DissimilarityMatrix zeros = DissimilarityMatrix.copyOf(new double[3][3]);
        assertThat(refused(Reason.FEWER_DISTINCT_THAN_K, () -> Pam.of(2).fit(zeros)))
                .hasMessageContaining("but the matrix has 1 distinct rows");
    }

    @Test
    void rowsBetweenMedoidsBelongToTheLowerLabelAndSizesStillDecrease() {
        for (long seed = 0; seed < 300; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 4);
            int rows = 12 + random.nextInt(40);
            FeatureTable table = FeatureTable.builder()
                    .numeric("x", random.nextInt(2) == 0 ? integers(rows, 5, random) : integers(rows, 3, random))
                    .numeric("y", integers(rows, 4, random))
                    .build();
            Fit<MedoidModel> fit =
                    Pam.of(4).withDissimilarity(Dissimilarity.manhattan()).fit(table);
            int[] sizes = fit.assignment().sizes();
            for (int s = 1; s < 4; s++) {
                assertThat(sizes[s]).as("seed %d", seed).isLessThanOrEqualTo(sizes[s - 1]);
                if (sizes[s] == sizes[s - 1]) {
                    assertThat(first(fit.assignment(), s)).isGreaterThan(first(fit.assignment(), s - 1));
                }
            }
            for (int row = 0; row < rows; row++) {
                double[] distances = new double[4];
                for (int s = 0; s < 4; s++) {
                    int medoid = fit.model().medoidRows().get(s);
                    distances[s] = Math.abs(table.number(row, "x") - table.number(medoid, "x"))
                            + Math.abs(table.number(row, "y") - table.number(medoid, "y"));
                }
                double least = Arrays.stream(distances).min().orElseThrow();
                int lowest = IntStream.range(0, 4)
                        .filter(s -> distances[s] == least)
                        .findFirst()
                        .orElseThrow();
                assertThat(fit.assignment().label(row)).as("seed %d", seed).isEqualTo(lowest);
            }
            assertThat(fit.model().assign(table)).isEqualTo(fit.assignment());
        }
    }

    private static double[] integers(int rows, int bound, SeededRandom random) {
        return IntStream.range(0, rows).mapToDouble(i -> random.nextInt(bound)).toArray();
    }

    private static int first(Assignment assignment, int segment) {
        return IntStream.range(0, assignment.size())
                .filter(row -> assignment.label(row) == segment)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void givenMedoidsKeepTheirOrder() {
        FeatureTable table = blobs(3, 300, 2);
        Fit<MedoidModel> fit = Pam.of(3).fit(table);
        List<Integer> rows = fit.model().medoidRows();
        int[] turned = {rows.get(2), rows.get(0), rows.get(1)};
        Fit<MedoidModel> again = Pam.of(3).withStart(MedoidStart.rows(turned)).fit(table);
        assertThat(again.model().medoidRows()).containsExactly(turned[0], turned[1], turned[2]);
        assertThat(again.report().iterations()).isEqualTo(1);
        assertThat(again.report().objective()).isEqualTo(fit.report().objective());
        assertThat(again.report().restartObjectives()).hasSize(1);
        Fit<MedoidModel> near =
                Pam.of(3).withStart(MedoidStart.near(table.rows(turned))).fit(table);
        assertThat(near.assignment()).isEqualTo(again.assignment());
    }

    @Test
    void startsThatCannotBeAreRefused() {
        FeatureTable table = column(1, 1, 2, 5).weightedBy(1, 1, 1, 0);
        assertThat(refused(Reason.DUPLICATE_INIT, () -> MedoidStart.rows(1, 1)))
                .hasMessage("MedoidStart.rows: a row is repeated; give k different rows");
        assertThat(refused(Reason.BAD_PARAM, () -> Pam.of(3).withStart(MedoidStart.rows(1, 2))))
                .hasMessage("Pam.withStart: start = 2 rows, expected 3, one per segment");
        assertThat(refused(
                                Reason.DUPLICATE_INIT,
                                () -> Pam.of(2)
                                        .withStart(MedoidStart.rows(0, 1))
                                        .fit(table))
                        .row())
                .hasValue(1);
        assertThat(refused(
                        Reason.BAD_PARAM,
                        () -> Pam.of(2).withStart(MedoidStart.rows(0, 3)).fit(table)))
                .hasMessage("Pam.fit: start = 3, expected rows of positive weight; this one has weight 0");
        assertThat(refused(
                        Reason.BAD_PARAM,
                        () -> Pam.of(2).withStart(MedoidStart.rows(0, 9)).fit(table)))
                .hasMessage("Pam.fit: start = 9, expected rows below 4, the number of rows");
        DissimilarityMatrix bare = DissimilarityMatrix.copyOf(new double[][] {{0, 1}, {1, 0}});
        assertThat(refused(
                        Reason.BAD_PARAM,
                        () -> Pam.of(2)
                                .withStart(MedoidStart.near(column(1, 2)))
                                .fit(bare)))
                .hasMessageContaining("needs a table");
    }

    @Test
    void missingValuesAreComparedByWhatIsKnown() {
        FeatureTable table = FeatureTable.builder()
                .numeric("x", 0, 1, NAN, 10, 11, 10)
                .numeric("y", 0, NAN, 0, 9, 10, NAN)
                .numeric("z", 0, 0, 1, 10, 10, 9)
                .build();
        Fit<MedoidModel> fit = Pam.of(2).fit(table);
        assertThat(fit.assignment()).isEqualTo(Assignment.copyOf(2, 0, 0, 0, 1, 1, 1));
        FeatureTable later = FeatureTable.builder()
                .numeric("z", NAN, NAN)
                .numeric("x", NAN, 10)
                .numeric("y", 1, NAN)
                .build();
        assertThat(fit.model().assign(later)).isEqualTo(Assignment.copyOf(2, 0, 1));
    }

    @Test
    void aRowThatNothingIsKnownOfIsRefused() {
        FeatureTable table = FeatureTable.builder()
                .numeric("x", 0, 1, NAN, 10)
                .nominal("region", Arrays.asList("north", null, null, "south"))
                .build();
        for (TableSegmenter<MedoidModel> segmenter : List.<TableSegmenter<MedoidModel>>of(
                Pam.of(2).withDissimilarity(Gower.standard()),
                Clara.of(2).withDissimilarity(Gower.standard()),
                MedoidSilhouette.of(2).withDissimilarity(Gower.standard()))) {
            assertThat(refused(Reason.NO_INFORMATION, () -> segmenter.fit(table))
                            .row())
                    .hasValue(2);
        }
        Fit<MedoidModel> fit = Pam.of(2).withDissimilarity(Gower.standard()).fit(table.rows(0, 1, 3));
        assertThat(refused(Reason.NO_INFORMATION, () -> fit.model().assign(table)))
                .hasMessage(
                        "MedoidModel.assign: row 2 has no known column in common with any medoid, so that nothing says"
                                + " where it belongs; impute or leave out such rows");
    }

    @Test
    void bareDissimilaritiesGiveWhatTheTableGives() {
        FeatureTable table = blobs(3, 120, 3);
        double[][] square = new double[120][120];
        for (int i = 0; i < 120; i++) {
            for (int j = 0; j < 120; j++) {
                square[i][j] = Math.sqrt(square(table.number(i, "x") - table.number(j, "x"))
                        + square(table.number(i, "y") - table.number(j, "y")));
            }
        }
        DissimilarityMatrix matrix = DissimilarityMatrix.copyOf(square);
        Execution execution = Execution.onThreads(2);
        Fit<MedoidModel> pam = Pam.of(3).fit(table);
        MedoidResult bare = Pam.of(3).fit(matrix);
        assertThat(bare.medoids()).isEqualTo(pam.model().medoidRows());
        assertThat(bare.assignment()).isEqualTo(pam.assignment());
        assertThat(bare.report().objective()).isEqualTo(pam.report().objective());
        assertThat(Clara.of(3).fit(matrix, execution).medoids())
                .isEqualTo(Clara.of(3).fit(table).model().medoidRows());
        assertThat(MedoidSilhouette.of(3).fit(matrix, execution).medoids())
                .isEqualTo(MedoidSilhouette.of(3).fit(table).model().medoidRows());
        assertThat(Pam.of(3)
                        .withStorage(DissimilarityMatrix.Storage.FLOATS)
                        .fit(table)
                        .model()
                        .medoidRows())
                .isEqualTo(bare.medoids());
    }

    private static double square(double x) {
        return x * x;
    }

    @Test
    void weightsAreRepeatedRowsForTheMedoidSilhouetteToo() {
        FeatureTable table = blobs(3, 60, 5);
        double[] weights = new double[60];
        List<Integer> repeated = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            weights[i] = 1 + i % 3;
            for (int copy = 0; copy <= i % 3; copy++) {
                repeated.add(i);
            }
        }
        int[] rows = repeated.stream().mapToInt(Integer::intValue).toArray();
        Fit<MedoidModel> weighted = MedoidSilhouette.between(2, 5).fit(table.weightedBy(weights));
        Fit<MedoidModel> copies = MedoidSilhouette.between(2, 5).fit(table.rows(rows));
        assertThat(weighted.report().objective()).isCloseTo(copies.report().objective(), within(1e-12));
        assertThat(weighted.assignment().rows(rows)).isEqualTo(copies.assignment());
    }

    @Test
    void theNumberOfSegmentsIsFound() {
        for (int groups = 2; groups <= 6; groups++) {
            FeatureTable table = blobs(groups, 400, groups);
            Fit<MedoidModel> fit = MedoidSilhouette.between(2, 9).fit(table);
            assertThat(fit.model().segmentCount()).isEqualTo(groups);
            double sum = 0;
            Typing typing = fit.model().type(table);
            for (int row = 0; row < 400; row++) {
                sum += 1 - typing.margin(row);
            }
            assertThat(fit.report().objective()).isCloseTo(sum / 400, within(1e-12));
            assertThat(fit.report().objective())
                    .isEqualTo(MedoidSilhouette.of(groups).fit(table).report().objective());
        }
    }

    @Test
    void aSingleSegmentHasNoSilhouette() {
        Fit<MedoidModel> fit = MedoidSilhouette.of(1).fit(column(1, 2, 9));
        assertThat(fit.report().objective()).isNaN();
        assertThat(fit.report().notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.reason()).isEqualTo(Reason.SINGLE_SEGMENT));
        assertThat(fit.model().medoidRows()).containsExactly(1);
        assertThat(refused(Reason.BAD_PARAM, () -> MedoidSilhouette.between(1, 3)))
                .hasMessage(
                        "MedoidSilhouette.between: fewest = 1, expected at least 2; a single segment has no silhouette");
    }

    /**
     * Groups so far from each other that a distance between them has no digits left for what happens within: the sum is that
     * of the best row of each group all the same, since groups do not concern each other.
     */
    @Test
    void groupsFarFromEachOtherHaveTheirBestMedoidsAndTheSearchEnds() {
        for (int seed = 0; seed < 20; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 6);
            double[] x = new double[200];
            double[] y = new double[200];
            for (int i = 0; i < 200; i++) {
                x[i] = i % 2 == 0 ? 0 : 1e12;
                y[i] = random.nextDouble() * 1e-3;
            }
            FeatureTable table =
                    FeatureTable.builder().numeric("x", x).numeric("y", y).build();
            double least = best(y, 0) + best(y, 1);
            for (Pam pam : List.of(Pam.of(2), Pam.classic(2))) {
                Fit<MedoidModel> fit = pam.withSeed(seed).fit(table);
                assertThat(fit.report().termination())
                        .as("seed %d, %s", seed, pam)
                        .isEqualTo(Termination.CONVERGED);
                assertThat(fit.report().objective())
                        .as("seed %d, %s", seed, pam)
                        .isCloseTo(least, within(1e-12));
            }
        }
    }

    /** The least sum of distances within every second value. */
    private static double best(double[] y, int first) {
        double least = Double.POSITIVE_INFINITY;
        for (int m = first; m < y.length; m += 2) {
            double sum = 0;
            for (int i = first; i < y.length; i += 2) {
                sum += Math.abs(y[i] - y[m]);
            }
            least = Math.min(least, sum);
        }
        return least;
    }

    /** Rows with missing values equal rows that know more; one of these may be the better medoid. */
    @Test
    void noSwapIsLeftThatImprovesTheSumWhereValuesAreMissing() {
        for (int seed = 0; seed < 300; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 8);
            FeatureTable table = FeatureTable.builder()
                    .numeric("x", known(10, random))
                    .numeric("y", known(10, random))
                    .numeric("z", integers(10, 4, random))
                    .build();
            Dissimilarity manhattan = Dissimilarity.manhattan();
            DissimilarityMatrix matrix = DissimilarityMatrix.of(
                    manhattan.fit(table).within(table), DissimilarityMatrix.Storage.DOUBLES, Execution.sequential());
            Fit<MedoidModel> fit = Pam.of(2)
                    .withDissimilarity(manhattan)
                    .withRestarts(1)
                    .withSeed(seed)
                    .fit(table);
            int[] medoids = fit.model().medoidRows().stream().mapToInt(m -> m).toArray();
            for (int slot = 0; slot < 2; slot++) {
                for (int row = 0; row < 10; row++) {
                    if (matrix.between(row, medoids[1 - slot]) > 0) {
                        assertThat(cost(matrix, row, medoids[1 - slot]))
                                .as("seed %d: row %d for %d", seed, row, medoids[slot])
                                .isGreaterThanOrEqualTo(fit.report().objective() * (1 - 1e-12));
                    }
                }
            }
        }
    }

    private static double[] known(int rows, SeededRandom random) {
        return IntStream.range(0, rows)
                .mapToDouble(i -> random.nextInt(3) == 0 ? NAN : random.nextInt(4))
                .toArray();
    }

    private static double cost(DissimilarityMatrix matrix, int one, int other) {
        return IntStream.range(0, matrix.rowCount())
                .mapToDouble(row -> Math.min(matrix.between(row, one), matrix.between(row, other)))
                .sum();
    }

    /** Row 0 equals all others where both are known; these differ from each other. */
    @Test
    void aRowThatKnowsLessDoesNotHideThatOthersDiffer() {
        FeatureTable table = FeatureTable.builder()
                .numeric("x", 5, 5, 5, 5)
                .numeric("y", NAN, 1, 2, 3)
                .build();
        for (TableSegmenter<MedoidModel> segmenter : all(3)) {
            Fit<MedoidModel> fit = segmenter.fit(table);
            assertThat(fit.model().medoidRows()).as("%s", segmenter).containsExactlyInAnyOrder(1, 2, 3);
        }
        assertThat(refused(Reason.FEWER_DISTINCT_THAN_K, () -> Pam.of(4).fit(table)))
                .hasMessageContaining("has 3 distinct rows");
    }

    /** Two medoids at 0 and 4, ratios by hand: 0 and 0 at medoids, 1/3 at 1. */
    @Test
    void theMedoidSilhouetteByHand() {
        Fit<MedoidModel> fit = MedoidSilhouette.of(2).fit(column(0, 0, 4, 4, 1));
        assertThat(fit.report().objective()).isCloseTo(1 / 3.0 / 5, within(1e-15));
    }

    @Test
    void theIterationLimitIsTold() {
        Fit<MedoidModel> fit =
                Pam.of(5).withRestarts(1).withMaxIterations(1).withSeed(3).fit(blobs(4, 500, 9));
        assertThat(fit.report().termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(fit.report().notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.reason()).isEqualTo(Reason.NOT_CONVERGED));
    }

    @Test
    void tooManyRowsForAMatrixAreRefusedBeforeItIsAllocatedAndSamplesStillWork() {
        int rows = 300_000;
        SeededRandom random = SeededRandom.stream(1, 0);
        double[] values = IntStream.range(0, rows)
                .mapToDouble(i -> 10 * (i % 3) + random.nextGaussian())
                .toArray();
        assertThat(refused(Reason.RESOURCE_LIMIT, () -> Pam.of(3).fit(column(values))))
                .hasMessageContaining("300000 rows take 343321 MB")
                .hasMessageContaining("use medoid.Clara");
        Fit<MedoidModel> fit = Clara.of(3).fit(column(values), Execution.onThreads(2));
        assertThat(Arrays.stream(fit.assignment().sizes()))
                .allSatisfy(size -> assertThat(size).isBetween(99_000, 101_000));
        assertThat(fit.report().objective() / rows)
                .as("mean distance of a standard normal number to 0 is 0.7979")
                .isBetween(0.79, 0.81);
    }

    /** Against the best of all sets of medoids, listed. */
    @Test
    void theReportTellsTheObjectiveOfEveryNumberOfSegments() {
        double[] values = {0, 1, 2.5, 10, 11, 12.2, 30, 31.5, 32, 34};
        Fit<MedoidModel> fit = MedoidSilhouette.between(2, 5).withRestarts(5).fit(column(values));
        SortedMap<Integer, Double> objectives = fit.report().segmentCountObjectives();

        assertThat(objectives.keySet()).containsExactly(2, 3, 4, 5);
        objectives.forEach(
                (count, objective) -> assertThat(objective).isGreaterThanOrEqualTo(leastRatio(values, count) - 1e-12));
        assertThat(objectives.get(3)).isCloseTo(leastRatio(values, 3), within(1e-12));
        assertThat(fit.model().segmentCount())
                .as("the first of the smallest")
                .isEqualTo(objectives.entrySet().stream()
                        .min(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey());
        assertThat(objectives.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .min()
                        .orElseThrow())
                .isCloseTo(fit.report().objective(), within(1e-12));
        assertThat(MedoidSilhouette.of(3).fit(column(values)).report().segmentCountObjectives())
                .isEmpty();
    }

    /** The least mean of d₁ / d₂ that so many medoids can have. */
    private static double leastRatio(double[] values, int count) {
        double least = Double.POSITIVE_INFINITY;
        for (int set = 0; set < 1 << values.length; set++) {
            if (Integer.bitCount(set) == count) {
                double sum = 0;
                for (double value : values) {
                    int medoids = set;
                    double[] distances = IntStream.range(0, values.length)
                            .filter(i -> (medoids >> i & 1) == 1)
                            .mapToDouble(i -> Math.abs(value - values[i]))
                            .sorted()
                            .toArray();
                    sum += distances[0] / distances[1];
                }
                least = Math.min(least, sum / values.length);
            }
        }
        return least;
    }

    @Test
    void theBoundThatWasSetIsTheOneThatIsNamed() {
        FeatureTable table = column(1, 2, 2, 3);
        assertThat(refused(Reason.K_GT_N, () -> MedoidSilhouette.between(2, 5).fit(table)))
                .hasMessage("MedoidSilhouette.fit: most = 5 but the table has 4 rows; lower most");
        assertThat(refused(
                        Reason.FEWER_DISTINCT_THAN_K,
                        () -> MedoidSilhouette.between(2, 4).fit(table)))
                .hasMessage("MedoidSilhouette.fit: most = 4 but the table has 3 distinct rows of positive weight;"
                        + " lower most");
        assertThat(refused(Reason.K_GT_N, () -> MedoidSilhouette.of(5).fit(table)))
                .hasMessage("MedoidSilhouette.fit: segmentCount = 5 but the table has 4 rows; lower segmentCount");
    }

    /** Nothing to search: each sample is its own medoids, and the best of them wins. */
    @Test
    void samplesOfAsManyRowsAsSegmentsAreRandomMedoids() {
        double[] values = IntStream.range(0, 60).mapToDouble(i -> i * i).toArray();
        Fit<MedoidModel> fit = Clara.of(3).withSampleSize(3).withSamples(8).fit(column(values));
        List<Double> objectives = fit.report().restartObjectives();

        assertThat(objectives).hasSize(8).doesNotHaveDuplicates();
        assertThat(fit.report().objective())
                .isEqualTo(objectives.stream()
                        .mapToDouble(Double::doubleValue)
                        .min()
                        .orElseThrow());
        double sum = 0;
        for (double value : values) {
            sum += fit.model().medoidRows().stream()
                    .mapToDouble(row -> Math.abs(value - values[row]))
                    .min()
                    .orElseThrow();
        }
        assertThat(fit.report().objective()).isCloseTo(sum, within(1e-9));
        FeatureTable all = column(3, 1, 2);
        assertThat(Clara.of(3).withSampleSize(3).fit(all).model().medoidRows()).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void configurationsSayWhatTheyAre() {
        assertThat(Pam.classic(3).withDissimilarity(Dissimilarity.manhattan()))
                .hasToString("Pam[3 segments, manhattan, start build, swaps BEST, seed 0, 1 restarts, at most 1000"
                        + " iterations, DOUBLES]");
        assertThat(Clara.of(4).withSamples(5).withSeed(7))
                .hasToString("Clara[4 segments, euclidean, 5 samples of 280 rows, seed 7]");
        assertThat(MedoidSilhouette.between(2, 6).withRestarts(2))
                .hasToString("MedoidSilhouette[2 to 6 segments, euclidean, seed 0, 2 restarts, at most 1000 iterations,"
                        + " DOUBLES]");
        assertThat(refused(Reason.BAD_PARAM, () -> Clara.of(4).withSampleSize(3)))
                .hasMessage("Clara.withSampleSize: sampleSize = 3, expected at least 4; a sample has at least a row per"
                        + " segment");
    }
}
