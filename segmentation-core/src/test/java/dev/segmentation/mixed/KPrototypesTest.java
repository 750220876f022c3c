package dev.segmentation.mixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.Typing;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.DissimilarityModel;
import dev.segmentation.dissimilarity.Gower;
import dev.segmentation.dissimilarity.OrdinalScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KPrototypesTest {

    private static final double NAN = Double.NaN;

    /** Two groups that numbers and categories tell alike. */
    private static final FeatureTable SMALL = FeatureTable.builder()
            .numeric("spend", 1, 2, 3, 11, 12, 13, 14)
            .nominal("plan", List.of("a", "a", "b", "c", "c", "c", "a"))
            .build();

    @Test
    void agreesWithTheSlowTwin() {
        int compared = 0;
        for (long seed = 0; seed < 60; seed++) {
            for (MixedDistance distance : MixedDistance.values()) {
                FeatureTable table = random(40 + (int) seed % 17, seed);
                LambdaRule rule = LambdaRule.ofColumns(Map.of("x", 0.5, "n", 1.25, "o", 2.0));
                Map<String, Double> factors = new TreeMap<>(Map.of("x", 0.5, "n", 1.25, "o", 2.0));
                int[] first = complete(table);
                SlowPrototypes slow = new SlowPrototypes(table, distance, factors).run(first);
                if (Arrays.stream(slow.labels()).distinct().count() < first.length) {
                    continue; // the twin knows nothing of empty segments
                }
                Fit<KPrototypesModel> fit = KPrototypes.of(first.length)
                        .withDistance(distance)
                        .withLambda(rule)
                        .withPrototypes(table.rows(first))
                        .fit(table);
                assertThat(fit.assignment().toArray())
                        .as("seed %d, %s", seed, distance)
                        .isEqualTo(slow.labels());
                assertThat(fit.report().iterations()).isEqualTo(slow.passes());
                assertThat(fit.report().objective()).isCloseTo(slow.objective(), within(1e-9));
                FeatureTable prototypes = fit.model().prototypes();
                for (String name : table.names()) {
                    for (int s = 0; s < first.length; s++) {
                        if (table.kind(name) == ColumnKind.NUMERIC) {
                            assertThat(prototypes.number(s, name))
                                    .isCloseTo((Double) slow.prototype(s, name), within(1e-12));
                        } else {
                            assertThat(prototypes.level(s, name)).contains((String) slow.prototype(s, name));
                        }
                    }
                }
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(80);
    }

    /** Two numbers, ties included, a nominal and an ordinal column, whole weights, a tenth of the values missing. */
    private static FeatureTable random(int rows, long seed) {
        Random random = new Random(seed);
        List<@Nullable String> nominal = new ArrayList<>();
        List<@Nullable String> ordinal = new ArrayList<>();
        double[] x = new double[rows];
        double[] y = new double[rows];
        double[] weights = new double[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = random.nextInt(10) == 0 ? NAN : random.nextGaussian() + 3 * random.nextInt(2);
            y[i] = random.nextInt(10) == 0 ? NAN : random.nextGaussian();
            nominal.add(random.nextInt(10) == 0 ? null : "n" + random.nextInt(4));
            ordinal.add(random.nextInt(10) == 0 ? null : "o" + random.nextInt(5));
            weights[i] = 1 + random.nextInt(3);
        }
        return FeatureTable.builder()
                .numeric("x", x)
                .nominal("n", nominal)
                .ordinal("o", List.of("o0", "o1", "o2", "o3", "o4"), ordinal)
                .numeric("y", y)
                .build()
                .weightedBy(weights);
    }

    private static int[] complete(FeatureTable table) {
        return IntStream.range(0, table.rowCount())
                .filter(i -> table.names().stream().noneMatch(name -> table.isMissing(i, name)))
                .limit(3)
                .toArray();
    }

    /** Var 7/2 and 1; shares 1/2, 1/4, 1/4; by hand. */
    @Test
    void lambdaIsThatOfThePublishedRules() {
        FeatureTable table = FeatureTable.builder()
                .numeric("a", 1, 2, 4, 5)
                .numeric("b", 100, 101, 102, 103)
                .nominal("c", List.of("u", "u", "v", "w"))
                .nominal("d", List.of("u", "u", "u", "v"))
                .build();
        double variances = (10 / 3.0 + 5 / 3.0) / 2;
        assertThat(lambda(table, LambdaRule.varianceToGini()))
                .isCloseTo(variances / ((10 / 16.0 + 6 / 16.0) / 2), within(1e-12));
        assertThat(lambda(table, LambdaRule.varianceToModeMiss()))
                .isCloseTo(variances / ((0.5 + 0.25) / 2), within(1e-12));
        assertThat(KPrototypes.of(1).fit(table).model().lambda()).hasValue(lambda(table, LambdaRule.varianceToGini()));
        KPrototypesModel each = KPrototypes.of(1)
                .withLambda(LambdaRule.oneForEachColumn())
                .fit(table)
                .model();
        assertThat(each.lambda()).isEmpty();
        assertThat(each.factor("a")).isCloseTo(3 / 10.0, within(1e-12));
        assertThat(each.factor("d")).isCloseTo(16 / 6.0, within(1e-12));
    }

    /** kmodes issue 185: one deviation of all numbers together grows with the distance between the columns' means. */
    @Test
    void lambdaOfHalfTheDeviationIsTheMeanOverColumnsNotTheDeviationOfAllNumbers() {
        FeatureTable table = FeatureTable.builder()
                .numeric("a", 1, 2, 4, 5)
                .numeric("b", 100, 101, 102, 103)
                .nominal("c", List.of("u", "u", "v", "w"))
                .build();
        double expected = 0.5 * (Math.sqrt(2.5) + Math.sqrt(1.25)) / 2;
        assertThat(lambda(table, LambdaRule.halfMeanDeviation())).isCloseTo(expected, within(1e-12));
        FeatureTable apart = FeatureTable.builder()
                .numeric("a", 1, 2, 4, 5)
                .numeric("b", 1e6 + 100, 1e6 + 101, 1e6 + 102, 1e6 + 103)
                .nominal("c", List.of("u", "u", "v", "w"))
                .build();
        assertThat(lambda(apart, LambdaRule.halfMeanDeviation())).isCloseTo(expected, within(1e-12));
    }

    private static double lambda(FeatureTable table, LambdaRule rule) {
        return KPrototypes.of(1).withLambda(rule).fit(table).model().lambda().orElseThrow();
    }

    /** Half of the weight is at 2, and at the middle level, exactly: whatever the unit rounds. */
    @Test
    void mediansDoNotDependOnTheUnitOfWeights() {
        FeatureTable table = FeatureTable.builder()
                .numeric("a", 1, 2, 3)
                .ordinal("o", List.of("low", "middle", "high"), List.of("low", "middle", "high"))
                .build();
        for (double unit : new double[] {1, 0.1, 0.01, 1.0 / 3, 0.7, 1e-9, 1e9}) {
            FeatureTable weighted = table.weightedBy(unit, 2 * unit, 3 * unit);
            FeatureTable other = table.weightedBy(3 * unit, 2 * unit, unit);
            assertThat(median(weighted)).as("unit %s", unit).isEqualTo("2.5 middle");
            assertThat(median(other)).as("unit %s", unit).isEqualTo("1.5 low");
            assertThat(median(table.weightedBy(unit, unit, 3 * unit)))
                    .as("unit %s", unit)
                    .isEqualTo("3.0 high");
        }
        assertThat(median(table.weightedBy(0.1, 0.2, 0.3))).isEqualTo("2.5 middle");
        assertThat(median(table.weightedBy(1e12, 1, 1e12 + 2)))
                .as("whole weights are exact")
                .isEqualTo("3.0 high");
    }

    private static String median(FeatureTable table) {
        FeatureTable prototype = KPrototypes.of(1)
                .withDistance(MixedDistance.GOWER)
                .fit(table)
                .model()
                .prototypes();
        return prototype.number(0, "a") + " " + prototype.level(0, "o").orElseThrow();
    }

    @Test
    void lambdaCountsWeightsAsRowsAndLeavesOutMissingValues() {
        FeatureTable weighted = FeatureTable.builder()
                .numeric("a", 1, 2, NAN, 5)
                .nominal("c", Arrays.asList("u", "v", "v", null))
                .build()
                .weightedBy(1, 2, 3, 1);
        FeatureTable repeated = weighted.rows(0, 1, 1, 2, 2, 2, 3).weightedBy(1, 1, 1, 1, 1, 1, 1);
        for (LambdaRule rule :
                List.of(LambdaRule.varianceToGini(), LambdaRule.varianceToModeMiss(), LambdaRule.halfMeanDeviation())) {
            assertThat(lambda(weighted, rule)).as(rule.toString()).isCloseTo(lambda(repeated, rule), within(1e-12));
        }
        assertThat(lambda(weighted, LambdaRule.varianceToGini())).isCloseTo(3 / (10 / 36.0), within(1e-12));
    }

    @Test
    void weightsThatDoNotCountRowsGiveNoLambda() {
        assertRefused(
                () -> KPrototypes.of(1).fit(SMALL.weightedBy(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)),
                Reason.BAD_WEIGHT,
                "KPrototypes.fit: all weights together are not above 1, so that lambda cannot be estimated; use weights that"
                        + " count rows, or give a lambda");
    }

    /** A column with one known value has a variance of 0 in the mean of variances, not one that is undefined. */
    @Test
    void aColumnKnownOnceCountsAsOneThatDoesNotVary() {
        FeatureTable table = FeatureTable.builder()
                .numeric("a", 1, 2, 3)
                .numeric("b", NAN, 7, NAN)
                .nominal("c", List.of("u", "v", "v"))
                .build();
        assertThat(lambda(table, LambdaRule.varianceToGini())).isCloseTo(0.5 / (4 / 9.0), within(1e-12));
        assertThat(lambda(table, LambdaRule.varianceToModeMiss())).isCloseTo(0.5 / (1 / 3.0), within(1e-12));
        assertThat(lambda(table, LambdaRule.halfMeanDeviation())).isCloseTo(Math.sqrt(2 / 3.0) / 4, within(1e-12));
        FeatureTable light = table.weightedBy(1, 0.5, 1); // the values of b weigh 0.5 together
        assertThat(lambda(light, LambdaRule.varianceToGini()))
                .isCloseTo(2 / 1.5 / 2 / (1 - 0.4 * 0.4 - 0.6 * 0.6), within(1e-12));
    }

    /** Weights that are lost beside the others fill no segment: this must end. */
    @Test
    @Timeout(60)
    void rowsWhoseWeightIsLostFillNoSegment() {
        FeatureTable lost = FeatureTable.builder()
                .numeric("x", 0, 1e6, -1e6)
                .nominal("n", List.of("a", "a", "b"))
                .build()
                .weightedBy(1, 1e-30, 1e-30);
        assertRefused(
                () -> KPrototypes.of(2).withLambda(1).fit(lost),
                Reason.FEWER_DISTINCT_THAN_K,
                "KPrototypes.fit: segmentCount = 2 but the table has too few rows that differ where neither has a missing"
                        + " value and that weigh anything beside the others; lower segmentCount");
    }

    @Test
    void prototypesAreMeansAndModes() {
        Fit<KPrototypesModel> fit = KPrototypes.of(2).withLambda(2).fit(SMALL);
        assertThat(fit.assignment().toArray()).containsExactly(1, 1, 1, 0, 0, 0, 0);
        assertThat(fit.model().prototypes().numbers("spend")).containsExactly(12.5, 2);
        assertThat(fit.model().prototypes().level(0, "plan")).contains("c");
        assertThat(fit.model().prototypes().level(1, "plan")).contains("a");
        assertThat(fit.report().objective()).isEqualTo(5 + 2 + 2 + 2);
        assertThat(fit.model().within(0)).isEqualTo(5 + 2);
        assertThat(fit.model().within(1)).isEqualTo(2 + 2);
        assertThat(fit.model().trainingWeight(0)).isEqualTo(4);
        assertThat(fit.model().factor("spend")).isEqualTo(1);
        assertThat(fit.model().distance()).isEqualTo(MixedDistance.HUANG);
        assertThat(fit.model()).hasToString("KPrototypesModel[2 segments over [spend, plan]: 12.50, c; 2.000, a]");
        assertThat(KPrototypes.of(2).withLambda(2))
                .hasToString("KPrototypes[segmentCount=2, seed=0, restarts=10, maxIterations=1000, distance=HUANG,"
                        + " lambda=2.0]");
    }

    @Test
    void marginsAreOfDistancesNotOfSquares() {
        KPrototypesModel model = KPrototypes.of(2).withLambda(2).fit(SMALL).model();
        FeatureTable later = FeatureTable.builder()
                .numeric("spend", 12.5, 5, NAN)
                .nominal("plan", Arrays.asList("c", "z", null))
                .build();
        Typing typing = model.type(later);
        assertThat(typing.margin(0)).isEqualTo(1);
        assertThat(typing.assignment().label(1)).isEqualTo(1);
        assertThat(typing.runnerUp(1).orElseThrow().index()).isZero();
        assertThat(typing.margin(1)).isCloseTo(1 - Math.sqrt((9 + 2) / (7.5 * 7.5 + 2)), within(1e-15));
        assertThat(typing.margin(2)).as("nothing is known").isZero();
        assertThat(model.assign(later)).isEqualTo(typing.assignment());
    }

    @Test
    void gowerDistancesAreMarginsAsTheyAre() {
        FeatureTable table = FeatureTable.builder()
                .numeric("x", 0, 0, 10, 10, 10)
                .ordinal("o", List.of("low", "mid", "high"), List.of("low", "low", "high", "high", "high"))
                .build();
        KPrototypesModel model =
                KPrototypes.of(2).withDistance(MixedDistance.GOWER).fit(table).model();
        assertThat(model.factor("x")).isEqualTo(0.1);
        assertThat(model.lambda()).hasValue(1);
        // the level in the middle has no rows: it lies between its neighbors, at 2 of the ranks 1 and 3.5
        FeatureTable later = FeatureTable.builder()
                .numeric("x", 2)
                .ordinal("o", List.of("low", "mid", "high"), List.of("mid"))
                .build();
        assertThat(model.type(later).assignment().label(0)).isEqualTo(1);
        assertThat(model.type(later).margin(0)).isCloseTo(1 - (0.2 + 0.4) / (0.8 + 0.6), within(1e-15));
        FeatureTable unknown = FeatureTable.builder()
                .numeric("x", 2)
                .ordinal("o", List.of("low", "top"), List.of("top"))
                .build();
        assertRefused(
                () -> model.assign(unknown),
                Reason.SCHEMA_MISMATCH,
                "KPrototypesModel.assign: the level at row 0 of column \"o\" is none of the 3 that were fitted, so that it"
                        + " has no rank; list every level at the fit");
    }

    /** The other implementation of Gower's, over ranks: the mean over known columns times their number is the sum. */
    @Test
    void gowersDistanceIsThatOfThePackageOfDissimilarities() {
        FeatureTable table = gappy(400, 1);
        Fit<KPrototypesModel> fit = KPrototypes.of(4)
                .withDistance(MixedDistance.GOWER)
                .withRestarts(3)
                .fit(table);
        DissimilarityModel gower =
                Gower.standard().withOrdinalScale(OrdinalScale.RANKS).fit(table);
        FeatureTable prototypes = fit.model().prototypes();

        double sum = 0;
        for (int i = 0; i < table.rowCount(); i++) {
            double[] distances = sums(gower, table, i, prototypes);
            sum += distances[fit.assignment().label(i)];
        }
        assertThat(fit.report().objective()).isCloseTo(sum, within(1e-9));

        FeatureTable later = gappy(400, 2);
        assertThat(agreeing(fit.model(), gower, later)).isGreaterThan(380);
    }

    /** Beyond the range by more than its length the one says 1, the other still tells which prototype is nearer. */
    @Test
    void laterValuesFarOutsideTheRangeAreCutByTheOneOnly() {
        FeatureTable table = gappy(400, 1);
        KPrototypesModel model =
                KPrototypes.of(2).withDistance(MixedDistance.GOWER).fit(table).model();
        DissimilarityModel gower =
                Gower.standard().withOrdinalScale(OrdinalScale.RANKS).fit(table);
        for (double far : new double[] {-1000, 1000}) {
            FeatureTable later = FeatureTable.builder()
                    .numeric("x", far)
                    .numeric("y", Double.NaN)
                    .nominal("n", Collections.singletonList(null))
                    .ordinal("o", List.of("low", "mid", "high"), Collections.singletonList(null))
                    .build();
            assertThat(sums(gower, later, 0, model.prototypes())).containsExactly(1, 1);
            double[] x = model.prototypes().numbers("x");
            assertThat(x[0]).isNotEqualTo(x[1]);
            int nearer = Math.abs(far - x[0]) < Math.abs(far - x[1]) ? 0 : 1;
            assertThat(model.assign(later).label(0)).isEqualTo(nearer);
        }
    }

    /** How many rows know something, whose labels and margins are checked. */
    private static int agreeing(KPrototypesModel model, DissimilarityModel gower, FeatureTable later) {
        Typing typing = model.type(later);
        int known = 0;
        for (int i = 0; i < later.rowCount(); i++) {
            double[] distances = sums(gower, later, i, model.prototypes());
            if (Double.isNaN(distances[0])) {
                continue;
            }
            double[] sorted = Arrays.stream(distances).sorted().toArray();
            assertThat(distances[typing.assignment().label(i)]).isCloseTo(sorted[0], within(1e-12));
            if (sorted[1] > 0) {
                assertThat(typing.margin(i)).isCloseTo(1 - sorted[0] / sorted[1], within(1e-9));
            }
            known++;
        }
        return known;
    }

    private static double[] sums(DissimilarityModel gower, FeatureTable rows, int row, FeatureTable prototypes) {
        FeatureTable one = rows.rows(row);
        long known = one.names().stream()
                .filter(name -> !Double.isNaN(one.numbers(name)[0]))
                .count();
        Dissimilarities between = gower.between(one, prototypes);
        return IntStream.range(0, prototypes.rowCount())
                .mapToDouble(s -> known * between.between(0, s))
                .toArray();
    }

    /** Numbers, categories and levels, some missing; within the same ranges. */
    private static FeatureTable gappy(int rows, long seed) {
        Random random = new Random(seed);
        double[] x = new double[rows];
        double[] y = new double[rows];
        List<@Nullable String> n = new ArrayList<>();
        List<@Nullable String> o = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int group = random.nextInt(3);
            x[i] = i == 0
                    ? 0
                    : i == 1 ? 30 : random.nextInt(8) == 0 ? Double.NaN : 10 * group + 10 * random.nextDouble();
            y[i] = i == 0 ? 0 : i == 1 ? 1 : random.nextInt(8) == 0 ? Double.NaN : random.nextDouble();
            n.add(random.nextInt(8) == 0 ? null : "level " + (group + random.nextInt(2)));
            o.add(random.nextInt(8) == 0 ? null : List.of("low", "mid", "high").get(random.nextInt(3)));
        }
        return FeatureTable.builder()
                .numeric("x", x)
                .numeric("y", y)
                .nominal("n", n)
                .ordinal("o", List.of("low", "mid", "high"), o)
                .build();
    }

    @Test
    void aColumnWithoutVariationCountsNothingInGowersDistanceAndIsFlagged() {
        FeatureTable table = FeatureTable.builder()
                .numeric("x", 1, 2, 8)
                .numeric("same", 5, 5, 5)
                .nominal("n", List.of("a", "a", "b"))
                .build();
        Fit<KPrototypesModel> fit =
                KPrototypes.of(2).withDistance(MixedDistance.GOWER).fit(table);
        assertThat(fit.model().factor("same")).isZero();
        assertThat(fit.report().notices())
                .containsExactly(new Notice(
                        Reason.ZERO_VARIANCE, "KPrototypes.fit: column \"same\" is constant; it counts nothing"));
    }

    @Test
    void aSegmentThatBecomesEmptyGetsTheRowThatIsFarthest() {
        FeatureTable table = FeatureTable.builder()
                .numeric("x", 0, 1, 2, 50)
                .nominal("n", List.of("a", "a", "a", "a"))
                .build();
        FeatureTable first = FeatureTable.builder()
                .numeric("x", 1, 900)
                .nominal("n", List.of("a", "a"))
                .build();
        Fit<KPrototypesModel> fit =
                KPrototypes.of(2).withLambda(1).withPrototypes(first).fit(table);
        assertThat(fit.assignment().toArray()).containsExactly(0, 0, 0, 1);
        assertThat(fit.converged()).isTrue();
    }

    @Test
    void rowsWithoutAnyValueAreFlaggedAndMissingColumnsRefused() {
        FeatureTable table = FeatureTable.builder()
                .numeric("x", 0, 1, NAN, 9)
                .nominal("n", Arrays.asList("a", "a", null, "b"))
                .build();
        Fit<KPrototypesModel> fit = KPrototypes.of(2).withLambda(1).fit(table);
        assertThat(fit.report().notices())
                .containsExactly(new Notice(
                        Reason.NO_INFORMATION,
                        "KPrototypes.fit: 1 rows have no value at all; they are in the segment that wins ties"));
        assertThat(fit.model().assign(table)).isEqualTo(fit.assignment());
        FeatureTable allMissing = FeatureTable.builder()
                .numeric("x", NAN, NAN)
                .nominal("n", List.of("a", "b"))
                .build();
        assertRefused(
                () -> KPrototypes.of(1).withLambda(1).fit(allMissing),
                Reason.NO_OBSERVATIONS,
                "KPrototypes.fit: every value of column \"x\" is missing in rows of positive weight; leave the column out");
        FeatureTable alike = FeatureTable.builder()
                .numeric("x", 1, NAN, 1)
                .nominal("n", Arrays.asList("a", "a", null))
                .build();
        assertRefused(
                () -> KPrototypes.of(2).withLambda(1).fit(alike),
                Reason.FEWER_DISTINCT_THAN_K,
                "KPrototypes.fit: segmentCount = 2 but the table has too few rows that differ where neither has a missing"
                        + " value and that weigh anything beside the others; lower segmentCount");
    }

    @Test
    void aLimitThatCutsTheFitShortIsTold() {
        FeatureTable table = random(57, 3);
        Fit<KPrototypesModel> fit = KPrototypes.of(4)
                .withLambda(1)
                .withMaxIterations(1)
                .withRestarts(1)
                .fit(table);
        assertThat(fit.report().termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(fit.report().notices()).extracting(Notice::reason).contains(Reason.NOT_CONVERGED);
        assertThat(fit.model().assign(table)).isEqualTo(fit.assignment());
    }

    @Test
    void wrongKindsOfColumnsAreRefusedWithTheAlgorithmToUse() {
        FeatureMatrix numbers = FeatureMatrix.copyOfRowMajor(List.of("a", "b"), 1, 2, 3, 4);
        assertRefused(
                () -> KPrototypes.of(2).fit(numbers),
                Reason.SCHEMA_MISMATCH,
                "KPrototypes.fit: all columns [a, b] are numeric, expected a categorical one as well; use cluster.KMeans");
        FeatureTable categories = SMALL.select(List.of("plan"));
        assertRefused(
                () -> KPrototypes.of(2).fit(categories),
                Reason.SCHEMA_MISMATCH,
                "KPrototypes.fit: all columns [plan] are categorical, expected a numeric one as well; use mixed.KModes");
        assertRefused(
                () -> KPrototypes.of(2).withDistance(MixedDistance.GOWER).fit(categories),
                Reason.SCHEMA_MISMATCH,
                "KPrototypes.fit: all columns [plan] are categorical, expected a numeric or ordinal one as well; use"
                        + " mixed.KModes");
        assertRefused(
                () -> KModes.of(2).fit(SMALL),
                Reason.SCHEMA_MISMATCH,
                "KModes.fit: numeric columns [spend], expected only categories; use mixed.KPrototypes, or leave them out");
        assertRefused(
                () -> KModes.of(2).fit(numbers),
                Reason.SCHEMA_MISMATCH,
                "KModes.fit: numeric columns [a, b], expected only categories; use cluster.KMeans, or leave them out");
        KPrototypesModel model = KPrototypes.of(2).withLambda(2).fit(SMALL).model();
        FeatureTable turned = FeatureTable.builder()
                .nominal("spend", List.of("1"))
                .nominal("plan", List.of("a"))
                .build();
        assertRefused(
                () -> model.assign(turned),
                Reason.SCHEMA_MISMATCH,
                "KPrototypesModel.assign: column \"spend\" is NOMINAL, expected NUMERIC; give it the type that was fitted");
        assertThatThrownBy(() -> model.assign(categories)).hasMessageContaining("missing [spend], unexpected []");
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertRefused(
                () -> KPrototypes.of(0),
                Reason.BAD_PARAM,
                "KPrototypes.of: segmentCount = 0, expected at least 1; 1 puts every row into one segment");
        assertRefused(
                () -> KPrototypes.of(2).withRestarts(0),
                Reason.BAD_PARAM,
                "KPrototypes.withRestarts: restarts = 0, expected at least 1; 1 means a single start");
        assertRefused(
                () -> KPrototypes.of(2).withLambda(NAN),
                Reason.BAD_PARAM,
                "LambdaRule: lambda = NaN, expected more than 0; leave a column out to ignore it");
        assertRefused(
                () -> KPrototypes.of(2)
                        .withLambda(LambdaRule.ofColumns(Map.of("no", 1.0)))
                        .fit(SMALL),
                Reason.UNKNOWN_NAME,
                "KPrototypes.fit: lambda has a factor for \"no\", which is no column; there are [spend, plan]");
        assertRefused(
                () -> KPrototypes.of(2)
                        .withDistance(MixedDistance.GOWER)
                        .withLambda(LambdaRule.halfMeanDeviation())
                        .fit(SMALL),
                Reason.BAD_PARAM,
                "KPrototypes.fit: lambda = half the mean standard deviation, expected a number, or one for each column, with"
                        + " Gower's distance; it has no variances");
        assertRefused(
                () -> KPrototypes.of(2).withPrototypes(SMALL.rows(0, 0)),
                Reason.DUPLICATE_INIT,
                "KPrototypes.withPrototypes: two of the prototypes are equal; give 2 different ones");
        assertThatThrownBy(() -> KPrototypes.of(3).withPrototypes(SMALL.rows(0, 1)))
                .hasMessageContaining("prototypes has 2 entries, expected 3");
        FeatureTable constant = FeatureTable.builder()
                .numeric("x", 5, 5)
                .nominal("n", List.of("a", "b"))
                .build();
        assertThatThrownBy(() -> KPrototypes.of(1).fit(constant)).hasMessageContaining("no numeric column varies");
        FeatureTable oneLevel = FeatureTable.builder()
                .numeric("x", 5, 6)
                .nominal("n", List.of("a", "a"))
                .build();
        assertThatThrownBy(() -> KPrototypes.of(1).fit(oneLevel)).hasMessageContaining("no categorical column varies");
        FeatureTable huge = FeatureTable.builder()
                .numeric("x", 5, 1e131)
                .nominal("n", List.of("a", "a"))
                .build();
        assertRefused(
                () -> KPrototypes.of(1).withLambda(1).fit(huge),
                Reason.RANGE,
                "KPrototypes.fit: value beyond 1e130 at row 1, column \"x\"; use a larger unit");
    }

    /** Ties of levels and of segments, and levels by text whatever the order of the rows. */
    @Test
    void kModesBreakTiesByTheFirstLevelAndTheFirstMode() {
        FeatureTable table = FeatureTable.builder()
                .nominal("n", List.of("b", "a", "c", "c"))
                .ordinal("o", List.of("z", "y"), List.of("y", "z", "y", "y"))
                .build();
        KModesModel one = KModes.of(1).fit(table.rows(0, 1)).model();
        assertThat(one.modes().level(0, "n")).contains("a");
        assertThat(one.modes().level(0, "o")).contains("z");
        assertThat(one.mismatches(0)).isEqualTo(2);
        Fit<KModesModel> fit = KModes.of(2).withPrototypes(table.rows(1, 2)).fit(table);
        assertThat(fit.assignment().toArray()).containsExactly(1, 0, 1, 1);
        FeatureTable tie = FeatureTable.builder()
                .nominal("n", List.of("a"))
                .ordinal("o", List.of("z", "y"), List.of("y"))
                .build();
        assertThat(fit.model().type(tie).assignment().label(0)).isZero();
        assertThat(fit.model().type(tie).margin(0)).isZero();
        assertThat(fit.model()).hasToString("KModesModel[2 segments over [n, o]: a, z; c, y]");
        assertThat(KModes.of(2)).hasToString("KModes[segmentCount=2, seed=0, restarts=10, maxIterations=1000]");
        assertThat(fit.model().trainingWeight(1)).isEqualTo(3);
    }

    /** Skipping rows must not change a label: the same data in one strip and in many, against the slow twin. */
    @Test
    void manyStripsGiveWhatTheSlowTwinGives() {
        FeatureTable table = random(700, 99);
        int[] first = complete(table);
        for (MixedDistance distance : MixedDistance.values()) {
            SlowPrototypes slow = new SlowPrototypes(small(table), distance, Map.of()).run(first);
            Fit<KPrototypesModel> fit = KPrototypes.of(3)
                    .withDistance(distance)
                    .withLambda(LambdaRule.ofColumns(Collections.emptyMap()))
                    .withPrototypes(small(table).rows(first))
                    .fit(small(table));
            assertThat(fit.assignment().toArray()).isEqualTo(slow.labels());
        }
    }

    /** Without the ordinal column, whose ranks the twin counts anew for every distance. */
    private static FeatureTable small(FeatureTable table) {
        return table.select(List.of("x", "n", "y"));
    }

    private static void assertRefused(Runnable work, Reason reason, String message) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessage(message);
    }
}
