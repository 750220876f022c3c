package dev.segmentation.tier;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.rule.RuleSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JenksTest {

    /** The worked example of ehdp.com, "Jenks Natural Breaks: the best range finder": 26, 14, 1, 14. */
    @Test
    void theWorkedExampleOfTwoRanges() {
        FeatureMatrix values = column(4, 5, 9, 10);
        Fit<RuleSet> fit = Jenks.of(2).fit(values);
        assertThat(fit.assignment().toArray()).containsExactly(1, 1, 0, 0);
        assertThat(fit.report().objective()).isEqualTo(1);
        assertThat(Jenks.varianceFit(values, fit.assignment())).isCloseTo(25.0 / 26, within(1e-15));
        assertThat(Jenks.of(1).fit(values).report().objective()).isEqualTo(26);
        assertThat(fit.model()).hasToString("RuleSet[Tier 1: v > 5, Tier 2: v ≤ 5]");
    }

    /** The example of the documentation of simple-statistics, after Wang and Song (2011), R Journal 3(2), 29–33. */
    @Test
    void theExampleOfCkmeans() {
        FeatureMatrix values = column(-1, 2, -1, 2, 4, 5, 6, -1, 2, -1);
        Fit<RuleSet> fit =
                Jenks.of(3).withNames(List.of("High", "Middle", "Low")).fit(values);
        assertThat(fit.assignment().toArray()).containsExactly(2, 1, 2, 1, 0, 0, 0, 2, 1, 2);
        assertThat(fit.report().objective()).isEqualTo(2);
        assertThat(fit.model().segmentNames()).containsExactly("High", "Middle", "Low");
        assertThat(fit.model()).hasToString("RuleSet[High: v > 2, Middle: -1 < v ≤ 2, Low: v ≤ -1]");
    }

    @Test
    void breaksAreThoseOfFishersRecursion() {
        for (long seed = 0; seed < 40; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 0);
            int n = 5 + random.nextInt(30);
            boolean isInteger = seed % 3 == 0;
            boolean isWeighted = seed % 2 == 1;
            double offset = seed % 5 == 0 ? 1e12 : 0;
            double[] values = IntStream.range(0, n)
                    .mapToDouble(i -> offset + (isInteger ? random.nextInt(40) : Math.exp(2 * random.nextGaussian())))
                    .toArray();
            double[] weights = IntStream.range(0, n)
                    .mapToDouble(i -> isWeighted ? 0.25 * (1 + random.nextInt(9)) : 1)
                    .toArray();
            int distinct = (int) Arrays.stream(values).distinct().count();
            for (int k = 1; k <= Math.min(distinct, 7); k++) {
                Fit<RuleSet> fit = Jenks.of(k).fit(column(values).weightedBy(weights));
                SlowBreaks slow = SlowBreaks.of(values, weights, k);
                assertThat(fit.report().objective())
                        .as("seed %d, k = %d", seed, k)
                        .isCloseTo(
                                slow.objective,
                                within(1e-12 * Math.abs(slow.objective) + 1e-20)); // 0 is rounded in both
                if (!isInteger) { // no ties
                    assertThat(begins(values, fit))
                            .as("seed %d, k = %d", seed, k)
                            .isEqualTo(slow.begins);
                }
            }
        }
    }

    /** The first value of each tier but the lowest, ascending. */
    private static double[] begins(double[] values, Fit<RuleSet> fit) {
        double[] begins = new double[fit.model().segmentCount() - 1];
        Arrays.fill(begins, Double.POSITIVE_INFINITY);
        for (int i = 0; i < values.length; i++) {
            int fromBelow = begins.length - fit.assignment().label(i);
            if (fromBelow > 0) {
                begins[fromBelow - 1] = Math.min(begins[fromBelow - 1], values[i]);
            }
        }
        return begins;
    }

    @Test
    void noRunOfKMeansIsBetter() {
        double[] values = normal(2000, 3);
        for (int k : new int[] {2, 5, 9}) {
            double best = KMeans.of(k).fit(column(values)).report().objective();
            double optimum = Jenks.of(k).fit(column(values)).report().objective();
            assertThat(optimum).isLessThanOrEqualTo(best * (1 + 1e-12)).isGreaterThan(0.98 * best);
        }
    }

    @Test
    void weightsAreRepeatedRowsAndRowsOfNoWeightHaveNoInfluence() {
        double[] values = normal(60, 4);
        double[] weights = IntStream.range(0, 60).mapToDouble(i -> i % 4).toArray();
        double[] repeated = IntStream.range(0, 60)
                .flatMap(i -> IntStream.generate(() -> i).limit(i % 4))
                .mapToDouble(i -> values[i])
                .toArray();
        Fit<RuleSet> weighted = Jenks.of(4).fit(column(values).weightedBy(weights));
        Fit<RuleSet> duplicated = Jenks.of(4).fit(column(repeated));
        assertThat(weighted.model()).hasToString(duplicated.model().toString());
        assertThat(weighted.report().objective()).isCloseTo(duplicated.report().objective(), within(1e-12));
    }

    @Test
    void scalesAndOffsetsMoveTheBreaksAlong() {
        double[] values = normal(300, 5);
        Fit<RuleSet> fit = Jenks.of(5).fit(column(values));
        for (double scale : new double[] {0x1p-300, 0x1p300}) {
            double[] scaled = Arrays.stream(values).map(v -> v * scale).toArray();
            Fit<RuleSet> moved = Jenks.of(5).fit(column(scaled));
            assertThat(moved.assignment()).isEqualTo(fit.assignment());
        }
        double[] negative = Arrays.stream(values).map(v -> -v).toArray();
        int[] mirrored = Arrays.stream(
                        Jenks.of(5).fit(column(negative)).assignment().toArray())
                .map(label -> 4 - label)
                .toArray();
        assertThat(mirrored).isEqualTo(fit.assignment().toArray());
    }

    /** The optimum never gets worse with more breaks, and varianceFit tells the objective. */
    @Test
    void varianceFitGrowsWithTheNumberOfTiers() {
        FeatureMatrix values = column(normal(200, 6));
        double total = Jenks.of(1).fit(values).report().objective();
        double before = 0;
        for (int k = 1; k <= 20; k++) {
            Fit<RuleSet> fit = Jenks.of(k).fit(values);
            double share = Jenks.varianceFit(values, fit.assignment());
            assertThat(share).isCloseTo(1 - fit.report().objective() / total, within(1e-12));
            assertThat(share).isGreaterThanOrEqualTo(before);
            before = share;
        }
        assertThat(Jenks.varianceFit(column(2, 2), Jenks.of(1).fit(column(2, 2)).assignment()))
                .isNaN();
    }

    @Test
    void asManyTiersAsValuesAndOneTier() {
        Fit<RuleSet> all = Jenks.of(3).fit(column(7, 1, 3, 7));
        assertThat(all.assignment().toArray()).containsExactly(0, 2, 1, 0);
        assertThat(all.report().objective()).isZero();
        Fit<RuleSet> one = Jenks.of(1).fit(column(7, 1));
        assertThat(one.model().assign(column(-1e300, 5, Double.MAX_VALUE)).toArray())
                .containsExactly(0, 0, 0);
        assertThat(refused(Reason.GAP, () -> one.model().assign(column(Double.NaN))))
                .hasMessageContaining("no rule claims row 0");
    }

    @Test
    void laterCustomersAreAssignedByTheSameBreaksWhichLeaveNoGap() {
        RuleSet model = Jenks.of(3).fit(column(1, 2, 10, 11, 30, 31)).model();
        assertThat(model.assign(column(-5, 2, 2.1, 11, 11.5, 1e9)).toArray()).containsExactly(2, 2, 1, 1, 0, 0);
        assertThat(model.audit().gaps()).isEmpty();
        assertThat(model.audit().overlaps()).isEmpty();
    }

    @Test
    void whatCannotBeCutIsRefused() {
        FeatureMatrix two = FeatureMatrix.copyOfRowMajor(List.of("a", "b"), 1, 2, 3, 4);
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> Jenks.of(2).fit(two)))
                .hasMessage("Jenks.fit: the matrix has 2 features, expected 1; name it with FeatureMatrix.select");
        assertThat(refused(Reason.BAD_PARAM, () -> Jenks.of(0)))
                .hasMessage("Jenks.of: tierCount = 0, expected at least 1; 1 puts every row into one tier");
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> Jenks.of(2).withNames(List.of("A"))))
                .hasMessage("Jenks.withNames: names has 1 entries, expected 2, one per tier");
        assertThat(refused(Reason.BAD_NAME, () -> Jenks.of(2).withNames(List.of("A", "A"))))
                .hasMessage("Jenks.withNames: two tiers are called \"A\"; give each a name of its own");
        assertThat(refused(Reason.RANGE, () -> Jenks.of(2).fit(column(1, 1e200))))
                .hasMessage("Jenks.fit: feature \"v\" has values beyond 1e130, so that squares would overflow; scale it"
                        + " first");
        assertThat(refused(Reason.RANGE, () -> Jenks.of(2).fit(column(0, 1e-200))))
                .hasMessageContaining("varies by less than 1e-130");
    }

    static FeatureMatrix column(double... values) {
        return FeatureMatrix.copyOfRowMajor(List.of("v"), values);
    }

    private static double[] normal(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        return IntStream.range(0, rows).mapToDouble(i -> random.nextGaussian()).toArray();
    }
}
