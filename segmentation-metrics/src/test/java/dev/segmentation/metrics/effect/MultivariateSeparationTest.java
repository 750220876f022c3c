package dev.segmentation.metrics.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class MultivariateSeparationTest {

    @RegisterExtension
    static final GoldenOperation GROUPS = GoldenOperation.of("distance.groups")
            .without("mahalanobisSquaredToOverallFirst30", "of rows to the mean of all: here segments are compared")
            .without("mahalanobisSquaredSum", "as mahalanobisSquaredToOverallFirst30");

    private static final List<String> XY = List.of("x", "y");

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return GROUPS.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        boolean logs = golden.dataset().has("transform");
        List<String> names = golden.strings(golden.dataset().get("columns"));
        String groupColumn = golden.dataset().path("group").asText("");
        if (groupColumn.isEmpty()) {
            groupColumn = names.get(names.size() - 1);
            names = names.subList(0, names.size() - 1);
        }
        List<double[]> columns = names.stream()
                .map(name -> golden.table().numbers(name))
                .map(c -> logs ? Arrays.stream(c).map(StrictMath::log).toArray() : c)
                .toList();
        double[][] rows = new double[columns.get(0).length][columns.size()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.size(); j++) {
                rows[i][j] = columns.get(j)[i];
            }
        }
        List<String> groups = golden.strings(golden.inputs().get("groups"));
        int[] labels = Arrays.stream(golden.column(groupColumn))
                .mapToInt(groups::indexOf)
                .toArray();
        MultivariateSeparation found = MultivariateSeparation.of(
                FeatureMatrix.copyOf(names, rows), Assignment.copyOf(groups.size(), labels), Execution.onThreads(2));
        JsonNode wanted = golden.expected();
        double[][] means = golden.doubles2(wanted.get("groupMeans"));
        double[][] covariance = golden.doubles2(wanted.get("pooledCovariance"));
        double[][] mahalanobis = golden.doubles2(wanted.get("mahalanobisPooled"));
        double[][] bhattacharyya = golden.doubles2(wanted.get("bhattacharyyaDistance"));
        double[][] coefficient = golden.doubles2(wanted.get("bhattacharyyaCoefficient"));
        for (int s = 0; s < groups.size(); s++) {
            for (int j = 0; j < names.size(); j++) {
                golden.assertClose("groupMeans", found.mean(s, j), means[s][j]);
            }
            for (int t = 0; t < groups.size(); t++) {
                PairSeparation pair = found.pair(s, t, 0.95);
                golden.assertClose("mahalanobisPooled", Math.sqrt(pair.mahalanobisSquared()), mahalanobis[s][t]);
                golden.assertClose("bhattacharyyaDistance", pair.bhattacharyya(), bhattacharyya[s][t]);
                golden.assertClose("bhattacharyyaCoefficient", 2 * pair.errorBound(), coefficient[s][t]);
            }
        }
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < names.size(); j++) {
                golden.assertClose("pooledCovariance", found.pooledCovariance(i, j), covariance[i][j]);
            }
        }
        double[] wilks = golden.doubles(wanted.get("manova").get("wilks"));
        golden.assertClose("wilks", found.wilks(), wilks[0]);
        golden.assertClose("wilks", found.rao().statistic(), wilks[1]);
        golden.assertClose("wilks", found.rao().degreesOfFreedom(), wilks[2]);
        golden.assertClose("wilks", found.rao().denominatorDegrees(), wilks[3]);
        double[] roots =
                IntStream.range(0, found.roots()).mapToDouble(found::root).toArray();
        golden.assertClose(
                "hotellingLawley",
                Arrays.stream(roots).sum(),
                golden.doubles(wanted.get("manova").get("hotellingLawley"))[0]);
        golden.assertClose(
                "pillai",
                Arrays.stream(roots).map(root -> root / (1 + root)).sum(),
                golden.doubles(wanted.get("manova").get("pillai"))[0]);
        golden.assertClose("roy", roots[0], golden.doubles(wanted.get("manova").get("roy"))[0]);
        checkApproximations(golden, roots, names.size(), groups.size(), labels.length);
        JsonNode hotelling = wanted.get("hotelling");
        assertThat(hotelling.isNull()).isEqualTo(groups.size() != 2);
        if (groups.size() == 2) {
            double n = labels.length;
            double first = Arrays.stream(labels).filter(label -> label == 0).count();
            double squared = first * (n - first) / n * found.pair(0, 1, 0.95).mahalanobisSquared();
            golden.assertClose("T2", squared, hotelling.get("T2").asDouble());
            golden.assertClose("F", found.rao().statistic(), hotelling.get("F").asDouble());
        }
    }

    /** The F of the three statistics that are functions of the roots, which the library does not offer, as R has them. */
    private static void checkApproximations(GoldenCase golden, double[] roots, int features, int groups, int rows) {
        int q = groups - 1;
        double error = rows - groups;
        double s = Math.min(features, q);
        double m = (Math.abs(features - q) - 1) / 2.0;
        double n = (error - features - 1) / 2;
        double between = s * (2 * m + s + 1);
        double pillai = Arrays.stream(roots).map(root -> root / (1 + root)).sum();
        double trace = Arrays.stream(roots).sum();
        double largest = Math.max(features, q);
        double[][] expected = {
            golden.doubles(golden.expected().get("manova").get("pillai")),
            golden.doubles(golden.expected().get("manova").get("hotellingLawley")),
            golden.doubles(golden.expected().get("manova").get("roy"))
        };
        double pillaiF = (2 * n + s + 1) / (2 * m + s + 1) * pillai / (s - pillai);
        golden.assertClose("pillai", new double[] {pillai, pillaiF, between, s * (2 * n + s + 1)}, expected[0]);
        double traceF = 2 * (s * n + 1) * trace / (s * between);
        golden.assertClose("hotellingLawley", new double[] {trace, traceF, between, 2 * (s * n + 1)}, expected[1]);
        double royF = roots[0] * (error - largest + q) / largest;
        golden.assertClose("roy", new double[] {roots[0], royF, largest, error - largest + q}, expected[2]);
    }

    @Test
    void oneFeatureIsTheAnalysisOfVariance() {
        double[] values = {3, 1, 4, 1.5, 9, 2.5, 6, 5, 3.5, 8, 9, 7};
        Assignment assignment = Assignment.copyOf(3, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
        MultivariateSeparation found =
                MultivariateSeparation.of(FeatureMatrix.copyOfRowMajor(List.of("x"), values), assignment);
        NumericEffect effect = NumericEffect.of(values, assignment);
        assertThat(found.wilks()).isCloseTo(1 - effect.etaSquared(), within(1e-14));
        assertThat(found.rao().statistic()).isCloseTo(effect.f(), within(1e-12));
        assertThat(found.rao().pValue()).isCloseTo(effect.pValue(), within(1e-13));
        double d = TwoGroups.ofSegments(values, assignment, 0, 1).firstMean()
                - TwoGroups.ofSegments(values, assignment, 0, 1).secondMean();
        PairSeparation pair = found.pair(0, 1, 0.95);
        assertThat(pair.mahalanobisSquared()).isCloseTo(d * d / found.pooledCovariance(0, 0), within(1e-13));
        assertThat(found.roots()).isEqualTo(1);
    }

    /** Of two normal segments with known centers: what the sample says about D² must cover 0.8² + 0.6² = 1. */
    @Test
    void intervalsOfTheSeparationCover() {
        int covered = 0;
        double sum = 0;
        int runs = 1000;
        int[] labels = IntStream.range(0, 60).map(i -> i % 3 == 0 ? 0 : 1).toArray();
        Assignment assignment = Assignment.copyOf(2, labels);
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(17, run);
            double[] values = new double[120];
            for (int i = 0; i < 60; i++) {
                double x = random.nextGaussian();
                double y = random.nextGaussian();
                values[2 * i] = 5 * (x + 0.8 * labels[i]);
                values[2 * i + 1] = y + 0.6 * labels[i] + 3 * x + 3 * 0.8 * labels[i]; // correlated; D² is the same
            }
            Estimate found = MultivariateSeparation.of(FeatureMatrix.copyOfRowMajor(XY, values), assignment)
                    .pair(0, 1, 0.95)
                    .separation();
            covered += found.lower() <= 1 && 1 <= found.upper() ? 1 : 0;
            sum += found.value();
        }
        assertThat(covered).isBetween(930, 970);
        assertThat(sum / runs).isCloseTo(1, within(0.06)); // standard deviation of one about .55; cut at 0
    }

    @Test
    void theErrorFallsWithTheDistance() {
        MultivariateSeparation found = random(3, 0);
        PairSeparation pair = found.pair(0, 1, 0.9);
        assertThat(pair.linearError().value())
                .isCloseTo(Normal.cumulative(-Math.sqrt(pair.separation().value()) / 2), within(1e-15));
        assertThat(pair.linearError().lower())
                .isCloseTo(Normal.cumulative(-Math.sqrt(pair.separation().upper()) / 2), within(1e-15));
        assertThat(pair.linearError().level()).isEqualTo(0.9);
        List<PairSeparation> pairs = found.pairs(0.9);
        assertThat(pairs)
                .hasSize(3)
                .isSortedAccordingTo((a, b) -> Double.compare(a.mahalanobisSquared(), b.mahalanobisSquared()));
        assertThat(found.pair(1, 1, 0.9).mahalanobisSquared()).isEqualTo(0);
        assertThat(found.pair(1, 1, 0.9).errorBound()).isEqualTo(0.5);
        assertThat(pair.toString()).startsWith("segments 0 and 1: D² = ").contains("linear error");
    }

    private static MultivariateSeparation random(int segments, double offset) {
        return MultivariateSeparation.of(matrix(segments, offset), labels(segments));
    }

    private static Assignment labels(int segments) {
        return Assignment.copyOf(
                segments, IntStream.range(0, 300).map(i -> i % segments).toArray());
    }

    private static FeatureMatrix matrix(int segments, double offset) {
        SeededRandom random = SeededRandom.stream(4, 9);
        double[] values = new double[600];
        for (int i = 0; i < 300; i++) {
            double x = Math.rint(1024 * random.nextGaussian()) / 1024;
            values[2 * i] = x + offset;
            values[2 * i + 1] = Math.rint(1024 * (x + random.nextGaussian() + i % segments)) / 1024 - 2 * offset;
        }
        return FeatureMatrix.copyOfRowMajor(XY, values);
    }

    @Test
    void anOffsetOfABillionCostsNothing() {
        PairSeparation near = random(3, 0).pair(0, 2, 0.95);
        PairSeparation far = random(3, 1e9).pair(0, 2, 0.95); // multiples of 1/1024, so that the data stay exact
        assertThat(far.mahalanobisSquared()).isCloseTo(near.mahalanobisSquared(), within(1e-12));
        assertThat(far.bhattacharyya()).isCloseTo(near.bhattacharyya(), within(1e-12));
        assertThat(random(3, 1e9).wilks()).isCloseTo(random(3, 0).wilks(), within(1e-13));
    }

    @Test
    void unitsDoNotMatter() {
        double[] values = matrix(3, 0).toRowMajorArray();
        for (int i = 0; i < values.length; i += 2) {
            values[i] = Math.scalb(values[i], 200);
            values[i + 1] = Math.scalb(values[i + 1], -200);
        }
        MultivariateSeparation scaled = MultivariateSeparation.of(FeatureMatrix.copyOfRowMajor(XY, values), labels(3));
        assertThat(scaled.wilks()).isEqualTo(random(3, 0).wilks());
        assertThat(scaled.pair(0, 1, 0.95).separation())
                .isEqualTo(random(3, 0).pair(0, 1, 0.95).separation());
    }

    @Test
    void weightsCountAsRows() {
        SeededRandom random = SeededRandom.stream(1, 2);
        List<double[]> repeated = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        double[][] rows = new double[40][];
        double[] weights = new double[40];
        for (int i = 0; i < 40; i++) {
            rows[i] = new double[] {random.nextGaussian(), random.nextGaussian() + i % 2};
            weights[i] = random.nextInt(4);
            for (int c = 0; c < weights[i]; c++) {
                repeated.add(rows[i]);
                labels.add(i % 2);
            }
        }
        int[] alternating = IntStream.range(0, 40).map(i -> i % 2).toArray();
        MultivariateSeparation weighted = MultivariateSeparation.of(
                FeatureMatrix.copyOf(XY, rows).weightedBy(weights), Assignment.copyOf(2, alternating));
        MultivariateSeparation plain = MultivariateSeparation.of(
                FeatureMatrix.copyOf(XY, repeated.toArray(double[][]::new)),
                Assignment.copyOf(2, labels.stream().mapToInt(Integer::intValue).toArray()));
        assertThat(weighted.wilks()).isCloseTo(plain.wilks(), within(1e-13));
        assertThat(weighted.pair(0, 1, 0.95).bhattacharyya())
                .isCloseTo(plain.pair(0, 1, 0.95).bhattacharyya(), within(1e-13));
    }

    @Test
    void threadsDoNotMatterAndWorkCanBeCancelled() {
        FeatureMatrix matrix = matrix(3, 0);
        MultivariateSeparation one = MultivariateSeparation.of(matrix, labels(3));
        MultivariateSeparation four = MultivariateSeparation.of(matrix, labels(3), Execution.onThreads(4));
        assertThat(four.pairs(0.95)).isEqualTo(one.pairs(0.95));
        assertThat(four.wilks()).isEqualTo(one.wilks());
        Execution cancelled = Execution.sequential().withCancellation(() -> true);
        assertThatThrownBy(() -> MultivariateSeparation.of(matrix, labels(3), cancelled))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void aSingularCovarianceIsUndefined() {
        SeededRandom random = SeededRandom.stream(3, 1);
        double[][] rows = new double[50][];
        for (int i = 0; i < 50; i++) {
            double x = 1e9 + random.nextGaussian();
            double y = random.nextGaussian();
            rows[i] = new double[] {x, y, x + y};
        }
        Assignment assignment =
                Assignment.copyOf(2, IntStream.range(0, 50).map(i -> i % 2).toArray());
        assertUndefined(
                MultivariateSeparation.of(FeatureMatrix.copyOf(List.of("x", "y", "sum"), rows), assignment),
                Reason.SINGULAR_COVARIANCE);
        double[][] constant = {{1, 5}, {2, 5}, {3, 6}, {5, 6}, {4, 6}};
        Assignment two = Assignment.copyOf(2, 0, 0, 1, 1, 1);
        assertUndefined(MultivariateSeparation.of(FeatureMatrix.copyOf(XY, constant), two), Reason.SINGULAR_COVARIANCE);
        assertUndefined(
                MultivariateSeparation.of(
                        FeatureMatrix.copyOf(XY, new double[][] {{1, 2}, {2, 1}, {5, 4}}),
                        Assignment.copyOf(2, 0, 1, 1)),
                Reason.SINGULAR_COVARIANCE); // one row more than segments, two features
        assertUndefined(
                MultivariateSeparation.of(FeatureMatrix.copyOf(XY, constant), Assignment.copyOf(2, 1, 1, 1, 1, 1)),
                Reason.SINGLE_SEGMENT);
        assertUndefined(
                MultivariateSeparation.of(FeatureMatrix.copyOfRowMajor(XY, new double[0]), Assignment.copyOf(2)),
                Reason.EMPTY);
    }

    private static void assertUndefined(MultivariateSeparation found, Reason reason) {
        assertThat(found.undefined()).contains(reason);
        assertThat(found.wilks()).isNaN();
        assertThat(found.rao().undefined()).contains(reason);
        assertThat(found.roots()).isZero();
        PairSeparation pair = found.pair(0, 1, 0.95);
        assertThat(pair.undefined()).contains(reason);
        assertThat(pair.mahalanobisSquared()).isNaN();
        assertThat(pair.separation().undefined()).contains(reason);
        assertThat(found).hasToString("MultivariateSeparation[undefined: " + reason + "]");
    }

    @Test
    void smallAndEmptySegmentsHaveNoCovarianceOfTheirOwn() {
        int[] labels = IntStream.range(0, 300).map(i -> i < 2 ? 3 : i % 2).toArray();
        MultivariateSeparation found = MultivariateSeparation.of(matrix(3, 0), Assignment.copyOf(4, labels));
        PairSeparation small = found.pair(0, 3, 0.95);
        assertThat(small.undefined()).contains(Reason.SINGULAR_COVARIANCE);
        assertThat(small.bhattacharyya()).isNaN();
        assertThat(small.separation().isDefined()).isTrue();
        assertThat(found.pair(0, 2, 0.95).separation().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.pairs(0.95)).hasSize(3);
        assertThat(found.mean(2, 0)).isNaN();
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> MultivariateSeparation.of(matrix(3, 0), Assignment.copyOf(1, 0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("MultivariateSeparation.of: assignment has 1 entries, expected 300, one per row");
        assertThatThrownBy(() -> MultivariateSeparation.of(
                        FeatureMatrix.copyOfRowMajor(XY, 1, Double.NaN), Assignment.copyOf(1, 0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("missing value at row 0, feature \"y\"");
        assertThatThrownBy(() -> random(2, 0).pair(0, 1, 2))
                .hasMessage("MultivariateSeparation.pair: level = 2.0, expected more than 0 and less than 1");
        assertThatNullPointerException()
                .isThrownBy(() -> MultivariateSeparation.of(null, labels(2)))
                .withMessage("features");
    }
}
