package dev.segmentation.metrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class PredictionStrengthTest {

    @RegisterExtension
    static final GoldenOperation EXACT = GoldenOperation.of("predictionStrength.exact");

    @RegisterExtension
    static final GoldenOperation BAR = GoldenOperation.of("predictionStrength.bar");

    @TestFactory
    Stream<DynamicTest> strengthsOfGivenSplitsAreExact() {
        return EXACT.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkExact(golden)));
    }

    private static void checkExact(GoldenCase golden) {
        JsonNode perCount = golden.inputs().get("perK");
        for (int i = 0; i < perCount.size(); i++) {
            int k = perCount.get(i).get("k").asInt();
            Assignment test = Assignment.copyOf(k, golden.ints(perCount.get(i).get("testLabels")));
            Assignment predicted =
                    Assignment.copyOf(k, golden.ints(perCount.get(i).get("predictedTestLabels")));
            golden.assertClose(
                    "perCluster",
                    PredictionStrength.shares(test, predicted),
                    golden.doubles(golden.expected().get("perCluster").get(i)));
            golden.assertClose(
                    "predictionStrength",
                    PredictionStrength.strength(test, predicted),
                    golden.expected().get("predictionStrength").get(i).asDouble());
        }
    }

    @TestFactory
    Stream<DynamicTest> meansOverRandomSplitsAgreeWithTheReferences() {
        return BAR.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkBar(golden)));
    }

    /** From one random start, as there; the better optima of many starts are found again more often. */
    private static void checkBar(GoldenCase golden) {
        double[] means = golden.doubles(golden.expected().get("meanPredictionStrength"));
        PredictionStrength strength = PredictionStrength.withDefaults()
                .withSplits(golden.parameters().get("splits").asInt());
        int most = golden.parameters().get("maxK").asInt();
        SearchReport report = SegmentCountSearch.between(2, most, PredictionStrengthTest::fromOneRandomStart)
                .withCriteria(strength)
                .search(golden.matrix());
        for (int k = 2; k < 2 + means.length; k++) {
            golden.assertClose(
                    "meanPredictionStrength", report.score(strength, k).value(), means[k - 2]);
        }
        double[] deviations = golden.doubles(golden.expected().get("sdAcrossSplits"));
        for (int k = 2; k < 2 + means.length; k++) {
            golden.assertClose("sdAcrossSplits", report.curve(strength).part("sd", k), deviations[k - 2]);
        }
        assertThat(report.pick(strength))
                .hasValue(golden.expected().get("optimalK").asInt());
    }

    private static Segmenter<KMeansModel> fromOneRandomStart(int k) {
        return (features, execution) -> {
            SeededRandom random = SeededRandom.stream(Arrays.hashCode(features.toRowMajorArray()), k);
            int[] starts = Draws.without(features.rowCount(), k, random);
            return KMeans.of(k)
                    .withSeeding(Seeding.centers(features.rows(starts)))
                    .withRefinement(Refinement.NONE)
                    .fit(features, execution);
        };
    }

    @Test
    void isTheSmallestShareOfPairs() {
        Assignment test = Assignment.copyOf(5, 0, 0, 0, 0, 1, 1, 3, 4, 4, 4);
        Assignment predicted = Assignment.copyOf(3, 0, 0, 0, 1, 2, 2, 1, 0, 1, 2);
        // 3 of 6 pairs, 1 of 1, empty, one row, 0 of 3
        assertThat(PredictionStrength.shares(test, predicted)).containsExactly(0.5, 1, Double.NaN, 1, 0);
        assertThat(PredictionStrength.strength(test, predicted)).isZero();
        int[] first = {0, 1, 2, 3, 4, 5, 6};
        assertThat(PredictionStrength.strength(test.rows(first), predicted.rows(first)))
                .isEqualTo(0.5);
    }

    @Test
    void sharesAreThoseOfAllPairsCountedOneByOne() {
        SeededRandom random = SeededRandom.stream(4, 4);
        int[] a = IntStream.range(0, 60).map(i -> random.nextInt(4)).toArray();
        int[] b = IntStream.range(0, 60).map(i -> random.nextInt(3)).toArray();
        double[] shares = PredictionStrength.shares(Assignment.copyOf(4, a), Assignment.copyOf(3, b));
        for (int s = 0; s < 4; s++) {
            int pairs = 0;
            int together = 0;
            for (int i = 0; i < 60; i++) {
                for (int j = 0; j < i; j++) {
                    if (a[i] == s && a[j] == s) {
                        pairs++;
                        together += b[i] == b[j] ? 1 : 0;
                    }
                }
            }
            assertThat(shares[s]).isCloseTo((double) together / pairs, within(1e-15));
        }
    }

    /** Two splits by hand: the mean of both directions, and Student's interval with one degree of freedom. */
    @Test
    void averagesBothDirectionsOfEverySplit() {
        FeatureMatrix data = Clouds.three(31, 2, 3);
        PredictionStrength strength = PredictionStrength.withDefaults().withSplits(2);
        SearchReport report = SegmentCountSearch.between(3, 3, KMeans::of)
                .withCriteria(strength)
                .withSeed(9)
                .search(data);
        double[] expected = new double[2];
        for (int split = 0; split < 2; split++) {
            int[] one = Draws.without(31, 15, Draws.stream(9, 0x70726564, split));
            int[] other = IntStream.range(0, 31)
                    .filter(row -> Arrays.binarySearch(one, row) < 0)
                    .toArray();
            assertThat(other).hasSize(16);
            Fit<KMeansModel> a = KMeans.of(3).fit(data.rows(one));
            Fit<KMeansModel> b = KMeans.of(3).fit(data.rows(other));
            double forth = PredictionStrength.strength(a.assignment(), b.model().assign(data.rows(one)));
            double back = PredictionStrength.strength(b.assignment(), a.model().assign(data.rows(other)));
            expected[split] = (forth + back) / 2;
        }
        Estimate score = report.score(strength, 3);
        assertThat(score.value()).isCloseTo((expected[0] + expected[1]) / 2, within(1e-15));
        double sd = Math.abs(expected[0] - expected[1]) / Math.sqrt(2);
        assertThat(report.curve(strength).part("sd", 3)).isCloseTo(sd, within(1e-15));
        assertThat(score.lower()).isCloseTo(Math.max(0, score.value() - 12.70620474 * sd / Math.sqrt(2)), within(1e-7));
        assertThat(report.curve(strength).segmentCounts()).containsExactly(3); // 1 is too far from the range
        assertThat(report.pick(strength)).isEmpty();
    }

    @Test
    void picksTheLargestCountThatReachesTheCutoff() {
        FeatureMatrix apart = Clouds.three(90, 20, 5);
        PredictionStrength strength = PredictionStrength.withDefaults().withSplits(10);
        SegmentCountSearch search =
                SegmentCountSearch.between(2, 5, k -> KMeans.of(k).withRestarts(3));
        assertThat(search.withCriteria(strength).search(apart).pick(strength)).hasValue(3);
        PredictionStrength low = strength.withCutoff(0);
        assertThat(search.withCriteria(low).search(apart).pick(low)).hasValue(5);
        assertThat(low.name()).isEqualTo("prediction strength 0.0");
        FeatureMatrix cloud = Clouds.normal(90, 2, 5);
        SearchReport none = search.withCriteria(strength).search(cloud);
        assertThat(none.pick(strength)).hasValue(1);
        assertThat(none.score(strength, 1).value()).isEqualTo(1);
    }

    @Test
    void splitsThatCannotBeFittedAreCounted() {
        FeatureMatrix few = Clouds.of(1, 0, 0, 0, 0, 1, 1, 9, 9);
        PredictionStrength strength = PredictionStrength.withDefaults().withSplits(40);
        SearchReport report = SegmentCountSearch.between(2, 3, KMeans::of)
                .withCriteria(strength)
                .search(few);
        assertThat(report.curve(strength).notices())
                .extracting(Notice::reason)
                .containsExactly(Reason.NO_OBSERVATIONS, Reason.NO_OBSERVATIONS);
        assertThat(report.curve(strength).notices().get(1).message())
                .matches("k = 3: \\d+ of 40 measurements failed and were left out; the first one: KMeans.fit: .*");
        assertThat(report.score(strength, 3).value()).isEqualTo(1); // 0s, 1s and 9s wherever each half has all three
    }

    @Test
    void saysThatWeightsAreUsedByTheFitsAlone() {
        Segmenter<KMeansModel> spy = (features, execution) -> {
            assertThat(features.isWeighted()).isTrue();
            return KMeans.of(2).fit(features, execution);
        };
        double[] weights = IntStream.range(0, 30).mapToDouble(i -> 1 + i % 3).toArray();
        PredictionStrength strength = PredictionStrength.withDefaults().withSplits(2);
        SearchReport report = SegmentCountSearch.between(2, 2, k -> spy)
                .withCriteria(strength)
                .search(Clouds.three(30, 9, 1).weightedBy(weights));
        assertThat(report.notices())
                .extracting(Notice::toString)
                .containsExactly(
                        "WEIGHTS_IGNORED: prediction strength: pairs of rows count once each; only the fits use"
                                + " weights");
    }

    @Test
    void halvesAreRandom() {
        int[] times = new int[11];
        for (int split = 0; split < 2000; split++) {
            int[] half = Draws.without(11, 5, Draws.stream(1, 2, split));
            assertThat(half).hasSize(5).isSorted().doesNotHaveDuplicates();
            assertThat(IntStream.concat(Arrays.stream(half), Arrays.stream(Draws.others(11, half))))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 11).boxed().toList());
            Arrays.stream(half).forEach(row -> times[row]++);
        }
        // 2000·5/11 = 909 each, standard deviation 22
        assertThat(Arrays.stream(times)).allMatch(count -> Math.abs(count - 909) < 100);
    }

    @Test
    void refusesBadOptions() {
        assertThatThrownBy(() -> PredictionStrength.withDefaults().withSplits(1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("PredictionStrength.withSplits: splits = 1, expected at least 2; 50 is usual");
        assertThatThrownBy(() -> PredictionStrength.withDefaults().withCutoff(Double.NaN))
                .hasMessage("PredictionStrength.withCutoff: cutoff = NaN, expected 0 to 1");
        assertThat(PredictionStrength.withDefaults()).hasToString("PredictionStrength[splits = 50, cutoff = 0.8]");
    }
}
