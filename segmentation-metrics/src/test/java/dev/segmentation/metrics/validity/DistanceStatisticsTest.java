package dev.segmentation.metrics.validity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class DistanceStatisticsTest {

    @RegisterExtension
    static final GoldenOperation CLUSTER_STATS = notOffered(GoldenOperation.of("validation.clusterStats")
            .without("separationIndex", "CalibratedIndicesTest.indicesAgreeWithTheReferences")
            .without("widestGap", "CalibratedIndicesTest.indicesAgreeWithTheReferences")
            .without("medianDistance", "the mean distance within a segment is what is offered")
            .without("silhouetteNeighbour", "a silhouette has no accessor for the next segment"));

    private static final List<String> XY = List.of("x", "y");

    /** Indices of clusterCrit that no number of the library gives: of determinants, of ordered distances, of centers. */
    private static GoldenOperation notOffered(GoldenOperation golden) {
        GoldenOperation rest = golden;
        for (String index : List.of(
                "c_index",
                "det_ratio",
                "g_plus",
                "gamma",
                "gdi21",
                "ksq_detw",
                "log_det_ratio",
                "pbm",
                "ratkowsky_lance",
                "ray_turi",
                "s_dbw",
                "scott_symons",
                "sd_dis",
                "sd_scat",
                "tau",
                "trace_wib",
                "wemmert_gancarski",
                "xie_beni")) {
            rest = rest.without("clusterCrit." + index, "an index that is not offered");
        }
        return rest;
    }

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return CLUSTER_STATS.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        int[] labels = Arrays.stream(golden.ints(golden.inputs().get("labels")))
                .map(label -> label - 1)
                .toArray();
        int k = Arrays.stream(labels).max().orElseThrow() + 1;
        DistanceStatistics found =
                DistanceStatistics.of(golden.matrix(), Assignment.copyOf(k, labels), Execution.onThreads(2));
        golden.assertClose("averageWithin", found.averageWithin());
        golden.assertClose("averageBetween", found.averageBetween());
        golden.assertClose("wbRatio", found.withinBetweenRatio());
        golden.assertClose("dunn2", found.averageDunn());
        golden.assertClose("pearsonGamma", found.pearsonGamma());
        golden.assertClose("entropy", found.entropy());
        assertEach(golden, "diameters", found::diameter);
        assertEach(golden, "separations", found::separation);
        assertEach(golden, "averageDistance", found::averageDistance);
        golden.assertClose(
                "maxDiameter",
                IntStream.range(0, k).mapToDouble(found::diameter).max().orElseThrow());
        golden.assertClose(
                "minSeparation",
                IntStream.range(0, k).mapToDouble(found::separation).min().orElseThrow());
        checkIndices(golden, Assignment.copyOf(k, labels));
        checkOfPairs(golden, Assignment.copyOf(k, labels), found);
    }

    private static void checkIndices(GoldenCase golden, Assignment assignment) {
        JsonNode expected = golden.expected();
        JsonNode more = expected.get("clusterCrit");
        double dunn = Dunn.of(golden.matrix(), assignment).value();
        golden.assertClose("dunn", dunn);
        golden.assertClose("dunn", dunn, more.get("dunn").asDouble());
        SegmentIndices indices = SegmentIndices.of(golden.matrix(), assignment);
        double within = indices.withinSumOfSquares();
        golden.assertClose("withinSS", within);
        golden.assertClose("trace_w", within, more.get("trace_w").asDouble());
        golden.assertClose(
                "log_ss_ratio",
                Math.log(indices.betweenSumOfSquares() / within),
                more.get("log_ss_ratio").asDouble());
        golden.assertClose("ch", indices.calinskiHarabasz());
        golden.assertClose(
                "ch", indices.calinskiHarabasz(), more.get("calinski_harabasz").asDouble());
        golden.assertClose(
                "davies_bouldin",
                indices.daviesBouldin(),
                more.get("davies_bouldin").asDouble());
        Silhouette silhouette = Silhouette.of(golden.matrix(), assignment);
        double[] ofSegments = IntStream.range(0, assignment.segmentCount())
                .mapToDouble(silhouette::segment)
                .toArray();
        golden.assertClose("avgSilhouette", silhouette.mean());
        golden.assertClose("clusterAvgSilhouette", ofSegments, golden.doubles(expected.get("clusterAvgSilhouette")));
        golden.assertClose("silhouette", silhouette.toArray(), golden.doubles(expected.get("silhouette")));
        boolean alone = Arrays.stream(assignment.sizes()).anyMatch(size -> size == 1); // there not defined, here 0
        golden.assertClose(
                "silhouette",
                alone ? Double.NaN : Arrays.stream(ofSegments).average().orElseThrow(), // segments count the same there
                golden.number(more.get("silhouette")));
        double[] squares = new double[assignment.segmentCount()]; // within a segment, by the index of its rows alone
        double means = 0;
        double logarithms = 0;
        for (int s = 0; s < squares.length; s++) {
            int own = s;
            int[] rows = IntStream.range(0, assignment.size())
                    .filter(i -> assignment.label(i) == own)
                    .toArray();
            squares[s] = SegmentIndices.of(golden.matrix().rows(rows), Assignment.copyOf(1, new int[rows.length]))
                    .withinSumOfSquares();
            means += squares[s] / rows.length / squares.length;
            logarithms += rows.length * Math.log(squares[s] / rows.length);
        }
        golden.assertClose("ball_hall", means, more.get("ball_hall").asDouble());
        golden.assertClose("banfeld_raftery", logarithms, golden.number(more.get("banfeld_raftery")));
    }

    /** Of all pairs, as the mean distances of the segments count them. */
    private static void checkOfPairs(GoldenCase golden, Assignment assignment, DistanceStatistics found) {
        JsonNode more = golden.expected().get("clusterCrit");
        double all = assignment.size() * (assignment.size() - 1) / 2.0;
        double together = 0;
        double sum = 0;
        for (int s = 0; s < assignment.segmentCount(); s++) {
            double size = assignment.sizes()[s];
            together += size * (size - 1) / 2;
            sum += size > 1 ? size * (size - 1) / 2 * found.averageDistance(s) : 0;
        }
        double within = sum / together;
        golden.assertClose(
                "mcclain_rao",
                within / found.averageBetween(),
                more.get("mcclain_rao").asDouble());
        float single = (float) all; // the shares of pairs have seven digits there
        float root = (float) Math.sqrt((float) together / single * ((float) (all - together) / single));
        golden.assertClose(
                "point_biserial",
                (within - found.averageBetween()) * root,
                more.get("point_biserial").asDouble());
    }

    private static void assertEach(GoldenCase golden, String field, IntToDoubleFunction found) {
        double[] wanted = golden.doubles(golden.expected().get(field));
        double[] actual = IntStream.range(0, wanted.length).mapToDouble(found).toArray();
        golden.assertClose(field, actual, wanted);
    }

    private static FeatureMatrix matrix(int n) {
        SeededRandom random = SeededRandom.stream(n, 1);
        double[] values = new double[2 * n];
        Arrays.setAll(values, i -> random.nextGaussian());
        return FeatureMatrix.copyOfRowMajor(XY, values);
    }

    @Test
    void threadsDoNotMatterAndWorkCanBeCancelled() {
        FeatureMatrix matrix = matrix(700);
        Assignment assignment =
                Assignment.copyOf(4, IntStream.range(0, 700).map(i -> i * i % 4).toArray()); // 2 and 3 are empty
        DistanceStatistics one = DistanceStatistics.of(matrix, assignment);
        DistanceStatistics three = DistanceStatistics.of(matrix, assignment, Execution.onThreads(3));
        assertThat(three.pearsonGamma()).isEqualTo(one.pearsonGamma()).isCloseTo(0, within(0.02));
        assertThat(three).hasToString(one.toString());
        assertThat(one.diameter(2)).isNaN();
        assertThat(one.separation(3)).isNaN();
        assertThat(one.averageDistance(1, 2)).isNaN();
        assertThat(one.averageDistance(1, 0)).isEqualTo(one.averageBetween());
        assertThatThrownBy(() -> DistanceStatistics.of(
                        matrix, assignment, Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void weightsCountAsRows() {
        FeatureMatrix matrix = matrix(30);
        double[] weights = IntStream.range(0, 30).mapToDouble(i -> i % 4).toArray();
        int[] labels = IntStream.range(0, 30).map(i -> i % 3).toArray();
        List<double[]> repeated = new ArrayList<>();
        List<Integer> repeatedLabels = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            for (int c = 0; c < weights[i]; c++) {
                repeated.add(matrix.row(i));
                repeatedLabels.add(labels[i]);
            }
        }
        DistanceStatistics weighted = DistanceStatistics.of(matrix.weightedBy(weights), Assignment.copyOf(3, labels));
        DistanceStatistics plain = DistanceStatistics.of(
                FeatureMatrix.copyOf(XY, repeated.toArray(double[][]::new)),
                Assignment.copyOf(
                        3, repeatedLabels.stream().mapToInt(Integer::intValue).toArray()));
        assertThat(weighted.averageWithin()).isCloseTo(plain.averageWithin(), within(1e-13));
        assertThat(weighted.averageBetween()).isCloseTo(plain.averageBetween(), within(1e-13));
        assertThat(weighted.pearsonGamma()).isCloseTo(plain.pearsonGamma(), within(1e-13));
        assertThat(weighted.averageDunn()).isCloseTo(plain.averageDunn(), within(1e-13));
        assertThat(weighted.entropy()).isCloseTo(plain.entropy(), within(1e-14));
        assertThat(weighted.diameter(1)).isEqualTo(plain.diameter(1));
        assertThat(weighted.separation(1)).isEqualTo(plain.separation(1));
    }

    @Test
    void anOffsetDoesNotMatter() {
        double[] values = Arrays.stream(matrix(50).toRowMajorArray())
                .map(v -> Math.rint(v * 1024) / 1024)
                .toArray();
        double[] far = Arrays.stream(values).map(v -> v + 1e9).toArray();
        Assignment assignment =
                Assignment.copyOf(2, IntStream.range(0, 50).map(i -> i % 2).toArray());
        DistanceStatistics near = DistanceStatistics.of(FeatureMatrix.copyOfRowMajor(XY, values), assignment);
        DistanceStatistics moved = DistanceStatistics.of(FeatureMatrix.copyOfRowMajor(XY, far), assignment);
        assertThat(moved.withinBetweenRatio()).isEqualTo(near.withinBetweenRatio());
        assertThat(moved.pearsonGamma()).isEqualTo(near.pearsonGamma());
    }

    @Test
    void edgesByHand() {
        FeatureMatrix line = FeatureMatrix.copyOfRowMajor(List.of("x"), 0, 2, 5);
        DistanceStatistics found = DistanceStatistics.of(line, Assignment.copyOf(2, 0, 0, 1));
        assertThat(found.averageWithin()).isEqualTo(2); // the single row is left out
        assertThat(found.averageBetween()).isEqualTo(4);
        assertThat(found.averageDunn()).isEqualTo(2);
        assertThat(found.diameter(1)).isEqualTo(0);
        assertThat(found.averageDistance(1)).isNaN();
        assertThat(found.separation(0)).isEqualTo(3);
        // distances 2, 5, 3 against 0, 1, 1: sums of deviations 4/3, 14/3 and 2/3
        assertThat(found.pearsonGamma()).isCloseTo(4 / Math.sqrt(28), within(1e-14));

        DistanceStatistics single = DistanceStatistics.of(line, Assignment.copyOf(1, 0, 0, 0));
        assertThat(single.undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(single.averageWithin()).isCloseTo(10.0 / 3, within(1e-15));
        assertThat(single.averageBetween()).isNaN();
        assertThat(single.averageDunn()).isNaN();
        assertThat(single.pearsonGamma()).isNaN();
        assertThat(single.separation(0)).isNaN();
        assertThat(single.entropy()).isEqualTo(0);

        DistanceStatistics alone = DistanceStatistics.of(line, Assignment.copyOf(3, 0, 1, 2));
        assertThat(alone.undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(alone.averageWithin()).isNaN();
        assertThat(alone.withinBetweenRatio()).isNaN();
        assertThat(alone.averageDunn()).isNaN();

        FeatureMatrix same = FeatureMatrix.copyOfRowMajor(List.of("x"), 3, 3, 3, 3);
        DistanceStatistics equal = DistanceStatistics.of(same, Assignment.copyOf(2, 0, 0, 1, 1));
        assertThat(equal.averageDunn()).isNaN();
        assertThat(equal.withinBetweenRatio()).isNaN();
        assertThat(equal.pearsonGamma()).isNaN();

        DistanceStatistics none =
                DistanceStatistics.of(FeatureMatrix.copyOfRowMajor(XY, new double[0]), Assignment.copyOf(2));
        assertThat(none.undefined()).contains(Reason.EMPTY);
        assertThat(none.entropy()).isNaN();
        assertThat(none.averageBetween()).isNaN();

        DistanceStatistics huge = DistanceStatistics.of(
                FeatureMatrix.copyOfRowMajor(List.of("x"), -1e300, 1e300, 0), Assignment.copyOf(2, 0, 0, 1));
        assertThat(huge.undefined()).contains(Reason.RANGE);
        assertThat(huge.averageWithin()).isNaN();
        assertThat(huge.averageBetween()).isNaN();
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> DistanceStatistics.of(matrix(3), Assignment.copyOf(1, 0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("DistanceStatistics.of: assignment has 1 entries, expected 3, one per row");
        assertThatThrownBy(() ->
                        DistanceStatistics.of(FeatureMatrix.copyOfRowMajor(XY, 1, Double.NaN), Assignment.copyOf(1, 0)))
                .hasMessageContaining("missing value at row 0, feature \"y\"");
    }
}
