package dev.segmentation.metrics.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.KMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    private static final int ROWS = 400;

    /** Values far apart and in no order, so that a row can be told from its value. */
    private final FeatureMatrix numbered = numbered(ROWS);

    private static FeatureMatrix numbered(int rows) {
        return FeatureMatrix.copyOfRowMajor(
                List.of("x", "y"),
                IntStream.range(0, rows)
                        .flatMap(i -> IntStream.of(i * 7 % rows, i))
                        .asDoubleStream()
                        .toArray());
    }

    private final Assignment original = Assignment.copyOf(
            3, IntStream.range(0, ROWS).map(i -> (i * 7 % ROWS) / 150).toArray());

    /** The matrices that a scheme makes, and the overlaps that come of a cut of each into thirds of its x. */
    private List<FeatureMatrix> drawn(Resampling scheme, Stability[] into) {
        List<FeatureMatrix> drawn = new ArrayList<>();
        Segmenter<?> thirds = Fixtures.labelling(
                features -> {
                    drawn.add(features);
                    return thirds(features);
                },
                0);
        into[0] = ClusterwiseJaccard.of(thirds)
                .withScheme(scheme)
                .withReplicates(50)
                .assess(numbered, original);
        return drawn;
    }

    private static Assignment thirds(FeatureMatrix features) {
        double[] x = features.column("x");
        return Assignment.copyOf(
                3,
                IntStream.range(0, x.length)
                        .map(i -> x[i] < 133 ? 2 : x[i] < 266 ? 1 : 0)
                        .toArray());
    }

    /** Sets of original rows, compared one by one; {@code rowOf} says which row a position is, −1 for none that counts. */
    private void checkOverlaps(Stability stability, int replicate, FeatureMatrix matrix, int... rowOf) {
        Assignment labels = thirds(matrix);
        for (int s = 0; s < 3; s++) {
            double best = 0;
            for (int t = 0; t < 3; t++) {
                Set<Integer> old = new HashSet<>();
                Set<Integer> fresh = new HashSet<>();
                for (int i = 0; i < rowOf.length; i++) {
                    if (rowOf[i] >= 0 && original.label(rowOf[i]) == s) {
                        old.add(rowOf[i]);
                    }
                    if (rowOf[i] >= 0 && labels.label(i) == t) {
                        fresh.add(rowOf[i]);
                    }
                }
                Set<Integer> both = new HashSet<>(old);
                both.retainAll(fresh);
                old.addAll(fresh);
                best = Math.max(best, (double) both.size() / old.size());
            }
            assertThat(stability.value(replicate, s)).isEqualTo(best);
        }
    }

    private static int[] rows(FeatureMatrix matrix) {
        return Arrays.stream(matrix.column("y")).mapToInt(y -> (int) y).toArray();
    }

    @Test
    void bootstrapCountsEveryDrawnRowOnce() {
        Stability[] found = new Stability[1];
        List<FeatureMatrix> drawn = drawn(Resampling.bootstrap(), found);
        double distinct = 0;
        for (int r = 0; r < 50; r++) {
            int[] rows = rows(drawn.get(r));
            assertThat(rows).hasSize(ROWS);
            distinct += Arrays.stream(rows).distinct().count() / 50.0 / ROWS;
            checkOverlaps(found[0], r, drawn.get(r), rows);
        }
        assertThat(distinct).isCloseTo(1 - 1 / Math.E, within(0.01));
        assertThat(found[0].scheme()).hasToString("bootstrap");
        assertThat(found[0].toString()).startsWith("Stability[bootstrap, 50 resamples");
    }

    private static final int MANY = 1200;

    private final FeatureMatrix many = numbered(MANY);

    /** Three segments along x. */
    private static Assignment cut(FeatureMatrix features) {
        return Assignment.copyOf(
                3,
                Arrays.stream(features.column("x"))
                        .mapToInt(x -> x < 350 ? 1 : x < 820 ? 0 : 2)
                        .toArray());
    }

    @Test
    void whoUsesWeightsGetsEveryDrawnRowOnceWithHowOftenItWasDrawn() {
        Assignment given = Assignment.copyOf(
                3, IntStream.range(0, MANY).map(i -> (i * 7 % MANY) / 400).toArray());
        List<FeatureMatrix> repeated = new ArrayList<>();
        Stability often = ClusterwiseJaccard.of(Fixtures.labelling(seenBy(repeated), 0))
                .withReplicates(20)
                .assess(many, given);
        List<FeatureMatrix> weighted = new ArrayList<>();
        Stability once = ClusterwiseJaccard.of(weighing(seenBy(weighted)))
                .withReplicates(20)
                .assess(many, given);
        for (int r = 0; r < 20; r++) {
            FeatureMatrix matrix = weighted.get(r);
            int[] again = IntStream.range(0, matrix.rowCount())
                    .flatMap(i ->
                            IntStream.generate(() -> (int) matrix.value(i, 1)).limit((long) matrix.weight(i)))
                    .toArray();
            assertThat(rows(matrix)).doesNotHaveDuplicates();
            assertThat(again).hasSize(MANY).isEqualTo(rows(repeated.get(r)));
            for (int s = 0; s < 3; s++) {
                assertThat(once.value(r, s)).isEqualTo(often.value(r, s)).isLessThan(1);
            }
        }
    }

    @Test
    void fewRowsAndThoseThatHaveWeightsAlreadyAreRepeated() {
        List<FeatureMatrix> seen = new ArrayList<>();
        double[] weights = IntStream.range(0, MANY).mapToDouble(i -> 1 + i % 5).toArray();
        ClusterwiseJaccard.of(weighing(seenBy(seen))).withReplicates(2).assess(many.weightedBy(weights), cut(many));
        for (FeatureMatrix matrix : seen) {
            assertThat(matrix.rowCount()).isEqualTo(MANY);
            for (int i = 0; i < MANY; i++) {
                assertThat(matrix.weight(i)).isEqualTo(1 + (int) matrix.value(i, 1) % 5);
            }
        }
        seen.clear();
        FeatureMatrix few = many.rows(IntStream.range(0, 999).toArray());
        ClusterwiseJaccard.of(weighing(seenBy(seen))).withReplicates(2).assess(few, cut(few));
        assertThat(seen).hasSize(2).allSatisfy(matrix -> {
            assertThat(matrix.rowCount()).isEqualTo(999);
            assertThat(matrix.isWeighted()).isFalse();
        });
    }

    private static Function<FeatureMatrix, Assignment> seenBy(List<FeatureMatrix> list) {
        return features -> {
            list.add(features);
            return cut(features);
        };
    }

    private static Segmenter<SegmentationModel> weighing(Function<FeatureMatrix, Assignment> labels) {
        Segmenter<SegmentationModel> labelling = Fixtures.labelling(labels, 0);
        return new Segmenter<>() {
            @Override
            public Fit<SegmentationModel> fit(FeatureMatrix features, Execution execution) {
                return labelling.fit(features, execution);
            }

            @Override
            public boolean usesWeights() {
                return true;
            }
        };
    }

    @Test
    void halfDrawsHalfOfTheRowsEachEquallyOften() {
        Stability[] found = new Stability[1];
        List<FeatureMatrix> drawn = drawn(Resampling.half(), found);
        int[] often = new int[ROWS];
        for (int r = 0; r < 50; r++) {
            int[] rows = rows(drawn.get(r));
            assertThat(rows).hasSize(ROWS / 2).doesNotHaveDuplicates();
            for (int row : rows) {
                often[row]++;
            }
            checkOverlaps(found[0], r, drawn.get(r), rows);
        }
        // 50 draws with probability ½: 25 ± 3.5
        double variance = Arrays.stream(often)
                        .mapToDouble(count -> Math.pow(count - 25, 2))
                        .sum()
                / ROWS;
        assertThat(variance).isCloseTo(12.5, within(2.5));
        drawn = drawn(Resampling.subset(0.1), found);
        assertThat(drawn.get(0).rowCount()).isEqualTo(40);
        checkOverlaps(found[0], 0, drawn.get(0), rows(drawn.get(0)));
    }

    @Test
    void jitterMovesEveryValueByItsShareOfTheSpread() {
        Stability[] found = new Stability[1];
        List<FeatureMatrix> drawn = drawn(Resampling.jitter(0.1), found);
        double deviation = Math.sqrt((ROWS * (double) ROWS - 1) / 12); // of the numbers 0 to n − 1
        double mean = 0;
        double square = 0;
        double cross = 0;
        for (int r = 0; r < 50; r++) {
            checkOverlaps(found[0], r, drawn.get(r), IntStream.range(0, ROWS).toArray());
            for (int i = 0; i < ROWS; i++) {
                double x = (drawn.get(r).value(i, 0) - numbered.value(i, 0)) / deviation;
                double y = (drawn.get(r).value(i, 1) - numbered.value(i, 1)) / deviation;
                mean += (x + y) / (2 * 50 * ROWS);
                square += (x * x + y * y) / (2 * 50 * ROWS);
                cross += x * y / (50 * ROWS);
            }
        }
        assertThat(mean).isCloseTo(0, within(0.003));
        assertThat(Math.sqrt(square)).isCloseTo(0.1, within(0.002));
        assertThat(cross).isCloseTo(0, within(0.0003));
        assertThat(found[0].scheme()).hasToString("jitter of 0.1 standard deviations");
    }

    @Test
    void noiseReplacesAShareOfTheRowsFromABoxAndDoesNotCountThem() {
        Stability[] found = new Stability[1];
        List<FeatureMatrix> drawn = drawn(Resampling.noise(0.2, 3), found);
        double center = (ROWS - 1) / 2.0;
        double reach = 3 * Math.sqrt((ROWS * (double) ROWS - 1) / 12);
        int replaced = 0;
        double sum = 0;
        double square = 0;
        for (int r = 0; r < 50; r++) {
            int[] rowOf = IntStream.range(0, ROWS).toArray();
            for (int i = 0; i < ROWS; i++) {
                if (drawn.get(r).value(i, 0) != numbered.value(i, 0)) {
                    rowOf[i] = -1;
                    replaced++;
                    double position = (drawn.get(r).value(i, 1) - center) / reach;
                    assertThat(position).isBetween(-1.0, 1.0);
                    sum += position;
                    square += position * position;
                } else {
                    assertThat(drawn.get(r).value(i, 1)).isEqualTo(numbered.value(i, 1));
                }
            }
            checkOverlaps(found[0], r, drawn.get(r), rowOf);
        }
        assertThat(replaced / (50.0 * ROWS)).isCloseTo(0.2, within(0.01));
        assertThat(sum / replaced).isCloseTo(0, within(0.03));
        assertThat(square / replaced).isCloseTo(1 / 3.0, within(0.02)); // uniform on [−1, 1]
        assertThat(Resampling.noise()).isEqualTo(Resampling.noise(0.05, 4));
    }

    @Test
    void weightsStorageAndMissingValuesStay() {
        double[] weights = {1, 2, 3, 0};
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(
                        List.of("x", "c"), new float[] {1, 5, 2, 5, Float.NaN, 5, 9, 5})
                .weightedBy(weights);
        List<FeatureMatrix> seen = new ArrayList<>();
        Segmenter<?> spy = Fixtures.labelling(
                matrix -> {
                    seen.add(matrix);
                    return Assignment.copyOf(1, new int[matrix.rowCount()]);
                },
                0);
        ClusterwiseJaccard.of(spy)
                .withScheme(Resampling.jitter(1))
                .withReplicates(200)
                .assess(features, Assignment.copyOf(1, 0, 0, 0, 0));
        double square = 0;
        for (FeatureMatrix matrix : seen) {
            assertThat(matrix.hasFloatStorage()).isTrue();
            assertThat(matrix.weight(2)).isEqualTo(3);
            assertThat(matrix.value(2, 0)).isNaN();
            assertThat(matrix.column("c")).containsOnly(5); // no spread, no jitter
            square += Math.pow(matrix.value(0, 0) - 1, 2) / 200;
        }
        // mean (1 + 2·2)/3, variance (1·(2/3)² + 2·(1/3)²)/3 = 2/9; the row of weight 0 does not count
        assertThat(square).isCloseTo(2 / 9.0, within(0.05));
    }

    @Test
    void everySchemeFindsWhatIsThereOnAnyNumberOfThreads() {
        FeatureMatrix apart = Fixtures.blobs(90, 20);
        FeatureMatrix cloud = Fixtures.blobs(90, 1);
        KMeans kMeans = KMeans.of(3).withRestarts(3);
        for (Resampling scheme :
                List.of(Resampling.bootstrap(), Resampling.half(), Resampling.jitter(0.1), Resampling.noise(0.02, 1))) {
            ClusterwiseJaccard jaccard =
                    ClusterwiseJaccard.of(kMeans).withScheme(scheme).withReplicates(10);
            Stability stable = jaccard.assess(apart, kMeans.fit(apart).assignment());
            for (int s = 0; s < 3; s++) {
                assertThat(stable.jaccard(s).value()).as("%s", scheme).isEqualTo(1);
            }
            Assignment given = kMeans.fit(cloud).assignment();
            Stability once = jaccard.assess(cloud, given);
            assertThat(jaccard.assess(cloud, given, Execution.onThreads(3))).hasToString(once.toString());
            assertThat(once.jaccard(0).value()).as("%s", scheme).isLessThan(1);
        }
    }

    @Test
    void smallestInputs() {
        FeatureMatrix one = FeatureMatrix.copyOfRowMajor(List.of("x"), 7);
        for (Resampling scheme : List.of(Resampling.bootstrap(), Resampling.half(), Resampling.jitter(1))) {
            Stability found = ClusterwiseJaccard.of(KMeans.of(1))
                    .withScheme(scheme)
                    .withReplicates(2)
                    .assess(one, Assignment.copyOf(1, 0));
            assertThat(found.jaccard(0).value()).isEqualTo(1);
        }
        Stability gone = ClusterwiseJaccard.of(KMeans.of(1))
                .withScheme(Resampling.noise(0.999, 1))
                .withReplicates(2)
                .assess(one, Assignment.copyOf(1, 0));
        assertThat(gone.overlaps(0).toArray()).containsOnly(Double.NaN); // the only row was replaced
    }

    @Test
    void refusesBadOptions() {
        assertThatThrownBy(() -> Resampling.subset(1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Resampling.subset: share = 1.0, expected more than 0 and less than 1");
        assertThatThrownBy(() -> Resampling.jitter(Double.NaN))
                .hasMessage("Resampling.jitter: share = NaN, expected more than 0 and at most 1");
        assertThatThrownBy(() -> Resampling.noise(0, 4)).hasMessageContaining("share = 0.0");
        assertThatThrownBy(() -> Resampling.noise(0.05, 0))
                .hasMessage("Resampling.noise: reach = 0.0, expected more than 0 and at most 1000000.0");
        assertThatThrownBy(() -> ClusterwiseJaccard.of(KMeans.of(2)).withScheme(null))
                .hasMessage("scheme");
        assertThat(ClusterwiseJaccard.of(KMeans.of(2)).scheme()).isEqualTo(Resampling.bootstrap());
    }
}
