package dev.segmentation.dissimilarity;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.FeatureTable;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GowerTest {

    private static final double NAN = Double.NaN;
    private static final List<String> LEVELS = List.of("low", "middle", "high", "top");

    @Test
    void isTheWeightedMeanOverTheColumnsKnownForBoth() {
        FeatureTable table = FeatureTable.builder()
                .numeric("spend", 0, 10, NAN, 5)
                .nominal("region", Arrays.asList("north", "south", "north", null))
                .numeric("boat", 0, 1, 0, 1)
                .build();
        Dissimilarities plain = Gower.standard().fit(table).within(table);
        assertThat(plain.between(0, 1)).isEqualTo(1);
        assertThat(plain.between(0, 2)).isZero();
        assertThat(plain.between(0, 3)).isEqualTo((0.5 + 1) / 2);
        assertThat(plain.between(2, 3)).isEqualTo(1);
        Dissimilarities weighted = Gower.standard()
                .withWeight("spend", 3)
                .withAsymmetric("boat")
                .fit(table)
                .within(table);
        assertThat(weighted.between(0, 3)).isEqualTo((3 * 0.5 + 1) / 4);
        assertThat(weighted.between(0, 2)).as("zeros of boat drop out").isZero();
        assertThat(weighted.between(2, 3)).isEqualTo(1);
        assertThat(Gower.standard()
                        .withWeight("region", 0)
                        .withAsymmetric("boat")
                        .fit(table)
                        .within(table)
                        .between(0, 2))
                .as("spend is missing, region weighs nothing, both lack a boat")
                .isNaN();
    }

    @Test
    void rangesAndLevelsAreThoseOfTraining() {
        FeatureTable table = FeatureTable.builder()
                .numeric("spend", 0, 10)
                .numeric("constant", 7, 7)
                .nominal("region", List.of("north", "south"))
                .build();
        DissimilarityModel model = Gower.standard().fit(table);
        FeatureTable later = FeatureTable.builder()
                .numeric("constant", 7, 8)
                .nominal("region", List.of("west", "south"))
                .numeric("spend", 30, 4)
                .build();
        assertThat(model.between(table, later).between(0, 0)).as("1, 0 and 1").isEqualTo(2 / 3.0);
        assertThat(model.between(table, later).between(1, 1)).isCloseTo((0.6 + 1 + 0) / 3, within(1e-15));
        assertThat(model.within(later).between(0, 0))
                .as("a new level is the same as itself")
                .isZero();
        FeatureTable weighted =
                FeatureTable.builder().numeric("spend", 0, 10, 100).build().weightedBy(1, 1, 0);
        assertThat(Gower.standard().fit(weighted).within(weighted).between(0, 1))
                .as("rows of weight 0 have no influence on the range")
                .isEqualTo(1);
    }

    @Test
    void ordinalConventionsAreAsNamed() {
        // ranks: low 1.5 (2 rows), middle 4 (3 rows), high 6 (1 row); top does not occur
        FeatureTable table = FeatureTable.builder()
                .ordinal("level", LEVELS, List.of("low", "low", "middle", "middle", "middle", "high"))
                .build();
        assertThat(between(OrdinalScale.CODES, table, 0, 2)).isEqualTo(0.5);
        assertThat(between(OrdinalScale.RANKS, table, 0, 2)).isCloseTo(2.5 / 4.5, within(1e-15));
        assertThat(between(OrdinalScale.RANKS_WITH_TIES, table, 0, 2))
                .isCloseTo((2.5 - 0.5 - 1) / (4.5 - 0.5 - 0), within(1e-15));
        assertThat(between(OrdinalScale.RANKS_WITH_TIES, table, 2, 5)).isCloseTo((2.0 - 1) / 4, within(1e-15));
        for (OrdinalScale scale : OrdinalScale.values()) {
            assertThat(between(scale, table, 0, 5)).isEqualTo(1);
            assertThat(between(scale, table, 0, 1)).isZero();
        }
    }

    /** A step counts 1 and the rows that it passes: 3 from low to high, past two in the middle. */
    @Test
    void ordinalScalesDoNotDependOnTheUnitOfWeightsThatAreNotWhole() {
        FeatureTable table = FeatureTable.builder()
                .ordinal("level", LEVELS, List.of("low", "middle", "middle", "high"))
                .build();
        FeatureTable uneven = FeatureTable.builder()
                .ordinal("level", LEVELS, List.of("low", "middle", "high"))
                .build();
        assertThat(between(OrdinalScale.RANKS_WITH_TIES, table, 0, 1)).isEqualTo(1.0 / 3);
        for (double unit : new double[] {0.01, 0.1, 0.5, 1.5, 1e9 + 0.3}) {
            for (OrdinalScale scale : OrdinalScale.values()) {
                assertThat(between(scale, table.weightedBy(unit, unit, unit, unit), 0, 1))
                        .as("%s, unit %s", scale, unit)
                        .isEqualTo(between(scale, table, 0, 1));
            }
            // Weights 1 : 3.5 : 1.5 of three rows: the middle ones are 1.75 of them, so that the range is 2.75.
            double step = between(OrdinalScale.RANKS_WITH_TIES, uneven.weightedBy(unit, 3.5 * unit, 1.5 * unit), 0, 1);
            assertThat(step).as("unit %s", unit).isCloseTo(1 / 2.75, within(1e-12));
        }
        assertThat(between(OrdinalScale.RANKS_WITH_TIES, uneven.weightedBy(2, 6, 1), 0, 1))
                .as("whole weights are rows: 6 between, and the step")
                .isCloseTo(1 / 7.0, within(1e-15));
    }

    private static double between(OrdinalScale scale, FeatureTable table, int row, int other) {
        return Gower.standard().withOrdinalScale(scale).fit(table).within(table).between(row, other);
    }

    /** Podani's definition from ranks and ties counted anew for each pair. */
    @Test
    void ranksWithTiesAreThoseOfTheDefinition() {
        for (long seed = 0; seed < 30; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 0);
            int n = 2 + random.nextInt(30);
            List<String> values = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                values.add(LEVELS.get(random.nextInt(4)));
            }
            int[] codes = values.stream().mapToInt(LEVELS::indexOf).toArray();
            FeatureTable table =
                    FeatureTable.builder().ordinal("level", LEVELS, values).build();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    assertThat(between(OrdinalScale.RANKS_WITH_TIES, table, i, j))
                            .as("seed %d", seed)
                            .isCloseTo(podani(codes, codes[i], codes[j]), within(1e-12));
                }
            }
        }
    }

    private static double podani(int[] codes, int a, int b) {
        int lowest = Arrays.stream(codes).min().orElseThrow();
        int highest = Arrays.stream(codes).max().orElseThrow();
        return a == b ? 0 : between(codes, a, b) / between(codes, lowest, highest);
    }

    private static double between(int[] codes, int a, int b) {
        return Math.abs(rank(codes, a) - rank(codes, b)) - (ties(codes, a) - 1) / 2.0 - (ties(codes, b) - 1) / 2.0;
    }

    private static double rank(int[] codes, int code) {
        return Arrays.stream(codes).filter(c -> c < code).count() + (ties(codes, code) + 1) / 2.0;
    }

    private static long ties(int[] codes, int code) {
        return Arrays.stream(codes).filter(c -> c == code).count();
    }

    @Test
    void anAsymmetricNominalColumnCountsItsPresentLevel() {
        FeatureTable table = FeatureTable.builder()
                .nominal("vip", List.of("no", "yes", "no", "yes"))
                .numeric("x", 0, 0, 1, 1)
                .build();
        Dissimilarities found =
                Gower.standard().withAsymmetric("vip", "yes").fit(table).within(table);
        assertThat(found.between(0, 2)).as("only x is left").isEqualTo(1);
        assertThat(found.between(1, 3)).isEqualTo(0.5);
        assertThat(found.between(0, 1)).isEqualTo(0.5);
    }

    /** What a row lacks does not depend on the rows beside it. */
    @Test
    void aLevelThatIsNewLacksWhatIsPresent() {
        FeatureTable table = FeatureTable.builder()
                .nominal("vip", List.of("no", "yes"))
                .numeric("x", 0, 1)
                .build();
        DissimilarityModel model = Gower.standard().withAsymmetric("vip", "yes").fit(table);
        for (List<String> later : List.of(List.of("maybe"), List.of("maybe", "yes"), List.of("maybe", "no", "yes"))) {
            FeatureTable rows = FeatureTable.builder()
                    .nominal("vip", later)
                    .numeric("x", new double[later.size()])
                    .build();
            Dissimilarities found = model.between(rows, table);
            assertThat(found.between(0, 0))
                    .as("%s: vip drops out, x is the same", later)
                    .isZero();
            assertThat(found.between(0, 1)).as("%s: both differ", later).isEqualTo(1);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        FeatureTable table = FeatureTable.builder()
                .numeric("x", 0, 2)
                .ordinal("level", List.of("low", "high"), List.of("low", "high"))
                .nominal("region", List.of("north", "south"))
                .build();
        assertThat(refused(
                        Reason.UNKNOWN_NAME,
                        () -> Gower.standard().withWeight("y", 1).fit(table)))
                .hasMessage("Gower.fit: no column \"y\"; there are [x, level, region]");
        assertThat(refused(
                        Reason.RANGE, () -> Gower.standard().withAsymmetric("x").fit(table)))
                .hasMessageContaining("row 1 of asymmetric column \"x\" is neither 0 nor 1");
        assertThat(refused(
                        Reason.SCHEMA_MISMATCH,
                        () -> Gower.standard().withAsymmetric("region").fit(table)))
                .hasMessage("Gower.fit: column \"region\" is NOMINAL, expected NUMERIC as in the fitted rows");
        assertThat(refused(
                        Reason.SCHEMA_MISMATCH,
                        () -> Gower.standard().withAsymmetric("region", "west").fit(table)))
                .hasMessageContaining("has 2 levels, expected two of which one is the level declared present");
        assertThat(refused(Reason.BAD_PARAM, () -> Gower.standard().withWeight("x", NAN)))
                .hasMessage("Gower.withWeight: weight = NaN, expected 0 to 1e100; 0 leaves the column out");
        Gower nothing =
                Gower.standard().withWeight("x", 0).withWeight("level", 0).withWeight("region", 0);
        assertThat(refused(Reason.BAD_PARAM, () -> nothing.fit(table)))
                .hasMessage("Gower.fit: weights = 0.0, expected at least one column of positive weight");
        FeatureTable later = FeatureTable.builder()
                .numeric("x", 0)
                .ordinal("level", List.of("low", "secret"), List.of("secret"))
                .nominal("region", List.of("north"))
                .build();
        assertThat(refused(
                        Reason.SCHEMA_MISMATCH,
                        () -> Gower.standard().fit(table).within(later)))
                .hasMessageContaining("row 0 of ordinal column \"level\" has a level that the fitted rows did not list")
                .hasMessageNotContaining("secret");
    }
}
