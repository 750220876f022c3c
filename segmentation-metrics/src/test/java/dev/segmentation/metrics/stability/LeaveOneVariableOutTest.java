package dev.segmentation.metrics.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeaveOneVariableOutTest {

    /** Cuts the first column that is left at the middle of its range. */
    private static final Segmenter<?> CUT = Fixtures.labelling(
            features -> {
                double[] column = features.column(features.featureNames().get(0));
                double middle = (IntStream.range(0, column.length)
                                        .mapToDouble(i -> column[i])
                                        .max()
                                        .orElse(0)
                                + IntStream.range(0, column.length)
                                        .mapToDouble(i -> column[i])
                                        .min()
                                        .orElse(0))
                        / 2;
                return Assignment.copyOf(
                        2,
                        IntStream.range(0, column.length)
                                .map(i -> column[i] < middle ? 0 : 1)
                                .toArray());
            },
            0);

    @Test
    void valuesByHand() {
        FeatureMatrix square = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 0, 0, 0, 1, 10, 0, 10, 1);
        VariableStability found = LeaveOneVariableOut.of(CUT).assess(square, Assignment.copyOf(2, 0, 0, 1, 1));
        // without x the cut is by y: each row keeps itself of two; {(0,0), (0,1)} beside {(0,0), (10,0)}
        assertThat(found.nonOverlap("x")).isEqualTo(0.5);
        assertThat(found.distance("x").value()).isCloseTo((0 + 10 + 1 + Math.sqrt(101)) / 4, within(1e-14));
        assertThat(found.centerDistance("x")).isCloseTo(Math.sqrt(25.25), within(1e-14));
        assertThat(found.figureOfMerit("x")).isEqualTo(5);
        assertThat(found.adjustedFigureOfMerit("x")).isCloseTo(5 * Math.sqrt(2), within(1e-14));
        // without y nothing changes
        assertThat(found.nonOverlap("y")).isZero();
        assertThat(found.distance("y").value()).isEqualTo(0.5);
        assertThat(found.centerDistance("y")).isZero();
        assertThat(found.figureOfMerit("y")).isEqualTo(0.5);
        assertThat(found.nonOverlap()).isEqualTo(0.25);
        assertThat(found.figureOfMerit()).isEqualTo(2.75);
        assertThat(found.adjustedFigureOfMerit()).isCloseTo(2.75 * Math.sqrt(2), within(1e-14));
        assertThat(found.centerDistance()).isCloseTo(Math.sqrt(25.25) / 2, within(1e-14));
        assertThat(found.distance().value()).isCloseTo((11 + Math.sqrt(101)) / 8 + 0.25, within(1e-14));
        assertThat(found.distance().lower()).isEqualTo(found.distance().value());
        assertThat(found.names()).containsExactly("x", "y");
        assertThat(found.toString())
                .contains("without \"x\": APN 0.5000, AD 5.262", "ADM 5.025, FOM 5.000", "mean: APN 0.2500");
    }

    @Test
    void agreesWithTheDefinitionsRowByRow() {
        FeatureMatrix cloud = threeColumns(1100);
        KMeans kMeans = KMeans.of(4).withRestarts(2);
        Assignment given = kMeans.fit(cloud).assignment();
        VariableStability found =
                LeaveOneVariableOut.of(kMeans).withDistanceRows(2000).assess(cloud, given);
        for (int j = 0; j < 3; j++) {
            List<String> others = new ArrayList<>(cloud.featureNames());
            String name = others.remove(j);
            Assignment without = kMeans.fit(cloud.select(others)).assignment();
            double[] expected = byDefinition(cloud, given, without, j);
            assertThat(found.nonOverlap(name)).isCloseTo(expected[0], within(1e-12));
            assertThat(found.distance(name).value()).isCloseTo(expected[1], within(1e-10));
            assertThat(found.centerDistance(name)).isCloseTo(expected[2], within(1e-11));
            assertThat(found.figureOfMerit(name)).isCloseTo(expected[3], within(1e-12));
            assertThat(expected[0]).isGreaterThan(0.05);
        }
    }

    private static FeatureMatrix threeColumns(int n) {
        SeededRandom random = SeededRandom.stream(3, 4);
        double[] values = new double[3 * n];
        for (int i = 0; i < n; i++) {
            values[3 * i] = random.nextGaussian() + 2 * (i % 2);
            values[3 * i + 1] = random.nextGaussian() + 2 * (i % 3);
            values[3 * i + 2] = 4 * random.nextDouble();
        }
        return FeatureMatrix.copyOfRowMajor(List.of("a", "b", "c"), values);
    }

    private static double[] byDefinition(FeatureMatrix features, Assignment given, Assignment without, int variable) {
        int n = features.rowCount();
        double[][] distance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int h = 0; h < n; h++) {
                distance[i][h] = distance(features.row(i), features.row(h));
            }
        }
        double[] result = new double[4];
        double[][] averages = new double[given.segmentCount()][without.segmentCount()];
        double[][] overlaps = new double[given.segmentCount()][without.segmentCount()];
        for (int a = 0; a < given.segmentCount(); a++) {
            for (int b = 0; b < without.segmentCount(); b++) {
                int[] one = given.rowsOf(a);
                int[] other = without.rowsOf(b);
                for (int i : one) {
                    for (int h : other) {
                        averages[a][b] += distance[i][h] / one.length / other.length;
                        overlaps[a][b] += i == h ? 1 : 0;
                    }
                }
            }
        }
        for (int i = 0; i < n; i++) {
            int[] one = given.rowsOf(given.label(i));
            int[] other = without.rowsOf(without.label(i));
            double[] here = center(features, one);
            double[] there = center(features, other);
            result[0] += (1 - overlaps[given.label(i)][without.label(i)] / one.length) / n;
            result[1] += averages[given.label(i)][without.label(i)] / n;
            result[2] += distance(here, there) / n;
            result[3] += Math.pow(features.value(i, variable) - there[variable], 2) / n;
        }
        result[3] = Math.sqrt(result[3]);
        return result;
    }

    private static double[] center(FeatureMatrix features, int[] rows) {
        double[] center = new double[features.featureCount()];
        for (int row : rows) {
            for (int j = 0; j < center.length; j++) {
                center[j] += features.value(row, j) / rows.length;
            }
        }
        return center;
    }

    private static double distance(double[] one, double[] other) {
        double square = 0;
        for (int j = 0; j < one.length; j++) {
            square += (one[j] - other[j]) * (one[j] - other[j]);
        }
        return Math.sqrt(square);
    }

    @Test
    void someRowsTellTheDistanceWithAnHonestInterval() {
        FeatureMatrix cloud = threeColumns(400);
        KMeans kMeans = KMeans.of(3).withRestarts(1);
        Assignment given = kMeans.fit(cloud).assignment();
        LeaveOneVariableOut exact = LeaveOneVariableOut.of(kMeans);
        VariableStability whole = exact.assess(cloud, given);
        double truth = whole.distance("a").value();
        int covered = 0;
        double sum = 0;
        for (int seed = 0; seed < 60; seed++) {
            VariableStability found = exact.withDistanceRows(40).withSeed(seed).assess(cloud, given);
            covered += found.distance("a").lower() <= truth
                            && truth <= found.distance("a").upper()
                    ? 1
                    : 0;
            sum += found.distance("a").value() / 60;
            assertThat(found.nonOverlap()).isEqualTo(whole.nonOverlap());
        }
        assertThat(covered).isBetween(52, 60); // 57 expected
        assertThat(sum).isCloseTo(truth, within(0.01 * truth));
    }

    @Test
    void anOffsetAndFloatsChangeNothing() {
        FeatureMatrix cloud = threeColumns(200).withFloatStorage();
        double[] shifted = cloud.toRowMajorArray();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += 1 << 20;
        }
        FeatureMatrix far = FeatureMatrix.copyOfRowMajor(cloud.featureNames(), shifted);
        KMeans kMeans = KMeans.of(3).withRestarts(1);
        VariableStability near =
                LeaveOneVariableOut.of(kMeans).assess(cloud, kMeans.fit(cloud).assignment());
        VariableStability found =
                LeaveOneVariableOut.of(kMeans).assess(far, kMeans.fit(far).assignment());
        assertThat(found.figureOfMerit()).isCloseTo(near.figureOfMerit(), within(1e-8));
        assertThat(found.centerDistance()).isCloseTo(near.centerDistance(), within(1e-8));
        assertThat(found.distance().value()).isCloseTo(near.distance().value(), within(1e-8));
    }

    @Test
    void edges() {
        FeatureMatrix cloud = threeColumns(30);
        VariableStability one = LeaveOneVariableOut.of(KMeans.of(1)).assess(cloud, Assignment.copyOf(2, new int[30]));
        assertThat(one.nonOverlap()).isZero(); // one segment and an empty one
        assertThat(one.centerDistance()).isZero();
        FeatureMatrix constant = FeatureMatrix.copyOfRowMajor(List.of("x", "c"), 1, 5, 2, 5, 9, 5);
        VariableStability found = LeaveOneVariableOut.of(KMeans.of(2)).assess(constant, Assignment.copyOf(2, 0, 0, 1));
        assertThat(found.figureOfMerit("c")).isZero();
        assertThat(found.nonOverlap("c")).isZero();
        assertThat(found.nonOverlap("x")).isNaN(); // a constant column cannot be cut in two
        assertThat(found.distance("x").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.notices().get(0).message()).startsWith("1 of 2 variables could not be fitted");
        assertThat(found.nonOverlap()).isZero();
        FeatureMatrix single = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 1, 2);
        VariableStability alone = LeaveOneVariableOut.of(KMeans.of(1)).assess(single, Assignment.copyOf(1, 0));
        assertThat(alone.distance("x").value()).isZero();
        assertThat(alone.adjustedFigureOfMerit("x")).isNaN();
    }

    @Test
    void sameBitsOnAnyNumberOfThreadsAndCancellation() {
        FeatureMatrix cloud = threeColumns(300);
        KMeans kMeans = KMeans.of(3).withRestarts(1);
        Assignment given = kMeans.fit(cloud).assignment();
        LeaveOneVariableOut config = LeaveOneVariableOut.of(kMeans).withDistanceRows(50);
        assertThat(config.assess(cloud, given, Execution.onThreads(3)))
                .hasToString(config.assess(cloud, given).toString());
        AtomicInteger polls = new AtomicInteger();
        Execution cancelled = Execution.sequential().withCancellation(() -> polls.incrementAndGet() > 10);
        assertThatThrownBy(() -> config.assess(cloud, given, cancelled)).isInstanceOf(CancelledException.class);
    }

    @Test
    void refusesBadInput() {
        LeaveOneVariableOut config = LeaveOneVariableOut.of(KMeans.of(2));
        FeatureMatrix narrow = FeatureMatrix.copyOfRowMajor(List.of("x"), 1, 2);
        assertThatThrownBy(() -> config.assess(narrow, Assignment.copyOf(2, 0, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "LeaveOneVariableOut.assess: 1 feature, expected at least 2; nothing would be left without it");
        FeatureMatrix missing = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 1, Double.NaN);
        assertThatThrownBy(() -> config.assess(missing, Assignment.copyOf(2, 0)))
                .hasMessageContaining("missing value at row 0, feature \"y\"");
        assertThatThrownBy(() -> config.withDistanceRows(1))
                .hasMessage(
                        "LeaveOneVariableOut.withDistanceRows: distanceRows = 1, expected at least 2; 1000 is usual");
        assertThatThrownBy(() -> config.withLevel(1)).hasMessageContaining("level = 1.0");
        assertThatThrownBy(() -> LeaveOneVariableOut.of(null)).hasMessage("segmenter");
        FeatureMatrix square = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 0, 0, 9, 9);
        VariableStability found = config.assess(square, Assignment.copyOf(2, 0, 1));
        assertThatThrownBy(() -> found.nonOverlap("z"))
                .hasMessage("VariableStability: no variable \"z\"; there are [x, y]");
    }
}
