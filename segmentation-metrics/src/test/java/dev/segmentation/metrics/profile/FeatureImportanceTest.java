package dev.segmentation.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureImportanceTest {

    private static final LongFunction<KMeans> TWO =
            seed -> KMeans.of(2).withRestarts(3).withSeed(seed);

    @Test
    void theOnlyInformativeFeatureMattersAndNoiseDoesNot() {
        FeatureMatrix features = oneInformative(300);
        Fit<KMeansModel> fit = TWO.apply(1).fit(features);
        FeatureImportance dropped = DropImportance.of(TWO).measure(features, fit.assignment());
        FeatureImportance shuffled = ShuffleImportance.of(fit.model()).measure(features);
        for (FeatureImportance found : List.of(dropped, shuffled)) {
            assertThat(found.ranking()).first().isEqualTo("informative");
            for (String noise : List.of("noise 1", "noise 2")) {
                assertThat(found.importance(noise).value()).as(noise).isLessThan(0.02);
            }
        }
        assertThat(dropped.importance("informative").value()).isGreaterThan(0.95);
        assertThat(dropped.baseline().value()).isZero();
        // half of the customers get a value of the other segment
        assertThat(shuffled.importance("informative").value()).isCloseTo(0.5, within(0.03));
        assertThat(shuffled.baseline().value()).isZero();
    }

    @Test
    void droppingIsWhatItSaysBySlowTwin() {
        FeatureMatrix features = cloud(60, 3);
        LongFunction<KMeans> segmenters = seed -> KMeans.of(4).withRestarts(1).withSeed(seed);
        Assignment scheme = segmenters.apply(99).fit(features).assignment();
        FeatureImportance found =
                DropImportance.of(segmenters).withRepeats(3).withSeed(5).measure(features, scheme);
        for (int j = 0; j < 3; j++) {
            double[] wanted = new double[3];
            for (int r = 0; r < 3; r++) {
                List<String> kept = new ArrayList<>(features.featureNames());
                kept.remove(j);
                KMeans kMeans = segmenters.apply(SeededRandom.key(5, r));
                wanted[r] = 1
                        - slowAdjustedRand(
                                scheme, kMeans.fit(features.select(kept)).assignment());
                assertThat(found.value("x" + j, r)).isCloseTo(wanted[r], within(1e-12));
            }
            assertThat(found.importance("x" + j).value())
                    .isCloseTo(Arrays.stream(wanted).average().orElseThrow(), within(1e-14));
        }
        double others = IntStream.range(0, 3)
                .mapToDouble(r -> 1
                        - slowAdjustedRand(
                                scheme,
                                segmenters
                                        .apply(SeededRandom.key(5, r))
                                        .fit(features)
                                        .assignment()))
                .average()
                .orElseThrow();
        assertThat(found.baseline().value()).isCloseTo(others, within(1e-14)).isGreaterThan(0);
        assertThat(found.repeats()).isEqualTo(3);
        assertThat(found.measure()).isEqualTo(FeatureImportance.Measure.DROPPED);
    }

    /** From the pairs of rows one by one. */
    private static double slowAdjustedRand(Assignment a, Assignment b) {
        double both = 0;
        double inA = 0;
        double inB = 0;
        double pairs = 0;
        for (int i = 0; i < a.size(); i++) {
            for (int j = i + 1; j < a.size(); j++) {
                boolean together = a.label(i) == a.label(j);
                boolean alsoTogether = b.label(i) == b.label(j);
                both += together && alsoTogether ? 1 : 0;
                inA += together ? 1 : 0;
                inB += alsoTogether ? 1 : 0;
                pairs++;
            }
        }
        double expected = inA * inB / pairs;
        return (both - expected) / ((inA + inB) / 2 - expected);
    }

    @Test
    void intervalIsStudentsOverTheRepeats() {
        double[][] values = {{0.1, 0.2, 0.6}, {0.5, Double.NaN, Double.NaN}, {0.9, 1, 0.98}};
        FeatureImportance found = new FeatureImportance(
                FeatureImportance.Measure.SHUFFLED, List.of("a", "b", "c"), values, new double[3], 0.95, 40, List.of());
        Estimate a = found.importance("a");
        double deviation = Math.sqrt((0.04 + 0.01 + 0.09) / 2); // about the mean 0.3
        assertThat(a.value()).isCloseTo(0.3, within(1e-15));
        assertThat(a.upper()).isCloseTo(0.3 + 4.302652729696142 * deviation / Math.sqrt(3), within(1e-9));
        assertThat(a.lower()).isZero();
        assertThat(a.customers()).isEqualTo(40);
        assertThat(found.importance("b").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.importance("c").upper()).isEqualTo(1);
        assertThat(found.ranking()).containsExactly("c", "a", "b");
    }

    @Test
    void shufflingCountsWhoMoves() {
        // half of the values are on each side of the cut, so a shuffled customer is on the other side half of the time
        RuleSet rules = RuleSet.builder()
                .rule(Rule.named("High").where("x").atLeast(0))
                .rule(Rule.named("Low").where("x").below(0).and("y").below(1e9))
                .build();
        int n = 4000;
        double[] values = new double[2 * n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = i % 2 == 0 ? 1 : -1;
            values[2 * i + 1] = i;
        }
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
        FeatureImportance found = ShuffleImportance.of(rules).withSeed(3).measure(features);
        assertThat(found.value("y", 4)).isZero();
        for (int repeat = 0; repeat < found.repeats(); repeat++) {
            // hypergeometric: standard deviation of the share about ½/√n
            assertThat(found.value("x", repeat)).isCloseTo(0.5, within(4 * 0.5 / Math.sqrt(n)));
        }
        assertThat(found.value("x", 0)).isNotEqualTo(found.value("x", 1));
        assertThat(ShuffleImportance.of(rules).measure(features).value("x", 0)).isNotEqualTo(found.value("x", 0));
    }

    @Test
    void shufflingKeepsTheValues() {
        FeatureMatrix features = cloud(50, 2);
        KMeansModel model = KMeans.of(3).fit(features).model();
        AtomicInteger seen = new AtomicInteger();
        ShuffleImportance.of(new Spy(model, shuffled -> {
                    for (String name : features.featureNames()) {
                        double[] sorted =
                                Arrays.stream(shuffled.column(name)).sorted().toArray();
                        assertThat(sorted)
                                .containsExactly(Arrays.stream(features.column(name))
                                        .sorted()
                                        .toArray());
                    }
                    seen.incrementAndGet();
                }))
                .withRepeats(2)
                .measure(features);
        assertThat(seen).hasValue(5);
    }

    private record Spy(KMeansModel model, java.util.function.Consumer<FeatureMatrix> seen)
            implements dev.segmentation.SegmentationModel {

        @Override
        public int segmentCount() {
            return model.segmentCount();
        }

        @Override
        public List<String> featureNames() {
            return model.featureNames();
        }

        @Override
        public Assignment assign(FeatureMatrix features) {
            seen.accept(features);
            return model.assign(features);
        }
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        FeatureMatrix features = cloud(80, 3);
        LongFunction<KMeans> segmenters = seed -> KMeans.of(3).withRestarts(1).withSeed(seed);
        Fit<KMeansModel> fit = segmenters.apply(0).fit(features);
        DropImportance drop = DropImportance.of(segmenters).withRepeats(3);
        ShuffleImportance shuffle = ShuffleImportance.of(fit.model());
        String dropped = drop.measure(features, fit.assignment()).toString();
        String shuffled = shuffle.measure(features).toString();
        for (int threads : new int[] {2, 3, 8}) {
            Execution execution = Execution.onThreads(threads);
            assertThat(drop.measure(features, fit.assignment(), execution)).hasToString(dropped);
            assertThat(shuffle.measure(features, execution)).hasToString(shuffled);
        }
        assertThat(drop.withSeed(1).measure(features, fit.assignment()).toString())
                .isNotEqualTo(dropped);
    }

    @Test
    void aSingleFeatureCannotBeLeftOut() {
        FeatureMatrix features = cloud(20, 1);
        Assignment scheme = KMeans.of(2).fit(features).assignment();
        FeatureImportance found = DropImportance.of(TWO).measure(features, scheme);
        assertThat(found.importance("x0").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.baseline().isDefined()).isTrue();
        assertThat(found.toString()).contains("x0", "undefined (NO_OBSERVATIONS)", "(none dropped)");
    }

    @Test
    void fitsThatFailAreLeftOutAndCounted() {
        // without y there are two distinct rows only
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 0, 0, 0, 1, 1, 0, 1, 1, 0, 9);
        Assignment scheme = Assignment.copyOf(3, 0, 0, 1, 1, 2);
        FeatureImportance found = DropImportance.of(seed -> KMeans.of(3).withSeed(seed))
                .withRepeats(4)
                .measure(features, scheme);
        assertThat(found.importance("y").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.importance("x").isDefined()).isTrue();
        assertThat(found.notices()).extracting(Notice::reason).containsExactly(Reason.NO_OBSERVATIONS);
        assertThat(found.notices().get(0).message())
                .startsWith("4 of 12 fits failed and were left out; the first one:");
        assertThatThrownBy(() -> DropImportance.of(seed -> KMeans.of(50)).measure(features, scheme))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("segmentCount = 50");
    }

    @Test
    void cancelsAndTellsProgress() {
        FeatureMatrix features = cloud(30, 2);
        Assignment scheme = TWO.apply(0).fit(features).assignment();
        List<FitProgress> told = new ArrayList<>();
        DropImportance.of(TWO)
                .withRepeats(2)
                .measure(features, scheme, Execution.sequential().withListener(told::add));
        assertThat(told).hasSize(6);
        assertThat(told.get(5)).isEqualTo(new FitProgress("drop importance", 6, 6, Double.NaN));
        AtomicInteger polls = new AtomicInteger();
        Segmenter<KMeansModel> endless = (rows, execution) -> {
            try (var workers = execution.start()) {
                while (true) {
                    workers.checkCancelled();
                }
            }
        };
        Execution soon = Execution.onThreads(3).withCancellation(() -> polls.incrementAndGet() > 100);
        assertThatThrownBy(() -> DropImportance.of(seed -> endless).measure(features, scheme, soon))
                .isInstanceOf(CancelledException.class);
        KMeansModel model = TWO.apply(0).fit(features).model();
        assertThatThrownBy(() -> ShuffleImportance.of(model)
                        .measure(features, Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void refusesBadOptions() {
        FeatureMatrix features = cloud(10, 2);
        DropImportance drop = DropImportance.of(TWO);
        assertThatThrownBy(() -> drop.withRepeats(1))
                .hasMessage("DropImportance.withRepeats: repeats = 1, expected at least 2; 5 show the spread");
        assertThatThrownBy(() -> drop.withLevel(0)).hasMessageContaining("level = 0.0");
        assertThatThrownBy(() -> drop.measure(features, Assignment.copyOf(1, 0)))
                .hasMessage("DropImportance.measure: scheme has 1 entries, expected 10, one per row");
        assertThatThrownBy(() -> drop.measure(features.rows(0), Assignment.copyOf(1, 0)))
                .hasMessage("DropImportance.measure: the matrix has 1 rows; at least 2 make a pair");
        ShuffleImportance shuffle =
                ShuffleImportance.of(KMeans.of(2).fit(features).model());
        assertThatThrownBy(() -> shuffle.withRepeats(0)).hasMessageContaining("repeats = 0");
        assertThatThrownBy(() -> shuffle.withLevel(Double.NaN)).hasMessageContaining("level = NaN");
        assertThatThrownBy(() -> shuffle.measure(features.rows()))
                .hasMessage("ShuffleImportance.measure: the matrix has no rows; nothing can be shuffled");
        assertThatThrownBy(() -> shuffle.measure(features).importance("z"))
                .hasMessage("FeatureImportance: no feature \"z\"; there are [x0, x1]");
        assertThat(drop.withSeed(4)).hasToString("DropImportance[repeats = 5, seed = 4, level = 0.95]");
        assertThat(shuffle).hasToString("ShuffleImportance[repeats = 10, seed = 0, level = 0.95]");
    }

    /** Two segments, far apart in one feature, and two features of noise. */
    private static FeatureMatrix oneInformative(int n) {
        SeededRandom random = SeededRandom.stream(21, 4);
        double[] values = new double[3 * n];
        for (int i = 0; i < n; i++) {
            values[3 * i] = random.nextGaussian();
            values[3 * i + 1] = random.nextGaussian() + (i % 2 == 0 ? 0 : 12);
            values[3 * i + 2] = random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(List.of("noise 1", "informative", "noise 2"), values);
    }

    private static FeatureMatrix cloud(int n, int d) {
        SeededRandom random = SeededRandom.stream(22, d);
        double[] values = IntStream.range(0, n * d)
                .mapToDouble(i -> random.nextGaussian())
                .toArray();
        return FeatureMatrix.copyOfRowMajor(
                IntStream.range(0, d).mapToObj(j -> "x" + j).toList(), values);
    }
}
