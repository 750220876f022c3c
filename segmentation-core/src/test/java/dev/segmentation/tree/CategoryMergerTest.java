package dev.segmentation.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CategoryMergerTest {

    private static final ChaidOptions STEPWISE = ChaidOptions.STANDARD.withSizes(10, 3, 0, 0);
    private static final ChaidOptions EXHAUSTIVE = STEPWISE.withMerging(Merging.EXHAUSTIVE, Multiplier.COUNTED);

    /** The last category is that of missing values. */
    private static CategoryMerger.Merged merge(double[][] counts, boolean nominal, ChaidOptions options) {
        try (Workers workers = Execution.sequential().start()) {
            Polling polling = new Polling(workers);
            List<String> levels = new ArrayList<>();
            for (int j = 0; j < counts[0].length; j++) {
                levels.add("l" + j);
            }
            TargetColumn target = TargetColumn.of(
                    "y",
                    FeatureTable.builder()
                            .nominal("y", levels)
                            .numeric("x", new double[levels.size()])
                            .build(),
                    "test");
            CategoricalTest test = new CategoricalTest(
                    target, (table, used) -> CategoricalTest.independence(table, options.chiSquare()), polling);
            return new CategoryMerger(counts, counts.length - 1, nominal, options, test, polling).merge();
        }
    }

    private static List<List<Integer>> members(CategoryMerger.Merged merged) {
        return merged.groups().stream()
                .map(group -> Arrays.stream(group.members()).boxed().toList())
                .toList();
    }

    private static List<List<Integer>> members(SlowMerging slow) {
        List<List<Integer>> members = new ArrayList<>();
        slow.groups.forEach(group -> members.add(List.copyOf(group)));
        return members;
    }

    private static double[][] random(SeededRandom random, boolean withMissing) {
        double[][] counts = new double[3 + random.nextInt(5)][2 + random.nextInt(2)];
        for (int c = 0; c < counts.length; c++) {
            int size = c == counts.length - 1 && !withMissing ? 0 : 1 + random.nextInt(30);
            int lean = 1 + random.nextInt(6);
            for (int i = 0; i < size; i++) {
                counts[c][random.nextInt(6) < lean ? 0 : 1 + random.nextInt(counts[c].length - 1)]++;
            }
        }
        return counts;
    }

    @Test
    void groupsAndTestsAreThoseOfTheObviousTwin() {
        int split = 0;
        int splitAgain = 0;
        for (long seed = 0; seed < 400; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 6);
            boolean nominal = seed % 2 == 0;
            boolean withMissing = seed % 3 == 0;
            double[][] counts = random(random, withMissing);
            int floating = withMissing && !nominal ? counts.length - 1 : -1;
            SlowMerging slow = new SlowMerging(counts, nominal, floating);
            int categories = slow.groups.size();
            double resplit = seed % 5 == 0 ? 0 : 0.04;
            slow.untilSignificant(0.05, resplit);
            if (slow.tied) {
                continue; // rounding decides
            }
            CategoryMerger.Merged merged = merge(counts, nominal, STEPWISE.withLevels(0.05, 0.05, resplit));
            assertThat(members(merged)).as("seed %s", seed).isEqualTo(members(slow));
            splitAgain += members(merge(counts, nominal, STEPWISE)).equals(members(merged)) ? 0 : 1;
            if (slow.groups.size() > 1) {
                split++;
                assertThat(merged.test().p()).isCloseTo(slow.p(slow.groups), within(1e-13));
                double multiplier = nominal
                        ? Bonferroni.nominal(categories, slow.groups.size())
                        : floating >= 0
                                ? Bonferroni.floating(categories, slow.groups.size())
                                : Bonferroni.ordinal(categories, slow.groups.size());
                assertThat(merged.test().logMultiplier()).isEqualTo(multiplier);
            }
        }
        assertThat(split).isGreaterThan(100);
        assertThat(splitAgain).isPositive();
    }

    @Test
    void exhaustiveGroupsAreThoseOfTheObviousTwin() {
        for (long seed = 0; seed < 300; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 7);
            boolean nominal = seed % 2 == 0;
            double[][] counts = random(random, nominal && seed % 3 == 0);
            SlowMerging slow = new SlowMerging(counts, nominal, -1);
            int categories = slow.groups.size();
            slow.exhaustively();
            if (slow.tied) {
                continue; // rounding decides
            }
            CategoryMerger.Merged merged = merge(counts, nominal, EXHAUSTIVE);
            assertThat(members(merged)).as("seed %s", seed).isEqualTo(members(slow));
            assertThat(merged.test().p()).isCloseTo(slow.p(slow.groups), within(1e-13));
            double pairs =
                    nominal ? categories * (categories * categories - 1) / 6.0 : categories * (categories - 1) / 2.0;
            assertThat(StrictMath.exp(merged.test().logMultiplier())).isCloseTo(pairs, within(1e-12 * pairs));
        }
    }

    /** What was tested on the way down to two groups says nothing of the groups of the stage that is taken. */
    @Test
    void smallGroupsOfTheStageThatIsTakenJoinTheMostSimilar() {
        int joined = 0;
        for (long seed = 0; seed < 1000; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 8);
            boolean nominal = seed % 2 == 0;
            double[][] counts = new double[10][3]; // the last one is missing, and does not occur
            for (int c = 0; c < 9; c++) {
                int size = 10 + random.nextInt(50);
                double share = 0.1 + 0.8 * random.nextDouble();
                for (int i = 0; i < size; i++) {
                    counts[c][random.nextDouble() < share ? 0 : 1 + random.nextInt(2)]++;
                }
            }
            SlowMerging slow = new SlowMerging(counts, nominal, -1);
            slow.exhaustively();
            int before = slow.groups.size();
            slow.joinSmall(40);
            if (slow.tied) {
                continue; // rounding decides
            }
            joined += before - slow.groups.size();
            assertThat(members(merge(counts, nominal, EXHAUSTIVE.withSizes(10, 3, 0, 40))))
                    .as("seed %s", seed)
                    .isEqualTo(members(slow));
        }
        assertThat(joined).isGreaterThan(200);
    }

    /** The floating category ends where the table has the smaller p: alone or with the nearest group. */
    @Test
    void exhaustiveMergingPlacesMissingValuesLast() {
        double[][] alone = {{90, 10}, {85, 15}, {10, 90}, {50, 50}};
        assertThat(members(merge(alone, false, EXHAUSTIVE))).containsExactly(List.of(0, 1), List.of(2), List.of(3));
        double[][] joined = {{90, 10}, {85, 15}, {10, 90}, {11, 89}};
        assertThat(members(merge(joined, false, EXHAUSTIVE))).containsExactly(List.of(0, 1), List.of(2, 3));
        double[][] two = {{90, 10}, {20, 80}};
        assertThat(members(merge(two, false, EXHAUSTIVE))).containsExactly(List.of(0), List.of(1));
    }

    /** By hand: χ² of {40, 60; 60, 40} is 4·100/50·… = 8; p = 0.004677735 (df 1), times S(2, 2) = 1. */
    @Test
    void aTableOfTwoByTwoByHand() {
        SplitTest test = merge(new double[][] {{40, 60}, {60, 40}, {0, 0}}, true, STEPWISE)
                .test();
        assertThat(test.statistic()).isCloseTo(8, within(1e-12));
        assertThat(test.degrees()).isEqualTo(1);
        assertThat(test.p()).isCloseTo(0.004677734981047, within(1e-13));
        assertThat(test.adjustedP()).isEqualTo(test.p());
    }

    /** Three categories of which two are alike: r = 2 of c = 3, multiplier S(3, 2) = 3, or C(2, 1) = 2 if ordered. */
    @Test
    void theMultiplierCountsTheWaysToMerge() {
        double[][] counts = {{10, 90}, {12, 88}, {60, 40}, {0, 0}};
        CategoryMerger.Merged nominal = merge(counts, true, STEPWISE);
        assertThat(members(nominal)).containsExactly(List.of(0, 1), List.of(2));
        // (22, 178; 60, 40): χ² = 300·(22·40 − 178·60)²/(200·100·82·218) by hand
        assertThat(nominal.test().statistic())
                .isCloseTo(300 * Math.pow(22 * 40 - 178 * 60, 2) / (200.0 * 100 * 82 * 218), within(1e-10));
        assertThat(nominal.test().logAdjustedP()).isCloseTo(nominal.test().logP() + Math.log(3), within(1e-12));
        CategoryMerger.Merged ordinal = merge(counts, false, STEPWISE);
        assertThat(ordinal.test().logAdjustedP()).isCloseTo(ordinal.test().logP() + Math.log(2), within(1e-12));
    }

    /** Far beyond the smallest double: p of 1e-1000 and less is told from 0. */
    @Test
    void probabilitiesBelowTheSmallestDoubleAreComparable() {
        SplitTest test = merge(new double[][] {{4000, 0}, {0, 4000}, {0, 0}}, true, STEPWISE)
                .test();
        assertThat(test.p()).isZero();
        assertThat(test.statistic()).isCloseTo(8000, within(1e-8));
        // ln erfc(√4000) by its asymptotic series −x² − ln(x√π) + ln(1 − 1/(2x²) + 3/(4x⁴))
        double expected = -4000 - 0.5 * Math.log(4000 * Math.PI) + Math.log(1 - 1 / 8000.0 + 3 / 6.4e7);
        assertThat(test.logP()).isCloseTo(expected, within(1e-9));
    }

    @Test
    void groupsThatAreTooSmallJoinTheMostSimilar() {
        double[][] counts = {{90, 10}, {2, 8}, {10, 90}, {0, 0}};
        assertThat(members(merge(counts, true, STEPWISE)))
                .containsExactly(List.of(0), List.of(1, 2)); // 1 and 2 are alike anyway
        double[][] different = {{900, 100}, {6, 4}, {100, 900}, {0, 0}};
        assertThat(members(merge(different, true, STEPWISE))).hasSize(3);
        assertThat(members(merge(different, true, STEPWISE.withSizes(10, 3, 0, 20))))
                .containsExactly(List.of(0, 1), List.of(2));
        assertThat(members(merge(different, true, STEPWISE.withSizes(10, 3, 0, 2000))))
                .hasSize(1);
    }
}
