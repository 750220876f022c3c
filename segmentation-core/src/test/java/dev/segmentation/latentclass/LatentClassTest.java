package dev.segmentation.latentclass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatentClassTest {

    /** Random answers of three kinds of people, one in ten missing, each row with a weight. */
    private static FeatureTable people(int rows, long seed, boolean missing) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        FeatureTable.Builder builder = FeatureTable.builder();
        int[] kinds = IntStream.range(0, rows).map(i -> random.nextInt(3)).toArray();
        for (int v = 0; v < 5; v++) {
            int levels = 2 + v % 3;
            List<String> names =
                    IntStream.range(0, levels).mapToObj(l -> "l" + l).toList();
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                int typical = (kinds[i] * (v + 1)) % levels;
                int answer = random.nextDouble() < 0.7 ? typical : random.nextInt(levels);
                answers.add(missing && random.nextDouble() < 0.1 ? null : names.get(answer));
            }
            builder.ordinal("q" + v, names, answers);
        }
        return builder.build();
    }

    private static LatentClassModel start(FeatureTable table, int k, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 1);
        List<LatentClassRecord.Question> questions = new ArrayList<>();
        for (String name : table.names()) {
            List<List<Double>> chances = new ArrayList<>();
            for (int c = 0; c < k; c++) {
                double[] draws = table.levels(name).stream()
                        .mapToDouble(level -> isGiven(table, name, level) ? 0.1 + random.nextDouble() : 0)
                        .toArray();
                double sum = Arrays.stream(draws).sum();
                chances.add(Arrays.stream(draws).mapToObj(draw -> draw / sum).toList());
            }
            questions.add(new LatentClassRecord.Question(name, true, table.levels(name), chances));
        }
        return new LatentClassRecord(questions, Collections.nCopies(k, 1.0 / k), LatentClassRecord.Training.none())
                .restore();
    }

    private static boolean isGiven(FeatureTable table, String name, String level) {
        return IntStream.range(0, table.rowCount())
                .anyMatch(i ->
                        table.weight(i) > 0 && table.level(i, name).orElse("").equals(level));
    }

    private static SlowLatentClass slow(FeatureTable table, LatentClassModel model) {
        int k = model.segmentCount();
        double[][][] chances = new double[table.names().size()][k][];
        for (int v = 0; v < chances.length; v++) {
            String name = table.names().get(v);
            for (int c = 0; c < k; c++) {
                int segment = c;
                chances[v][c] = table.levels(name).stream()
                        .mapToDouble(level -> model.levels(name).contains(level)
                                ? model.probability(name, level, segment)
                                : 0) // nobody gave it
                        .toArray();
            }
        }
        return new SlowLatentClass(
                table, IntStream.range(0, k).mapToDouble(model::share).toArray(), chances);
    }

    private static double[] weights(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 2);
        return IntStream.range(0, rows)
                .mapToDouble(i -> random.nextInt(4) * random.nextDouble())
                .toArray();
    }

    @Test
    void oneStepIsThatOfTheObviousTwin() {
        for (long seed = 0; seed < 20; seed++) {
            FeatureTable table = people(60, seed, seed % 2 == 1).weightedBy(weights(60, seed));
            LatentClassModel start = start(table, 3, seed);
            SlowLatentClass expected = slow(table, start).climbed(2);
            LatentClassModel two = LatentClass.of(3)
                    .withStart(start)
                    .withMaxIterations(3) // a pass at the start, one after the first step, one after the second
                    .fit(table)
                    .model();
            double[][][] chances = slow(table, two).chances;
            for (int v = 0; v < chances.length; v++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(chances[v][c]).containsExactly(expected.chances[v][c], within(1e-12));
                }
            }
            assertThat(two.logLikelihood()).isCloseTo(expected.logLikelihood(), within(1e-9));
        }
    }

    @Test
    void theOptimumIsThatOfTheObviousTwinWithMissingAnswersAndWeights() {
        for (long seed = 0; seed < 6; seed++) {
            FeatureTable table = people(150, 100 + seed, true).weightedBy(weights(150, seed));
            LatentClassModel start = start(table, 2, seed);
            SlowLatentClass slow = slow(table, start).climbed(3000);
            Fit<LatentClassModel> fit = LatentClass.of(2).withStart(start).fit(table);
            assertThat(fit.report().termination()).isEqualTo(Termination.CONVERGED);
            assertThat(fit.model().logLikelihood()).isCloseTo(slow.logLikelihood(), within(1e-7));
            assertThat(fit.model().share(0)).isCloseTo(slow.shares[0], within(1e-4));
            Memberships memberships = fit.model().memberships(table);
            SlowLatentClass at = slow(table, fit.model());
            for (int i = 0; i < 150; i++) {
                assertThat(memberships.degree(i, 0)).isCloseTo(at.posterior(i)[0], within(1e-12));
            }
            assertThat(fit.model().logLikelihood()).isCloseTo(at.logLikelihood(), within(1e-9));
        }
    }

    @Test
    void ordersOfRowsColumnsAndLevelsDoNotChangeABit() {
        FeatureTable table = people(200, 7, true);
        int[] order =
                IntStream.range(0, 200).map(i -> i * 77 % 200 == 0 ? i : i).toArray();
        for (int i = 0; i < 200; i++) {
            order[i] = (i * 77 + 5) % 200;
        }
        List<String> columns = List.of("q3", "q0", "q4", "q2", "q1");
        FeatureTable.Builder builder = FeatureTable.builder();
        for (String name : columns) { // nominal: levels in the order of their appearance
            List<String> answers = new ArrayList<>();
            for (int row : order) {
                answers.add(table.level(row, name).orElse(null));
            }
            builder.nominal(name, answers);
        }
        FeatureTable shuffled = builder.build();
        LatentClass config = LatentClass.of(3).withRestarts(20);
        Fit<LatentClassModel> fit = config.fit(table);
        Fit<LatentClassModel> other = config.fit(shuffled);
        assertThat(other.assignment()).isEqualTo(fit.assignment().rows(order));
        assertThat(other.report().restartObjectives()).isEqualTo(fit.report().restartObjectives());
        assertThat(other.model().logLikelihood()).isEqualTo(fit.model().logLikelihood());
        Memberships degrees = fit.model().memberships(table);
        Memberships others = other.model().memberships(shuffled);
        for (int i = 0; i < order.length; i++) {
            for (int c = 0; c < 3; c++) {
                assertThat(others.degree(i, c)).isEqualTo(degrees.degree(order[i], c));
            }
        }
        for (int c = 0; c < 3; c++) {
            assertThat(other.model().share(c)).isEqualTo(fit.model().share(c));
            for (String name : columns) {
                for (String level : table.levels(name)) {
                    assertThat(other.model().probability(name, level, c))
                            .isEqualTo(fit.model().probability(name, level, c));
                }
            }
        }
    }

    @Test
    void wholeWeightsAreRepeatedRowsFromRandomStarts() {
        FeatureTable table = people(120, 8, true);
        double[] weights = new double[120];
        List<Integer> repeated = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            weights[i] = i % 4;
            repeated.addAll(Collections.nCopies(i % 4, i));
        }
        int[] rows = repeated.stream().mapToInt(Integer::intValue).toArray();
        LatentClass config = LatentClass.of(3).withRestarts(10);
        Fit<LatentClassModel> weighted = config.fit(table.weightedBy(weights));
        Fit<LatentClassModel> duplicated = config.fit(table.rows(rows));
        assertThat(weighted.report().restartObjectives())
                .isEqualTo(duplicated.report().restartObjectives());
        assertThat(weighted.assignment().rows(rows)).isEqualTo(duplicated.assignment());
        assertThat(weighted.model().observations()).isEqualTo(rows.length);
    }

    /** RT003: the same on every JDK that the tests run on, since the bits are written down here. */
    @Test
    void bitsAreTheSameOnEveryJdk() {
        LatentClassModel model =
                LatentClass.of(4).withRestarts(8).fit(people(500, 14, true)).model();
        long hash = Double.doubleToLongBits(model.logLikelihood());
        for (String item : model.items()) {
            for (String level : model.levels(item)) {
                for (int c = 0; c < 4; c++) {
                    hash = 31 * hash + Double.doubleToLongBits(model.probability(item, level, c));
                }
            }
        }
        assertThat(hash).isEqualTo(806124627554263850L);
    }

    @Test
    void aPriorKeepsChancesOffTheirBounds() {
        FeatureTable table = people(80, 9, false);
        LatentClassModel plain = LatentClass.of(3).withRestarts(10).fit(table).model();
        Fit<LatentClassModel> fit =
                LatentClass.of(3).withRestarts(10).withPrior(1).fit(table);
        double least = 1;
        double leastPlain = 1;
        for (String item : table.names()) {
            for (String level : table.levels(item)) {
                for (int c = 0; c < 3; c++) {
                    least = Math.min(least, fit.model().probability(item, level, c));
                    leastPlain = Math.min(leastPlain, plain.probability(item, level, c));
                }
            }
        }
        assertThat(leastPlain).isLessThan(1e-6);
        assertThat(least).isGreaterThan(1e-4);
        assertThat(fit.model().logLikelihood()).isLessThan(plain.logLikelihood());
        assertThat(-fit.report().objective()).isLessThan(fit.model().logLikelihood()); // has the prior in it
    }

    /** One class: the chances are the shares among all and a third of the pseudo customers changes nothing. */
    @Test
    void oneClassIsWhatAllAnswer() {
        FeatureTable table = people(90, 10, false);
        for (double prior : new double[] {0, 5}) {
            LatentClassModel model =
                    LatentClass.of(1).withPrior(prior).fit(table).model();
            for (String item : table.names()) {
                for (String level : table.levels(item)) {
                    long count = IntStream.range(0, 90)
                            .filter(i -> table.level(i, item).orElseThrow().equals(level))
                            .count();
                    assertThat(model.probability(item, level, 0)).isCloseTo(count / 90.0, within(1e-14));
                }
            }
            assertThat(model.share(0)).isEqualTo(1);
        }
    }

    private static FeatureTable codes(String[][] rows) {
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int j = 0; j < rows[0].length; j++) {
            int column = j;
            builder.nominal(
                    "item" + j, Arrays.stream(rows).map(row -> row[column]).toList());
        }
        return builder.build();
    }

    private static void assertFinite(LatentClassModel model, FeatureTable table) {
        Memberships memberships = model.memberships(table);
        for (int i = 0; i < memberships.size(); i++) {
            double sum = 0;
            for (int c = 0; c < model.segmentCount(); c++) {
                sum += memberships.degree(i, c);
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
        assertThat(model.logLikelihood()).isFinite();
    }

    /** LC002. */
    @Test
    void anItemWithOneLevelIsAcceptedWithANotice() {
        FeatureTable table = codes(new String[][] {{"1", "1"}, {"1", "2"}, {"1", "1"}});
        Fit<LatentClassModel> fit = LatentClass.of(2).fit(table);
        assertThat(fit.report().notices())
                .extracting(Notice::reason)
                .containsExactly(Reason.ZERO_VARIANCE, Reason.UNIDENTIFIED);
        assertThat(fit.report().notices().get(0).message())
                .isEqualTo("LatentClass.fit: item \"item0\" has fewer than two levels that were given; it tells nothing"
                        + " about classes");
        assertThat(fit.model().probability("item0", "1", 0)).isEqualTo(1);
        assertFinite(fit.model(), table);
    }

    /** LC005. */
    @Test
    void aRowWithoutAnyAnswerBelongsAsEverybodyDoes() {
        String[][] rows = new String[30][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 3 == 0 ? new String[2] : i % 3 == 1 ? new String[] {"1", "1"} : new String[] {"2", "2"};
        }
        FeatureTable table = codes(rows);
        Fit<LatentClassModel> fit = LatentClass.of(2).fit(table);
        assertThat(fit.report().notices())
                .extracting(Notice::toString)
                .contains("NO_INFORMATION: LatentClass.fit: rows without any answer, of weight 10.0 in all; they belong"
                        + " to each class as everybody does");
        Memberships memberships = fit.model().memberships(table);
        for (int c = 0; c < 2; c++) {
            assertThat(memberships.degree(0, c)).isCloseTo(fit.model().share(c), within(1e-15));
        }
        assertThat(fit.model().observations()).isEqualTo(20);
        assertThat(fit.model().logLikelihood()).isCloseTo(20 * Math.log(0.5), within(1e-9));
        assertFinite(fit.model(), table);
    }

    /** LC006. */
    @Test
    void codesWithGapsAreLevelsByTheirText() {
        FeatureTable table = codes(new String[][] {{"0", "1"}, {"5", "2"}, {"0", "1"}, {"5", "2"}});
        LatentClassModel model = LatentClass.of(2).fit(table).model();
        assertThat(model.levels("item0")).containsExactly("0", "5");
        assertThat(model.freeParameters()).isEqualTo(1 + 2 * 2);
        assertFinite(model, table);
    }

    @Test
    void levelsThatNobodyGaveAreNoParameters() {
        FeatureTable table = FeatureTable.builder()
                .ordinal("q", List.of("low", "never", "high"), List.of("low", "high", "high", "low"))
                .nominal("r", List.of("a", "b", "b", "a"))
                .build();
        LatentClassModel model = LatentClass.of(2).fit(table).model();
        assertThat(model.levels("q")).containsExactly("low", "high");
        assertThat(model.freeParameters()).isEqualTo(5);
        FeatureTable later = FeatureTable.builder()
                .ordinal("q", List.of("low", "never", "high"), Arrays.asList("never", null))
                .nominal("r", List.of("a", "a"))
                .build();
        Memberships memberships = model.memberships(later);
        assertThat(memberships.degree(0, 0)).as("as a missing answer").isEqualTo(memberships.degree(1, 0));
    }

    /** LC007. */
    @Test
    void answersThatAreImpossibleInEveryClassHaveDegreesThatSumToOne() {
        String[][] rows = new String[60][];
        for (int i = 0; i < 60; i++) {
            rows[i] = i < 30 ? new String[] {"1", "1"} : new String[] {"2", "2"};
        }
        LatentClassModel model = LatentClass.of(2).fit(codes(rows)).model();
        Memberships memberships = model.memberships(codes(new String[][] {{"1", "2"}}));
        assertThat(memberships.degree(0, 0) + memberships.degree(0, 1)).isCloseTo(1, within(1e-15));
        LatentClassModel exact = new LatentClassRecord(
                        List.of(
                                new LatentClassRecord.Question(
                                        "a", false, List.of("1", "2"), List.of(List.of(1.0, 0.0), List.of(0.0, 1.0))),
                                new LatentClassRecord.Question(
                                        "b", false, List.of("1", "2"), List.of(List.of(1.0, 0.0), List.of(0.0, 1.0))),
                                new LatentClassRecord.Question(
                                        "c", false, List.of("1", "2"), List.of(List.of(0.8, 0.2), List.of(0.4, 0.6)))),
                        List.of(0.5, 0.5),
                        LatentClassRecord.Training.none())
                .restore();
        Memberships tied = exact.memberships(FeatureTable.builder()
                .nominal("a", List.of("1", "1"))
                .nominal("b", List.of("2", "2"))
                .nominal("c", List.of("1", "2"))
                .build());
        assertThat(tied.degree(0, 0)).as("as many zeros in both: c decides").isCloseTo(0.8 / 1.2, within(1e-15));
        assertThat(tied.degree(1, 0)).isCloseTo(0.2 / 0.8, within(1e-15));
    }

    /** LC008. */
    @Test
    void fiftyItemsOfAThousandLevelsDoNotUnderflow() {
        SeededRandom random = SeededRandom.stream(3, 0);
        String[][] rows = new String[200][50];
        for (String[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = "c" + random.nextInt(1000);
            }
        }
        FeatureTable table = codes(rows);
        Fit<LatentClassModel> fit = LatentClass.of(2).withRestarts(2).fit(table);
        assertFinite(fit.model(), table);
        SlowLatentClass slow = slow(table, fit.model());
        double expected = 0;
        for (int i = 0; i < 200; i++) {
            double most = Math.max(slow.logJoint(i, 0), slow.logJoint(i, 1));
            expected += most + Math.log(Math.exp(slow.logJoint(i, 0) - most) + Math.exp(slow.logJoint(i, 1) - most));
        }
        assertThat(fit.model().logLikelihood()).isCloseTo(expected, within(1e-8));
    }

    /** Products of 400 chances vanish as doubles; logarithms take over, and give what the twin of half the items gives. */
    @Test
    void productsThatVanishAreDoneInLogarithms() {
        SeededRandom random = SeededRandom.stream(4, 0);
        String[][] rows = new String[40][400];
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 400; j++) {
                rows[i][j] = "c" + (random.nextDouble() < 0.5 ? i % 2 : random.nextInt(20));
            }
        }
        FeatureTable table = codes(rows);
        Fit<LatentClassModel> fit = LatentClass.of(2).withStart(twoKinds(table)).fit(table);
        int[] labels = fit.assignment().toArray();
        for (int i = 0; i < 40; i++) {
            assertThat(labels[i]).isEqualTo(i % 2 == 0 ? labels[0] : labels[1]);
        }
        double expected = 0;
        SlowLatentClass slow = slow(table, fit.model());
        for (int i = 0; i < 40; i++) {
            expected += Math.max(slow.logJoint(i, 0), slow.logJoint(i, 1)); // the other class is impossible to notice
        }
        assertThat(-fit.report().objective()).isCloseTo(expected, within(1e-7));
        assertThat(expected / 40).isLessThan(-600); // products below 1e-250 are done in logarithms
    }

    /** Members of the first class mostly answer c0, of the second c1. */
    private static LatentClassModel twoKinds(FeatureTable table) {
        List<LatentClassRecord.Question> questions = new ArrayList<>();
        for (String name : table.names()) {
            int levels = table.levels(name).size();
            List<List<Double>> chances = new ArrayList<>();
            for (String typical : List.of("c0", "c1")) {
                chances.add(table.levels(name).stream()
                        .map(level -> (level.equals(typical) ? 0.2 : 0) + 0.8 / levels)
                        .toList());
            }
            questions.add(new LatentClassRecord.Question(name, false, table.levels(name), chances));
        }
        return new LatentClassRecord(questions, List.of(0.5, 0.5), LatentClassRecord.Training.none()).restore();
    }

    @Test
    void whatDoesNotSuitIsRefused() {
        FeatureMatrix numbers = FeatureMatrix.copyOfRowMajor(List.of("income"), 1, 2, 3);
        assertThatThrownBy(() -> LatentClass.of(2).fit(numbers))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.SCHEMA_MISMATCH))
                .hasMessage(
                        "LatentClass.fit: column \"income\" is numeric, expected categories; cut it into levels, name"
                                + " it a covariate, or use a Gaussian mixture");
        FeatureTable silent = codes(new String[][] {{null, null}, {null, null}});
        assertThatThrownBy(() -> LatentClass.of(1).fit(silent))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_INFORMATION));
        FeatureTable table = people(20, 1, false);
        LatentClassModel model = LatentClass.of(2).withRestarts(1).fit(table).model();
        assertThatThrownBy(() -> model.memberships(table.select(List.of("q0", "q1"))))
                .hasMessageContaining("missing [q2, q3, q4]");
        assertThatThrownBy(() -> model.probability("q0", "l9", 0)).hasMessageContaining("no such level");
        assertThatThrownBy(() -> LatentClass.of(3).withStart(model))
                .hasMessage("LatentClass.withStart: classes of the start = 2, expected 3, the segmentCount");
        assertThatThrownBy(() -> LatentClass.of(0)).hasMessageContaining("segmentCount = 0");
        assertThatThrownBy(() -> LatentClass.of(2).withRestarts(0)).hasMessageContaining("restarts = 0");
        assertThatThrownBy(() -> LatentClass.of(2).withMaxIterations(0)).hasMessageContaining("maxIterations = 0");
        assertThatThrownBy(() -> LatentClass.of(2).withTolerance(Double.NaN)).hasMessageContaining("tolerance = NaN");
        assertThatThrownBy(() -> LatentClass.of(2).withPrior(-1)).hasMessageContaining("customers = -1.0");
        assertThatThrownBy(() -> LatentClass.of(2).withCovariates("a", "a")).hasMessageContaining("\"a\"");
    }

    @Test
    void theLimitOfIterationsIsTold() {
        Fit<LatentClassModel> fit =
                LatentClass.of(3).withRestarts(1).withMaxIterations(4).fit(people(100, 2, false));
        assertThat(fit.report().termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(fit.report().iterations()).isLessThanOrEqualTo(5);
    }

    @Test
    void drawnRowsAnswerAsTheClassesDoAndDependOnTheirNumberOnly() {
        FeatureTable table = people(300, 11, true);
        LatentClassModel model = LatentClass.of(3).withRestarts(10).fit(table).model();
        FeatureTable drawn = model.simulate(20_000, 5);
        FeatureTable fewer = model.simulate(50, 5);
        assertThat(drawn.names()).isEqualTo(model.featureNames());
        for (String item : model.items()) {
            for (String level : model.levels(item)) {
                double expected = 0;
                for (int c = 0; c < 3; c++) {
                    expected += model.share(c) * model.probability(item, level, c);
                }
                double found = IntStream.range(0, 20_000)
                                .filter(i -> drawn.level(i, item).orElseThrow().equals(level))
                                .count()
                        / 20_000.0;
                assertThat(found).isCloseTo(expected, within(0.02)); // more than five standard errors
            }
            for (int i = 0; i < 50; i++) {
                assertThat(fewer.level(i, item)).isEqualTo(drawn.level(i, item));
            }
        }
        double likelihood = LatentClassDiagnostics.of(model, drawn).logLikelihood() / 20_000;
        assertThat(likelihood).isCloseTo(model.logLikelihood() / 300, within(0.6)); // answers of training are missing
        assertThat(model.simulate(0, 1).rowCount()).isZero();
    }

    /** As a parametric bootstrap does: an item that nobody answered is missing in what is drawn as well. */
    @Test
    void anItemThatNobodyAnsweredIsMissingInDrawnRows() {
        FeatureTable table = FeatureTable.builder()
                .nominal("a", List.of("x", "y", "x", "y", "x", "x"))
                .nominal("silent", Collections.nCopies(6, null))
                .ordinal("mute", List.of("low", "high"), Collections.nCopies(6, null))
                .build();
        LatentClassModel model = LatentClass.of(1).fit(table).model();
        assertThat(model.levels("silent")).isEmpty();
        FeatureTable drawn = model.simulate(50, 1);
        assertThat(drawn.rowCount()).isEqualTo(50);
        assertThat(drawn.level(7, "silent")).isEmpty();
        assertThat(drawn.level(7, "mute")).isEmpty();
        assertThat(LatentClass.of(1).fit(drawn).model().observations()).isEqualTo(50);
    }

    /** Two classes all but alike: the way from there to the optimum begins slowly. */
    @Test
    void aStartNextToASaddleGoesOnToTheOptimum() {
        FeatureTable table = people(300, 15, false);
        List<LatentClassRecord.Question> questions = new ArrayList<>();
        for (String name : table.names()) {
            int levels = table.levels(name).size();
            List<List<Double>> chances = new ArrayList<>();
            for (int c = 0; c < 2; c++) {
                double shift = (c == 0 ? 1e-7 : -1e-7);
                chances.add(IntStream.range(0, levels)
                        .mapToObj(l -> 1.0 / levels + (l == 0 ? shift : l == 1 ? -shift : 0))
                        .toList());
            }
            questions.add(new LatentClassRecord.Question(name, true, table.levels(name), chances));
        }
        LatentClassModel start =
                new LatentClassRecord(questions, List.of(0.5, 0.5), LatentClassRecord.Training.none()).restore();
        Fit<LatentClassModel> fit = LatentClass.of(2).withStart(start).fit(table);
        assertThat(fit.converged()).isTrue();
        double best = LatentClass.of(2).fit(table).model().logLikelihood();
        assertThat(fit.model().logLikelihood()).isCloseTo(best, within(1e-6));
    }

    @Test
    void aRecordGivesTheSameBitsAndADamagedOneIsRefused() {
        FeatureTable table = people(200, 12, true);
        LatentClassModel model = LatentClass.of(3).withRestarts(5).fit(table).model();
        LatentClassModel restored = model.toRecord().restore();
        assertThat(restored.toRecord()).isEqualTo(model.toRecord());
        assertThat(restored.assign(table)).isEqualTo(model.assign(table));
        assertThat(restored.logLikelihood()).isEqualTo(model.logLikelihood());
        assertThat(restored.toString())
                .isEqualTo(model.toString())
                .contains("3 classes")
                .contains("of 5 starts");
        LatentClassRecord.Question question = model.toRecord().items().get(0);
        assertThatThrownBy(() -> new LatentClassRecord(
                                List.of(question, question),
                                model.toRecord().shares(),
                                LatentClassRecord.Training.none())
                        .restore())
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.MODEL_FORMAT));
        assertThatThrownBy(() -> new LatentClassRecord(
                                List.of(question), List.of(0.5, 0.6), LatentClassRecord.Training.none())
                        .restore())
                .hasMessageContaining("\"shares\" sum to 1.1");
        assertThatThrownBy(() -> new LatentClassRecord(
                                List.of(question),
                                model.toRecord().shares(),
                                new LatentClassRecord.Training(-10, -5, 0, 0, 1, 1))
                        .restore())
                .hasMessageContaining("\"observations\" = -5.0, expected at least 0");
        assertThatThrownBy(() -> new LatentClassRecord(
                                List.of(question),
                                model.toRecord().shares(),
                                new LatentClassRecord.Training(-10, 5, 0, 0, 3, 4))
                        .restore())
                .hasMessageContaining("4 of 3 starts reached the best likelihood");
    }

    @Test
    void whatTheModelTellsOfItsRowsIsWhatTheDiagnosticsFind() {
        FeatureTable table = people(150, 13, true).weightedBy(weights(150, 13));
        Fit<LatentClassModel> fit = LatentClass.of(3).withRestarts(5).fit(table, Execution.onThreads(2));
        LatentClassDiagnostics diagnostics = LatentClassDiagnostics.of(fit.model(), table);
        assertThat(diagnostics.logLikelihood()).isCloseTo(fit.model().logLikelihood(), within(1e-9));
        assertThat(diagnostics.observations()).isCloseTo(fit.model().observations(), within(1e-9));
        assertThat(diagnostics.icl())
                .isCloseTo(diagnostics.bic() + 2 * fit.model().membershipEntropy(), within(1e-8));
        double labelled = 0;
        Memberships memberships = fit.model().memberships(table);
        for (int i = 0; i < 150; i++) {
            labelled += table.weight(i)
                    * Math.log(memberships.degree(i, fit.assignment().label(i)));
        }
        assertThat(fit.model().labelLogProbability()).isCloseTo(labelled, within(1e-9));
        assertThat(diagnostics.untested()).contains(Reason.NON_FINITE);
        assertThat(diagnostics.gSquared()).isNaN();
    }
}
