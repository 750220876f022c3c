package dev.segmentation.metrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class GapTest {

    @RegisterExtension
    static final GoldenOperation GAP = GoldenOperation.of("gap");

    private static final Map<String, GapRule> RULES = Map.of(
            "firstSEmax", GapRule.FIRST_WITHIN_ERROR,
            "Tibs2001SEmax", GapRule.TIBSHIRANI,
            "globalSEmax", GapRule.GLOBAL_WITHIN_ERROR,
            "firstmax", GapRule.FIRST_MAXIMUM,
            "globalmax", GapRule.GLOBAL_MAXIMUM);

    /** The reference data that R drew, segmented by average linkage as there: everything but the draws is checked. */
    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return GAP.cases()
                .flatMap(golden -> Stream.of(DistancePower.values())
                        .map(power -> DynamicTest.dynamicTest(golden.id() + " " + power, () -> check(golden, power))));
    }

    private static void check(GoldenCase golden, DistancePower power) {
        JsonNode expected = golden.expected().get(power == DistancePower.PLAIN ? "dPower1" : "dPower2");
        JsonNode drawn = golden.inputs().get("referenceData");
        int most = golden.parameters().get("maxK").asInt();
        FeatureMatrix data = golden.matrix();
        double[] gaps = new double[most];
        double[] errors = new double[most];
        double[] errorsOfR = new double[most];
        for (int k = 1; k <= most; k++) {
            double[] references = new double[drawn.size()];
            for (int b = 0; b < references.length; b++) {
                FeatureMatrix reference = FeatureMatrix.copyOf(data.featureNames(), golden.doubles2(drawn.get(b)));
                references[b] = logarithm(reference, k, power);
            }
            double log = logarithm(data, k, power);
            gaps[k - 1] = Means.mean(references) - log;
            errors[k - 1] = Gap.error(references);
            // R: half of the paper's W, and division by B − 1
            errorsOfR[k - 1] = errors[k - 1] * Math.sqrt(references.length / (references.length - 1.0));
            golden.assertClose(
                    "logW", log - Math.log(2), expected.get("logW").get(k - 1).asDouble());
            golden.assertClose(
                    "expectedLogW",
                    Means.mean(references) - Math.log(2),
                    expected.get("expectedLogW").get(k - 1).asDouble());
        }
        golden.assertClose("gap", gaps, golden.doubles(expected.get("gap")));
        golden.assertClose("seSim", errorsOfR, golden.doubles(expected.get("seSim")));
        RULES.forEach((name, rule) -> assertThat(Gap.pick(rule, 1, gaps, errorsOfR))
                .as(golden.id() + " " + name)
                .hasValue(expected.get("bestK").get(name).asInt()));
    }

    private static double logarithm(FeatureMatrix data, int k, DistancePower power) {
        Assignment segments = new AverageLinkage(k).fit(data).assignment();
        return Dispersion.logarithm(data, segments, power, Execution.sequential());
    }

    @Test
    void rulesFollowTheExampleOfTheManual() {
        double[] gaps = {2, 3, 5, 4, 7, 8, 5, 4};
        double[] errors = {0.5, 0.5, 1, 0.5, 0.5, 1.5, 0.5, 0.5};
        assertThat(Gap.pick(GapRule.FIRST_MAXIMUM, 1, gaps, errors)).hasValue(3); // said there
        assertThat(Gap.pick(GapRule.GLOBAL_MAXIMUM, 1, gaps, errors)).hasValue(6); // said there
        assertThat(Gap.pick(GapRule.FIRST_WITHIN_ERROR, 1, gaps, errors)).hasValue(3); // 3 < 5 − 1
        assertThat(Gap.pick(GapRule.GLOBAL_WITHIN_ERROR, 1, gaps, errors)).hasValue(5); // 7 ≥ 8 − 1.5 > 5
        assertThat(Gap.pick(GapRule.TIBSHIRANI, 1, gaps, errors)).hasValue(3); // 5 ≥ 4 − 0.5
        double[] doubled = Arrays.stream(errors).map(error -> 2 * error).toArray();
        assertThat(Gap.pick(GapRule.FIRST_WITHIN_ERROR, 1, gaps, doubled)).hasValue(2); // 3 ≥ 5 − 2 > 2
        assertThat(Gap.pick(GapRule.GLOBAL_WITHIN_ERROR, 1, gaps, doubled)).hasValue(3); // 5 ≥ 8 − 3
    }

    @Test
    void rulesAtTheEndsOfTheRange() {
        double[] rising = {1, 2, 3};
        double[] small = {0.1, 0.1, 0.1};
        assertThat(Gap.pick(GapRule.TIBSHIRANI, 2, rising, small)).isEmpty();
        assertThat(Gap.pick(GapRule.FIRST_MAXIMUM, 2, rising, small)).hasValue(4);
        assertThat(Gap.pick(GapRule.GLOBAL_MAXIMUM, 2, rising, small)).hasValue(4);
        double[] equal = {1, 1, 1};
        for (GapRule rule : GapRule.values()) {
            assertThat(Gap.pick(rule, 1, equal, small)).hasValue(1);
            assertThat(Gap.pick(rule, 1, new double[] {1}, small)).isEmpty();
        }
    }

    @Test
    void dispersionIsHalfTheSumOverOrderedPairsByTheirSize() {
        // {0, 1, 3}: (1 + 3 + 2)·2/(2·3), squares (1 + 9 + 4)·2/(2·3); {10, 14}: 4·2/(2·2), 16·2/(2·2)
        FeatureMatrix x = Clouds.of(1, 0, 1, 3, 10, 14);
        Assignment labels = Assignment.copyOf(3, 0, 0, 0, 2, 2);
        assertThat(Math.exp(Dispersion.logarithm(x, labels, DistancePower.PLAIN, Execution.sequential())))
                .isCloseTo(2 + 2, within(1e-14));
        assertThat(Math.exp(Dispersion.logarithm(x, labels, DistancePower.SQUARED, Execution.sequential())))
                .isCloseTo(14.0 / 3 + 8, within(1e-14));
    }

    @Test
    void aRowOfWeightWCountsAsWRowsInTheDispersion() {
        FeatureMatrix x = Clouds.of(1, 0, 1, 3, 10, 14);
        Assignment labels = Assignment.copyOf(2, 0, 0, 0, 1, 1);
        int[] repeated = {0, 0, 1, 3, 3, 3, 4};
        for (DistancePower power : DistancePower.values()) {
            assertThat(Dispersion.logarithm(x.weightedBy(2, 1, 0, 3, 1), labels, power, Execution.sequential()))
                    .isCloseTo(
                            Dispersion.logarithm(
                                    x.rows(repeated), labels.rows(repeated), power, Execution.sequential()),
                            within(1e-14));
        }
    }

    @Test
    void boxesHaveTheRangesOfTheData() {
        FeatureMatrix data = Clouds.three(200, 4, 1);
        FeatureMatrix drawn = ReferenceBox.of(data, GapReference.COLUMN_RANGES).draw(5, 1, Execution.sequential());
        assertThat(drawn.rowCount()).isEqualTo(200);
        for (String name : data.featureNames()) {
            assertUniform(data.column(name), drawn.column(name));
        }
        double[] weights = IntStream.range(0, 200).mapToDouble(i -> i % 3).toArray();
        FeatureMatrix weighted = ReferenceBox.of(data.weightedBy(weights), GapReference.COLUMN_RANGES)
                .draw(5, 1, Execution.sequential());
        for (int i = 0; i < 200; i++) {
            assertThat(weighted.weight(i)).isEqualTo(weights[i]);
        }
    }

    /** On a thin diagonal cloud the box along the axes is thin too, the box along the columns is not. */
    @Test
    void theBoxAlongThePrincipalAxesLiesAsTheDataDo() {
        SeededRandom random = SeededRandom.stream(8, 8);
        double[] values = new double[2 * 300];
        for (int i = 0; i < 300; i++) {
            double along = 10 * random.nextDouble();
            double across = 0.1 * random.nextDouble();
            values[2 * i] = 1000 + along * 0.6 - across * 0.8; // turned by a 3-4-5 triangle
            values[2 * i + 1] = -50 + along * 0.8 + across * 0.6;
        }
        FeatureMatrix data = Clouds.of(2, values);
        FeatureMatrix along = ReferenceBox.of(data, GapReference.PRINCIPAL_AXES).draw(1, 3, Execution.sequential());
        assertUniform(turned(data, 0.6, 0.8), turned(along, 0.6, 0.8));
        assertThat(Arrays.stream(turned(along, -0.8, 0.6)).max().orElseThrow()
                        - Arrays.stream(turned(along, -0.8, 0.6)).min().orElseThrow())
                .isBetween(0.09, 0.13);
        FeatureMatrix columns =
                ReferenceBox.of(data, GapReference.COLUMN_RANGES).draw(1, 3, Execution.sequential());
        assertThat(Arrays.stream(turned(columns, -0.8, 0.6)).max().orElseThrow()
                        - Arrays.stream(turned(columns, -0.8, 0.6)).min().orElseThrow())
                .isGreaterThan(5);
    }

    /** The gap is a difference of logarithms, in which units cancel; powers of 2 cost no digit. */
    @Test
    void theUnitsOfTheDataChangeNoGapAlongThePrincipalAxes() {
        FeatureMatrix data = Clouds.three(60, 20, 3);
        Gap gap = Gap.withDefaults().withReferences(5).withReference(GapReference.PRINCIPAL_AXES);
        SegmentCountSearch search = SegmentCountSearch.between(
                        2, 4, k -> KMeans.of(k).withRestarts(2))
                .withCriteria(gap);
        SearchReport plain = search.search(data);
        for (int exponent : new int[] {-400, -300, -270, 250, 330, 400}) { // 1e-120, 1e-90, 1e-81, 1e75, 1e99, 1e120
            double[] values = Arrays.stream(data.toRowMajorArray())
                    .map(value -> Math.scalb(value, exponent))
                    .toArray();
            SearchReport scaled = search.search(Clouds.of(2, values));
            assertThat(scaled.pick(gap)).as("2^%d", exponent).isEqualTo(plain.pick(gap));
            for (int k = 1; k <= 4; k++) {
                assertThat(scaled.score(gap, k).value())
                        .as("2^%d, k = %d", exponent, k)
                        .isCloseTo(plain.score(gap, k).value(), within(1e-10));
            }
        }
    }

    private static double[] turned(FeatureMatrix data, double x, double y) {
        return IntStream.range(0, data.rowCount())
                .mapToDouble(i -> x * data.value(i, 0) + y * data.value(i, 1))
                .toArray();
    }

    /** Within the range of the data up to 2 %, and by Kolmogorov's test at 1e-4 uniform there. */
    private static void assertUniform(double[] data, double[] drawn) {
        double low = Arrays.stream(data).min().orElseThrow();
        double range = Arrays.stream(data).max().orElseThrow() - low;
        double[] unit =
                Arrays.stream(drawn).map(x -> (x - low) / range).sorted().toArray();
        assertThat(unit[0]).isGreaterThanOrEqualTo(-0.02);
        assertThat(unit[unit.length - 1]).isLessThanOrEqualTo(1.02);
        double farthest = 0;
        for (int i = 0; i < unit.length; i++) {
            farthest = Math.max(farthest, Math.abs(unit[i] - (i + 0.5) / unit.length));
        }
        assertThat(farthest).isLessThan(2.23 / Math.sqrt(unit.length));
    }

    @Test
    void everyCountIsComparedOnTheSameReferenceData() {
        ReferenceBox box = ReferenceBox.of(Clouds.three(30, 4, 1), GapReference.PRINCIPAL_AXES);
        assertThat(box.draw(1, 7, Execution.sequential()).toRowMajorArray())
                .isEqualTo(box.draw(1, 7, Execution.sequential()).toRowMajorArray());
        assertThat(box.draw(1, 8, Execution.sequential()).toRowMajorArray())
                .isNotEqualTo(box.draw(1, 7, Execution.sequential()).toRowMajorArray());
        assertThat(box.draw(2, 7, Execution.sequential()).toRowMajorArray())
                .isNotEqualTo(box.draw(1, 7, Execution.sequential()).toRowMajorArray());
    }

    /** Bad input VA035: a column of 7s. */
    @Test
    void aColumnWithoutRangeGivesFiniteGapsAndChangesNoPick() {
        FeatureMatrix blobs = Clouds.three(60, 20, 42);
        double[] values = new double[3 * 60];
        for (int i = 0; i < 60; i++) {
            values[3 * i] = blobs.value(i, 0);
            values[3 * i + 1] = blobs.value(i, 1);
            values[3 * i + 2] = 7;
        }
        for (GapReference reference : GapReference.values()) {
            Gap gap = Gap.withDefaults()
                    .withReferences(20)
                    .withReference(reference)
                    .withRule(
                            GapRule.GLOBAL_WITHIN_ERROR); // the paper's may stop before 2 along the axes of a triangle
            SearchReport report = SegmentCountSearch.between(
                            1, 5, k -> KMeans.of(k).withRestarts(3))
                    .withCriteria(gap)
                    .search(Clouds.of(3, values));
            for (int k = 1; k <= 5; k++) {
                assertThat(report.score(gap, k).value()).isFinite();
            }
            assertThat(report.pick(gap)).hasValue(3);
        }
    }

    @Test
    void scoresPartsAndIntervalFitTogether() {
        Gap gap = Gap.withDefaults().withReferences(10);
        FeatureMatrix blobs = Clouds.three(60, 20, 2);
        SearchReport report = SegmentCountSearch.between(2, 4, k -> KMeans.of(k).withRestarts(3))
                .withCriteria(gap)
                .withLevel(0.9)
                .search(blobs);
        CriterionCurve curve = report.curve(gap);
        assertThat(curve.segmentCounts()).containsExactly(1, 2, 3, 4); // 1 without a fit
        assertThat(curve.parts()).containsExactly("ln W", "expected ln W", "s");
        for (int k : curve.segmentCounts()) {
            Estimate score = curve.score(k);
            assertThat(score.value()).isCloseTo(curve.part("expected ln W", k) - curve.part("ln W", k), within(1e-12));
            // sd with n − 1, from s, which divides by n: t(0.9, 9) = 1.833113 by tables
            double sd = curve.part("s", k) / Math.sqrt(1.1) * Math.sqrt(10.0 / 9);
            assertThat(score.upper() - score.value()).isCloseTo(1.8331129 * sd / Math.sqrt(10), within(1e-7));
            assertThat(score.level()).isEqualTo(0.9);
            assertThat(score.customers()).isEqualTo(60);
        }
        assertThat(curve.part("ln W", 1))
                .isCloseTo(Math.log(KMeans.of(1).fit(blobs).report().objective()), within(1e-12));
        assertThat(report.pick(gap)).hasValue(3);
        assertThat(curve.toString())
                .startsWith("k      score   ln W  expected ln W        s\n")
                .contains("\n3 *");
    }

    @Test
    void infiniteGapsAreUndefinedAndEndWhatTheRuleSees() {
        FeatureMatrix twoPoints = Clouds.of(1, 0, 5, 0, 5, 0, 5, 0, 5, 1);
        Gap gap = Gap.withDefaults().withReferences(5).withRule(GapRule.GLOBAL_MAXIMUM);
        SearchReport report =
                SegmentCountSearch.between(1, 3, KMeans::of).withCriteria(gap).search(twoPoints);
        assertThat(report.score(gap, 3).undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(report.pick(gap)).hasValue(2);
        assertThat(report.curve(gap).notices())
                .extracting(Notice::message)
                .containsExactly("nothing is known beyond k = 2, where the rule still looks ahead; search further");
    }

    @Test
    void refusesBadOptionsAndTellsWhatItIs() {
        assertThatThrownBy(() -> Gap.withDefaults().withReferences(1))
                .hasMessage(
                        "Gap.withReferences: references = 1, expected at least 2; 100 is usual, 500 for a smooth curve");
        assertThat(Gap.withDefaults().name()).isEqualTo("gap");
        assertThat(Gap.withDefaults()
                        .withPower(DistancePower.PLAIN)
                        .withReference(GapReference.PRINCIPAL_AXES)
                        .withRule(GapRule.FIRST_MAXIMUM)
                        .name())
                .isEqualTo("gap plain axes FIRST_MAXIMUM");
        assertThat(Gap.withDefaults())
                .hasToString("Gap[references = 100, power = SQUARED, reference = COLUMN_RANGES, rule = TIBSHIRANI]");
    }
}
