package dev.segmentation.tier;

import static dev.segmentation.testing.Refusals.refused;
import static dev.segmentation.tier.JenksTest.column;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.QuantileType;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.testing.GoldenCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Quantile and ABC tiers. */
class TiersTest {

    /** Quantiles of type 7 of 1 … 10 in four parts: 3.25, 5.5, 7.75. */
    @Test
    void tiersEndAtQuantilesOfType7() {
        Fit<RuleSet> fit = QuantileTiers.of(4).fit(column(10, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertThat(fit.assignment().toArray()).containsExactly(0, 3, 3, 3, 2, 2, 1, 1, 0, 0);
        assertThat(fit.model())
                .hasToString(
                        "RuleSet[Tier 1: v > 7.75, Tier 2: 5.5 < v ≤ 7.75, Tier 3: 3.25 < v ≤ 5.5, Tier 4: v ≤ 3.25]");
        assertThat(fit.model().assign(column(7.75, 7.8, 1e9, -3)).toArray()).containsExactly(1, 0, 0, 3);
    }

    /** R's quantile(1:10, 1:3/4, type = t), which are the positions of the paper, as values and places agree. */
    @Test
    void whatAQuantileIsCanBeChosen() {
        FeatureMatrix oneToTen = column(10, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        double[][] cuts = {
            {3, 5, 8}, {3, 5.5, 8}, {2, 5, 8}, {2.5, 5, 7.5}, {3, 5.5, 8}, {2.75, 5.5, 8.25}, {3.25, 5.5, 7.75}
        };
        for (int t = 0; t < cuts.length; t++) {
            QuantileTiers tiers = QuantileTiers.of(4).withQuantileType(QuantileType.values()[t]);
            assertThat(tiers.fit(oneToTen).model())
                    .as("%s", tiers)
                    .hasToString(("RuleSet[Tier 1: v > c, Tier 2: b < v ≤ c, Tier 3: a < v ≤ b, Tier 4: v ≤ a]")
                            .replace(" a", " " + shown(cuts[t][0]))
                            .replace(" b", " " + shown(cuts[t][1]))
                            .replace(" c", " " + shown(cuts[t][2])));
            assertThat(tiers.quantileType()).isEqualTo(QuantileType.values()[t]);
            assertThat(tiers.withRule(QuantileRule.EQUAL_COUNTS).fit(oneToTen).model())
                    .hasToString(QuantileTiers.of(4)
                            .withRule(QuantileRule.EQUAL_COUNTS)
                            .fit(oneToTen)
                            .model()
                            .toString());
        }
    }

    private static String shown(double cut) {
        return cut == Math.rint(cut) ? Integer.toString((int) cut) : Double.toString(cut);
    }

    /** The lines of quarters, of all types, of the golden cases. */
    @TestFactory
    Stream<DynamicTest> tiersEndAtTheQuantilesOfEveryType() {
        return GoldenCases.of("quantile").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    double[] values = golden.dataset().has("values")
                            ? golden.doubles(golden.dataset().get("values"))
                            : golden.matrix().toRowMajorArray();
                    for (QuantileType type : QuantileType.values()) {
                        JsonNode expected = golden.expected().get("type" + (type.ordinal() + 1));
                        double[] probabilities = golden.doubles(golden.inputs().get("probabilities"));
                        int[] tiers = QuantileTiers.of(4)
                                .withQuantileType(type)
                                .fit(column(values))
                                .assignment()
                                .toArray();
                        for (int i = 0; i < values.length; i++) {
                            int above = 0;
                            for (int p = 0; p < probabilities.length; p++) {
                                boolean isQuarter = probabilities[p] % 0.25 == 0 && probabilities[p] % 1 > 0;
                                above +=
                                        isQuarter && values[i] > expected.get(p).asDouble() ? 1 : 0;
                            }
                            assertThat(tiers[i]).as("%s, %s", type, values[i]).isEqualTo(3 - above);
                        }
                    }
                }));
    }

    @Test
    void aCustomerAtAQuantileBelongsToTheLowerTier() {
        Fit<RuleSet> fit = QuantileTiers.of(2).fit(column(1, 2, 3));
        assertThat(fit.assignment().toArray()).containsExactly(1, 1, 0);
    }

    @Test
    void tiersThatTiesLeaveEmptyAreLeftOutAndTheOthersKeepTheirNames() {
        // Quintiles: 0, 0, 0.4 of the way, …: nobody lies between the first two cuts.
        double[] values = {0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6};
        Fit<RuleSet> fit = QuantileTiers.of(5).fit(column(values));
        assertThat(fit.model().segmentNames()).containsExactly("Tier 1", "Tier 2", "Tier 3", "Tier 5");
        assertThat(fit.assignment().toArray()).containsExactly(3, 3, 3, 3, 3, 2, 2, 1, 1, 0, 0);
        assertThat(fit.report().notices())
                .extracting(Object::toString)
                .containsExactly(
                        "TIED_CUTS: QuantileTiers.fit: 1 of 5 tiers have no customers and are left out, [Tier 4],"
                                + " because equal values stay together");
        assertThat(fit.model().audit().gaps()).isEmpty();
        assertThat(fit.model().audit().overlaps()).isEmpty();
    }

    /** Without ties, equal counts are those of SQL's NTILE from the highest value: larger tiers first. */
    @Test
    void equalCountsAreNtile() {
        for (int n = 1; n <= 40; n++) {
            double[] values =
                    IntStream.range(0, n).mapToDouble(i -> (i * 7) % 41).toArray();
            for (int k = 1; k <= n; k++) {
                Fit<RuleSet> fit =
                        QuantileTiers.of(k).withRule(QuantileRule.EQUAL_COUNTS).fit(column(values));
                int[] expected = new int[k];
                for (int t = 0; t < k; t++) {
                    expected[t] = n / k + (t < n % k ? 1 : 0);
                }
                assertThat(fit.assignment().sizes()).as("n = %d, k = %d", n, k).isEqualTo(expected);
            }
        }
    }

    @Test
    void equalValuesThatABoundaryWouldPartGoToTheHigherTier() {
        Fit<RuleSet> fit =
                QuantileTiers.of(2).withRule(QuantileRule.EQUAL_COUNTS).fit(column(9, 5, 5, 5, 1, 0));
        assertThat(fit.assignment().toArray()).containsExactly(0, 0, 0, 0, 1, 1);
        assertThat(fit.model()).hasToString("RuleSet[Tier 1: v ≥ 5, Tier 2: v < 5]");
    }

    @Test
    void wholeWeightsAreRepeatedRows() {
        SeededRandom random = SeededRandom.stream(1, 0);
        double[] values =
                IntStream.range(0, 80).mapToDouble(i -> random.nextInt(30)).toArray();
        double[] weights = IntStream.range(0, 80).mapToDouble(i -> i % 4).toArray();
        double[] repeated = IntStream.range(0, 80)
                .flatMap(i -> IntStream.generate(() -> i).limit(i % 4))
                .mapToDouble(i -> values[i])
                .toArray();
        FeatureMatrix weighted = column(values).weightedBy(weights);
        for (QuantileRule rule : QuantileRule.values()) {
            QuantileTiers tiers = QuantileTiers.of(7).withRule(rule);
            assertThat(tiers.fit(weighted).model())
                    .hasToString(tiers.fit(column(repeated)).model().toString());
        }
        assertThat(AbcTiers.standard().fit(weighted).model())
                .hasToString(AbcTiers.standard().fit(column(repeated)).model().toString());
    }

    @Test
    void equalWeightsThatAreNotWholeAreNoWeights() {
        assertThat(QuantileTiers.of(3)
                        .fit(column(0, 0, 2, 3).weightedBy(0.5, 0.5, 0.5, 0.5))
                        .model())
                .hasToString(QuantileTiers.of(3).fit(column(0, 0, 2, 3)).model().toString());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            double[] values =
                    random.ints(3 + random.nextInt(20), 0, 9).asDoubleStream().toArray();
            values[0] = 9; // two values at least
            values[1] = 10;
            double[] weights = new double[values.length];
            Arrays.fill(weights, 0.1 + random.nextInt(5) / 2.0);
            List<Segmenter<RuleSet>> all = new ArrayList<>(
                    List.of(AbcTiers.standard(), QuantileTiers.of(2).withRule(QuantileRule.EQUAL_COUNTS)));
            for (QuantileType type : QuantileType.values()) {
                all.add(QuantileTiers.of(3).withQuantileType(type));
            }
            FeatureMatrix plain = column(values);
            int distinct = (int) Arrays.stream(values).distinct().count();
            all.add(QuantileTiers.of(Math.min(4, distinct)).withRule(QuantileRule.EQUAL_COUNTS));
            for (Segmenter<RuleSet> tiers : all) {
                if (distinct > 2) {
                    assertThat(tiers.fit(plain.weightedBy(weights)).model())
                            .as("seed %s, %s of %s", seed, tiers, Arrays.toString(values))
                            .hasToString(tiers.fit(plain).model().toString());
                }
            }
        }
    }

    /** At 799.2 of 0 … 999 a fifth of the way from the last 7 to the first 8, and so on down; a hundred rows of each value. */
    @Test
    void thousandCustomersOfEqualWeightHaveTheQuintilesOfNoWeights() {
        double[] values = IntStream.range(0, 1000).mapToDouble(i -> i % 10).toArray();
        for (double weight : new double[] {1.5, 0.1}) {
            double[] weights = new double[1000];
            Arrays.fill(weights, weight);
            assertThat(QuantileTiers.of(5)
                            .fit(column(values).weightedBy(weights))
                            .model())
                    .hasToString("RuleSet[Tier 1: v > 7.2, Tier 2: 5.4 < v ≤ 7.2, Tier 3: 3.6 < v ≤ 5.4,"
                            + " Tier 4: 1.8 < v ≤ 3.6, Tier 5: v ≤ 1.8]");
        }
    }

    /** Weights ½, ¼, ½, 1: 0.75 and 1.5 of 2.25 are reached at 2 and at 3, so that even steps are at 1, 2, 3, 3. */
    @Test
    void relativeWeightsOfRowsThatRepeatValuesAreQuantilesOfRows() {
        FeatureMatrix data = column(1, 2, 2, 3).weightedBy(0.5, 0.25, 0.5, 1);
        assertThat(QuantileTiers.of(2).fit(data).model()).hasToString("RuleSet[Tier 1: v > 2.5, Tier 2: v ≤ 2.5]");
        assertThat(QuantileTiers.of(2)
                        .withQuantileType(QuantileType.TYPE_1)
                        .fit(data)
                        .model())
                .hasToString("RuleSet[Tier 1: v > 2, Tier 2: v ≤ 2]");
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        SeededRandom random = SeededRandom.stream(2, 0);
        double[] values =
                IntStream.range(0, 500).mapToDouble(i -> random.nextInt(50)).toArray();
        double[] weights =
                IntStream.range(0, 500).mapToDouble(i -> random.nextDouble()).toArray();
        FeatureMatrix data = column(values).weightedBy(weights);
        int[] order = IntStream.range(0, 500).map(i -> (i * 137 + 5) % 500).toArray();
        for (var tiers : List.of(
                QuantileTiers.of(6),
                QuantileTiers.of(6).withRule(QuantileRule.EQUAL_COUNTS),
                AbcTiers.standard(),
                Jenks.of(6))) {
            assertThat(tiers.fit(data.rows(order)).model())
                    .hasToString(tiers.fit(data).model().toString());
        }
    }

    /** 70, 90, 95 … of 100: A ends with the customer who crosses 80, B with the one who crosses 95. */
    @Test
    void whoeverCrossesALineBelongsToTheHigherTier() {
        Fit<RuleSet> fit = AbcTiers.standard().fit(column(3, 70, 20, 4, 2, 1));
        assertThat(fit.assignment().toArray()).containsExactly(1, 0, 0, 1, 2, 2);
        assertThat(fit.model()).hasToString("RuleSet[A: v ≥ 20, B: 3 ≤ v < 20, C: v < 3]");
        assertThat(fit.model().assign(column(19.99, 20, 2.5, 3, 0)).toArray()).containsExactly(1, 0, 2, 1, 2);
        // Exactly at the line nobody crosses it.
        assertThat(AbcTiers.standard().fit(column(80, 15, 5)).assignment().toArray())
                .containsExactly(0, 1, 2);
        double[] tenths = DoubleStream.iterate(1, i -> i + 1)
                .limit(10)
                .map(i -> 0.1 + i * 1e-12)
                .toArray();
        assertThat(AbcTiers.of(0.8).fit(column(tenths)).assignment().sizes()).containsExactly(8, 2);
    }

    @Test
    void equalValuesStayTogetherInTheHigherTier() {
        Fit<RuleSet> fit = AbcTiers.standard().fit(column(50, 10, 10, 10, 10, 10, 0, 0));
        assertThat(fit.assignment().toArray()).containsExactly(0, 0, 0, 0, 0, 0, 1, 1);
        assertThat(fit.model().segmentNames()).containsExactly("A", "C");
        assertThat(fit.report().notices())
                .extracting(Object::toString)
                .containsExactly(
                        "TIED_CUTS: AbcTiers.fit: 1 of 3 tiers have no customers and are left out, [B], because"
                                + " equal values stay together");
    }

    @Test
    void abcTiersAreThoseOfTheObviousLoop() {
        for (long seed = 0; seed < 50; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 3);
            double[] values = IntStream.range(0, 200)
                    .mapToDouble(i -> Math.rint(Math.exp(3 + 1.5 * random.nextGaussian())))
                    .toArray();
            Fit<RuleSet> fit = AbcTiers.of(0.5, 0.8, 0.95)
                    .withNames(List.of("Top", "A", "B", "C"))
                    .fit(column(values));
            double total = Arrays.stream(values).sum();
            for (int i = 0; i < values.length; i++) {
                double value = values[i];
                double before = Arrays.stream(values).filter(v -> v > value).sum() / total;
                int expected = before < 0.5 ? 0 : before < 0.8 ? 1 : before < 0.95 ? 2 : 3;
                String name = fit.model().segmentNames().get(fit.assignment().label(i));
                assertThat(name).isEqualTo(List.of("Top", "A", "B", "C").get(expected));
            }
        }
    }

    @Test
    void whatHasNoSharesIsRefused() {
        assertThat(refused(Reason.NEGATIVE_VALUE, () -> AbcTiers.standard().fit(column(5, -1, 3))))
                .hasMessage(
                        "AbcTiers.fit: the value at row 1, feature \"v\" is negative, expected at least 0, since shares"
                                + " of a sum need that; cut these customers off first, or use QuantileTiers");
        assertThat(refused(Reason.NO_OBSERVATIONS, () -> AbcTiers.standard().fit(column(0, 0))))
                .hasMessage(
                        "AbcTiers.fit: the values of \"v\" sum to 0, so that there are no shares of the sum; leave out"
                                + " this column");
        assertThat(refused(Reason.RANGE, () -> AbcTiers.standard().fit(column(1e308, 1.5e308))))
                .hasMessageContaining("sum to more than a double can hold");
        for (double[] shares : new double[][] {{0.9, 0.8}, {0}, {1.1}, {Double.NaN}, {0.5, 0.5}}) {
            assertThat(refused(Reason.BAD_PARAM, () -> AbcTiers.of(shares)))
                    .hasMessageContaining("AbcTiers.of: cumulativeShares = ");
        }
    }

    @Test
    void configurationsPrintThemselves() {
        assertThat(AbcTiers.standard()).hasToString("AbcTiers[names=[A, B, C], cumulativeShares=[0.8, 0.95]]");
        assertThat(QuantileTiers.of(2))
                .hasToString("QuantileTiers[names=[Tier 1, Tier 2], rule=CUTS, quantileType=TYPE_7]");
        assertThat(Jenks.of(2)).hasToString("Jenks[names=[Tier 1, Tier 2]]");
    }

    /** 55 of 100 make 55 % exactly, but 0.55 · 100 is more than 55 as a double. */
    @Test
    void aLineIsReachedByWhoeverReachesItInDecimals() {
        FeatureMatrix amounts = FeatureMatrix.copyOfRowMajor(List.of("eur"), 55, 45);
        assertThat(AbcTiers.of(0.55).fit(amounts).assignment().toArray()).containsExactly(0, 1);
        FeatureMatrix cents = FeatureMatrix.copyOfRowMajor(List.of("eur"), 0.6, 0.2, 0.15, 0.05);
        assertThat(AbcTiers.standard().fit(cents).assignment().toArray()).containsExactly(0, 0, 1, 2);
    }
}
